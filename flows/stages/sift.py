"""The roster, with what names nobody set aside; refused when it cannot be right."""

from dataclasses import replace

from expectations.sift import sift_roster as sift
from flows.boundary import Counts
from flows.workroom import Workroom
from schemas.words import Kind


def sift_roster(room: Workroom) -> Counts:
    """The room's roster as its suites keep it; raises `RosterRefused` where a critical expectation fails."""
    sifted = sift(room.roster.people, room.roster.names, room.roster.links, today=room.today)
    room.checks.append(sifted.checks)
    room.roster = replace(
        room.roster,
        people=sifted.people,
        names=sifted.names,
        links=sifted.links,
    )
    room.set_aside += sifted.set_aside
    room.reported = [*sifted.reported, *room.reported]
    kinds = sifted.people["kind"].to_pylist()
    return Counts("sift", {f"{kind.value}s": kinds.count(kind.value) for kind in Kind})
