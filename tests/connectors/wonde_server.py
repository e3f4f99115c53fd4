"""A server on this machine that answers as Wonde does, from folders of pages or from a script."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from connectors.rosters.wonde import Access, Bounds

SCHOOL = "A1000000000"
TOKEN = "7e76896f-invented-and-only-for-tests"
PATIENT = Bounds(seconds=20, silence=5, pause=0, attempts=3)
"""Bounds for tests: nothing waits."""


@dataclass(frozen=True)
class Answer:
    """One answer; `cut` bytes are missing at its end."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    listing: str
    parameters: Mapping[str, str]
    token: str


Respond = Callable[[Asked, str], Answer]
"""What to answer a request, given the server's own address."""


def page(*records: Mapping[str, Any], **pagination: Any) -> Answer:
    """A page of a listing."""
    return Answer(json.dumps({"data": records, "meta": {"pagination": pagination}}).encode())


class WondeServer(ThreadingTCPServer):
    """Asks `respond` what to answer and remembers what it was asked."""

    daemon_threads = True

    def __init__(self, respond: Respond) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.respond = respond
        self.asked: list[Asked] = []

    @property
    def address(self) -> str:
        """What to write into school.toml."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1.0"

    @property
    def access(self) -> Access:
        """What opens it."""
        return Access(SCHOOL, TOKEN, self.address)


class _Handler(BaseHTTPRequestHandler):
    server: WondeServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        listing = urlsplit(path).path.removeprefix(f"/v1.0/schools/{SCHOOL}/").strip("/")
        asked = Asked(listing, dict(parse_qsl(query)), self.headers["Authorization"].removeprefix("Bearer "))
        self.server.asked.append(asked)
        answer = self.server.respond(asked, self.server.address)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) - answer.cut])
        self.close_connection = self.close_connection or bool(answer.cut)

    def do_CONNECT(self) -> None:
        """What a proxy is asked for a host of HTTPS: refused, and remembered with all that came along."""
        self.server.asked.append(Asked(f"CONNECT {self.path}", {}, str(self.headers)))
        self.send_error(403)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Say nothing."""


@contextmanager
def serving(respond: Respond) -> Iterator[WondeServer]:
    """A server for the length of a block."""
    with WondeServer(respond) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def in_turn(*answers: Answer | Respond) -> Respond:
    """These answers, one after the other, whatever is asked; the last for everything after it."""
    waiting = list(answers)

    def respond(asked: Asked, address: str) -> Answer:
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return answer if isinstance(answer, Answer) else answer(asked, address)

    return respond


def from_folder(folder: Path) -> Respond:
    """The pages of a folder: `students.json`, then what `?page=2` asks for in `students-2.json`.

    “{school}” in a page stands for the address of the school; a listing without a page is not approved.
    """

    def respond(asked: Asked, address: str) -> Answer:
        if asked.token != TOKEN:
            return Answer(status=401)
        names = [asked.listing, asked.parameters.get("type", ""), asked.parameters.get("page", "")]
        path = folder / f"{'-'.join(filter(None, names))}.json"
        if not path.exists():
            return Answer(b'{"error": "forbidden"}', status=403)
        text = path.read_text(encoding="utf-8").replace("{school}", f"{address}/schools/{SCHOOL}")
        return Answer(text.encode(), headers={"Content-Type": "application/json"})

    return respond
