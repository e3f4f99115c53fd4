"""What is expected of FINDINGS, OUTCOMES and the submissions between them: that they agree.

The frame of FINDINGS holds whole hundredths of a bit in `weight`, their sum in `evidence`, and in
`account_id` a key of submission and account together. Held: the keys of all `accounts`; ids of `people`;
submissions `checked`; submissions with an `outcome`.
"""

import great_expectations.expectations as gxe
from great_expectations.expectations.row_conditions import Column

from expectations.checking import Suite
from expectations.custom.held import ExpectIdsAmong
from expectations.suites.lines import critical, known
from schemas.words import Band, Outcome, Verdict


def findings_suite() -> Suite:
    """Every finding stands on an account, a person and evidence that are there."""
    return [
        critical("finding_has_a_probability", gxe.ExpectColumnValuesToNotBeNull, column="probability"),
        critical("finding_has_an_id", gxe.ExpectColumnValuesToNotBeNull, column="finding_id"),
        critical("finding_id_is_unique", gxe.ExpectColumnValuesToBeUnique, column="finding_id"),
        critical("finding_has_its_account", ExpectIdsAmong, column="account_id", held="accounts"),
        critical("finding_has_its_person", ExpectIdsAmong, column="person_id", held="people"),
        critical("finding_names_a_person", gxe.ExpectColumnValuesToNotBeNull, column="person_id"),
        critical("finding_was_checked", ExpectIdsAmong, column="submission_id", held="checked"),
        critical(
            "probability_is_within_0_and_1",
            gxe.ExpectColumnValuesToBeBetween,
            column="probability",
            min_value=0,
            max_value=1,
        ),
        known("band_is_known", "band", Band),
        known("verdict_is_known", "verdict", Verdict),
        critical("finding_has_a_rule", gxe.ExpectColumnValuesToNotBeNull, column="rule"),
        critical(
            "weight_is_the_sum_of_its_evidence",
            gxe.ExpectColumnPairValuesToBeEqual,
            column_A="weight",
            column_B="evidence",
            ignore_row_if="neither",
        ),
    ]


def outcomes_suite() -> Suite:
    """Everybody ends in exactly one outcome, and one that needs a reason has it."""
    not_checked = Column("outcome") == Outcome.COULD_NOT_BE_CHECKED.value
    checked = Column("outcome") == Outcome.CHECKED.value
    return [
        critical("outcome_has_a_member_of_staff", gxe.ExpectColumnValuesToNotBeNull, column="staff_ref"),
        critical("member_of_staff_has_one_outcome", gxe.ExpectColumnValuesToBeUnique, column="staff_ref"),
        critical("submission_has_one_outcome", gxe.ExpectColumnValuesToBeUnique, column="submission_id"),
        known("outcome_is_known", "outcome", Outcome),
        critical(
            "checked_outcome_has_a_submission",
            gxe.ExpectColumnValuesToNotBeNull,
            column="submission_id",
            row_condition=checked,
        ),
        critical(
            "failed_outcome_has_a_code",
            gxe.ExpectColumnValuesToNotBeNull,
            column="code",
            row_condition=not_checked,
        ),
    ]


def submissions_suite() -> Suite:
    """Every submission whose accounts were read ends in an outcome."""
    return [critical("submission_has_an_outcome", ExpectIdsAmong, column="submission_id", held="outcome")]
