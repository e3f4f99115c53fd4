"""The process that reads what others wrote holds no key: not in its environment, its files or its memory."""

import os
import subprocess
import sys
from pathlib import Path
from secrets import token_hex

import pytest

from connectors.child_process import ChildProcess
from tests.connectors.exports_by_hand import FOLLOWERS, followers, zip_of

TELLS = """
import os, resource, sys
from connectors import frames
question = frames.receive(sys.stdin.buffer)
held = []
for number in range(3, 1024):
    try:
        os.fstat(number)
        held.append(number)
    except OSError:
        pass
frames.send(sys.stdout.buffer, {"number": question["number"], "environment": dict(os.environ), "held": held})
"""
"""A child that tells what it was started with."""


def test_the_child_is_started_without_our_environment_and_without_our_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    start = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda _, **options: start([sys.executable, "-c", TELLS], **options)
    )
    for name in ("ARMSLENGTH_WORKSPACE", "PREFECT_API_AUTH_STRING", "WONDE_TOKEN", "OF_ANYBODY"):
        monkeypatch.setenv(name, "a secret")
    with (tmp_path / "a key").open("wb") as key:
        os.set_inheritable(key.fileno(), True)
        child = ChildProcess()
        told = child.ask({})
        child.close()
    assert told["held"] == []
    assert "PATH" in told["environment"]
    assert "a secret" not in told["environment"].values()
    assert not [name for name in told["environment"] if name.startswith(("ARMSLENGTH", "PREFECT", "WONDE"))]


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may look into a process that forbids it"
)
def test_what_the_parent_holds_in_memory_is_not_in_the_childs(tmp_path: Path):
    handle, key = f"sam_{token_hex(8)}", token_hex(32)
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers(handle)})
    child = ChildProcess()
    child.ask({"ask": "read", "paths": [str(made)], "requested": [], "given_up": []})
    process = child._process
    assert process is not None
    found = in_memory(process.pid, [handle.encode(), key.encode(), bytes.fromhex(key)])
    child.close()
    assert found == [handle.encode()]
    assert in_memory(os.getpid(), [key.encode()]) == [key.encode()]


def in_memory(pid: int, wanted: list[bytes]) -> list[bytes]:
    """Those of the wanted bytes that stand anywhere in what the process may read of its memory."""
    found = set()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_, name = [*line.split(), ""][:7] if len(line.split()) > 5 else [*line.split(), ""]
            if "r" not in rights or name.startswith("[v"):
                continue
            start, end = (int(each, 16) for each in span.split("-"))
            memory.seek(start)
            try:
                held = memory.read(end - start)
            except OSError:  # a part of a file that ends before the mapping does
                continue
            found |= {each for each in wanted if each in held}
    return [each for each in wanted if each in found]
