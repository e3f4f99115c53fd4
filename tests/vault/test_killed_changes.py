"""A process killed with no warning in the middle of a change: the next start finds the old or the new.

`tests/proofs/test_kills.py` does this to all that is done in a school; here it is a hand-in and a withdrawal.
"""

import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.canary import find_canaries
from tests.flows.passphrases import SECRETS
from tests.vault.invented import CONTACT, NAMES_OF_ALL, STAFF_REF, extract_of
from vault.keys import load_keys, make_keys
from vault.store import Vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")

MONDAY = date(2026, 1, 12)
MOMENTS = (1, 7, 10, 13)
"""Of the thirteen changes of files that a hand-in makes; a withdrawal makes more."""


@pytest.mark.parametrize(("what", "old", "new"), [("hand in", 1, 2), ("withdraw", 1, 0)])
def test_a_change_that_is_killed_is_made_whole_or_not_at_all(
    tmp_path: Path, what: str, old: int, new: int
) -> None:
    keys = make_keys(tmp_path / "school" / "workspace" / "keys", SECRETS)
    vault = Vault(tmp_path / "school" / "workspace", keys, tmp_path / "school" / "tombstones")
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", CONTACT)], MONDAY)
    for moment in MOMENTS:
        shutil.copytree(tmp_path / "school", tmp_path / f"copy-{moment}")
    command = [sys.executable, "-m", "tests.vault.killed", what, tmp_path / "copy", "tombstones"]
    told = subprocess.run([*command, *map(str, MOMENTS)], check=True, stdout=subprocess.PIPE)
    assert {*map(int, told.stdout.split())} == {signal.SIGKILL}
    found = [recovered(tmp_path / f"copy-{moment}", submission_id) for moment in MOMENTS]
    assert found == sorted(found, reverse=old > new), "first the old, then the new"
    assert set(found) == {old, new}


def recovered(place: Path, submission_id: str) -> int:
    """How many hand-ins wait after the next start, at which nothing is left over and nothing can be read."""
    folder = place / "workspace"
    vault = Vault(folder, load_keys(folder / "keys"), place / "tombstones")
    vault.sweep(older_than=-1)
    names = vault.hand_ins.waiting().get(submission_id, ())
    waiting = {path.name for path in (folder / "submissions").iterdir()}
    assert waiting == {*names, *(name.replace(".age", ".key") for name in names)}
    assert [path for path in folder.rglob("*") if path.name == "journal" or ".part-" in path.name] == []
    assert find_canaries(place, NAMES_OF_ALL) == []
    return len(names)
