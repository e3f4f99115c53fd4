"""What may be told of reminders: no number from which it could be worked out how many declined."""

from datetime import date
from typing import Any

from flows.participation import counted
from flows.reminding.by_email import Reminded
from flows.reminding.due import due
from flows.workspace import Workspace
from reports.bands import NOT_TOLD, band
from reports.participation_count import reminders_sentence, tells_all_four
from reports.wording import day

LETTERS = "`armslength reminders --letters FILE` makes the page and says for whom, for the DSL's passphrase."


def due_in_words(workspace: Workspace, today: date) -> str:
    """How many reminders are due, as far as that may be told."""
    return reminders_sentence(len(due(workspace, today)), counted(workspace, today))


def answer(workspace: Workspace, today: date, done: Reminded, *, dry_run: bool) -> dict[str, Any]:
    """The answer of `armslength reminders --json`."""
    may_be_told = tells_all_four(counted(workspace, today))
    return {
        "version": 1,
        "on": today.isoformat(),
        "dry_run": dry_run,
        "by_email": workspace.school.reminders.by_email,
        "due": band(done.due) if may_be_told else NOT_TOLD,
        "sent": band(done.sent) if may_be_told else NOT_TOLD,
        "failed": sorted(done.failed),
    }


def in_words(told: dict[str, Any]) -> str:
    """The same, to be read."""
    lines = [f"Reminders on {day(date.fromisoformat(told['on']))}: due {told['due']}."]
    if not told["by_email"]:
        lines.append(f"None goes out by e-mail. {LETTERS}")
    elif told["dry_run"]:
        lines.append("Nothing was sent, and nothing recorded.")
    else:
        lines.append(f"Sent by e-mail: {told['sent']}. For whoever has no address of their own: {LETTERS}")
    if told["failed"]:
        lines.append(f"Not all could be sent [{', '.join(told['failed'])}]; those people wait for a letter.")
    if NOT_TOLD in told.values():
        lines.append("A number is not told where it would tell how many declined.")
    return "\n".join(lines)
