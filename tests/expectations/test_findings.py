"""Findings that contradict what they were made from are shown to nobody."""

import pyarrow as pa
import pytest

from expectations.consistency import check_findings
from expectations.errors import FindingsInconsistent
from schemas.tables import FINDINGS, OUTCOMES
from tests.expectations.conftest import accounts_of, read_roster

FINDING = {
    "finding_id": "f-1",
    "submission_id": "sub-1",
    "account_id": 0,
    "person_id": "c1",
    "weight": 12.35,
    "probability": 0.96,
    "band": "strong",
    "verdict": "to_check",
    "rule": "pupils",
    "evidence": [{"sentence": "surname is the same", "bits": 8.1}, {"sentence": "rare", "bits": 4.25}],
}
CHECKED = {"submission_id": "sub-1", "staff_ref": "S1", "outcome": "checked", "code": ""}
NOT_HANDED_IN = {"submission_id": "", "staff_ref": "S2", "outcome": "not_handed_in", "code": ""}
NOT_CHECKED = {"submission_id": "sub-3", "staff_ref": "S3", "outcome": "could_not_be_checked", "code": "zip"}
OUTCOMES_OF_ALL = [CHECKED, NOT_HANDED_IN, NOT_CHECKED]


def _check(findings, outcomes=OUTCOMES_OF_ALL):
    return check_findings(
        pa.Table.from_pylist(findings, schema=FINDINGS),
        accounts_of({"handle": "marit"}, {"handle": "jan"}),
        read_roster("ordinary")[0],
        pa.Table.from_pylist(outcomes, schema=OUTCOMES),
    )


def test_findings_that_agree_with_everything_pass_every_check():
    checks = _check([FINDING, {**FINDING, "finding_id": "f-2", "account_id": 1}]).to_pylist()
    assert {row["suite"] for row in checks} == {"findings", "outcomes", "submissions"}
    assert all(row["ok"] and not row["raised"] for row in checks)


def test_no_findings_at_all_are_consistent_too():
    assert all(_check([])["ok"].to_pylist())


def test_a_finding_that_contradicts_its_sources_stops_the_run():
    wrong = [
        {"account_id": 7},
        {"submission_id": "sub-9"},
        {"submission_id": "sub-3"},
        {"person_id": "gone"},
        {"person_id": ""},
        {"probability": 1.01},
        {"probability": -0.01},
        {"probability": float("nan")},
        {"band": "certain"},
        {"verdict": "guilty"},
        {"rule": ""},
        {"weight": 12.36},
        {"weight": float("nan")},
        {"evidence": []},
        {"finding_id": ""},
    ]
    with pytest.raises(FindingsInconsistent) as stopped:
        _check(
            [{**FINDING, "finding_id": f"f-{number}", **change} for number, change in enumerate([{}, *wrong])]
        )
    assert stopped.value.exit_code == 70
    assert stopped.value.failed == {
        "finding_has_an_id": 1,
        "finding_has_its_account": 3,
        "finding_has_its_person": 1,
        "finding_names_a_person": 1,
        "finding_was_checked": 2,
        "finding_has_a_probability": 1,
        "probability_is_within_0_and_1": 2,
        "band_is_known": 1,
        "verdict_is_known": 1,
        "finding_has_a_rule": 1,
        "weight_is_the_sum_of_its_evidence": 3,
    }


def test_a_finding_number_is_used_once():
    with pytest.raises(FindingsInconsistent) as stopped:
        _check([FINDING, {**FINDING, "account_id": 1}])
    assert stopped.value.failed == {"finding_id_is_unique": 2}


def test_everybody_ends_in_exactly_one_outcome():
    with pytest.raises(FindingsInconsistent) as stopped:
        _check(
            [],
            [
                {**CHECKED, "submission_id": "sub-4"},
                {**CHECKED, "submission_id": "sub-4", "staff_ref": "S4"},
                {**NOT_HANDED_IN, "staff_ref": "S1"},
                {**NOT_HANDED_IN, "staff_ref": ""},
                {**NOT_HANDED_IN, "staff_ref": "S5", "outcome": "fine"},
                {**NOT_HANDED_IN, "staff_ref": "S6", "outcome": "checked"},
                {**NOT_CHECKED, "code": ""},
            ],
        )
    assert stopped.value.failed == {
        "outcome_has_a_member_of_staff": 1,
        "member_of_staff_has_one_outcome": 2,
        "submission_has_one_outcome": 2,
        "outcome_is_known": 1,
        "checked_outcome_has_a_submission": 1,
        "failed_outcome_has_a_code": 1,
        "submission_has_an_outcome": 1,
    }


def test_rounding_of_many_lines_of_evidence_is_no_contradiction():
    lines = [{"sentence": "a line", "bits": round(0.1 * n - 0.7, 2)} for n in range(30)]
    weight = round(sum(line["bits"] for line in lines), 2)
    assert all(_check([{**FINDING, "weight": weight, "evidence": lines}])["ok"].to_pylist())
