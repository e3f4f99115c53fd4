"""The policy's own review: how long it is overdue, and that it has taken place."""

from datetime import date
from typing import Any

from flows.boundary import Counts
from flows.notices import policy_overdue
from flows.school_lines import write_lines
from flows.today import london_today
from flows.trail import told
from flows.workspace import Workspace
from reports.wording import day
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import Event
from vault.ledger import Draft

VERSION = 1


class ReviewInFuture(ConfigurationError):
    """The policy is to be reviewed on a day that has not come yet."""

    code = "policy-review-in-future"
    next_step = "Record it once it has taken place."


class ReviewTooEarly(ConfigurationError):
    """That day is before the day on which the policy was agreed."""

    code = "policy-review-too-early"
    next_step = "Give the day of the review; `armslength policy` says when the policy was agreed."


def watched(workspace: Workspace, today: date) -> Counts:
    """How many months the review is overdue, which the DSL is told: 0 once one since then is recorded."""
    months = workspace.policy.months_overdue(today)
    if months:
        policy_overdue(workspace, months)
    return Counts("policy-review", {"months_overdue": months})


def record_review(workspace: Workspace, on: date) -> Workspace:
    """Write into school.toml that the policy was reviewed that day, and into the audit log that it was.

    The workspace as it is then. Raises `ReviewInFuture` and `ReviewTooEarly`.
    """
    if on > london_today():
        raise ReviewInFuture
    if on < workspace.policy.agreed:
        raise ReviewTooEarly
    write_lines(workspace.school_toml, "policy", {"reviewed": on})
    workspace.vault.commit(Draft(), told(Event.POLICY_REVIEWED, Reader.SERVICE))
    return Workspace(workspace.folder)


def answer(workspace: Workspace, today: date) -> dict[str, Any]:
    """The policy's dates, as `armslength policy --json` tells them."""
    policy = workspace.policy
    return {
        "version": VERSION,
        "policy": policy.version,
        "agreed": policy.agreed.isoformat(),
        "review_due": policy.review_due.isoformat(),
        "reviewed": policy.reviewed.isoformat() if policy.reviewed else None,
        "months_overdue": policy.months_overdue(today),
        "sentence": policy.review_sentence(today),
    }


def in_words(told_of: dict[str, Any]) -> str:
    """The same for people."""
    reviewed = day(date.fromisoformat(told_of["reviewed"])) if told_of["reviewed"] else "none recorded"
    return f"{told_of['sentence']}\nLast review: {reviewed}. Policy version {told_of['policy']}."
