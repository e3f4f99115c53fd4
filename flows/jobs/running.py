"""Which runs are alive: each holds a lock of its own for as long as its process lives.

An operating system lets go of what a process held, however that ended, so a lock that can be taken belongs to
a run that is dead, whatever Prefect still says of it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.workspace import Workspace
from vault.private_files import held, private_folder

_RUN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@contextmanager
def alive(workspace: Workspace, flow_run_id: str) -> Iterator[None]:
    """This run is alive until the block ends."""
    path = _lock(workspace, flow_run_id)
    with held(path):
        yield
    path.unlink(missing_ok=True)


def is_alive(workspace: Workspace, flow_run_id: str) -> bool:
    """Whether a process holds that run."""
    path = _lock(workspace, flow_run_id)
    if not path.exists():
        return False
    with held(path) as free:
        dead = free
    if dead:
        path.unlink(missing_ok=True)
    return not dead


def _lock(workspace: Workspace, flow_run_id: str) -> Path:
    if not _RUN.fullmatch(flow_run_id):
        raise ValueError("a run's id is Prefect's own")
    return private_folder(workspace.prefect_home / "running") / f"{flow_run_id}.lock"
