"""Which Prefect server a process talks to: the one `serve` keeps, one school.toml names, or its own."""

import click

from flows.engine import answers, auth_string, own_auth_string, settle, use
from flows.prefect_server import TemporaryServer
from flows.serving.place import AUTH, served_at
from flows.workspace import Workspace

_own: list[TemporaryServer] = []
"""None or one: Prefect reads its settings once, so a process stays with its first server."""


def server_of(workspace: Workspace) -> TemporaryServer | None:
    """Settle Prefect for the workspace; the temporary server to wait for, or None where a named one answers.

    Only school.toml names a server: an address in the environment of whoever runs this is not followed.
    """
    home, named = workspace.prefect_home.resolve(), workspace.school.prefect
    settle(home)
    if served := served_at(workspace):
        use(served, own_auth_string(workspace.folder / AUTH))
        return None
    auth = auth_string(workspace.folder / named.auth_file) if named.auth_file else ""
    if named.api_url and answers(named.api_url):
        use(named.api_url, auth)
        return None
    own = _own_server(workspace)
    use(own.api_url, own.auth)
    return own


def _own_server(workspace: Workspace) -> TemporaryServer:
    if not (_own and _own[0].runs):
        click.echo("Starting Prefect's own temporary server (about fifteen seconds)...", err=True)
        auth = own_auth_string(workspace.folder / AUTH)
        days = workspace.school.prefect.history_days
        _own[:] = [TemporaryServer(workspace.prefect_home.resolve(), auth, days)]
    return _own[0]
