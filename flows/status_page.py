"""The static status page and the status file beside it, written anew: what IT looks at instead of asking.

status/index.html      the page (`reports.status_page`): one file, no script, nothing from elsewhere
status/status.json     the answer of `armslength status --json`

A private workspace has both beside it instead. A copy of the page goes where school.toml's [status] says,
open to a web server's account; the workspace itself stays closed to every other account.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flows.status import beside, status_of
from flows.status_lines import lines
from flows.today import LONDON, london_today
from flows.workspace import Workspace
from reports.bands import NOT_TOLD
from reports.status_page import JobLine, LastAudit, State, StatusPage, moment, status_page
from reports.wording import day
from schemas.errors import ConfigurationError
from schemas.words import Outcome, Verdict
from vault.keys import is_private
from vault.private_files import private_folder, write_part, write_private

STALE = (
    "It is made anew every few minutes while armslength serve runs. Load it again; where it is an hour old "
    "even then, that does not run."
)
STALE_PRIVATE = "It is made anew by armslength status, on the DSL's own computer: it is as old as that."
FOR_OTHERS = 0o644
"""What lies outside of the workspace is for another account, and holds nobody."""
NOT_KNOWN = "not known"
FOUND = {
    NOT_TOLD: "not told, because fewer than five people handed in",
    "0": "none: nothing was found to ask about",
}


class StatusPageUnwritable(ConfigurationError):
    """The copy of the status page cannot be written where school.toml says."""

    code = "status-page-unwritable"
    next_step = "See that its folder is there and that this account may write to it, or take the line away."


def refresh(workspace: Workspace) -> None:
    """Write the page and the file anew; raise `StatusPageUnwritable` where a copy of it cannot be."""
    if not is_private(workspace.folder / "keys"):
        workspace = Workspace(workspace.folder)  # whoever stays keeps one, and settings change meanwhile
    told = status_of(workspace, london_today())
    page, data = html_of(told), json.dumps(told, indent=2).encode("utf-8")
    if told["mode"] == "private":
        write_open(beside(workspace, "json"), data)
        write_open(beside(workspace, "html"), page)
    else:
        folder = private_folder(workspace.folder / "status")
        write_private(folder / "status.json", data)
        write_private(folder / "index.html", page)
    if workspace.school.status.page:
        write_open(workspace.folder / workspace.school.status.page, page)


def html_of(told: dict[str, Any]) -> bytes:
    """A status as `status_of` tells it, as a page."""
    return status_page(
        StatusPage(
            made=datetime.fromisoformat(told["at"]).astimezone(LONDON),
            audit=_audit(told["last_audit"]),
            jobs=[*_jobs(told["jobs"])],
            lines=[*lines(told)],
            incidents=told["incidents"],
            versions=[*told["versions"].items(), ("policy", told["policy"]["version"] or "not known")],
            stale=STALE_PRIVATE if told["mode"] == "private" else STALE,
        )
    )


def write_open(path: Path, data: bytes) -> None:
    """A file for other accounts to read, whole or not at all. It holds nobody."""
    written = path.parent.is_dir()  # one that was made here would be closed to others
    try:
        if written:
            part = write_part(path, data)
            part.chmod(FOR_OTHERS)
            part.replace(path)
    except OSError:  # its text names a path
        written = False
    if not written:
        raise StatusPageUnwritable


def _audit(audit: dict[str, Any]) -> LastAudit | None:
    if not audit["on"]:
        return None
    totals: dict[str, str] = audit["totals"]
    return LastAudit(
        on=day(date.fromisoformat(audit["on"])),
        checked=totals.get(Outcome.CHECKED, NOT_KNOWN),
        could_not_be_checked=totals.get(Outcome.COULD_NOT_BE_CHECKED, NOT_KNOWN),
        not_handed_in=totals.get(Outcome.NOT_HANDED_IN, NOT_KNOWN),
        found=FOUND.get(asked := totals.get(Verdict.TO_CHECK, NOT_KNOWN), asked),
    )


def _jobs(jobs: list[dict[str, Any]]) -> Iterator[JobLine]:
    for each in jobs:
        ended = each["last"] or {"at": "", "code": "", "incident": ""}
        state = State.LOOK if ended["code"] else State.WELL if ended["at"] else State.UNKNOWN
        yield JobLine(
            job=each["job"],
            about=each["about"],
            next=_moment(each["next"]) or "not by itself",
            state=state,
            ended=_moment(ended["at"]) or "none yet",
            code=ended["code"],
            incident=ended["incident"],
        )


def _moment(told: str) -> str:
    return moment(datetime.fromisoformat(told).astimezone(LONDON)) if told else ""
