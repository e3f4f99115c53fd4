"""Matches judged with what is known of the people: declarations, family, colleagues."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from policy.circumstances import circumstances
from policy.judge import judge
from policy.policy import load_policy
from policy.staff_parents import Pair, plain, staff_parents
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
    *staff: dict[str, Any],
    declared: dict[str, Any] | None = None,
    mother: dict[str, Any] | None = None,
    same_contact: Collection[Pair] = (),
    relation: str = "friend",
) -> dict[str, tuple[str, str]]:
    people = table(PEOPLE, PUPIL, MOTHER | (mother or {}))
    links = table(LINKS, {"child_id": "p1", "adult_id": "p2"})
    known = circumstances(
        people,
        NAMED,
        links,
        staff_parents(people, NAMED, links, table(STAFF, *staff), today=TODAY, same_contact=same_contact),
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
    assert verdicts(colleague)["p2"] == ("for_information", "colleague")


def test_a_colleagues_name_alone_is_a_question_and_no_answer() -> None:
    namesake = {"staff_ref": "S9", "forename": "Marit", "surname": "Lind"}
    assert verdicts(namesake)["p2"] == ("to_check", "namesake_of_a_colleague")


def test_ones_own_child_is_for_information() -> None:
    parent = {"staff_ref": "S1", "forename": "Marit", "surname": "Lind", "email": "marit.lind@example.org"}
    assert verdicts(parent) == {
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
    assert verdicts(parent)["p1"][1] == "own_family"


def lind(staff_ref: str, **cells: object) -> dict[str, Any]:
    """A member of staff of the mother's name."""
    return {"staff_ref": staff_ref, "forename": "Marit", "surname": "Lind", **cells}


@pytest.mark.parametrize(
    ("mark", "member", "rule"),
    [
        ("S9", {"staff_ref": "S9", "forename": "Marit", "surname": "Holm"}, "colleague"),
        ("883", lind("S9", person_mark="883"), "colleague"),
        ("s9", {"staff_ref": "S9", "forename": "Anders", "surname": "Lind"}, "colleague"),
        ("S9", {"staff_ref": "S9", "forename": "Priya", "surname": "Shah"}, "child_or_parent_as_friend"),
        ("S8", {"staff_ref": "S9", "forename": "Marit", "surname": "Holm"}, "child_or_parent_as_friend"),
        ("yes", lind("S9"), "colleague"),
        ("yes", {"staff_ref": "S9", "forename": "Maja", "known_as": "Marit", "surname": "Lind"}, "colleague"),
        ("yes", {"staff_ref": "yes", "forename": "Marit", "surname": "Holm"}, "child_or_parent_as_friend"),
        ("yes", {"staff_ref": "S9", "forename": "Marita", "surname": "Lind"}, "child_or_parent_as_friend"),
        ("Marit Lind", lind("S9"), "colleague"),
        ("a-4711", lind("S9"), "colleague"),
        ("a-4711", {"staff_ref": "S9", "forename": "Marit", "surname": "Holm"}, "child_or_parent_as_friend"),
        ("Sam Holt", lind("S9"), "namesake_of_a_colleague"),
        ("", lind("S9"), "namesake_of_a_colleague"),
        (
            "",
            {"staff_ref": "S9", "forename": "Maja", "known_as": "Marit", "surname": "Lind"},
            "namesake_of_a_colleague",
        ),
    ],
)
def test_what_the_roster_says_of_staff_makes_a_colleague_only_where_the_name_bears_it_out(
    mark: str, member: dict[str, Any], rule: str
) -> None:
    assert verdicts(member, mother={"staff_mark": mark})["p2"][1] == rule


def test_a_mark_with_anothers_number_is_of_that_other_one_alone() -> None:
    found = verdicts(lind("S1"), lind("S9"), mother={"staff_mark": "S9"})
    assert found["p1"] == ("to_check", "child_or_parent_as_friend")
    assert verdicts(lind("S1"), lind("S9"), mother={"staff_mark": "S1"})["p1"][1] == "own_family"


def test_a_number_that_leads_away_from_the_member_with_the_full_name_decides_nothing() -> None:
    found = verdicts(lind("S1", forename="Anders"), lind("S9"), mother={"staff_mark": "S1"})
    assert found == {
        "p1": ("to_check", "child_or_parent_as_friend"),
        "p2": ("to_check", "namesake_of_a_colleague"),
    }


def test_a_number_of_the_staff_list_says_nothing_where_the_roster_does_not_mark_the_adult_as_staff() -> None:
    assert verdicts(
        {"staff_ref": "417", "person_mark": "417", "forename": "Marit", "surname": "Holm"},
        mother={"source_id": "417"},
    )["p2"] == ("to_check", "child_or_parent_as_friend")


@pytest.mark.parametrize(
    ("forename", "rule"), [("Marit", "colleague"), ("Marita", "child_or_parent_as_friend")]
)
def test_a_shared_telephone_or_address_counts_only_under_the_same_full_name(forename: str, rule: str) -> None:
    member = lind("S9", forename=forename)
    assert verdicts(member, same_contact={("S9", "p2")})["p2"][1] == rule


def test_a_shared_telephone_makes_ones_own_child_family() -> None:
    assert verdicts(lind("S1"), same_contact={("S1", "p2")})["p1"] == ("for_information", "own_family")


def test_whoever_has_left_the_staff_is_no_colleague_any_more() -> None:
    left = lind("S9", email="marit.lind@example.org", ends=date(2026, 8, 31))
    assert verdicts(left)["p2"] == ("to_check", "child_or_parent_as_friend")


def test_of_two_members_of_staff_with_the_parents_name_neither_is_taken_for_the_parent() -> None:
    found = verdicts(lind("S1"), lind("S9"), mother={"staff_mark": "yes"})
    assert found["p1"] == ("to_check", "child_or_parent_as_friend")
    assert found["p2"] == ("for_information", "colleague")


def test_another_apostrophe_or_hyphen_is_the_same_name() -> None:
    assert plain("Siân  O’Dowd-Lind") == plain("siân ODOWD LIND")
    assert plain("José") != plain("Jose")


def test_a_finding_keeps_its_number_from_one_audit_to_the_next() -> None:
    assert verdicts() == verdicts()
