"""Checks of where the workspace lies: who may open it, how much room there is, what was left unfinished."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flows.health.answers import Said, State, unsafe_if, warning_if, well
from flows.workspace import Workspace
from vault.private_files import PART, is_stale

LITTLE = 2 * 1024**3
"""Bytes free below which somebody should see to it: an audit of 200 staff writes some 300 MB at most."""
TOO_LITTLE = 200 * 1024**2
SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "icloud",
    "mobile documents",
    "com~apple~clouddocs",
    "nextcloud",
    "box sync",
)
"""How the folders that copy themselves elsewhere begin, as their makers name them on Windows and macOS."""
OPEN_TO_OTHERS = 0o077
NOT_ON_WINDOWS = Said(State.NOT_ASKED, "Windows keeps access lists, which are not read")


def workspace_closed(workspace: Workspace, _: date) -> Said:
    """Of the workspace, its keys and Prefect's home aside."""
    own = {workspace.folder / "keys", workspace.prefect_home}
    return _closed(_modes(workspace.folder, leave_out=own))


def keys_closed(workspace: Workspace, _: date) -> Said:
    """Of the keys: each for itself, whatever folders stand around it."""
    if sys.platform == "win32":
        return NOT_ON_WINDOWS
    opened = sum(bool(mode & OPEN_TO_OTHERS) for mode, _closed_in in _modes(workspace.folder / "keys"))
    return unsafe_if(opened, f"{opened} open to other accounts")


def prefect_closed(workspace: Workspace, _: date) -> Said:
    """Of Prefect's home: its database is made readable to all, so the folder must not be."""
    return (
        _closed(_modes(workspace.prefect_home)) if workspace.prefect_home.exists() else well("not made yet")
    )


def _closed(modes: Iterator[tuple[int, bool]]) -> Said:
    if sys.platform == "win32":
        return NOT_ON_WINDOWS
    opened = [behind for mode, behind in modes if mode & OPEN_TO_OTHERS]
    reached = opened.count(False)
    if reached:
        return Said(State.UNSAFE, f"{reached} open to other accounts")
    return warning_if(opened, f"{len(opened)} open, though inside a folder that is closed")


def _modes(
    path: Path, *, behind: bool = False, leave_out: frozenset[Path] | set[Path] = frozenset()
) -> Iterator[tuple[int, bool]]:
    """The mode of the path and of all inside it, and whether a closed folder stands around each."""
    mode = path.lstat().st_mode
    yield mode, behind
    with os.scandir(path) as entries:
        inside = list(entries)
    closed = behind or not mode & OPEN_TO_OTHERS
    for entry in inside:
        if Path(entry.path) in leave_out or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from _modes(Path(entry.path), behind=closed)
        else:
            yield entry.stat(follow_symlinks=False).st_mode, closed


def files_made_private(_: Workspace, __: date) -> Said:
    """Of this account's umask. It can only be read by setting it."""
    if sys.platform == "win32":
        return NOT_ON_WINDOWS
    umask = os.umask(OPEN_TO_OTHERS)
    os.umask(umask)
    return warning_if(umask & OPEN_TO_OTHERS != OPEN_TO_OTHERS, f"umask {umask:04o}")


def room_on_disk(workspace: Workspace, _: date) -> Said:
    """Of the disk the workspace is on."""
    free = shutil.disk_usage(workspace.folder).free
    detail = f"{free // 1024**2:,} MB free"
    if free < TOO_LITTLE:
        return Said(State.UNSAFE, detail)
    return warning_if(free < LITTLE, detail)


def kept_here_alone(workspace: Workspace, _: date) -> Said:
    """Of the folders around it, by their names: a synced folder copies the keys along with what they open."""
    parts = [part.casefold() for part in workspace.folder.resolve().parts]
    synced = {name for name in SYNCED if any(part.startswith(name) for part in parts)}
    return unsafe_if(synced, ", ".join(sorted(synced)))


def writes_finished(workspace: Workspace, _: date) -> Said:
    """Of what a killed process began to write; the next audit sweeps it away."""
    left = sum(is_stale(path) for path in workspace.folder.rglob(f"{PART}*"))
    return warning_if(left, f"{left} unfinished for more than ten minutes")
