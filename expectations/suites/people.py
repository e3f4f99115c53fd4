"""What is expected of PEOPLE, row by row. Held: `named`, the ids of people one name of whom can be used."""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.cells import ExpectCells
from expectations.custom.held import ExpectIdsAmong
from expectations.suites.lines import critical, info, known, set_aside, warning
from schemas.words import Kind


def people_suite() -> Suite:
    """A bad cell is reported and the person stays; only a person whom nobody can name is set aside."""
    return [
        critical("person_has_an_id", gxe.ExpectColumnValuesToNotBeNull, column="person_id"),
        critical("person_id_is_unique", gxe.ExpectColumnValuesToBeUnique, column="person_id"),
        critical("person_has_a_kind", gxe.ExpectColumnValuesToNotBeNull, column="kind"),
        known("kind_is_known", "kind", Kind),
        critical("most_people_can_be_named", ExpectIdsAmong, column="person_id", held="named", mostly=0.5),
        set_aside("person_can_be_named", ExpectIdsAmong, column="person_id", held="named"),
        warning("title_is_one_persons", ExpectCells, column="title", to="be one person's title"),
        info("year_group_is_known", ExpectCells, column="year_group", to="be like a year group"),
        info("email_looks_like_one", ExpectCells, column="email", to="be like an e-mail address"),
        warning("email_is_no_test_address", ExpectCells, column="email", to="be no test address"),
        warning("person_is_no_guest", ExpectCells, column="status", to="be no guest"),
    ]
