"""Whether there is anything to take, asked each minute: a look at names, sizes and moments."""

import time

from flows.intake import staff_of
from flows.letterbox.errors import FolderMisplaced, HandInUnreachable
from flows.letterbox.looking import Look, look
from flows.letterbox.memory import looked
from flows.letterbox.place import hand_in_folder
from flows.letterbox.ripeness import terms_of, to_delete, to_take
from flows.workspace import Workspace
from vault.private_files import held

LOCK = "letterbox.lock"


def something_waits(workspace: Workspace, now: float | None = None) -> bool:
    """Whether anything is settled and not yet dealt with, or is to be deleted; now is the clock's.

    False where no folder is set, where it cannot be used (`reachable` says so) and while it is being taken
    from. What was seen is remembered: that a file has settled is known by looking at it twice.
    """
    if not workspace.school.hand_in.folder or _is_being_taken_from(workspace):
        return False
    try:
        seen = look_into(workspace)
    except (FolderMisplaced, HandInUnreachable):
        return False
    terms = terms_of(workspace.school.hand_in, time.time() if now is None else now)
    memory = looked(workspace, seen, terms.now)
    return any(to_take(box, memory, terms) or any(to_delete(box, memory, terms)) for box in seen.boxes)


def reachable(workspace: Workspace) -> bool:
    """Whether the hand-in folder is where it may be and can be looked into; True where none is set."""
    if not workspace.school.hand_in.folder:
        return True
    try:
        look(hand_in_folder(workspace), {}, workspace.vault.fingerprint)
    except (FolderMisplaced, HandInUnreachable):
        return False
    return True


def look_into(workspace: Workspace) -> Look:
    """What lies in the hand-in folder now. Raises `HandInUnreachable`, and where it is set wrongly."""
    refs = (str(row["staff_ref"]) for row in staff_of(workspace))
    people = {ref.casefold(): ref for ref in refs}
    return look(hand_in_folder(workspace), people, workspace.vault.fingerprint)


def _is_being_taken_from(workspace: Workspace) -> bool:
    with held(workspace.folder / LOCK) as free:
        return not free
