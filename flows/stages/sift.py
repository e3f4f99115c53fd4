"""The roster, with what names nobody set aside; refused when it cannot be right."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from expectations.records import Remark
from expectations.sift import sift_roster as sift
from flows.boundary import Counts
from flows.workroom import Workroom
from schemas.words import Kind

R = TypeVar("R", bound=Remark)


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
    room.set_aside = _with_earlier(sifted.set_aside, room.set_aside)
    room.reported = _with_earlier(sifted.reported, room.reported)
    kinds = sifted.people["kind"].to_pylist()
    return Counts("sift", {f"{kind.value}s": kinds.count(kind.value) for kind in Kind})


def _with_earlier(now: Sequence[R], at_loading: Sequence[R]) -> list[R]:
    """What was found now, and of what was found at loading that which only loading could see."""
    found = {each.expectation for each in now}
    return [*now, *(each for each in at_loading if each.expectation not in found)]
