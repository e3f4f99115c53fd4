"""What an export is beside those handed in before: the same again, older, or simply old."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flows.questions import Word
from flows.workspace import Workspace
from schemas.extract import Extract

SIX_MONTHS = timedelta(days=183)
ENOUGH_ENTRIES = 5
"""Shorter lists, and empty ones above all, are alike without being one export."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a new hand-in is held against, none of it with anybody's accounts."""

    own: tuple[Extract, ...]
    others: tuple[Extract, ...]
    checked: dict[str, date]
    """For each platform the day the person's export was made that an audit checked last."""


def earlier_than(workspace: Workspace, staff_ref: str) -> Earlier:
    """What waits by now, and what is remembered of the last audit.

    What the DSL handed in is held against nobody else's, so that no word elsewhere shows a trace of it.
    """
    vault, dsl = workspace.vault, workspace.school.reviewers.dsl
    own: list[Extract] = []
    others: list[Extract] = []
    for hand_in in vault.hand_ins.each():
        if hand_in.staff_ref == staff_ref:
            own += hand_in.extracts
        elif hand_in.staff_ref != dsl or staff_ref == dsl:
            others += hand_in.extracts
    checked = vault.export_days.before(vault.submission_id_of(staff_ref))
    return Earlier(tuple(own), tuple(others), checked)


def questions_of_time(extract: Extract, earlier: Earlier, received: date) -> Iterator[Word]:
    """What only the day of the hand-in can tell, and so is kept with it."""
    if again := _again(extract, earlier):
        yield again
    if extract.made is not None and extract.made < received - SIX_MONTHS:
        yield Word.OLD


def anothers(extracts: Iterable[Extract], others: Sequence[Extract]) -> Iterator[Extract]:
    """The extracts whose very lists another reference has handed in."""
    return (each for each in extracts if any(same_lists(each, other) for other in others))


def same_lists(one: Extract, other: Extract) -> bool:
    """Whether two exports hold the very same lists, with enough on them for that to say something."""
    return (
        one.platform == other.platform
        and bool(one.fingerprint)
        and one.fingerprint == other.fingerprint
        and sum(each.entries for each in one.lists) >= ENOUGH_ENTRIES
    )


def newest_made(extracts: Sequence[Extract], on: date) -> dict[str, date]:
    """For each platform the day its newest export was made; a day yet to come is a clock's mistake."""
    made: dict[str, date] = {}
    for each in extracts:
        if each.made is not None and each.made <= on + timedelta(days=1):
            made[each.platform] = max(each.made, made.get(each.platform, each.made))
    return made


def _again(extract: Extract, earlier: Earlier) -> Word | None:
    """The same as before, or older than what was there before."""
    if any(same_lists(extract, other) and _of_one_day(extract, other) for other in earlier.own):
        return Word.SAME_AS_OWN
    if extract.made is None:
        return None
    held = newest_made(earlier.own, date.max - timedelta(days=1)).get(extract.platform)
    if held is not None and extract.made < held:
        return Word.OLDER_THAN_HELD
    checked = earlier.checked.get(extract.platform)
    return Word.CHECKED_BEFORE if checked is not None and extract.made <= checked else None


def _of_one_day(one: Extract, other: Extract) -> bool:
    """Lists that nobody joined or left are the same in a new export too, which was made on another day."""
    return one.made is None or other.made is None or one.made == other.made
