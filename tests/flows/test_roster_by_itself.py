"""The roster fetched by itself: the newest that has settled, without a reason made up, and never too old."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.rosters import by_itself
from flows.rosters.by_itself import (
    UNFINISHED,
    RosterNotRefreshed,
    RosterSourceUnset,
    RosterTooOld,
    last_refresh,
    ready_for_audit,
    refresh,
    roster_age,
)
from flows.rosters.comparison import RosterChangedMuch
from flows.rosters.delivered import RosterSourceEmpty, RosterSourceUnreachable, RosterStillArriving, delivered
from flows.rosters.wonde import WondeNotSetUp
from flows.school_lines import write_lines
from flows.workspace import RosterMissing, Workspace, make_workspace
from schemas.errors import RosterError
from tests.flows.conftest import CANARIES, SCHOOL, TODAY
from tests.flows.passphrases import SECRETS
from tests.flows.rosters import families, roster_file

NOON = 1_795_176_000  # seconds: on TODAY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "from the MIS").mkdir()
    return tmp_path / "from the MIS"


def with_source(workspace: Workspace, **lines: str) -> Workspace:
    write_lines(workspace.school_toml, "roster_source", lines)
    return Workspace(workspace.folder)


@pytest.fixture
def workspace(loaded: Workspace, folder: Path) -> Workspace:
    return with_source(loaded, folder=str(folder))


def write(path: Path, text: str | None = None, when: int = NOON) -> Path:
    """A file of that moment; the canaries' own roster where no text is given."""
    data = (CANARIES / "roster.csv").read_bytes() if text is None else text.encode()
    path.write_bytes(data)
    os.utime(path, (when, when))
    return path


def fetched(workspace: Workspace, today: date = TODAY) -> dict[str, int]:
    told = refresh(workspace, today, wait=lambda _: None)
    return {name: number for name, number in told.counts.items() if number}


def test_the_newest_roster_is_loaded_once_and_nothing_older_after_it(workspace: Workspace, folder: Path):
    write(folder / "Penhaligon.csv", "no roster at all", NOON - 86_400)
    write(folder / "roster.csv")
    tomorrow = TODAY + timedelta(days=1)
    assert fetched(workspace, tomorrow) == {"loaded": 1}
    assert fetched(workspace, tomorrow + timedelta(days=1)) == {"nothing_newer": 1, "age_days": 1}
    (folder / "roster.csv").unlink()
    assert fetched(workspace, tomorrow) == {"nothing_newer": 1}
    assert "roster.csv" not in str(last_refresh(workspace))


def test_files_written_together_are_one_roster(workspace: Workspace, folder: Path):
    write(folder / "a.csv", "x", NOON - 8_000)
    write(folder / "b.csv", "x", NOON - 600)
    write(folder / "c.csv", "x")
    write(folder / ".DS_Store", "x", NOON + 600)
    (folder / "link.csv").symlink_to(CANARIES / "roster.csv")
    assert [path.name for path in delivered(workspace, folder).paths] == ["b.csv", "c.csv"]


def test_a_roster_very_unlike_the_last_keeps_the_last_and_says_so(
    workspace: Workspace, folder: Path, tmp_path: Path
):
    roster_file(tmp_path / "another.csv", families(20, 4))
    write(folder / "roster.csv", (tmp_path / "another.csv").read_text())
    before = (workspace.folder / by_itself.ROSTER).read_bytes()
    with pytest.raises(RosterChangedMuch):
        fetched(workspace)
    assert (workspace.folder / by_itself.ROSTER).read_bytes() == before
    assert last_refresh(workspace).code == "roster-changed-much"  # type: ignore[union-attr]
    ready_for_audit(workspace, TODAY)


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("gone", RosterSourceUnreachable),
        ("empty", RosterSourceEmpty),
        ("half", RosterStillArriving),
    ],
)
def test_a_source_that_is_down_keeps_the_last_roster_or_stops(
    workspace: Workspace, folder: Path, what: str, error: type[RosterError]
):
    match what:
        case "gone":
            folder.rmdir()
        case "half":
            write(folder / "roster.zip", "PK\x03\x04 and no end")
    assert fetched(workspace) == {"kept_last_good": 1, error.code: 1}
    ready_for_audit(workspace, TODAY)
    strict = with_source(workspace, when_down="stop")
    with pytest.raises(error):
        fetched(strict)
    with pytest.raises(RosterNotRefreshed, match=error.code):
        ready_for_audit(strict, TODAY)


def test_a_file_that_is_too_old_is_no_new_roster(workspace: Workspace, folder: Path):
    write(folder / "roster.csv", when=NOON - 40 * 86_400)
    with pytest.raises(RosterTooOld):
        fetched(workspace)


def test_a_file_that_grows_while_it_is_waited_for_is_not_read(workspace: Workspace, folder: Path):
    path = write(folder / "roster.csv")

    def growing(_: float) -> None:
        path.write_bytes(path.read_bytes() + b"1,")

    assert refresh(workspace, TODAY, wait=growing).counts["roster-still-arriving"] == 1


def test_without_any_roster_a_failure_is_raised_whatever_the_setting(tmp_path: Path, folder: Path):
    new = with_source(make_workspace(tmp_path / "new", SCHOOL, SECRETS), folder=str(folder))
    with pytest.raises(RosterSourceEmpty):
        fetched(new)
    with pytest.raises(RosterMissing):
        ready_for_audit(new, TODAY)


def test_a_roster_loaded_by_hand_ends_the_stop(workspace: Workspace):
    strict = with_source(workspace, when_down="stop")
    with pytest.raises(RosterSourceEmpty):
        fetched(strict)
    kept = strict.vault.open_tables("roster")
    strict.vault.keep_tables("roster", kept.tables, kept.facts)
    ready_for_audit(strict, TODAY)


def test_a_refresh_that_was_killed_was_not_done(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    write(folder / "roster.csv")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(by_itself, "load", killed)
    with pytest.raises(KeyboardInterrupt):
        fetched(workspace)
    assert last_refresh(workspace).code == UNFINISHED  # type: ignore[union-attr]
    with pytest.raises(RosterNotRefreshed):
        ready_for_audit(with_source(workspace, when_down="stop"), TODAY)


def test_a_roster_older_than_its_days_is_never_audited_with(loaded: Workspace):
    ready_for_audit(loaded, TODAY + timedelta(days=30))
    assert roster_age(loaded, TODAY + timedelta(days=31)) == 31
    with pytest.raises(RosterTooOld):
        ready_for_audit(loaded, TODAY + timedelta(days=31))


def test_a_source_that_is_not_set_up_is_said(loaded: Workspace):
    with pytest.raises(RosterSourceUnset):
        fetched(loaded)
    write_lines(loaded.school_toml, "roster_source", {"wonde": True})
    with pytest.raises(WondeNotSetUp):
        fetched(Workspace(loaded.folder))
    assert last_refresh(loaded).code == "wonde-not-set-up"  # type: ignore[union-attr]
