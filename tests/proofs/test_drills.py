"""M19: every recovery of a key, rehearsed from end to end, takes well under fifteen minutes."""

import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.commands.keys import DRILLS as NAMES
from flows.keys.drills import DRILLS
from flows.keys.rehearsal import Rehearsal, rehearsal
from flows.keys.trying import KINDS
from flows.workspace import Workspace
from tests.proofs.conftest import Figure
from vault.keys import Secrets

MINUTES = 15


@pytest.fixture(scope="module")
def invented() -> Iterator[Rehearsal]:
    with rehearsal(Secrets()) as made:
        yield made


def test_every_drill_can_be_asked_for() -> None:
    assert set(NAMES) == set(DRILLS)


@pytest.mark.parametrize("which", sorted(DRILLS))
def test_the_recovery_works(which: str, invented: Rehearsal, tmp_path: Path, figure: Figure) -> None:
    place = Workspace(copytree(invented.workspace.folder, tmp_path / "workspace"))
    began = time.monotonic()
    told = list(DRILLS[which](Rehearsal(place, invented.secrets)))
    took = time.monotonic() - began
    assert took < MINUTES * 60
    assert len(told) >= 4
    figure("M19", f"drill {which}: {took:.1f} s, at most {MINUTES} minutes")


def test_the_command_rehearses_and_then_tries_the_printed_key_of_a_real_workspace(
    invented: Rehearsal,
) -> None:
    folder = invented.workspace.folder
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    command = ["keys", "drill", "break-glass", "--workspace", str(folder)]
    done = CliRunner().invoke(main, command, input=f"{invented.secrets.break_glass}\n")
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert f"{len(KINDS) + 3}. No file of the workspace was changed." in lines
    assert sum("opens (tried 1 of" in line for line in lines) == 2 * len(KINDS)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
