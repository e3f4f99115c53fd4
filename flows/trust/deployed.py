"""What a deployment's name stands for on this host, and when its school starts. Imports no Prefect."""

import re
from datetime import datetime, timedelta

from flows.serving.due import Due, RunRefused, job_of
from flows.trust.file import REFERENCE, Trust

_NAME = re.compile(rf"(?P<job>[a-z-]+)-(?P<reference>{REFERENCE.pattern})")
_MOMENT = re.compile(r"[0-9]{8}T[0-9]{6}")
_WRITTEN = "%Y%m%dT%H%M%S"


def due(trust: Trust, deployment: str) -> Due:
    """The job and the workspace that a deployment of that name is of.

    The name is all of the server's that is followed, and this host's own trust.toml says where the school is.
    Raises `RunRefused`; `SchoolUnknown` for a school of another host.
    """
    name = _NAME.fullmatch(deployment)
    if name is None:
        raise RunRefused
    return Due(job_of(name["job"]), trust.school(name["reference"]).folder)


def later(rule: str, minutes: int) -> str:
    """The same dates, each so many minutes later by the clock on the wall."""
    delay = timedelta(minutes=minutes)

    def moved(moment: re.Match[str]) -> str:
        local = datetime.strptime(moment.group(), _WRITTEN)  # noqa: DTZ007 - its time zone stands beside the rule
        return (local + delay).strftime(_WRITTEN)

    return _MOMENT.sub(moved, rule)
