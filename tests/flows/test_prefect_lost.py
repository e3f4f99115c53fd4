"""Where Prefect fails, our own audit log says whether there is an audit."""

from collections.abc import Callable
from datetime import date

import pytest

from flows import audit as by_hand
from flows.audit import PrefectFailed, StageFailed, audit
from flows.boundary import Counts, PipelineError
from flows.full_disk import DiskFull
from flows.trail import told
from flows.workroom import AuditUnderWay, opened_room, refuse_a_second
from flows.workspace import Workspace
from schemas.words import Reader
from tests.flows.conftest import TODAY
from vault.audit_log import Event
from vault.ledger import Draft

Screen = Callable[[date | None], Counts]
RUN = "run-0123456789ab"


class LostServer(Exception):
    """What Prefect's client raises, with an address in it."""


@pytest.fixture
def audits_by(loaded: Workspace, monkeypatch: pytest.MonkeyPatch) -> Callable[[Screen], Counts]:
    """An audit of the workspace by a stand-in for the flow, and without Prefect."""

    def run(screen: Screen) -> Counts:
        monkeypatch.setattr(by_hand, "ready", lambda _: screen)
        return audit(loaded, TODAY)

    return run


def write(workspace: Workspace) -> None:
    """The one change of an audit, with nobody in it."""
    draft = Draft()
    workspace.vault.audits.keep(draft, RUN, [], [], {"on": TODAY.isoformat()})
    workspace.vault.commit(draft, told(Event.AUDIT_FINISHED, Reader.SERVICE, [RUN], {"checked": 3}))


def test_reports_that_were_written_before_prefect_failed_count(
    loaded: Workspace, audits_by: Callable[[Screen], Counts], capsys: pytest.CaptureFixture[str]
) -> None:
    def screen(_: date | None) -> Counts:
        write(loaded)
        raise LostServer("http://127.0.0.1:1234")

    assert audits_by(screen) == Counts(RUN, {"checked": 3})
    said = capsys.readouterr().err
    assert f"{by_hand.WRITTEN} (LostServer) [prefect-failed]" in said
    assert "127.0.0.1" not in said


def test_a_disk_that_is_full_once_the_reports_are_written_takes_nothing_back(
    loaded: Workspace, audits_by: Callable[[Screen], Counts], capsys: pytest.CaptureFixture[str]
) -> None:
    def screen(_: date | None) -> Counts:
        write(loaded)
        raise PipelineError("page", "disk-full", "not kept", DiskFull())

    assert audits_by(screen).stage == RUN
    assert f"{by_hand.WRITTEN} [disk-full]" in capsys.readouterr().err


def test_the_audit_that_another_made_meanwhile_is_not_taken_for_ours(
    loaded: Workspace, audits_by: Callable[[Screen], Counts]
) -> None:
    def screen(_: date | None) -> Counts:
        write(loaded)
        raise PipelineError("start", "audit-under-way", "none", AuditUnderWay())

    with pytest.raises(AuditUnderWay):
        audits_by(screen)


def test_an_audit_of_another_day_is_not_taken_for_the_one_that_failed(
    loaded: Workspace, audits_by: Callable[[Screen], Counts]
) -> None:
    write(loaded)

    def screen(_: date | None) -> Counts:
        raise LostServer

    with pytest.raises(PrefectFailed):
        audits_by(screen)


def test_what_ended_the_audit_is_said_and_not_what_prefect_made_of_it(
    audits_by: Callable[[Screen], Counts],
) -> None:
    def screen(_: date | None) -> Counts:
        try:
            raise PipelineError("match-shard", "KeyError", "0a1b2c3d")
        except PipelineError:
            raise LostServer  # noqa: B904 - as Prefect's engine does while it handles an error

    with pytest.raises(StageFailed, match="0a1b2c3d"):
        audits_by(screen)


def test_a_second_audit_is_refused_before_anything_is_started_for_it(loaded: Workspace) -> None:
    refuse_a_second(loaded)
    with opened_room(loaded, TODAY), pytest.raises(AuditUnderWay):
        refuse_a_second(loaded)
    refuse_a_second(loaded)
