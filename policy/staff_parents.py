"""Members of staff who are also on the roster as parents or carers, and what says so.

A staff list and a roster number their people apart, so a number alone says nothing unless the roster itself
marks the adult as staff. Best first: the mark is the member's own number; the source says that the adult is
staff, under the same full name; the same full name with the same e-mail, telephone number or address. The
same full name alone is a suggestion for somebody to confirm.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pyarrow as pa

Row = dict[str, Any]
Pair = tuple[str, str]
"""A staff_ref and a person_id."""

_SAYS_STAFF = frozenset({"yes", "staff"})
_SPELLINGS = str.maketrans("-‐‑–", "    ", "'’‘`.")


class How(StrEnum):
    """What says that a member of staff and a parent/carer are one person, best first."""

    SAME_NUMBER = "same_number"
    """The roster marks the adult as staff with the number of this member, and a part of the name agrees."""
    SOURCE_SAYS_SO = "source_says_so"
    """The roster marks the adult as staff, by name, a yes or a number of its own; same full name."""
    SAME_CONTACT = "same_contact"
    """Same full name, and the same e-mail, telephone number or address."""


@dataclass(frozen=True, slots=True)
class StaffParents:
    """`same`: pairs that are one person, and how that is known; `namesakes`: pairs of one full name alone."""

    same: dict[Pair, How]
    namesakes: frozenset[Pair]


def staff_parents(
    people: pa.Table,
    names: pa.Table,
    links: pa.Table,
    staff: pa.Table,
    *,
    today: date,
    same_contact: Collection[Pair] = (),
) -> StaffParents:
    """Who of STAFF as it is `today` is among the adults of PEOPLE who have a child in LINKS.

    Whoever has left the staff, or is yet to come, is no colleague. `same_contact` are pairs that shared an
    e-mail, a telephone number or an address when the lists were loaded; they count only while the full name
    is the same, too.
    """
    adults = {link["adult_id"] for link in links.to_pylist()}
    known = {row["person_id"]: row for row in people.to_pylist() if row["person_id"] in adults}
    marked = {person_id for person_id, row in known.items() if row["staff_mark"]}
    named, words = people_named(names), _words_of(names)
    numbers = {number for member in staff.to_pylist() for number in _numbers(member)}
    called = {name for member in staff.to_pylist() for name in full_names(member)}
    colleagues_names = {person for name in called for person in named.get(name, ())}
    same: dict[Pair, How] = {}
    namesakes: set[Pair] = set()
    for member in filter(lambda member: is_staff_on(member, today), staff.to_pylist()):
        namesakes_of = {person for name in full_names(member) for person in named.get(name, ())}
        for person_id in (namesakes_of & known.keys()) | marked:
            pair, mark = (member["staff_ref"], person_id), known[person_id]["staff_mark"]
            seen = _Seen(
                person_id in namesakes_of,
                not words[person_id].isdisjoint(_words(member)),
                pair in same_contact or _same_email(member, known[person_id]),
                _is_a_number(mark) and plain(mark) not in numbers,
                person_id in colleagues_names - namesakes_of,
            )
            if how := _how(member, mark, seen):
                same[pair] = how
            elif seen.same_name:
                namesakes.add(pair)
    return StaffParents(same, frozenset(namesakes))


def of_one_name(pairs: Iterable[Pair], names: pa.Table, staff: pa.Table) -> list[Pair]:
    """Those of the pairs in which both bear one full name, whenever either is or was there."""
    named = people_named(names)
    called = {member["staff_ref"]: full_names(member) for member in staff.to_pylist()}
    return [
        (staff_ref, person)
        for staff_ref, person in pairs
        if any(person in named.get(name, ()) for name in called[staff_ref])
    ]


def is_staff_on(member: Row, day: date) -> bool:
    """Whether this row of STAFF is of somebody who works there on that day."""
    return (member["starts"] is None or member["starts"] <= day) and (
        member["ends"] is None or member["ends"] >= day
    )


def people_named(names: pa.Table) -> dict[str, set[str]]:
    """The person_ids of NAMES by every full name they go by, as `plain` writes it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in names.to_pylist():
        for written in (f"{row['forename']} {row['surname']}", row["full_name"]):
            if name := plain(written):
                found[name].add(row["person_id"])
    return found


def plain(name: str) -> str:
    """A name for asking whether two are the same: no case, one kind of space, no apostrophes and hyphens."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().translate(_SPELLINGS).split())


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a member of staff and an adult of the roster have in common."""

    same_name: bool
    part_of_the_name: bool
    same_contact: bool
    marked_by_a_number: bool
    """The adult is marked as staff by a number that nobody on the staff list has."""
    has_anothers_name: bool
    """Another member of staff has the adult's full name, and this one has not."""


def _how(member: Row, mark: str, seen: _Seen) -> How | None:
    """What makes the two one person, the best first; None where a person has to say."""
    said = plain(mark)
    if said in _numbers(member) and seen.part_of_the_name and not seen.has_anothers_name:
        return How.SAME_NUMBER
    if seen.same_name and (said in _SAYS_STAFF or said in full_names(member) or seen.marked_by_a_number):
        return How.SOURCE_SAYS_SO
    return How.SAME_CONTACT if seen.same_name and seen.same_contact else None


def _numbers(member: Row) -> set[str]:
    return {plain(member["staff_ref"]), plain(member["person_mark"])} - {"", *_SAYS_STAFF}


def _is_a_number(mark: str) -> bool:
    """Whether a mark is the source's number of the person, and no name: it has a digit and no space."""
    return any(map(str.isdigit, mark)) and not any(map(str.isspace, mark))


def _same_email(member: Row, person: Row) -> bool:
    email = member["email"].strip().casefold()
    return bool(email) and email == person["email"].strip().casefold()


def full_names(member: Row) -> set[str]:
    """Every full name a member of staff may be on the roster under."""
    forenames, surnames = _given(member, "forename", "known_as"), _given(member, "surname", "former_surname")
    return {plain(f"{forename} {surname}") for forename in forenames for surname in surnames}


def _given(member: Row, *columns: str) -> list[str]:
    return [member[column] for column in columns if member[column]]


def _words(member: Row) -> set[str]:
    written = _given(member, "forename", "known_as", "surname", "former_surname")
    return {word for name in written for word in plain(name).split() if len(word) > 1}


def _words_of(names: pa.Table) -> dict[str, set[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    for row in names.to_pylist():
        written = (row["forename"], row["surname"], row["full_name"])
        words[row["person_id"]].update(word for name in written for word in plain(name).split())
    return words
