"""The roster as Wonde gives it to the school that school.toml names, with the token kept beside it."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from connectors.rosters.errors import RosterChangesOnly
from connectors.rosters.wonde import Access, fetch
from flows.rosters.kept import last_load
from flows.rosters.refreshing import whole
from flows.rosters.sources import Source
from flows.today import london_today
from flows.workspace import Workspace
from schemas.errors import ConfigurationError, RosterError
from vault.bundles import Bundle
from vault.private_files import others_may_read

TOKEN = "ARMSLENGTH_WONDE_TOKEN"  # noqa: S105 - the name of a variable


class WondeNotSetUp(ConfigurationError):
    """It is not written in school.toml which school Wonde is to be asked for."""

    code = "wonde-not-set-up"
    next_step = "Write the school's id at Wonde into its part [wonde], as docs/wonde.md shows."


class WondeTokenMissing(ConfigurationError):
    """There is no token for Wonde."""

    code = "wonde-token-missing"
    next_step = (
        f"Put it, and nothing else, into the file that school.toml names as token_file, or into {TOKEN}."
    )


class WondeTokenReadable(ConfigurationError):
    """Others may read the file with the token for Wonde."""

    code = "wonde-token-readable"
    next_step = "Take that right from them: chmod 600, and ask for a new token if they may have used it."


def with_wonde(
    workspace: Workspace, beside: Sequence[Source], since: date | str | None = None
) -> list[Source]:
    """These sources and everybody whom Wonde gives.

    With a day, or “last” for that of the last load, only what changed since is fetched, and laid over what
    that load kept. Raises a ConfigurationError where school.toml or the token is not as it should be.
    """
    access, last = access_of(workspace), last_load(workspace)
    try:
        fetched = fetch(access, _day_of(last) if isinstance(since, str) else since)
        given: Source = replace(fetched, made=london_today())
    except RosterError as error:
        given = error.with_traceback(None)
    return whole([*beside, given], last)


def access_of(workspace: Workspace) -> Access:
    """What opens the school's data at Wonde."""
    stated = workspace.school.wonde
    if not stated.school:
        raise WondeNotSetUp
    token = os.environ.get(TOKEN, "").strip() or _read_token(workspace.folder / stated.token_file)
    return Access(stated.school, token, stated.address)


def _read_token(path: Path) -> str:
    try:
        is_open_to_others = others_may_read(path)
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        is_open_to_others, token = False, ""
    if is_open_to_others:
        raise WondeTokenReadable
    if not token:
        raise WondeTokenMissing
    return token


def _day_of(last: Bundle | None) -> date:
    if last is None:
        raise RosterChangesOnly
    return date.fromisoformat(last.facts["loaded_on"])
