"""What is expected of NAMES, row by row. Held: `people`, the ids of PEOPLE.

A name is set aside where nobody can be named from it. A person goes only with the last of their names.
"""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.cells import ExpectCells
from expectations.custom.held import ExpectIdsAmong
from expectations.suites.lines import info, known, set_aside, warning
from schemas.words import NameKind

_NOT_IN_A_NAME = r"[0-9@:]"
# UTF-8 read as Windows-1252 and saved again, or letters already lost
_MOJIBAKE = (
    "\ufffd|[ÂÃÄÅ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u2013-\u203a\u20ac\u2122]|â€"
)
_TITLE_FIRST = r"(?i)^(?:mr|mrs|ms|miss|mx|dr)\b"
_TWO_PEOPLE = r"\s[&+]\s|\sand\s|/"


def names_suite() -> Suite:
    """What must be there, what names nobody, and what will match badly."""
    return [
        known("name_kind_is_known", "name_kind", NameKind),
        set_aside("name_belongs_to_a_person", ExpectIdsAmong, column="person_id", held="people"),
        set_aside("name_is_given", gxe.ExpectColumnValuesToNotBeNull, column="full_name"),
        set_aside("name_is_no_placeholder", ExpectCells, column="full_name", to="be no placeholder"),
        set_aside("name_is_no_test_record", ExpectCells, column="full_name", to="be no test record"),
        set_aside("name_is_no_organisation", ExpectCells, column="full_name", to="be no organisation"),
        warning("forename_is_a_name", ExpectCells, column="forename", to="be no placeholder"),
        warning("surname_is_a_name", ExpectCells, column="surname", to="be no placeholder"),
        warning(
            "name_has_no_digits",
            gxe.ExpectColumnValuesToNotMatchRegex,
            column="full_name",
            regex=_NOT_IN_A_NAME,
        ),
        warning(
            "name_is_read_right", gxe.ExpectColumnValuesToNotMatchRegex, column="full_name", regex=_MOJIBAKE
        ),
        warning(
            "forename_is_no_title",
            gxe.ExpectColumnValuesToNotMatchRegex,
            column="forename",
            regex=_TITLE_FIRST,
        ),
        warning(
            "name_is_one_persons",
            gxe.ExpectColumnValuesToNotMatchRegex,
            column="full_name",
            regex=_TWO_PEOPLE,
        ),
        info("forename_is_in_full", ExpectCells, column="forename", to="be more than an initial"),
        info(
            "names_are_not_in_capitals",
            ExpectCells,
            column="full_name",
            to="be more than capitals",
            mostly=0.2,
        ),
    ]
