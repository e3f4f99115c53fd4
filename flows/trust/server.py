"""Prefect settled for a host of a trust: its own home, the trust's server, and nothing else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from flows.engine import answers, auth_string, away_from_here, own_auth_string, settle, use
from flows.serving.server import StayingServer
from flows.trust.file import Trust
from schemas.errors import ConfigurationError

DATABASE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
WORKER = {
    # A worker that has just ended a run asks for the next one after this many seconds, and not after ten.
    "PREFECT_WORKER_QUERY_SECONDS": "2",
}


class ServerSilent(ConfigurationError):
    """The trust's Prefect server does not answer."""

    code = "server-silent"
    next_step = "See that it runs, and that api_url and auth_file in trust.toml are right."


@contextmanager
def settled(trust: Trust) -> Iterator[None]:
    """Prefect is the trust's; inside the block it may first be imported. Raises `ServerSilent`."""
    home, server = trust.prefect_home, trust.told.server
    settle(home)
    os.environ.update(WORKER)
    use(server.api_url, auth_string(trust.folder / server.auth_file))
    if not answers(server.api_url):
        raise ServerSilent
    with away_from_here(home):
        yield


def server_of(trust: Trust, port: int) -> StayingServer:
    """The trust's server on this machine, with its pages, in Postgres where trust.toml names a database."""
    home, server = trust.prefect_home, trust.told.server
    settle(home)
    if server.database_file:
        os.environ[DATABASE] = auth_string(trust.folder / server.database_file)
    auth = own_auth_string(trust.folder / server.auth_file)
    return StayingServer(home, auth, server.history_days, port)
