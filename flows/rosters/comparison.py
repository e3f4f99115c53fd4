"""This load of the roster beside the last one: how many there were and are, and how many are the same people.

A half, a double, or another school's file all read well and find little. They show here, before they count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from connectors.rosters.written import folded
from expectations.sizes import Sizes, compare_with_last, sizes_of
from flows.rosters.examining import OnRoll
from flows.workspace import ROSTER_VERSION
from reports.roster_quality import source_title
from schemas.errors import RosterError
from schemas.words import Kind
from vault.bundles import Bundle

STILL_THERE_AT_LEAST = 0.5
"""Of the last load's people; fewer is a great change."""
SHORTEST_REASON, LONGEST_REASON = 10, 600
"""Characters."""

COUNTED = {
    Kind.PUPIL.value: "Children",
    Kind.PARENT_CARER.value: "Parents and carers",
    "link": "Links between them",
}
STILL_THERE = {
    Kind.PUPIL: "Children of the last load still there",
    Kind.PARENT_CARER: "Their adults still there",
}


class RosterChangedMuch(RosterError):
    """The roster differs a great deal from the one loaded last, so the last one stays."""

    code = "roster-changed-much"
    next_step = (
        "Look at the export: is it whole, of this school and of today? If it is right, load it again with "
        "--reason and a sentence on why; that is kept with the roster and shown to the DSL."
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """One count then and now; of people still there, `before` is how many there were."""

    what: str
    before: int
    now: int
    is_great: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since the load of that day; empty where there is none to compare with."""

    since: date | None = None
    counts: tuple[Compared, ...] = ()

    @property
    def is_great(self) -> bool:
        """Whether a person has to say why."""
        return any(each.is_great for each in self.counts)


def sizes_on_roll(now: OnRoll) -> Sizes:
    """The counts to keep beside a load: by source, whichever of the files it was, and of all together."""
    people = now.sifted.people
    words = [str(source).partition("#")[0] for source in people["source"].to_pylist()]
    at = people.schema.get_field_index("source")
    people = people.set_column(at, people.schema.field(at), pa.array(words, pa.string()))
    return sizes_of(people, now.sifted.links)


def compare_with(last: Bundle | None, now: OnRoll) -> Comparison:
    """The kept roster and the one at hand; without counts where another version of Armslength kept it."""
    if last is None or last.facts.get("version") != ROSTER_VERSION:
        return Comparison()
    counts = (*sizes(last.facts["sizes"], sizes_on_roll(now)), *_still_there(last, now))
    return Comparison(date.fromisoformat(last.facts["loaded_on"]), counts)


def require_reason(comparison: Comparison, reason: str) -> str:
    """The reason, tidy; raises RosterChangedMuch where one is needed and this is none."""
    tidy = " ".join(reason.split())[:LONGEST_REASON]
    if comparison.is_great and len(tidy) < SHORTEST_REASON:
        great = "; ".join(
            f"{each.what[:1].lower()}{each.what[1:]}: {each.before} then, {each.now} now"
            for each in comparison.counts
            if each.is_great
        )
        raise RosterChangedMuch(f"{great}; the reason is too short" if tidy else great)
    return tidy


def sizes(before: Sizes, now: Sizes) -> Iterator[Compared]:
    """How many there were and are of all sources; of one of several only what changed a great deal."""
    great = {(each.source, each.counted): each for each in compare_with_last(now, before).changes}
    for key, what in COUNTED.items():
        yield Compared(what, before[""][key], now[""][key], ("", key) in great)
    several = len({*before, *now} - {""}) > 1
    for (source, key), each in great.items():
        if source and several:
            yield Compared(f"{COUNTED[key]}, {source_title(source)}", each.before, each.now, is_great=True)


def _still_there(last: Bundle, now: OnRoll) -> Iterator[Compared]:
    """Of those on roll then, how many bear a name that is there now; numbers change with the source."""
    kept = last.tables["people"]
    people = kept.filter(pc.is_in(kept["person_id"], value_set=pa.array(last.facts["on_roll"], pa.string())))
    for kind, what in STILL_THERE.items():
        before = _names_by_person(people, last.tables["names"], kind)
        there = set().union(*_names_by_person(now.sifted.people, now.sifted.names, kind).values())
        same = sum(not there.isdisjoint(names) for names in before.values())
        yield Compared(what, len(before), same, same < len(before) * STILL_THERE_AT_LEAST)


def _names_by_person(people: pa.Table, names: pa.Table, kind: Kind) -> dict[str, set[str]]:
    of_kind = {row["person_id"]: set[str]() for row in people.to_pylist() if row["kind"] == kind}
    for row in names.to_pylist():
        if row["person_id"] in of_kind:
            of_kind[row["person_id"]].add(
                folded(f"{row['forename']} {row['surname']}") or folded(row["full_name"])
            )
    return of_kind
