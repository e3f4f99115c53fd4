"""What whoever looks after the computer may know of a workspace: days, bands, codes and versions, no name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flows import status_parts as parts
from flows.data_protection import status
from flows.keys.status import key_status
from flows.run_page import in_words as told_counts
from flows.versions import policy_version, programs
from flows.workspace import Workspace
from reports.bands import NOT_TOLD, in_bands
from schemas.errors import ArmslengthError
from schemas.words import Outcome, Verdict
from vault.audit_log import Event
from vault.keys import is_private

VERSION = 1
TOTALS = (*Outcome, *Verdict)
SETTLED = ("audits_may_start", "dpia_signed", "invented", "lawful_basis")
NO_AUDIT: dict[str, Any] = {"on": "", "totals": {}}
NO_LOG: dict[str, Any] = {"holds": False, "head": ""}
NO_POLICY: dict[str, Any] = {"version": "", "months_overdue": 0}


@dataclass
class _Parts:
    """The parts of a status, each asked for itself: one that fails takes no other with it."""

    errors: list[dict[str, str]] = field(default_factory=list)

    def ask(self, name: str, ask: Callable[[], Any], otherwise: Any) -> Any:
        """The answer; where there is none, `otherwise`, and the code of the error is kept."""
        try:
            return ask()
        except ArmslengthError as error:
            self.errors.append({"part": name, "code": error.code})
        except OSError:  # its text would name a path
            self.errors.append({"part": name, "code": "place-unusable"})
        return otherwise


def status_of(workspace: Workspace, today: date, now: datetime | None = None) -> dict[str, Any]:
    """The answer of `armslength status --json`.

    Totals are in bands: fewer than five people are never told apart. They are those of the audit log. Nothing
    that somebody typed is in it. Of a part that cannot be told, the error's code stands in `errors`. Raises
    what opening a private workspace raises: nothing is told to whoever has no passphrase.
    """
    private, now = is_private(workspace.folder / "keys"), now or datetime.now(UTC)
    if private:
        _ = workspace.keys
    told = _Parts()
    log = told.ask("log", lambda: _log(workspace), NO_LOG)
    last = told.ask("last_audit", lambda: _last_audit(workspace), NO_AUDIT) if log["holds"] else NO_AUDIT
    return {
        "version": VERSION,
        "on": today.isoformat(),
        "at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "mode": "private" if private else "server",
        "last_audit": last,
        "jobs": told.ask("jobs", lambda: parts.jobs(workspace, now), []),
        "serve": {"running": told.ask("serve", lambda: parts.is_served(workspace), otherwise=False)},
        "roster": told.ask("roster", lambda: parts.roster(workspace, today), parts.NO_ROSTER),
        "hand_in": told.ask("hand_in", lambda: parts.hand_in(workspace), parts.NO_HAND_IN),
        "disk": told.ask("disk", lambda: parts.disk(workspace), parts.NO_DISK),
        "incidents": told.ask("incidents", lambda: parts.incident_numbers(workspace), []),
        "versions": programs(),
        "policy": told.ask("policy", lambda: _policy(workspace, today), NO_POLICY),
        "data_protection": told.ask("data_protection", lambda: _settled(workspace), {}),
        "keys": told.ask("keys", lambda: key_status(workspace)["keys"], []),
        "log": log,
        "errors": told.errors,
    }


def in_words(told: dict[str, Any]) -> str:
    """The same, to be read."""
    audit, log, policy = told["last_audit"], told["log"], told["policy"]
    missing = [each["file"] for each in told["keys"] if not each["there"]]
    few = "; what was found is not told" if NOT_TOLD in audit["totals"].values() else ""
    totals = told_counts(audit["totals"]) + few
    overdue = f"its review is {policy['months_overdue']} months overdue"
    return "\n".join(
        (
            f"Status on {told['on']}, {told['mode']} mode",
            f"Last audit: {audit['on']}: {totals}" if audit["on"] else "Last audit: none yet",
            *parts.in_words(told),
            f"Versions: {', '.join(f'{name} {number}' for name, number in told['versions'].items())}",
            f"Policy: version {policy['version']}" + (f", {overdue}" if policy["months_overdue"] else ""),
            f"Impact assessment signed: {told['data_protection'].get('dpia_signed') or 'not recorded'}",
            f"Keys: {', '.join(missing) + ' missing' if missing else 'all there'}",
            f"Audit log: holds, {log['head'] or 'no entry'}" if log["holds"] else "Audit log: does not hold",
            *(f"Not known: {each['part']} [{each['code']}]" for each in told["errors"]),
        )
    )


def beside(workspace: Workspace, ending: str) -> Path:
    """A file beside a private workspace, which IT cannot enter: `workspace-status.json`."""
    folder = workspace.folder.resolve()
    return folder.with_name(f"{folder.name}-status.{ending}")


def _log(workspace: Workspace) -> dict[str, Any]:
    verified = workspace.vault.log.verify()
    return {"holds": verified.holds, "head": verified.head}


def _policy(workspace: Workspace, today: date) -> dict[str, Any]:
    return {
        "version": policy_version(workspace),
        "months_overdue": workspace.policy.months_overdue(today),
    }


def _settled(workspace: Workspace) -> dict[str, Any]:
    settled = status(workspace.school)
    return {name: settled[name] for name in SETTLED}


def _last_audit(workspace: Workspace) -> dict[str, Any]:
    entries = (line.entry for line in workspace.vault.log.entries())
    finished = [each for each in entries if each.what is Event.AUDIT_FINISHED]
    if not finished:
        return NO_AUDIT
    last = finished[-1]
    counts = {name.value: last.counts[name] for name in TOTALS if name in last.counts}
    handed_in = counts.get(Outcome.CHECKED, 0) + counts.get(Outcome.COULD_NOT_BE_CHECKED, 0)
    return {"on": last.moment.date().isoformat(), "totals": in_bands(counts, handed_in)}
