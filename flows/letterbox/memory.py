"""What is remembered of the hand-in folder from one look to the next, sealed: fingerprints and moments.

A file is new as long as it is not known in just this state. What was taken is noted in the very change that
keeps it, so that whoever is killed before the file is deleted deletes it later and does not take it twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from flows.letterbox.looking import Box, Letter, Look
from flows.workspace import Workspace
from vault.bundles import pack, unpack
from vault.errors import NothingKeptError
from vault.ledger import Draft

FILE = "letterbox.age"
FORGOTTEN_AFTER = 31 * 24 * 3600
"""Seconds for which a folder that is not there is remembered: a network share may come back."""


class Fate(StrEnum):
    """What became of a file or folder that was put there."""

    WAITING = "waiting"
    TAKEN = "taken"
    """And to be deleted."""
    STUCK = "stuck"
    """It was to be deleted, and could not be."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one, in that state, and since when (seconds since 1970, by our own clock)."""

    state: str
    fate: Fate
    since: int


Memory: TypeAlias = Mapping[str, Mapping[str, Known]]
"""By the mark of a person's folder and of what lies in it."""


def remembered(workspace: Workspace) -> Memory:
    """What is known by now."""
    try:
        facts = unpack("letterbox", workspace.vault.shelf.get(FILE)).facts
    except NothingKeptError:
        return {}
    return {
        box: {mark: Known(state, Fate(fate), since) for mark, (state, fate, since) in letters.items()}
        for box, letters in facts["boxes"].items()
    }


def remember(workspace: Workspace, draft: Draft, memory: Memory) -> None:
    """From the commit on, this is known."""
    boxes = {
        box: {mark: astuple(known) for mark, known in letters.items()} for box, letters in memory.items()
    }
    draft.write(FILE, workspace.vault.shelf.sealed(pack("letterbox", {}, {"boxes": boxes})))


def looked(workspace: Workspace, seen: Look, now: int) -> Memory:
    """What is known now that this was seen."""
    with workspace.vault.alone():
        before = remembered(workspace)
        memory = after(before, seen, now)
        if memory != before:
            _commit(workspace, memory)
    return memory


def note(workspace: Workspace, draft: Draft, box: Box, fates: Mapping[str, Fate], now: int) -> None:
    """From the commit on, these letters of the box have these fates, in the state in which they were seen.

    To be called where nobody else changes the workspace.
    """
    states = {letter.mark: letter.state for letter in box.letters}
    memory = remembered(workspace)
    noted = {mark: Known(states[mark], fate, now) for mark, fate in fates.items()}
    remember(workspace, draft, {**memory, box.mark: {**memory.get(box.mark, {}), **noted}})


def noted(workspace: Workspace, box: Box, letters: Iterable[Letter], fate: Fate, now: int) -> None:
    """The same at once and for one fate."""
    draft = Draft()
    with workspace.vault.alone():
        note(workspace, draft, box, {each.mark: fate for each in letters}, now)
        workspace.vault.commit(draft)


def after(memory: Memory, seen: Look, now: int) -> Memory:
    """What is known once this was seen: what is new waits from now on, and what is gone is forgotten."""
    boxes = {box.mark: _known(memory.get(box.mark, {}), box, now) for box in seen.boxes}
    away = {
        mark: letters
        for mark, letters in memory.items()
        if mark not in boxes and any(now - each.since < FORGOTTEN_AFTER for each in letters.values())
    }
    return away | {mark: letters for mark, letters in boxes.items() if letters}


def _known(before: Mapping[str, Known], box: Box, now: int) -> dict[str, Known]:
    known = {} if box.is_whole else dict(before)
    for letter in box.letters:
        one = before.get(letter.mark)
        if one is None or one.state != letter.state:
            one = Known(letter.state, Fate.TAKEN if letter.is_going else Fate.WAITING, now)
        # A clock that was set back counts anew, or what waits would do so for as long as it was wrong.
        known[letter.mark] = replace(one, since=min(one.since, now))
    return known


def _commit(workspace: Workspace, memory: Memory) -> None:
    draft = Draft()
    remember(workspace, draft, memory)
    workspace.vault.commit(draft)
