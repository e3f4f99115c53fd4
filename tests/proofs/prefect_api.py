"""Everything that the API of a workspace's own Prefect server tells."""

import json
import os
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.engine import own_auth_string, settle
from flows.prefect_server import TemporaryServer
from flows.workspace import Workspace

BUSY = 503
"""What Prefect answers while its database is locked; its own client asks again too."""
TIMES = 10


@contextmanager
def served(workspace: Workspace) -> Iterator[TemporaryServer]:
    """The workspace's own server, for as long as the block lasts."""
    auth = own_auth_string(workspace.folder / "keys" / "prefect.auth")
    with served_at(workspace.prefect_home.resolve(), auth) as server:
        yield server


@contextmanager
def served_at(home: Path, auth: str) -> Iterator[TemporaryServer]:
    """A server with that home and password, which remembers 90 days."""
    before = dict(os.environ)
    settle(home)
    server = TemporaryServer(home, auth, 90)
    try:
        server.wait()
        yield server
    finally:
        server.stop()
        os.environ.clear()
        os.environ.update(before)


def asked(server: TemporaryServer, route: str, body: object = None, method: str = "") -> Any:
    """What the server answers to one question; the text of its refusal where it refuses."""
    headers = {
        "content-type": "application/json",
        "authorization": f"Basic {b64encode(server.auth.encode()).decode()}",
    }
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        server.api_url + route, data=data, headers=headers, method=method or None
    )
    for _ in range(TIMES):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or "null")
        except urllib.error.HTTPError as refusal:
            refused = {"refused": refusal.code, "text": refusal.read().decode()}
        if refused["refused"] != BUSY:
            break
        time.sleep(1)
    return refused


def everything_told(server: TemporaryServer) -> dict[str, Any]:
    """The answer of every route that lists things, and the states of every run."""
    routes = asked(server, "/openapi.json")["paths"]
    told: dict[str, Any] = {}
    for route, methods in routes.items():
        path = route.removeprefix("/api")
        if "{" in path:
            continue
        if path.endswith("/filter") and "post" in methods:
            told[path] = asked(server, path, {})
        elif "get" in methods and not path.startswith("/ready"):
            told[path] = asked(server, path)
    for kind in ("flow_run", "task_run"):
        for run in told[f"/{kind}s/filter"]:
            states = f"/{kind}_states/?{kind}_id={run['id']}"
            told[states] = asked(server, states)
    return told
