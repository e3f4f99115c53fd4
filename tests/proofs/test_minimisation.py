"""M8: who matches nobody never reaches a disk in readable form, and nothing off an allow-list is opened."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.canary import Leak, find_canaries
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.disk_writes import STRACE, disk_writes

UNMATCHED = amount(10_000, 100_000)
STAFF = 10
NOBODY = "Quaggleworth"
"""The surname of every contact who matches nobody: one search finds any of them."""
ON_ROSTER = "Zephyrine Wulverstone"
ROSTER = "Pupil ID,Legal Forename,Legal Surname,Parent 1 Forename,Parent 1 Surname"
needs_strace = pytest.mark.skipif(not STRACE, reason="strace shows what reaches a disk")


@needs_strace
def test_no_contact_who_matches_nobody_reaches_a_disk_at_any_step(tmp_path: Path, figure: Figure) -> None:
    hand_in(tmp_path, UNMATCHED)
    written = watched(tmp_path)
    assert any(data.startswith(b"age-encryption.org/") for data in written.values())
    assert leaks(written, [NOBODY]) == []
    size = sum(map(len, written.values())) / 2**20
    figure("M8", f"0 of {UNMATCHED:,} unmatched contacts in {size:.1f} MB written to {len(written)} files")


@needs_strace
def test_no_contact_who_matches_somebody_reaches_a_disk_in_readable_form(
    tmp_path: Path, figure: Figure
) -> None:
    hand_in(tmp_path, STAFF)
    written = watched(tmp_path)
    assert any(data.startswith(b"age-encryption.org/") for data in written.values())
    assert leaks(written, [ON_ROSTER.split()[1]]) == []
    figure("M8", f"a contact who matches somebody: readable in none of {len(written)} files written")


@needs_strace
def test_a_contact_in_a_file_that_is_deleted_at_once_is_noticed(tmp_path: Path) -> None:
    hand_in(tmp_path, STAFF)
    assert {leak.canary for _, leak in leaks(watched(tmp_path, "leak"), [NOBODY])} == {NOBODY}


def hand_in(folder: Path, contacts: int) -> None:
    """A roster, a staff list and what ten people hand in: so many contacts in all who match nobody."""
    families = [f"{100 + n},Ottoline,{each},Barnabus,{each}" for n, each in enumerate(("Larkmoor", "Inkpen"))]
    rows = [ROSTER, "99,Zephyrine,Wulverstone,Marguerita,Wulverstone", *families]
    (folder / "roster.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    staff = [
        "staff_ref,forename,surname",
        *(f"S{number},Ada{number},Brisk" for number in range(1, STAFF + 1)),
    ]
    (folder / "staff.csv").write_text("\n".join(staff) + "\n", encoding="utf-8")
    for number in range(STAFF):
        names = [f"Person{each} {NOBODY}" for each in range(number, contacts, STAFF)]
        export_of([*names, ON_ROSTER], folder / "exports" / f"S{number + 1}")


def watched(folder: Path, *rest: str) -> dict[str, bytes]:
    """Everything that a hand-in and an audit of this folder write, by path."""
    temporary = folder / "temporary"
    temporary.mkdir()
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # the names in our own tests are no leak
    command = [sys.executable, "-m", "tests.proofs.watched_audit", str(folder), *rest]
    return disk_writes(command, folder / "trace.txt", environment)


def leaks(written: dict[str, bytes], words: Iterable[str]) -> list[tuple[str, Leak]]:
    """Where the words stand in what was written, or in its name, through every encoding the scanner knows."""
    named = [(path, leak) for path, data in written.items() for leak in find_canaries(data, words)]
    return named + [("names of files", leak) for leak in find_canaries("\n".join(written), words)]


def export_of(names: list[str], folder: Path) -> None:
    """Friends on Facebook of these names, as its export has them."""
    path = folder / "connections" / "friends" / "your_friends.json"
    path.parent.mkdir(parents=True)
    friends = [{"name": name, "timestamp": 1_600_000_000 + place} for place, name in enumerate(names)]
    path.write_text(json.dumps({"friends_v2": friends}), encoding="utf-8")
