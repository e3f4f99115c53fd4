"""Loading, checking and handing in ask nothing of any machine, not even of this one."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from flows.cli import main
from tests.flows.conftest import CANARIES

ASKING = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}
)
_asked: list[str] = []
_is_noted: list[bool] = []


def _note(event: str, _: object) -> None:
    if event in ASKING:
        _asked.append(event)


@contextmanager
def asked() -> Iterator[list[str]]:
    """What this process asks of a network inside the block; a hook stays for good, so one is enough."""
    if not _is_noted:
        sys.addaudithook(_note)
        _is_noted.append(True)
    _asked.clear()
    yield _asked


def test_a_connection_and_a_name_looked_up_would_be_noted() -> None:
    with asked() as seen, socket.socket() as tried:
        tried.connect_ex(("127.0.0.1", 9))
        socket.getaddrinfo("127.0.0.1", 9)
    assert {"socket.connect", "socket.getaddrinfo"} <= set(seen)


def test_no_command_but_an_audit_asks_a_network_for_anything(tmp_path: Path) -> None:
    exports = [str(path) for path in (CANARIES / "exports" / "S1").iterdir()]
    here = ["--workspace", str(tmp_path / "workspace")]
    commands = [
        ["init", str(tmp_path / "workspace"), "--dsl", "S1", "--second-reviewer", "S2"],
        ["roster", "load", str(CANARIES / "roster.csv"), *here],
        ["check", *exports],
        ["submit", "--staff", "S1", *exports, *here],
    ]
    with asked() as seen:
        ended = [CliRunner().invoke(main, command).exit_code for command in commands]
    assert ended == [0, 0, 0, 0]
    assert seen == []
