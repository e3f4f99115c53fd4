"""What is expected of ACCOUNTS of one or many submissions."""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.any_cell import ExpectAnyCell
from expectations.suites.lines import critical, known, set_aside, warning
from schemas.words import Relation

_COMPARABLE = ["display_name", "handle", "email"]


def accounts_suite() -> Suite:
    """Every account says whose list it is on and how, and has something a name can be compared with."""
    return [
        critical("account_has_a_submission", gxe.ExpectColumnValuesToNotBeNull, column="submission_id"),
        critical("account_has_a_platform", gxe.ExpectColumnValuesToNotBeNull, column="platform"),
        critical("account_has_a_relation", gxe.ExpectColumnValuesToNotBeNull, column="relation"),
        known("relation_is_known", "relation", Relation),
        critical(
            "account_is_listed_once",
            gxe.ExpectCompoundColumnsToBeUnique,
            column_list=["submission_id", "account_id"],
        ),
        set_aside("account_is_comparable", ExpectAnyCell, column_list=_COMPARABLE, to="be given"),
        set_aside(
            "account_can_be_named",
            ExpectAnyCell,
            column_list=_COMPARABLE,
            to="hold a letter",
            ignore_row_if="all_values_are_missing",
        ),
        warning(
            "display_name_is_a_names_length",
            gxe.ExpectColumnValueLengthsToBeBetween,
            column="display_name",
            max_value=200,
        ),
        warning(
            "profile_url_is_a_web_address",
            gxe.ExpectColumnValuesToMatchRegex,
            column="profile_url",
            regex=r"^https?://",
        ),
        warning(
            "display_name_is_read_right",
            gxe.ExpectColumnValuesToNotMatchRegex,
            column="display_name",
            regex="\ufffd",
        ),
    ]
