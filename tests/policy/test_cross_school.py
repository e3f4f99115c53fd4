"""Whom a school's staff are held against across schools, and what is known of them without a name."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from policy.cross_school import (
    Families,
    Staff,
    all_of,
    circumstances_across,
    declared_marks,
    name_mark,
    name_marks,
    person_id,
    school_in,
    sure_marks,
    without_own,
)
from schemas.tables import DECLARATIONS, LINKS, MATCHES, NAMES, PEOPLE, STAFF

KEY, TODAY = b"the area's card", date(2026, 11, 20)
OWN, OTHER = "0a" * 16, "0b" * 16


def table(schema: pa.Schema, *rows: dict[str, Any]) -> pa.Table:
    empty = {each.name: None if each.nullable else "" for each in schema}
    numbers = {each.name: 0 for each in schema if pa.types.is_integer(each.type)}
    numbers |= {each.name: 0.0 for each in schema if pa.types.is_floating(each.type)}
    lists: dict[str, Any] = {each.name: [] for each in schema if pa.types.is_list(each.type)}
    return pa.Table.from_pylist([empty | numbers | lists | row for row in rows], schema=schema)


def families(*people: tuple[str, str, str, str], children: dict[str, str] | None = None) -> Families:
    """People as school, kind, full name and e-mail address; children by their adult's place."""
    ids = [person_id(school, str(place)) for place, (school, *_) in enumerate(people)]
    return Families(
        table(
            PEOPLE,
            *(
                {"person_id": one, "kind": kind, "email": email}
                for one, (_, kind, _, email) in zip(ids, people, strict=True)
            ),
        ),
        table(
            NAMES,
            *(
                {"person_id": one, "full_name": name}
                for one, (_, _, name, _) in zip(ids, people, strict=True)
            ),
        ),
        table(LINKS, *({"child_id": child, "adult_id": adult} for child, adult in (children or {}).items())),
        KEY,
    )


def matched(found: Families) -> pa.Table:
    people = found.people["person_id"].to_pylist()
    return table(MATCHES, *({"submission_id": "sub", "person_id": each} for each in people))


def left(found: Families) -> list[str]:
    return [str(each) for each in without_own(matched(found), found, OWN)["person_id"].to_pylist()]


def test_people_of_the_own_school_are_never_asked_about():
    found = families((OWN, "pupil", "Isambard Wrenhollow", ""), (OTHER, "pupil", "Thomasina Ravenscroft", ""))
    assert left(found) == [f"{OTHER}:1"]


@pytest.mark.parametrize(
    ("kind", "name", "asked"),
    [
        ("parent_carer", "Ottoline Quillfeather", False),
        ("parent_carer", "OTTOLINE  Quill-feather", True),
        ("parent_carer", "ottoline  QUILLFEATHER", False),
        ("pupil", "Ottoline Quillfeather", True),
        ("parent_carer", "Ottilie Quillfeather", True),
    ],
)
def test_a_family_of_both_schools_is_the_own_audits_question(kind: str, name: str, *, asked: bool):
    found = families((OWN, "parent_carer", "Ottoline Quillfeather", ""), (OTHER, kind, name, ""))
    assert bool(left(found)) is asked


def member(**cells: str) -> dict[str, Any]:
    return table(STAFF, cells).to_pylist()[0]


ROSAMUNDE = member(staff_ref="S3", forename="Rosamunde", surname="Gullthorpe", email=" R@Example.org")


def known(found: Families, *staff: dict[str, Any], declared: dict[str, date | None] | None = None) -> Any:
    told = Staff(
        {"sub": frozenset().union(*(sure_marks(KEY, each) for each in staff[:1]))},
        {"sub": declared or {}},
        frozenset().union(*(sure_marks(KEY, each) for each in staff)),
        frozenset().union(*(name_marks(KEY, each) for each in staff)),
    )
    return circumstances_across(found, told, TODAY)


def test_a_name_with_an_address_makes_a_colleague_and_a_family_and_a_name_alone_neither():
    child, adult, namesake = (f"{OTHER}:{place}" for place in range(3))
    found = families(
        (OTHER, "pupil", "Wilhelmina Gullthorpe", ""),
        (OTHER, "parent_carer", "Rosamunde Gullthorpe", "r@example.org"),
        (OTHER, "parent_carer", "Rosamunde Gullthorpe", "another@example.org"),
        children={child: adult},
    )
    told = known(found, ROSAMUNDE)
    assert told.own_family == {("sub", adult), ("sub", child)}
    assert told.colleagues == {adult}
    assert told.namesakes_of_colleagues == {namesake}


def test_nobody_is_a_colleague_by_having_no_address():
    found = families((OTHER, "parent_carer", "Rosamunde Gullthorpe", ""))
    told = known(found, member(forename="Rosamunde", surname="Gullthorpe"))
    assert (told.own_family, told.colleagues) == (frozenset(), frozenset())
    assert told.namesakes_of_colleagues == {f"{OTHER}:0"}


def test_whom_a_person_declared_is_known_by_name_and_of_two_days_by_the_later():
    rows = [
        {"staff_ref": "S3", "person_name": "Evangeline Ravenscroft", "review_on": date(2026, 1, 1)},
        {"staff_ref": "S3", "person_name": "evangeline ravenscroft", "review_on": date(2027, 1, 1)},
        {"staff_ref": "S4", "person_name": "Thomasina Ravenscroft"},
        {"staff_ref": "S3", "person_name": "", "roster_id": "1003"},
    ]
    declared = declared_marks(KEY, table(DECLARATIONS, *rows), "S3")
    assert declared == {name_mark(KEY, "Evangeline Ravenscroft"): date(2027, 1, 1)}
    found = families((OTHER, "parent_carer", "Evangeline Ravenscroft", ""))
    (declaration,) = known(found, declared=declared).declared.values()
    assert not declaration.is_due(TODAY)


def test_a_declaration_without_a_day_is_never_due():
    rows = [{"staff_ref": "S3", "person_name": "A B", "review_on": on} for on in (None, date(2026, 1, 1))]
    assert declared_marks(KEY, table(DECLARATIONS, *rows), "S3") == {name_mark(KEY, "A B"): None}


def test_a_mark_tells_nothing_without_its_key_and_holds_no_name():
    marks = name_marks(KEY, ROSAMUNDE) | sure_marks(KEY, ROSAMUNDE)
    assert len(marks) == 2
    assert not [each for each in marks if "gull" in each]
    assert marks.isdisjoint(name_marks(b"another", ROSAMUNDE) | sure_marks(b"another", ROSAMUNDE))


def test_the_people_of_a_letter_are_all_of_its_school():
    found = families((OTHER, "pupil", "Thomasina Ravenscroft", ""))
    tables = (found.people, found.names, found.links)
    assert all_of(OTHER, *tables)
    assert not all_of(OWN, *tables)
    assert school_in(person_id(OWN, "1")) == OWN
