"""A workspace: the folder that holds one setting's keys, ciphertext, reports and Prefect's private home."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from platformdirs import user_state_dir

from flows.format import FILE, as_written, format_of
from flows.school import PRIVATE, School, read_school, school_file
from flows.unlocking import opening_keys
from policy.policy import DEFAULT, Policy, load_policy
from schemas.errors import ConfigurationError, RosterError
from vault.bundles import Bundle
from vault.errors import NothingKeptError
from vault.keys import Keys, Secrets, load_keys, make_keys
from vault.private_files import private_folder, write_private
from vault.references import workspace_mark
from vault.store import ListName, Vault

VARIABLE = "ARMSLENGTH_WORKSPACE"
STATE = "ARMSLENGTH_STATE"
"""Names the account's state folder, where a workspace's tombstones stand once more."""
ROSTER_VERSION = 3
"""What a loaded roster holds; another number where that changes."""


class NoWorkspace(ConfigurationError):
    """There is no Armslength workspace here."""

    code = "no-workspace"
    next_step = f"Make one with `armslength init DIR`, or name it with --workspace or {VARIABLE}."


class WorkspaceTaken(ConfigurationError):
    """There is a workspace here already; nothing was changed."""

    code = "workspace-taken"
    next_step = "Name another folder."


class RosterMissing(RosterError):
    """No roster has been loaded yet."""

    code = "roster-missing"
    next_step = "Load it with `armslength roster load FILE`."


class RosterOutdated(RosterError):
    """The roster was loaded by another version of Armslength."""

    code = "roster-outdated"
    next_step = "Load it again with `armslength roster load FILE`."


class StaffListMissing(ConfigurationError):
    """No staff list has been loaded yet."""

    code = "staff-list-missing"
    next_step = "Load it with `armslength staff load FILE`."


class Workspace:
    """One setting's workspace; what it holds is read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not self.school_toml.is_file():
            raise NoWorkspace
        format_of(folder)

    @property
    def school_toml(self) -> Path:
        """Where the setting is described."""
        return self.folder / "school.toml"

    @property
    def prefect_home(self) -> Path:
        """Where Prefect keeps its own database and logs: IT's area."""
        return self.folder / "prefect"

    @cached_property
    def school(self) -> School:
        """The setting as school.toml describes it."""
        return read_school(self.school_toml)

    @cached_property
    def keys(self) -> Keys:
        """The service's keys."""
        return load_keys(self.folder / "keys", opening_keys)

    @cached_property
    def vault(self) -> Vault:
        """Everything confidential."""
        return Vault(self.folder, self.keys, state_folder() / "tombstones" / workspace_mark(self.keys))

    def kept(self, name: ListName) -> Bundle | None:
        """The roster, staff list or declarations as last loaded; None where none was yet."""
        try:
            return self.vault.open_tables(name)
        except NothingKeptError:
            return None

    def lists_needed(self) -> tuple[Bundle, Bundle]:
        """The roster and the staff list, without which there is no audit."""
        roster, staff = self.kept("roster"), self.kept("staff")
        if roster is None:
            raise RosterMissing
        if roster.facts.get("version") != ROSTER_VERSION:
            raise RosterOutdated
        if staff is None:
            raise StaffListMissing
        return roster, staff

    @cached_property
    def policy(self) -> Policy:
        """The setting's policy, with the review that school.toml records."""
        stated = self.school.policy
        policy = load_policy(self.folder / stated.file if stated.file else DEFAULT)
        return policy.reviewed_on(stated.reviewed) if stated.reviewed else policy


def state_folder() -> Path:
    """The account's folder for what must outlive a workspace that is put back from a backup."""
    return Path(os.environ.get(STATE) or user_state_dir("armslength", appauthor=False))


def find_workspace(named: Path | None) -> Workspace:
    """The workspace named, or that of the environment, or the one this folder stands in."""
    if named is not None:
        return Workspace(named)
    if variable := os.environ.get(VARIABLE):
        return Workspace(Path(variable))
    here = Path.cwd()
    return next(
        (Workspace(each) for each in (here, *here.parents) if (each / "school.toml").is_file()), None
    ) or (Workspace(here))


def workspace_folder(named: Path | None) -> Path | None:
    """The folder of the workspace `find_workspace` finds; None where there is none and none is named."""
    try:
        return find_workspace(named).folder
    except NoWorkspace:
        if named is not None:
            raise
    return None


def make_workspace(
    folder: Path, school: Mapping[str, Any], secrets: Secrets, *, private: bool = False
) -> Workspace:
    """A new workspace in that folder, with its keys made; there must be none in it yet.

    `school` holds what `flows.school.school_file` takes; `secrets` are for the people they belong to. In a
    `private` one the service's keys, too, open with a passphrase alone.
    """
    if (folder / "school.toml").exists() or (folder / "keys").exists():
        raise WorkspaceTaken
    private_folder(folder)
    private_folder(folder / "prefect")
    make_keys(folder / "keys", secrets, private=private)
    text = school_file(**school)
    write_private(folder / FILE, as_written())
    write_private(folder / "school.toml", (text.replace(*PRIVATE) if private else text).encode())
    return Workspace(folder)
