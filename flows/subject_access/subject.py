"""Who is asked about, and when what is kept is theirs: the same name, or one that is only like it."""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import pyarrow as pa

from flows.intake import staff_of
from flows.own_accounts import own_account
from flows.rosters.kept import last_load
from flows.rosters.upns import without_upns
from flows.workspace import Workspace
from matching.folding import ascii_view, plain, words
from schemas.words import Kind


class Likeness(StrEnum):
    """How two names stand to each other."""

    SAME = "same"
    """Letter by letter, but for case, width and spaces."""
    ALIKE = "alike"
    """The same words in another order, with one more or less, or without their accents."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The person asked about: by staff reference, by the roster's id, by names and by accounts."""

    staff_ref: str = ""
    person_id: str = ""
    names: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()

    @property
    def known_as(self) -> frozenset[str]:
        """Names and handles together."""
        return self.names | self.handles


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody on the roster who bears the name asked for; the roster's own id tells namesakes apart."""

    person_id: str
    source_id: str
    kind: Kind


def written_alike(text: str) -> str:
    """The text as it is compared: NFKC, without case, with single spaces, without an @ before it."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).lstrip("@")


def likeness(text: str, known: Collection[str]) -> Likeness | None:
    """How a text stands to the nearest of these names; None where it is none of them."""
    if not text.strip():
        return None
    if written_alike(text) in {written_alike(each) for each in known}:
        return Likeness.SAME
    return Likeness.ALIKE if any(_alike(_words(text), _words(each)) for each in known) else None


def staff_member(workspace: Workspace, given: str) -> Subject:
    """A member of staff, also one who is on no list any more: then by the reference alone."""
    rows = [row for row in staff_of(workspace) if row["staff_ref"].casefold() == given.strip().casefold()]
    if not rows:
        return Subject(staff_ref=given.strip())
    row = rows[0]
    handles = frozenset(own_account(each).handle for each in row["handles"]) - {""}
    return Subject(row["staff_ref"], names=frozenset(staff_names_of(row)), handles=handles)


def staff_names_of(row: dict[str, Any]) -> Iterator[str]:
    """Every full name that a row of STAFF gives."""
    for forename in filter(None, (row["forename"], row["known_as"])):
        for surname in filter(None, (row["surname"], row["former_surname"])):
            yield f"{forename} {surname}"


def on_the_roster(workspace: Workspace, person_id: str) -> Subject:
    """Somebody on the roster, by every name it has of them."""
    roster = last_load(workspace)
    rows = roster.tables["names"].to_pylist() if roster else []
    own = (row for row in rows if row["person_id"] == person_id)
    return Subject(person_id=person_id, names=frozenset(name for row in own for name in names_in(row)))


def contact_called(name: str) -> Subject:
    """Somebody known by what an account shows: its name, or its handle."""
    return Subject(names=frozenset({name}), handles=frozenset({own_account(name).handle}) - {""})


def with_roster_id(workspace: Workspace, given: str) -> list[Choice]:
    """Who has this id on the roster, in its source or with us."""
    wanted = _as_kept(workspace, given)
    return [each for each in _everybody(workspace) if wanted in {each.person_id, each.source_id}]


def with_name(workspace: Workspace, name: str) -> tuple[list[Choice], list[Choice]]:
    """Who on the roster has exactly this name, and who has one that is like it."""
    how: dict[str, set[Likeness | None]] = {}
    roster = last_load(workspace)
    for row in roster.tables["names"].to_pylist() if roster else []:
        how.setdefault(row["person_id"], set()).update(likeness(each, {name}) for each in names_in(row))
    people = [*_everybody(workspace)]
    same = [each for each in people if Likeness.SAME in how.get(each.person_id, ())]
    alike = [each for each in people if Likeness.ALIKE in how.get(each.person_id, ()) and each not in same]
    return same, alike


def names_in(row: dict[str, Any]) -> set[str]:
    """The full names that a row of NAMES gives."""
    short = " ".join(filter(None, (row["forename"], row["surname"])))
    long = " ".join(filter(None, (row["forename"], row["middle"], row["surname"])))
    return {short, long, row["full_name"]} - {""}


def _everybody(workspace: Workspace) -> Iterator[Choice]:
    roster = last_load(workspace)
    for row in roster.tables["people"].to_pylist() if roster else []:
        yield Choice(row["person_id"], row["source_id"], Kind(row["kind"]))


def _as_kept(workspace: Workspace, given: str) -> str:
    """The id as the roster keeps it: a unique pupil number only as a digest."""
    table = pa.table({"id": pa.array([given.strip()], pa.string())})
    return str(without_upns(table, "id", workspace.vault)["id"][0].as_py())


@lru_cache(maxsize=1 << 16)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words(ascii_view(plain(text))))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if "".join(one) == "".join(other):
        return bool(one)
    fewer, more = sorted((set(one), set(other)), key=len)
    return len(fewer) > 1 and fewer <= more
