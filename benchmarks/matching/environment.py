"""The peers' own virtual environment, made once from `benchmarks/peers.lock`; never the application's."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
LOCK = HERE.with_name("peers.lock")
VENV = HERE / ".peers"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BUILT_HERE = "pyicu"
"""Published without wheels; built where a compiler and ICU's headers are. nomenklatura needs it."""


class NoPeers(Exception):
    """The peers cannot be installed here."""


def prepare() -> str:
    """Make the environment unless it stands and is of this lock; what could not be had, else nothing."""
    stamp = VENV / "made-of"
    wanted = LOCK.read_text("utf-8")
    if not stamp.exists() or stamp.read_text("utf-8").partition("\0")[0] != wanted:
        missing = _make(wanted)
        stamp.write_text(f"{wanted}\0{missing}", encoding="utf-8")
    return stamp.read_text("utf-8").partition("\0")[2]


def _make(lock: str) -> str:
    print("Making the peers' environment (a few minutes, once)...", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    parts = list(entries(lock))
    ready, built = (
        "".join(text for name, text in parts if (name == BUILT_HERE) is one) for one in (False, True)
    )
    try:
        _install(ready, "--only-binary", ":all:", "--no-deps")
    except subprocess.CalledProcessError as error:
        raise NoPeers(f"pip ended with {error.returncode}") from None
    try:
        _install(built, "--no-binary", BUILT_HERE, "--no-deps")
    except subprocess.CalledProcessError:
        return f"{BUILT_HERE} has no wheel and could not be built here"
    return ""


def entries(lock: str) -> Iterator[tuple[str, str]]:
    """Each entry of the lock with its package: a line from the first column, and the hashes below."""
    for entry in re.split(
        r"^(?=[a-z])", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE), flags=re.MULTILINE
    ):
        yield entry.partition("==")[0], entry


def _install(requirements: str, *how: str) -> None:
    file = VENV / "requirements.txt"
    file.write_text(requirements, encoding="utf-8")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    with (VENV / "pip.log").open("ab") as log:
        subprocess.run([*pip, *how, "-r", str(file)], check=True, stdout=log, stderr=log)
