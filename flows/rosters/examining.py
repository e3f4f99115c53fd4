"""What would be read of a roster: each file on its own, and all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from connectors.roster import LeftOut, Roster, RosterTables, merge_rosters, names_of, on_roll
from connectors.rosters.identity import family_of
from expectations.records import Remark
from expectations.sift import Seen, SiftedRoster, sift_roster
from flows.rosters.sources import Source, told_apart
from policy.policy import RosterRules
from schemas.errors import RosterError
from schemas.words import Kind, Phase


@dataclass(frozen=True, slots=True)
class Terms:
    """What a roster is read against: the day, the policy's rules and how old the setting's children are."""

    today: date
    rules: RosterRules
    phase: Phase = Phase.ALL


@dataclass(frozen=True, slots=True)
class OnRoll:
    """A roster on one day as the expectations keep it, and how many people are not on roll."""

    sifted: SiftedRoster
    left_out: LeftOut

    @property
    def counts(self) -> dict[str, int]:
        """How many children, parents/carers, links and names there are."""
        kinds = self.sifted.people["kind"].to_pylist()
        return {
            "children": kinds.count(Kind.PUPIL),
            "parent_carers": kinds.count(Kind.PARENT_CARER),
            "links": self.sifted.links.num_rows,
            "names": self.sifted.names.num_rows,
        }

    def answer(self) -> dict[str, Any]:
        """The part that one file and all files together share in `armslength roster check --json`."""
        return {
            **self.counts,
            "not_on_roll": self.left_out.people,
            "not_on_roll_because": self.left_out._asdict(),
            "set_aside": [_remark(each) for each in self.sifted.set_aside],
            "reported": [_remark(each) for each in self.sifted.reported],
            "noted": [_remark(each) for each in self.sifted.noted],
        }


@dataclass(frozen=True, slots=True)
class Examined:
    """One file of a roster (0: all files together): what was read of it, or why it was not."""

    file: int
    roster: Roster | None = None
    on_roll: OnRoll | None = None
    error: RosterError | None = None

    def answer(self) -> dict[str, Any]:
        """One source of `armslength roster check --json`."""
        if self.roster is None or self.on_roll is None:
            raise ValueError("a file that was refused has no counts")
        return {
            "source": self.roster.source,
            "made": self.roster.made.isoformat() if self.roster.made else None,
            "staff": self.roster.staff,
            **self.on_roll.answer(),
            "columns_kept": list(self.roster.columns_kept),
            "columns_dropped": list(self.roster.columns_dropped),
            "notes": list(self.roster.notes),
        }


@dataclass(frozen=True, slots=True)
class Examination:
    """Every file, and what those that could be read are together, where there are several."""

    files: list[Examined] = field(default_factory=list)
    together: Examined | None = None


def examine(read: Sequence[Source], terms: Terms) -> Examination:
    """Each source sifted on its own; one that is refused does not stop the others."""
    files = [_examined(number, read[:number], terms) for number in range(1, len(read) + 1)]
    rosters = told_apart(read)
    return Examination(files, _tried(0, rosters, terms) if len(rosters) > 1 else None)


def sifted_on_roll(rosters: Sequence[Roster], tables: RosterTables, terms: Terms) -> OnRoll:
    """Who is on roll on that day, without the rows that name nobody; raises RosterRefused.

    `tables` is what the rosters amount to together.
    """
    people, links, left_out = on_roll(tables.people, tables.links, terms.today, terms.rules.grace_days)
    seen = Seen(
        tables.people,
        tables.links,
        tables.contact_keys,
        tables.observations,
        _days_made(rosters),
        terms.phase,
        terms.rules.grace_days,
    )
    sifted = sift_roster(
        people,
        names_of(tables.names, people),
        links,
        today=terms.today,
        seen=seen,
        keep_restricted=terms.rules.no_contact,
    )
    return OnRoll(sifted, left_out)


def _days_made(rosters: Sequence[Roster]) -> dict[str, date]:
    """The day each source of PEOPLE was written, where it says so."""
    return {
        str(source): each.made
        for each in rosters
        if each.made
        for source in each.people["source"].unique().to_pylist()
    }


def _examined(number: int, read: Sequence[Source], terms: Terms) -> Examined:
    """The last of these sources; where it holds changes, what it makes of the one they are of."""
    *before, source = read
    if isinstance(source, RosterError):
        return Examined(number, error=source)
    return _tried(number, [*_laid_over_by(source, before), source], terms)


def _laid_over_by(source: Roster, before: Sequence[Source]) -> list[Roster]:
    """The roster that changes are of, and the changes before them; nothing for a roster of everybody."""
    found: list[Roster] = []
    for each in before if source.is_changes else ():
        if isinstance(each, Roster) and family_of(each.source) == family_of(source.source):
            found = [*found, each] if each.is_changes else [each]
    return found


def _tried(number: int, rosters: Sequence[Roster], terms: Terms) -> Examined:
    try:
        return Examined(number, rosters[-1], sifted_on_roll(rosters, merge_rosters(rosters), terms))
    except RosterError as error:
        return Examined(number, error=error.with_traceback(None))


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "table": remark.table,
        "expectation": remark.expectation,
        "severity": remark.severity,
        "rows": remark.rows,
        "source": remark.source,
        "source_rows": list(remark.source_rows),
    }
