"""Which runs are alive: each holds a lock of its own for as long as its process lives.

An operating system lets go of what a process held, however that ended, so a lock that can be taken belongs to
a run that is dead, whatever Prefect still says of it. It is held to the very end: Prefect is told how a run
ended only after the run's own work is done.
"""

import re
from contextlib import ExitStack
from pathlib import Path

from flows.workspace import Workspace
from vault.private_files import held, is_stale, private_folder

_RUN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_while_we_live = ExitStack()


def hold(workspace: Workspace, flow_run_id: str) -> None:
    """From now on, and for as long as this process lives, that run is alive."""
    _while_we_live.enter_context(held(_lock(workspace, flow_run_id)))


def is_alive(workspace: Workspace, flow_run_id: str) -> bool:
    """Whether a process holds that run."""
    path = _lock(workspace, flow_run_id)
    return path.exists() and not _free(path)


def sweep(workspace: Workspace) -> None:
    """Remove the old locks that nobody holds any more; a new one may be about to be held."""
    for path in _folder(workspace).iterdir():
        if is_stale(path) and _free(path):
            path.unlink(missing_ok=True)


def _free(path: Path) -> bool:
    with held(path) as free:
        return free


def _lock(workspace: Workspace, flow_run_id: str) -> Path:
    if not _RUN.fullmatch(flow_run_id):
        raise ValueError("a run's id is Prefect's own")
    return _folder(workspace) / f"{flow_run_id}.lock"


def _folder(workspace: Workspace) -> Path:
    return private_folder(workspace.prefect_home / "running")
