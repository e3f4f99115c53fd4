"""The parts of a workspace's status that change from day to day: jobs, roster, folders, disk, incidents."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flows.health.places import LITTLE, TOO_LITTLE
from flows.jobs.record import Ended, last
from flows.jobs.registry import JOBS, Job
from flows.letterbox import reachable
from flows.schedules import next_times
from flows.serving.place import is_served
from flows.workspace import Workspace
from reports.bands import band
from vault.incidents import incidents

__all__ = ["disk", "hand_in", "in_words", "incident_numbers", "is_served", "jobs", "roster"]

NO_ROSTER: dict[str, Any] = {"loaded_on": "", "age_days": None}
NO_HAND_IN: dict[str, Any] = {"set_up": False, "reachable": False}
NO_DISK: dict[str, Any] = {"free": "", "state": "unknown"}
NEWEST = 20
"""Incidents whose numbers are told."""


def jobs(workspace: Workspace, now: datetime) -> list[dict[str, Any]]:
    """Each job: when it runs next, "" where it does not by itself, and how its last run ended, if any did."""
    ended = last(workspace)
    return [_job(workspace, each, now, ended.get(each.name)) for each in JOBS]


def _job(workspace: Workspace, job: Job, now: datetime, ended: Ended | None) -> dict[str, Any]:
    following = next_times(workspace, job, now, 1)
    return {
        "job": job.name,
        "about": job.about,
        "next": following[0].isoformat() if following else "",
        "last": ended.model_dump(mode="json", exclude={"job"}) if ended else None,
    }


def roster(workspace: Workspace, today: date) -> dict[str, Any]:
    """The day the roster was loaded, and how many days ago that was; `NO_ROSTER` where none was."""
    kept = workspace.kept("roster")
    if kept is None:
        return NO_ROSTER
    loaded_on = date.fromisoformat(kept.facts["loaded_on"])
    return {"loaded_on": loaded_on.isoformat(), "age_days": (today - loaded_on).days}


def hand_in(workspace: Workspace) -> dict[str, Any]:
    """Whether a hand-in folder is set up, and whether it can be looked into."""
    if not workspace.school.hand_in.folder:
        return NO_HAND_IN
    return {"set_up": True, "reachable": reachable(workspace)}


def disk(workspace: Workspace) -> dict[str, Any]:
    """How much room there is, in a band, and whether that is enough for an audit."""
    free = shutil.disk_usage(workspace.folder).free
    state = "too_little" if free < TOO_LITTLE else "little" if free < LITTLE else "enough"
    told = f"{band(free // 1024**2)} MB" if free < LITTLE else f"{band(free // 1024**3)} GB"
    return {"free": told, "state": state}


def incident_numbers(workspace: Workspace) -> list[str]:
    """The numbers of what went wrong and is still kept, the newest first; what they are about is not told."""
    kept = [(workspace.folder / each.file, each.number) for each in incidents(workspace.folder)]
    newest = sorted(kept, key=lambda each: each[0].stat().st_mtime, reverse=True)
    return [number for _, number in newest[:NEWEST]]


def in_words(told: dict[str, Any]) -> Iterator[str]:
    """The same parts of a status, to be read."""
    yield from (_job_in_words(each) for each in told["jobs"])
    yield f"Served: {'yes' if told['serve']['running'] else 'no, so nothing runs by itself'}"
    age = told["roster"]["age_days"]
    yield f"Roster: {'none loaded' if age is None else f'loaded {age} days ago'}"
    if told["hand_in"]["set_up"]:
        yield f"Hand-in folder: {'there' if told['hand_in']['reachable'] else 'cannot be reached'}"
    yield f"Disk: {told['disk']['free'] or 'not known'} free"
    yield f"Incidents: {', '.join(told['incidents']) or 'none'}"


def _job_in_words(job: dict[str, Any]) -> str:
    ended = job["last"]
    how = f"failed, {ended['code']}, incident {ended['incident']}" if ended and ended["code"] else "done"
    before = f"{ended['at']}: {how}" if ended else "none is noted"
    return f"{job['job']}: last run {before}; next {job['next'] or 'not by itself'}"
