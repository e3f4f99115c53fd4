"""What is expected of PEOPLE, row by row. Held: `named`, the ids of people one name of whom can be used."""

from datetime import date

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

from expectations.checking import Suite
from expectations.custom.birth_dates import ExpectPlausibleBirthDates
from expectations.custom.cells import ExpectCells
from expectations.custom.held import ExpectIdsAmong
from expectations.suites.lines import critical, info, known, set_aside, warning
from schemas.words import Kind

_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_TWO_TITLES = r"&|\+|/|\band\b"
_YEAR_GROUP = (
    r"(?i)^\s*(?:(?:year|yr|y|primary|p|secondary|s|grade)?\s*(?:0?[0-9]|1[0-4])\b.*|(?:n|e|f|fs)\s*[12]"
    r"|r|rec|reception|n|nursery|pre-?school|kg|pk|kinder(?:garten)?|e[cy]|toddlers?|bab(?:y|ies))\s*$"
)


def people_suite(today: date) -> Suite:
    """A bad cell is reported and the person stays; only a person whom nobody can name is set aside."""
    pupils = Column("kind") == Kind.PUPIL.value
    return [
        critical("person_has_an_id", gxe.ExpectColumnValuesToNotBeNull, column="person_id"),
        critical("person_id_is_unique", gxe.ExpectColumnValuesToBeUnique, column="person_id"),
        critical("person_has_a_kind", gxe.ExpectColumnValuesToNotBeNull, column="kind"),
        known("kind_is_known", "kind", Kind),
        critical("most_people_can_be_named", ExpectIdsAmong, column="person_id", held="named", mostly=0.5),
        set_aside("person_can_be_named", ExpectIdsAmong, column="person_id", held="named"),
        warning(
            "title_is_one_persons", gxe.ExpectColumnValuesToNotMatchRegex, column="title", regex=_TWO_TITLES
        ),
        warning("upn_is_well_formed", ExpectCells, column="upn", to="be a well-formed UPN"),
        warning("upn_check_letter_agrees", ExpectCells, column="upn", to="have the UPN's check letter"),
        warning("upn_is_unique", gxe.ExpectColumnValuesToBeUnique, column="upn"),
        warning(
            "birth_date_is_a_date", ExpectCells, column="date_of_birth", to="be a date", row_condition=pupils
        ),
        warning(
            "birth_date_is_plausible",
            ExpectPlausibleBirthDates,
            column="date_of_birth",
            today=today.isoformat(),
            row_condition=pupils,
        ),
        info(
            "year_group_is_known", gxe.ExpectColumnValuesToMatchRegex, column="year_group", regex=_YEAR_GROUP
        ),
        info("email_looks_like_one", gxe.ExpectColumnValuesToMatchRegex, column="email", regex=_EMAIL),
        warning(
            "person_leaves_after_joining",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB,
            column_A="ends",
            column_B="starts",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
        ),
    ]
