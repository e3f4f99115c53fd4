"""No audit, and no command before it, asks any machine but this one for anything.

The commands run in a network namespace that has nothing but loopback, so that what they need they have; and
every connection they or their children try is recorded, so that what they would have liked is known too.
"""

import os
import re
import shutil
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

from flows.workspace import Workspace
from tests.flows.conftest import CANARIES, TODAY, canary_workspace
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure

__all__ = ["canary_workspace"]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "ip", "strace"))),
    reason="a namespace of its own needs Linux, root and strace",
)
ALONE = 'ip link set lo up && exec strace -f -qq --seccomp-bpf -e trace=connect,sendto,sendmsg -o "$0" "$@"'
ADDRESS = re.compile(
    r'sin6?_port=htons\((?P<port>\d+)\).*?(?:inet_addr\("|inet_pton\(AF_INET6, ")(?P<address>[^"]+)"'
)
NAMES = 53


def tried(command: list[str], record: Path) -> tuple[int, str, set[tuple[str, int]], set[tuple[str, int]]]:
    """Exit code, what was said, and the addresses and ports tried: all, and those not of this machine."""
    ended = subprocess.run(
        ["unshare", "-n", "sh", "-c", ALONE, str(record), *command],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    found = {
        (match["address"], int(match["port"]))
        for match in ADDRESS.finditer(record.read_text(encoding="utf-8", errors="replace"))
    }
    outside = {each for each in found if not ip_address(each[0]).is_loopback or each[1] == NAMES}
    return ended.returncode, ended.stdout + ended.stderr, found, outside


def test_the_record_would_have_shown_an_address_and_a_name_asked_for(tmp_path: Path) -> None:
    asks = "import socket\nfor each in ('192.0.2.7', '2001:db8::7', 'armslength.example'):\n"
    asks += "    try: socket.create_connection((each, 443), 2)\n    except OSError: pass"
    _, _, _, outside = tried([sys.executable, "-c", asks], tmp_path / "record")
    assert {("192.0.2.7", 443), ("2001:db8::7", 443)} <= outside
    assert NAMES in {port for _, port in outside}


def test_no_command_asks_any_other_machine(
    canary_workspace: Workspace, tmp_path: Path, figure: Figure
) -> None:
    folder = tmp_path / "workspace"
    shutil.copytree(canary_workspace.folder, folder)
    person = CANARIES / "exports" / "S1"
    today, here = ["--today", TODAY.isoformat()], ["--workspace", str(folder)]
    commands = [
        ["roster", "load", str(CANARIES / "roster.csv"), *here, *today],
        ["submit", "--staff", "S1", *map(str, person.iterdir()), *here, *today],
        ["audit", *here, *today],
        ["check", *map(str, person.iterdir())],
        ["demo", "--out", str(tmp_path / "demo")],
    ]
    reached: set[tuple[str, int]] = set()
    for number, command in enumerate(commands[: amount(3, len(commands))]):
        line = [sys.executable, "-m", "flows.cli", *command]
        code, said, found, outside = tried(line, tmp_path / f"record{number}")
        assert (code, outside) == (0, set()), said
        reached |= found
    assert reached, "Prefect's own server was reached on loopback"
    figure("M14", f"{amount(3, len(commands))} commands without a network, 0 addresses beyond loopback tried")
