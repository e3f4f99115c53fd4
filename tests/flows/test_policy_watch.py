"""The policy's review: overdue until somebody records one, in a file whose other lines stay."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.policy_watch import ReviewInFuture, ReviewTooEarly, record_review, watched
from flows.retention import retain
from flows.today import london_today
from flows.workspace import Workspace, make_workspace
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS
from vault.audit_log import Event

DAY = date(2026, 11, 20)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)


def run(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--workspace", str(workspace.folder)])


def test_the_months_count_until_a_review_is_recorded(workspace: Workspace):
    assert watched(workspace, date(2024, 8, 31)).counts == {"months_overdue": 0}
    assert watched(workspace, DAY).counts == {"months_overdue": 27}
    assert watched(record_review(workspace, date(2026, 9, 1)), DAY).counts == {"months_overdue": 0}


def test_a_review_before_it_was_due_leaves_the_policys_own_date(workspace: Workspace):
    assert watched(record_review(workspace, date(2024, 2, 1)), DAY).counts == {"months_overdue": 27}


def test_only_the_line_of_the_review_changes_and_the_log_is_told_once(workspace: Workspace):
    before = workspace.school_toml.read_text(encoding="utf-8").splitlines()
    record_review(workspace, date(2026, 9, 1))
    record_review(workspace, date(2026, 9, 2))
    after = workspace.school_toml.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ["reviewed = 2026-09-02"]
    assert [line for line in before if line not in after] == []
    events = [line.entry.what for line in workspace.vault.log.entries()]
    assert events == [Event.POLICY_REVIEWED] * 2


def test_a_day_to_come_and_one_before_the_policy_are_refused(workspace: Workspace):
    before = workspace.school_toml.read_bytes()
    with pytest.raises(ReviewInFuture):
        record_review(workspace, london_today() + timedelta(days=1))
    with pytest.raises(ReviewTooEarly):
        record_review(workspace, date(2023, 7, 31))
    assert workspace.school_toml.read_bytes() == before
    assert run(workspace, "policy", "review", "--on", "2023-07-31").exit_code == 5


def test_the_command_says_the_dates_and_records_a_review(workspace: Workspace):
    said = run(workspace, "policy", "--today", "2026-11-20")
    assert "the review is 2 years and 3 months overdue" in said.output
    assert "none recorded" in said.output
    assert "reviewed in September 2026" in run(workspace, "policy", "review", "--on", "2026-09-01").output
    answer = json.loads(run(workspace, "policy", "--json", "--today", "2026-11-20").output)
    assert (answer["reviewed"], answer["months_overdue"]) == ("2026-09-01", 0)


def test_a_run_of_retention_is_told_in_counts(workspace: Workspace):
    workspace.vault.keep_submission("S1", (), DAY)
    retain(workspace, DAY)
    counts = retain(workspace, DAY + timedelta(days=30)).counts().counts
    assert counts == {"held": 0, "undecided_too_long": 0, "holds_to_review": 0, "extract": 1}
