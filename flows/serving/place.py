"""Where a workspace is being served, for whoever else wants to use that server."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.workspace import Workspace
from schemas.errors import ConfigurationError
from vault.private_files import held, private_folder, write_private

AUTH = "keys/prefect.auth"
"""Where the password of the workspace's own server stands."""


class ServedAlready(ConfigurationError):
    """This workspace is being served by another process already; nothing was started."""

    code = "served-already"
    next_step = "Stop that one first, or leave it running: one is enough."


@contextmanager
def being_served(workspace: Workspace, port: int) -> Iterator[None]:
    """Nobody else serves the workspace until the block ends."""
    private_folder(workspace.prefect_home)
    with held(_lock(workspace)) as alone:
        if not alone:
            raise ServedAlready
        write_private(_told(workspace), json.dumps({"port": port}).encode())
        yield
        _told(workspace).unlink(missing_ok=True)


def is_served(workspace: Workspace) -> bool:
    """Whether a process serves the workspace."""
    if not _lock(workspace).exists():
        return False
    with held(_lock(workspace)) as free:
        return not free


def served_at(workspace: Workspace) -> str:
    """The address of the server that serves the workspace; empty where none does."""
    if not is_served(workspace) or not _told(workspace).is_file():
        return ""
    return f"http://127.0.0.1:{json.loads(_told(workspace).read_bytes())['port']}/api"


def _lock(workspace: Workspace) -> Path:
    return workspace.prefect_home / "serve.lock"


def _told(workspace: Workspace) -> Path:
    return workspace.prefect_home / "serve.json"
