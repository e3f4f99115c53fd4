"""What is installed is what was locked, byte for byte, and nothing of ours can run what it reads."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = [
    "schemas",
    "connectors",
    "expectations",
    "matching",
    "policy",
    "reports",
    "vault",
    "samples",
    "flows",
]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PLANTS = ROOT / "vault" / "scanning" / "planted.py"
"""Writes a pickle of its own making, so that the scanner must find a name in one."""


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_has_one_version_and_hashes_and_no_host(name: str):
    lock = (ROOT / name).read_text(encoding="utf-8")
    packages = re.findall(r"^[a-zA-Z0-9][^\n]*", lock, flags=re.MULTILINE)
    hashed = re.findall(r"^[a-zA-Z0-9][^\n]*==[^\n]*\\\n    --hash=sha256:", lock, flags=re.MULTILINE)
    assert len(packages) == len(hashed) > 20
    assert "://" not in lock


def test_nothing_is_installed_but_wheels_whose_hashes_were_locked():
    installs = re.findall(
        r"^\t@?\$\(INSTALL\)(.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    from_an_index = [each for each in installs if "--editable ." not in each]
    assert all("--require-hashes --only-binary :all:" in each for each in from_an_index)
    (ours,) = [each for each in installs if "--editable ." in each]
    assert "--no-deps --no-build-isolation" in ours
    assert len(from_an_index) == len(LOCKS)


def test_nothing_of_ours_runs_what_it_reads():
    runs = re.compile(
        r"^\s*(import|from) (pickle|marshal|shelve|dill|cloudpickle|joblib)\b|read_pickle\(|allow_pickle=True"
        r"|\b(eval|exec)\(|shell=True|os\.system\(|yaml\.load\(",
        re.MULTILINE,
    )
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path != PLANTS]
    assert len(sources) > 100
    assert [path.name for path in sources if runs.search(path.read_text(encoding="utf-8"))] == []
    assert not re.search(r"pickle\.loads?\(|Unpickler", PLANTS.read_text(encoding="utf-8"))
