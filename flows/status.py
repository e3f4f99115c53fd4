"""What whoever looks after the computer may know of a workspace: days, bands and versions, and no name."""

import json
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.data_protection import status
from flows.keys.status import key_status
from flows.workspace import Workspace
from reports.wording import few
from schemas.words import Outcome, Verdict
from vault.audit_log import Event
from vault.keys import is_private
from vault.private_files import write_private

VERSION = 1
LIBRARIES = ("armslength", "prefect", "great_expectations", "pyrage", "cryptography")
TOTALS = (*Outcome, *Verdict)
SETTLED = ("audits_may_start", "dpia_signed", "invented", "lawful_basis")
NO_AUDIT: dict[str, Any] = {"on": "", "totals": {}}
FOR_OTHERS = 0o644
"""The file in a private workspace's place is for another account, and holds nobody."""


def status_of(workspace: Workspace, today: date) -> dict[str, Any]:
    """The answer of `armslength status --json`.

    Totals are in bands: fewer than five people are never told apart. They are those of the audit log. Nothing
    that somebody typed is in it.
    """
    policy, verified = workspace.policy, workspace.vault.log.verify()
    settled = status(workspace.school)
    return {
        "version": VERSION,
        "on": today.isoformat(),
        "mode": "private" if is_private(workspace.folder / "keys") else "server",
        "last_audit": _last_audit(workspace) if verified.holds else NO_AUDIT,
        "versions": {name: version(name) for name in LIBRARIES} | {"python": platform.python_version()},
        "policy": {"version": policy.version, "months_overdue": policy.months_overdue(today)},
        "data_protection": {name: settled[name] for name in SETTLED},
        "keys": key_status(workspace)["keys"],
        "log": {"holds": verified.holds, "head": verified.head},
    }


def in_words(told: dict[str, Any]) -> str:
    """The same, to be read."""
    audit, log, policy = told["last_audit"], told["log"], told["policy"]
    missing = [each["file"] for each in told["keys"] if not each["there"]]
    totals = ", ".join(f"{band} {name.replace('_', ' ')}" for name, band in audit["totals"].items())
    overdue = f"its review is {policy['months_overdue']} months overdue"
    return "\n".join(
        (
            f"Status on {told['on']}, {told['mode']} mode",
            f"Last audit: {audit['on']}: {totals}" if audit["on"] else "Last audit: none yet",
            f"Versions: {', '.join(f'{name} {number}' for name, number in told['versions'].items())}",
            f"Policy: version {policy['version']}" + (f", {overdue}" if policy["months_overdue"] else ""),
            f"Impact assessment signed: {told['data_protection']['dpia_signed'] or 'not recorded'}",
            f"Keys: {', '.join(missing) + ' missing' if missing else 'all there'}",
            f"Audit log: holds, {log['head'] or 'no entry'}" if log["holds"] else "Audit log: does not hold",
        )
    )


def written_beside(workspace: Workspace, told: dict[str, Any]) -> Path | None:
    """The file for IT beside a private workspace, which IT cannot enter; None in the server mode."""
    if told["mode"] != "private":
        return None
    folder = workspace.folder.resolve()
    path = folder.with_name(f"{folder.name}-status.json")
    write_private(path, json.dumps(told, indent=2).encode("utf-8"))
    path.chmod(FOR_OTHERS)
    return path


def _last_audit(workspace: Workspace) -> dict[str, Any]:
    entries = (line.entry for line in workspace.vault.log.entries())
    finished = [each for each in entries if each.what is Event.AUDIT_FINISHED]
    if not finished:
        return NO_AUDIT
    last = finished[-1]
    totals = {name.value: few(last.counts[name]).lower() for name in TOTALS if name in last.counts}
    return {"on": last.moment.date().isoformat(), "totals": totals}
