"""A bulk export and the changes that lead to another, laid over it, are that other bulk export."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.rosters import oneroster
from connectors.rosters.assembly import Roster, assemble
from connectors.rosters.bundle import Member
from connectors.rosters.changes import Tables, lay_over
from connectors.rosters.merging import merge_rosters
from schemas.tables import CONTACT_KEYS, LINKS, NAMES, PEOPLE
from schemas.words import Kind

Row = Mapping[str, str]

USERS = "sourcedId,status,dateLastModified,givenName,familyName,email,agentSourcedIds,grades"
ROLES = "sourcedId,status,dateLastModified,userSourcedId,role,endDate"
FORENAMES = ("Teddy", "Isla", "Zoë")
FAMILIES = {"c-1": ("student", "Kofi"), "a-1": ("parent", "Ama"), "a-2": ("guardian", "Sam")}
CONVENTIONS = ("child", "adult", "both")
"""Which end of a link an exporter writes it at."""


@dataclass(frozen=True)
class School:
    """Who is there: role and forename by id; who belongs to whom as pairs of child and adult."""

    people: Mapping[str, tuple[str, str]]
    links: frozenset[tuple[str, str]]

    def users(self, convention: str) -> dict[str, Row]:
        """The rows of users.csv by id, with the role in a column of its own."""
        return {key: self._user(key, convention) for key in self.people}

    def _user(self, key: str, convention: str) -> Row:
        role, forename = self.people[key]
        agents = [
            other
            for link in sorted(self.links)
            for kind, one, other in (("child", *link), ("adult", *reversed(link)))
            if one == key and writes(convention, kind, link)
        ]
        return {
            "sourcedId": key,
            "role": role,
            "givenName": forename,
            "familyName": "Lind",
            "grades": "03" if role == "student" else "",
            "agentSourcedIds": ",".join(agents),
        }


def writes(convention: str, kind: str, link: tuple[str, str]) -> bool:
    """Whether the end of that kind writes a link; `either` changes from one link to the next."""
    if convention == "either":
        convention = CONVENTIONS[sum(map(ord, "".join(link))) % 2]
    return convention in (kind, "both")


@st.composite
def schools(draw: st.DrawFn) -> School:
    roles = st.sampled_from(("student", "student", "parent", "guardian", "relative", "teacher"))
    somebody = st.tuples(roles, st.sampled_from(FORENAMES))
    drawn = draw(st.dictionaries(st.sampled_from([f"p{n}" for n in range(7)]), somebody))
    people = {**drawn, **FAMILIES}
    pupils = sorted(key for key, (role, _) in people.items() if role == "student")
    adults = sorted(key for key, (role, _) in people.items() if role not in ("student", "teacher"))
    links = draw(st.frozensets(st.tuples(st.sampled_from(pupils), st.sampled_from(adults)), max_size=8))
    return School(people, links | {("c-1", "a-1"), ("c-1", "a-2")})


def bulk(school: School, convention: str, version: str) -> Roster:
    return read("bulk", version, school.users(convention).values())


def delta(before: School, now: School, convention: str, version: str) -> Roster:
    old, new = before.users(convention), now.users(convention)
    changed = [row | {"status": "active"} for key, row in new.items() if row != old.get(key)]
    gone = [row | {"status": "tobedeleted"} for key, row in old.items() if key not in new]
    same = {key for key, row in new.items() if row["role"] == old.get(key, row)["role"] and key in old}
    lost = [old[key] for key in old.keys() & new.keys() - same]
    return read("delta", version, [*changed, *gone], as_before=same, lost=lost)


def read(
    how: str,
    version: str,
    users: Iterable[Row],
    as_before: Iterable[str] = (),
    lost: Iterable[Row] = (),
) -> Roster:
    """An export as read; in 1.2 roles stand in a file of their own, and a delta repeats none that stayed."""
    manifest = {"oneroster.version": version, "file.users": how}
    users = list(users)
    files = {"users": table(f"{USERS},role" if version == "1.1" else USERS, users)}
    if version == "1.2":
        manifest["file.roles"] = how
        roles = [role_of(row) for row in users if row["sourcedId"] not in set(as_before)]
        deleted = [role_of(row) | {"status": "tobedeleted"} for row in lost]
        files["roles"] = table(ROLES, [*roles, *deleted])
    rows = [{"propertyName": name, "value": value} for name, value in manifest.items()]
    files["manifest"] = table("propertyName,value", rows)
    return assemble(oneroster.read([member(f"{name}.csv", text) for name, text in files.items()]))


def role_of(user: Row) -> Row:
    return {"userSourcedId": user["sourcedId"], "role": user["role"], "status": user.get("status", "")}


def member(name: str, text: str) -> Member:
    return Member(name, text.encode)


def table(header: str, rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header.split(","), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def tables_of(roster: Roster) -> Tables:
    return Tables(roster.people, roster.names, roster.links, roster.contact_keys)


def rows_of(table: pa.Table, *without: str) -> set[tuple[object, ...]]:
    return {tuple(row.values()) for row in table.drop_columns(list(without)).to_pylist()}


def pairs_of(links: pa.Table) -> set[tuple[object, ...]]:
    return rows_of(links.select(["child_id", "adult_id"]))


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("convention", CONVENTIONS)
@settings(max_examples=10)
@given(before=schools(), now=schools())
def test_a_delta_laid_over_a_bulk_is_the_next_bulk(
    version: str, convention: str, before: School, now: School
) -> None:
    earlier, changed = bulk(before, convention, version), delta(before, now, convention, version)
    laid = lay_over(tables_of(earlier), changed, earlier.lists_links)
    expected = bulk(now, convention, version)
    assert rows_of(laid.people, "source_row") == rows_of(expected.people, "source_row")
    assert rows_of(laid.names) == rows_of(expected.names)
    assert pairs_of(laid.links) == pairs_of(expected.links)
    assert laid.people.num_rows == expected.people.num_rows
    assert (laid.people.schema, laid.names.schema, laid.links.schema) == (PEOPLE, NAMES, LINKS)
    assert laid.contact_keys.schema == CONTACT_KEYS


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@settings(max_examples=10)
@given(before=schools(), now=schools())
def test_no_link_is_lost_whichever_end_each_is_written_at(version: str, before: School, now: School) -> None:
    earlier, changed = bulk(before, "either", version), delta(before, now, "either", version)
    laid = lay_over(tables_of(earlier), changed, earlier.lists_links)
    assert pairs_of(bulk(now, "either", version).links) <= pairs_of(laid.links)
    assert pairs_of(laid.links) <= {
        (child, adult)
        for child in laid.people["person_id"].to_pylist()
        for adult in laid.people["person_id"].to_pylist()
    }


@settings(max_examples=10)
@given(school=schools(), convention=st.sampled_from((*CONVENTIONS, "either")))
def test_where_nothing_changed_nothing_changes(school: School, convention: str) -> None:
    earlier = tables_of(bulk(school, convention, "1.1"))
    assert lay_over(earlier, delta(school, school, convention, "1.1")) == earlier


def laid_over(before: School, changed: Iterable[Row], *, convention: str = "child") -> Tables:
    earlier = bulk(before, convention, "1.1")
    return lay_over(tables_of(earlier), read("delta", "1.1", changed), earlier.lists_links)


def at_rest(tables: Tables) -> Tables:
    """As a roster is kept: without what serves the expectations alone."""
    people = [row | {"date_of_birth": "", "year_group": ""} for row in tables.people.to_pylist()]
    empty = tables.contact_keys.slice(0, 0)
    return tables._replace(people=pa.Table.from_pylist(people, PEOPLE), contact_keys=empty)


def source_ids(tables: Tables) -> list[str]:
    return tables.people["source_id"].to_pylist()


HOME = School(FAMILIES, frozenset({("c-1", "a-1"), ("c-1", "a-2")}))


def row(
    key: str, role: str, forename: str, *, agents: str = "", status: str = "active", email: str = ""
) -> Row:
    return {
        "sourcedId": key,
        "role": role,
        "givenName": forename,
        "familyName": "Lind",
        "agentSourcedIds": agents,
        "status": status,
        "email": email,
    }


def test_whoever_is_gone_goes_with_all_links() -> None:
    laid = laid_over(HOME, [row("a-1", "parent", "Ama", status="tobedeleted")])
    assert source_ids(laid) == ["c-1", "a-2"]
    assert laid.links.num_rows == 1
    assert "Ama" not in laid.names["forename"].to_pylist()


def test_a_child_who_moves_class_keeps_the_parents() -> None:
    laid = laid_over(HOME, [row("c-1", "student", "Kofi")], convention="adult")
    assert pairs_of(laid.links) == pairs_of(bulk(HOME, "adult", "1.1").links)


def test_a_new_sibling_is_linked_to_the_parent_who_was_there_in_the_words_used_until_now() -> None:
    laid = laid_over(HOME, [row("c-2", "student", "Isla", agents="a-2")])
    assert laid.links["relationship"].to_pylist() == ["parent", "guardian", "guardian"]


def test_an_agent_whom_nobody_lists_is_left_out() -> None:
    laid = laid_over(HOME, [row("c-1", "student", "Kofi", agents="a-1,a-2,teacher-unchanged")])
    assert laid.links.num_rows == 2


def test_a_parent_who_is_only_staff_now_is_gone() -> None:
    laid = laid_over(HOME, [row("a-2", "teacher", "Sam")])
    assert source_ids(laid) == ["c-1", "a-1"]


def test_where_it_is_not_known_how_links_are_written_none_is_taken_away() -> None:
    earlier = tables_of(bulk(HOME, "child", "1.1"))
    changed = read("delta", "1.1", [row("c-1", "student", "Kofi", agents="a-1")])
    assert pairs_of(lay_over(earlier, changed).links) == pairs_of(earlier.links)
    assert lay_over(earlier, changed, frozenset({Kind.PUPIL})).links.num_rows == 1


def test_a_new_name_takes_the_place_of_the_old() -> None:
    laid = laid_over(HOME, [row("a-1", "parent", "Esi", email="esi@example.org")])
    assert sorted(laid.names["forename"].to_pylist()) == ["Esi", "Kofi", "Sam"]
    assert laid.contact_keys.num_rows == 1
    again = lay_over(laid, read("delta", "1.1", [row("a-1", "parent", "Ama")]))
    assert again.contact_keys.num_rows == 0


def test_a_delta_given_with_its_bulk_is_one_roster() -> None:
    changed = read("delta", "1.1", [row("c-1", "student", "Kofi", agents="a-1")])
    merged = merge_rosters([bulk(HOME, "child", "1.1"), changed])
    assert source_ids(Tables(*merged[:4])) == ["c-1", "a-1", "a-2"]
    assert merged.links.num_rows == 1


def test_what_was_dropped_at_rest_stays_empty_but_of_those_who_changed() -> None:
    both = School({**FAMILIES, "c-2": ("student", "Isla")}, HOME.links | {("c-2", "a-1")})
    kept = at_rest(tables_of(bulk(both, "child", "1.1")))
    changed = row("c-2", "student", "Isla", agents="a-1") | {"grades": "04"}
    laid = lay_over(kept, read("delta", "1.1", [changed]))
    assert dict(zip(source_ids(laid), laid.people["year_group"].to_pylist(), strict=True)) == {
        "c-1": "",
        "a-1": "",
        "a-2": "",
        "c-2": "04",
    }


def test_of_a_person_unknown_until_now_changes_without_a_role_say_nothing() -> None:
    earlier = tables_of(bulk(HOME, "child", "1.2"))
    laid = lay_over(earlier, read("delta", "1.2", [row("x-1", "", "Nia")], as_before=["x-1"]))
    assert laid == earlier
