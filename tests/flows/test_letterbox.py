"""The hand-in folder: what has settled is taken once, sealed and deleted, whatever happens on the way."""

import errno
import inspect
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.intake import Receipt
from flows.letterbox import reachable, something_waits
from flows.letterbox import taking as taking_module
from flows.letterbox.errors import (
    FolderMisplaced,
    HandInFolderUnset,
    HandInNotDeleted,
    HandInUnreachable,
)
from flows.letterbox.leaving import emptied
from flows.letterbox.looking import ANSWER
from flows.letterbox.memory import remembered
from flows.letterbox.place import hand_in_folder
from flows.letterbox.ripeness import DAY, PATIENCE
from flows.letterbox.taking import take
from flows.school_lines import write_lines
from flows.withdrawal import withdraw
from flows.workspace import StaffListMissing, Workspace, make_workspace
from tests.flows.conftest import CANARIES, SCHOOL, TODAY
from tests.flows.passphrases import SECRETS
from vault.audit_log import Event
from vault.others_files import DEEPEST, GOING, delete

SETTLE = 30
LIST = (CANARIES / "exports" / "S2" / "Connections.csv").read_bytes()


class Clock:
    """A clock that goes on when somebody waits."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 8, tzinfo=UTC).timestamp()

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """The folder of S2, in a hand-in folder that is not in the workspace."""
    (tmp_path / "hand in" / "S2").mkdir(parents=True)
    return tmp_path / "hand in" / "S2"


@pytest.fixture
def workspace(loaded: Workspace, box: Path) -> Workspace:
    write_lines(loaded.school_toml, "hand_in", {"folder": str(box.parent)})
    return Workspace(loaded.folder)


def counts(workspace: Workspace, clock: Clock, wait: Callable[[float], None] | None = None) -> dict[str, int]:
    """What a run came to, without the zeros."""
    told = take(workspace, TODAY, clock=clock, wait=wait or clock.wait)
    return {name: number for name, number in told.counts.items() if number}


def submissions(workspace: Workspace) -> int:
    return sum(map(len, workspace.vault.hand_ins.waiting().values()))


def lying(box: Path) -> set[str]:
    return {path.name for path in box.iterdir()} - {ANSWER}


def answer(box: Path) -> str:
    return (box / ANSWER).read_text(encoding="utf-8")


def settled(workspace: Workspace, clock: Clock) -> bool:
    """Whether something waits once the time has passed that a file has to lie unchanged."""
    something_waits(workspace, clock())
    clock.wait(SETTLE)
    return something_waits(workspace, clock())


def zip_of(path: Path, text: bytes = LIST) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Connections.csv", text)
    return path.read_bytes()


def test_what_has_settled_is_sealed_then_deleted_and_answered(workspace: Workspace, box: Path, clock: Clock):
    (box / "Connections.csv").write_bytes(LIST)
    assert counts(workspace, clock) == {"people": 1, "taken": 1}
    assert (submissions(workspace), lying(box)) == (1, set())
    assert "LinkedIn: read" in answer(box)
    assert "is deleted from this folder" in answer(box)
    assert [line.entry.what for line in workspace.vault.log.entries()][-1] is Event.SUBMISSION_RECEIVED
    assert not something_waits(workspace, clock())
    assert (counts(workspace, clock), submissions(workspace)) == ({}, 1)


def test_what_cannot_be_read_stays_with_its_answer_until_its_days_are_over(
    workspace: Workspace, box: Path, clock: Clock
):
    (box / "Connections.csv").write_bytes(LIST)
    (box / "Rosalind Penhaligon.zip").write_bytes(b"")
    assert counts(workspace, clock) == {"people": 1, "taken": 1, "refused": 1}
    assert lying(box) == {"Rosalind Penhaligon.zip"}
    assert "  1. This file or folder holds nothing" in answer(box)
    clock.wait(7 * DAY - SETTLE)
    assert (something_waits(workspace, clock()), counts(workspace, clock)) == (False, {})
    clock.wait(SETTLE)
    assert something_waits(workspace, clock())
    assert counts(workspace, clock) == {"deleted_unread": 1}
    assert (lying(box), submissions(workspace)) == (set(), 1)
    assert "went." in answer(box)
    for path in (workspace.folder, *workspace.folder.rglob("*")):
        assert "Penhaligon" not in path.name
        assert path.is_dir() or b"Penhaligon" not in path.read_bytes()


class Killed(BaseException):
    """The process ended here."""


def test_killed_between_sealing_and_deleting_it_is_deleted_and_not_taken_twice(
    workspace: Workspace, box: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    (box / "Connections.csv").write_bytes(LIST)

    def killed(_: Path) -> bool:
        raise Killed

    monkeypatch.setattr(taking_module, "delete", killed)
    with pytest.raises(Killed):
        counts(workspace, clock)
    monkeypatch.setattr(taking_module, "delete", delete)
    again = Workspace(workspace.folder)
    assert (submissions(again), lying(box)) == (1, {"Connections.csv"})
    assert something_waits(again, clock())
    assert counts(again, clock) == {}
    assert (submissions(again), lying(box)) == (1, set())
    assert "had been taken" in answer(box)


def test_a_folder_that_is_half_deleted_is_no_export(workspace: Workspace, box: Path, clock: Clock):
    shutil.copytree(CANARIES / "exports" / "S1", box / f"{GOING}0f")
    assert something_waits(workspace, clock())
    assert counts(workspace, clock) == {}
    assert (list(box.iterdir()), submissions(workspace)) == ([box / ANSWER], 0)


def test_what_is_changed_while_it_is_read_is_not_kept(
    workspace: Workspace, box: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    (box / "Connections.csv").write_bytes(LIST)
    read = taking_module.submit

    def changing(*arguments: Any, **more: Any) -> Receipt:
        (box / "Connections.csv").write_bytes(LIST + b"\n")
        return read(*arguments, **more)

    monkeypatch.setattr(taking_module, "submit", changing)
    assert counts(workspace, clock) == {"on_their_way": 1}
    assert (submissions(workspace), lying(box)) == (0, {"Connections.csv"})


def test_two_runs_at_once_take_everything_once(workspace: Workspace, box: Path, clock: Clock):
    (box / "Connections.csv").write_bytes(LIST)
    assert settled(workspace, clock)
    with ThreadPoolExecutor() as both:
        ended = both.map(lambda each: counts(each, clock), [Workspace(workspace.folder) for _ in range(2)])
    assert sorted(ended, key=len) == [{}, {"people": 1, "taken": 1}]
    assert submissions(workspace) == 1


def test_what_fails_through_our_own_fault_is_sealed_and_the_next_person_is_taken(
    workspace: Workspace, box: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    (box / "Connections.csv").write_bytes(LIST)
    (box.parent / "s3").mkdir()
    (box.parent / "s3" / "Connections.csv").write_bytes(LIST)
    read = taking_module.submit

    def failing(place: Workspace, staff_ref: str, *arguments: Any, **more: Any) -> Receipt:
        if staff_ref == "S2":
            raise ZeroDivisionError("Rosalind Penhaligon")
        return read(place, staff_ref, *arguments, **more)

    monkeypatch.setattr(taking_module, "submit", failing)
    assert counts(workspace, clock) == {"people": 2, "taken": 1, "refused": 1}
    assert "Please tell the DSL this number" in answer(box)
    assert "Penhaligon" not in answer(box)
    assert len(list((workspace.folder / "incidents").iterdir())) == 1


def test_a_fault_of_the_workspace_leaves_everything_as_it_is(
    workspace: Workspace, box: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    (box / "Connections.csv").write_bytes(LIST)

    def full(*_: Any, **__: Any) -> Receipt:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(taking_module, "submit", full)
    with pytest.raises(OSError, match="no room"):
        counts(workspace, clock)
    assert lying(box) == {"Connections.csv"}
    assert something_waits(workspace, clock())


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is open to the superuser")
def test_a_closed_folder_is_counted_and_a_closed_file_waited_for(
    workspace: Workspace, box: Path, clock: Clock
):
    (box / "Connections.csv").write_bytes(LIST)
    (box / "Connections.csv").chmod(0)
    (box.parent / "S3").mkdir(mode=0)
    assert counts(workspace, clock) == {"closed": 1, "on_their_way": 1}


def test_nothing_is_taken_from_a_person_while_a_part_is_on_its_way(
    workspace: Workspace, box: Path, clock: Clock
):
    (box / "Connections.csv").write_bytes(LIST)
    whole = zip_of(box / "part-2.zip")
    (box / "part-2.zip").write_bytes(whole[: len(whole) // 2])
    assert not settled(workspace, clock)
    assert counts(workspace, clock) == {"on_their_way": 2}
    (box / "part-2.zip").write_bytes(whole)
    assert settled(workspace, clock)


def test_a_file_that_grows_is_waited_for(workspace: Workspace, box: Path, clock: Clock):
    def growing(seconds: float) -> None:
        clock.wait(seconds)
        with (box / "Connections.csv").open("ab") as file:
            file.write(LIST)

    growing(0)
    assert counts(workspace, clock, growing) == {"on_their_way": 1}
    assert submissions(workspace) == 0


@pytest.mark.parametrize(
    "name", ["export.zip.crdownload", "export.part", "export.partial", "export.tmp", "~$list.csv"]
)
def test_an_unfinished_download_is_waited_for_and_at_last_refused_unread(
    workspace: Workspace, box: Path, clock: Clock, name: str
):
    (box / name).write_bytes(LIST)
    assert not settled(workspace, clock)
    clock.wait(PATIENCE)
    assert something_waits(workspace, clock())
    assert counts(workspace, clock) == {"refused": 1}
    assert "never finished" in answer(box)
    assert (lying(box), submissions(workspace)) == ({name}, 0)


def test_what_is_in_a_cloud_is_never_fetched(workspace: Workspace, box: Path, clock: Clock):
    with (box / "Connections.csv").open("wb") as file:
        file.truncate(1_000_000)  # a name and a size, and no block of the disk
    assert not settled(workspace, clock)
    clock.wait(PATIENCE)
    assert counts(workspace, clock) == {"refused": 1}
    assert "in a cloud" in answer(box)
    assert not settled(workspace, clock)
    (box / "Connections.csv").write_bytes(LIST)
    assert settled(workspace, clock)


def test_junk_strangers_and_links_are_left_alone_and_never_followed(
    workspace: Workspace, box: Path, clock: Clock, tmp_path: Path
):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "Connections.csv").write_bytes(LIST)
    for name in (".DS_Store", "._Connections.csv", "Thumbs.db"):
        (box / name).write_bytes(b"junk")
    (box / "__MACOSX").mkdir()
    (box / "__MACOSX" / "._Connections.csv").write_bytes(b"junk")
    (box / "empty").mkdir()
    (box / "link.csv").symlink_to(elsewhere / "Connections.csv")
    (box / "linked").symlink_to(elsewhere)
    (box.parent / "S3").symlink_to(elsewhere)
    (box.parent / "Rosalind Penhaligon").mkdir()
    os.mkfifo(box / "pipe.csv")
    assert counts(workspace, clock) == {"left_alone": 5}
    assert not settled(workspace, clock)
    assert (elsewhere / "Connections.csv").exists()
    assert not (box / ANSWER).exists()


def test_an_unpacked_export_is_taken_and_what_a_link_in_it_leads_to_stays(
    workspace: Workspace, box: Path, clock: Clock, tmp_path: Path
):
    (tmp_path / "precious.txt").write_text("not theirs")
    shutil.copytree(CANARIES / "exports" / "S1", box / "export")
    (box / "export" / "link").symlink_to(tmp_path / "precious.txt")
    (box / ANSWER).symlink_to(tmp_path / "precious.txt")
    assert counts(workspace, clock) == {"people": 1, "taken": 1}
    assert (tmp_path / "precious.txt").read_text() == "not theirs"
    assert "Facebook: read" in answer(box)
    assert not lying(box)


def test_no_name_and_no_depth_of_folders_stops_a_look(workspace: Workspace, box: Path, clock: Clock):
    deep = box.joinpath(*"a" * (DEEPEST + 2))
    deep.mkdir(parents=True)
    (deep / "Connections.csv").write_bytes(LIST)
    assert not settled(workspace, clock)
    (box / os.fsdecode(b"\xff\n\xf0.csv")).write_bytes(LIST)
    assert counts(workspace, clock)["people"] == 1


def test_a_folder_too_deep_to_be_deleted_is_said_to_be_there_still(box: Path):
    box.joinpath(*"a" * 200).mkdir(parents=True)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)  # else it would have to be a thousand deep
    try:
        is_gone = delete(box / "a")
    finally:
        sys.setrecursionlimit(limit)
    assert not is_gone
    (going,) = box.glob(f"{GOING}*")
    assert delete(going)


def test_what_goes_while_it_is_looked_at_is_forgotten(workspace: Workspace, box: Path, clock: Clock):
    (box / "Connections.csv").write_bytes(LIST)
    assert settled(workspace, clock)
    (box / "Connections.csv").unlink()
    assert not something_waits(workspace, clock())
    assert remembered(workspace) == {}


def test_a_share_that_is_down_is_said_and_nothing_is_forgotten(workspace: Workspace, box: Path, clock: Clock):
    (box / "Connections.csv").write_bytes(LIST)
    assert settled(workspace, clock)
    before = remembered(workspace)
    box.parent.rename(box.parent.with_name("away"))
    assert (something_waits(workspace, clock()), reachable(workspace)) == (False, False)
    with pytest.raises(HandInUnreachable):
        counts(workspace, clock)
    box.parent.mkdir()  # as the place looks at which nothing is mounted
    assert (something_waits(workspace, clock()), reachable(workspace)) == (False, True)
    assert remembered(workspace) == before
    box.parent.rmdir()
    box.parent.with_name("away").rename(box.parent)
    assert something_waits(workspace, clock())


def test_what_cannot_be_deleted_is_said_and_tried_again_later(
    workspace: Workspace, box: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    (box / "Connections.csv").write_bytes(LIST)
    monkeypatch.setattr(taking_module, "delete", lambda _: False)  # the superuser may delete anywhere
    with pytest.raises(HandInNotDeleted):
        counts(workspace, clock)
    monkeypatch.setattr(taking_module, "delete", delete)
    assert "Please delete it yourself" in answer(box)
    assert not something_waits(workspace, clock())
    clock.wait(PATIENCE)
    assert something_waits(workspace, clock())
    assert counts(workspace, clock) == {}
    assert (lying(box), submissions(workspace)) == (set(), 1)


def test_whoever_withdraws_leaves_nothing_in_the_folder(workspace: Workspace, box: Path, clock: Clock):
    (box / "Connections.csv").write_bytes(LIST)
    (box / ANSWER).write_text("as an earlier run left it")
    withdraw(workspace, "S2", TODAY)
    assert not list(box.iterdir())
    assert emptied(workspace, "S2")


@pytest.mark.parametrize("folder", [".", "..", "lists", "Prefect/x", "keys/../submissions", "mappings"])
def test_a_folder_among_our_own_is_refused(workspace: Workspace, folder: str, clock: Clock):
    write_lines(workspace.school_toml, "hand_in", {"folder": folder})
    wrong = Workspace(workspace.folder)
    with pytest.raises(FolderMisplaced):
        hand_in_folder(wrong)
    assert (something_waits(wrong, clock()), reachable(wrong)) == (False, False)


def test_a_folder_beside_our_own_is_fine(workspace: Workspace):
    write_lines(workspace.school_toml, "hand_in", {"folder": "hand-in"})
    assert hand_in_folder(Workspace(workspace.folder)) == workspace.folder.resolve() / "hand-in"


def test_without_a_folder_or_a_staff_list_nothing_waits(loaded: Workspace, tmp_path: Path, clock: Clock):
    assert (something_waits(loaded, clock()), reachable(loaded), emptied(loaded, "S2")) == (False, True, True)
    with pytest.raises(HandInFolderUnset):
        counts(loaded, clock)
    with pytest.raises(StaffListMissing):
        counts(make_workspace(tmp_path / "new", SCHOOL, SECRETS), clock)
