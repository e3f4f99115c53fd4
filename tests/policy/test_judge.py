"""Matches judged with what is known of the people: declarations, family, colleagues."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from policy.circumstances import circumstances
from policy.judge import judge
from policy.policy import load_policy
from schemas.tables import ACCOUNTS, DECLARATIONS, FINDINGS, LINKS, MATCHES, NAMES, PEOPLE, STAFF

TODAY = date(2026, 11, 20)


def table(schema: pa.Schema, *rows: dict[str, Any]) -> pa.Table:
    blank = {"string": "", "int32": 0, "double": 0.0, "date32[day]": None}
    filled = [{f.name: row.get(f.name, blank.get(str(f.type), [])) for f in schema} for row in rows]
    return pa.Table.from_pylist(filled, schema=schema)


PUPIL = {"person_id": "p1", "kind": "pupil", "source_id": "A1"}
MOTHER = {"person_id": "p2", "kind": "parent_carer", "email": "marit.lind@example.org"}
NAMED = table(
    NAMES,
    {"person_id": "p1", "name_kind": "legal", "forename": "Theodora", "surname": "Lind"},
    {"person_id": "p2", "name_kind": "legal", "forename": "Marit", "surname": "Lind"},
)


def verdicts(
    *, declared: dict[str, Any] | None = None, staff: dict[str, Any] | None = None, relation: str = "friend"
) -> dict[str, tuple[str, str]]:
    known = circumstances(
        table(PEOPLE, PUPIL, MOTHER),
        NAMED,
        table(LINKS, {"child_id": "p1", "adult_id": "p2"}),
        table(STAFF, *([staff] if staff else [])),
        table(DECLARATIONS, *([declared] if declared else [])),
        today=TODAY,
    )
    accounts = table(
        ACCOUNTS,
        *({"submission_id": "sub", "account_id": n, "relation": relation} for n in (0, 1)),
    )
    matches = table(
        MATCHES,
        {"submission_id": "sub", "account_id": 0, "person_id": "p1", "band": "probable"},
        {"submission_id": "sub", "account_id": 1, "person_id": "p2", "band": "probable"},
    )
    findings = judge(matches, accounts, {"sub": "S1"}, known, load_policy())
    assert findings.schema == FINDINGS
    return {row["person_id"]: (row["verdict"], row["rule"]) for row in findings.to_pylist()}


@pytest.mark.parametrize("whom", [{"roster_id": "A1"}, {"person_name": "theodora  LIND"}])
def test_a_declared_connection_is_shown_as_declared_whether_named_or_numbered(whom: dict[str, str]) -> None:
    assert verdicts(declared={"staff_ref": "S1", **whom})["p1"] == ("declared", "declared")


def test_a_declaration_past_its_review_is_still_declared_and_says_so() -> None:
    declared = {"staff_ref": "S1", "roster_id": "A1", "review_on": date(2026, 9, 1)}
    assert verdicts(declared=declared)["p1"] == ("declared", "declared_and_due_for_review")


def test_another_persons_declaration_changes_nothing() -> None:
    assert verdicts(declared={"staff_ref": "S2", "roster_id": "A1"})["p1"][0] == "to_check"


def test_a_colleague_who_is_a_parent_is_for_information_where_name_and_email_agree() -> None:
    colleague = {
        "staff_ref": "S9",
        "forename": "Marit",
        "surname": "Lind",
        "email": "Marit.Lind@example.org",
    }
    assert verdicts(staff=colleague)["p2"] == ("for_information", "colleague")


def test_a_colleagues_name_alone_is_a_question_and_no_answer() -> None:
    namesake = {"staff_ref": "S9", "forename": "Marit", "surname": "Lind"}
    assert verdicts(staff=namesake)["p2"] == ("to_check", "namesake_of_a_colleague")


def test_ones_own_child_is_for_information() -> None:
    parent = {"staff_ref": "S1", "forename": "Marit", "surname": "Lind", "email": "marit.lind@example.org"}
    assert verdicts(staff=parent) == {
        "p1": ("for_information", "own_family"),
        "p2": ("for_information", "own_family"),
    }


def test_a_former_surname_on_the_staff_list_is_a_name_too() -> None:
    parent = {
        "staff_ref": "S1",
        "forename": "Marit",
        "surname": "Holm",
        "former_surname": "Lind",
        "email": "marit.lind@example.org",
    }
    assert verdicts(staff=parent)["p1"][1] == "own_family"


def test_a_finding_keeps_its_number_from_one_audit_to_the_next() -> None:
    assert verdicts() == verdicts()
