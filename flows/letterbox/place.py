"""Where the hand-in folder is, and where no folder for files of others may be."""

import os
from pathlib import Path

from flows.letterbox.errors import FolderMisplaced, HandInFolderUnset
from flows.workspace import Workspace
from vault.store import FOLDERS

OURS = frozenset({*FOLDERS, "prefect", "status", "mappings", "tombstones", "format"})
"""Of a workspace: into these nobody puts anything."""


def hand_in_folder(workspace: Workspace) -> Path:
    """The folder that school.toml names. Raises `HandInFolderUnset` and `FolderMisplaced`."""
    stated = workspace.school.hand_in.folder
    if not stated:
        raise HandInFolderUnset
    return outside(workspace, stated)


def folders_of_others(workspace: Workspace) -> list[Path]:
    """The folders that school.toml names for files that others put there, wherever they are."""
    stated = (workspace.school.hand_in.folder, workspace.school.roster_source.folder)
    return [workspace.folder / each for each in stated if each]


def outside(workspace: Workspace, stated: str) -> Path:
    """The folder of that name, from the workspace on; raises `FolderMisplaced` where it is among our own.

    It may lie in the workspace beside what is kept there, and nowhere around it.
    """
    home, folder = (Path(os.path.realpath(each)) for each in (workspace.folder, workspace.folder / stated))
    if home.is_relative_to(folder):
        raise FolderMisplaced
    if folder.is_relative_to(home) and folder.relative_to(home).parts[0].casefold() in OURS:
        raise FolderMisplaced
    return folder
