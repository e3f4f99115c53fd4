"""What is to be done with what lies in a person's folder, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectors.half_copied import is_being_written, is_cut_short
from flows.letterbox.errors import HandInElsewhere, HandInUnfinished
from flows.letterbox.looking import Box, Letter
from flows.letterbox.memory import Fate, Known, Memory
from flows.school_running import HandIn
from schemas.errors import HandedInError
from vault.others_files import can_be_opened

PATIENCE = 3600
"""Seconds for which something unfinished is waited for, and after which a failed deletion is tried again."""
DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Terms:
    """The moment (seconds since 1970) and what school.toml says."""

    now: int
    settle_seconds: int
    refused_days: int


def terms_of(stated: HandIn, now: float) -> Terms:
    """What holds at that moment."""
    return Terms(int(now), stated.settle_seconds, stated.refused_days)


def to_take(box: Box, memory: Memory, terms: Terms) -> list[Letter]:
    """What is read now: all that waits of one person, as soon as all of it has settled.

    Parts of one export belong together, so one that is still on its way keeps the others waiting.
    """
    new = list(_of_fate(box, memory, Fate.WAITING))
    if all(_is_settled(letter, known, terms) for letter, known in new):
        return [letter for letter, _ in new]
    return []


def waiting(box: Box, memory: Memory) -> int:
    """How many wait in a person's folder to be taken."""
    return len(list(_of_fate(box, memory, Fate.WAITING)))


def to_delete(box: Box, memory: Memory, terms: Terms) -> Iterator[tuple[Letter, Fate]]:
    """What was taken, also by a run that was killed then, and what was refused long enough ago."""
    for letter, known in _of_fate(box, memory, Fate.TAKEN):
        yield letter, known.fate
    for letter, known in _of_fate(box, memory, Fate.STUCK):
        if terms.now - known.since >= PATIENCE:
            yield letter, known.fate
    for letter, known in _of_fate(box, memory, Fate.REFUSED):
        if terms.now - known.since >= terms.refused_days * DAY:
            yield letter, known.fate


def seconds_to_settle(boxes: list[Box], memory: Memory, terms: Terms) -> int:
    """How long what lies there now has to lie on, unchanged, before all of it has settled."""
    since = [known.since for box in boxes for _, known in _of_fate(box, memory, Fate.WAITING)]
    return max((terms.settle_seconds - (terms.now - each) for each in since), default=0)


def hindrance(letter: Letter) -> type[HandedInError] | None:
    """Why a letter is not read at all, in whatever state its contents are."""
    if any(is_being_written(each.name or letter.path.name) for each in letter.files):
        return HandInUnfinished
    if any(each.is_elsewhere for each in letter.files):
        return HandInElsewhere
    return None


def is_unfinished(letter: Letter) -> bool:
    """Whether something of it is still to come, or in somebody's hands."""
    if hindrance(letter):
        return True
    try:
        return any(not can_be_opened(each.path) or is_cut_short(each.path) for each in letter.files)
    except OSError:
        return True


def _is_settled(letter: Letter, known: Known, terms: Terms) -> bool:
    lain = terms.now - known.since
    return lain >= terms.settle_seconds and (lain >= PATIENCE or not is_unfinished(letter))


def _of_fate(box: Box, memory: Memory, fate: Fate) -> Iterator[tuple[Letter, Known]]:
    known: Mapping[str, Known] = memory.get(box.mark, {})
    for letter in box.letters:
        if known[letter.mark].fate is fate:
            yield letter, known[letter.mark]
