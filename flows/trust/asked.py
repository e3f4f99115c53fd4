"""What one school tells of itself, from a process of its own: `python -m flows.trust.asked WHAT`.

The workspace stands in the environment. The answer is one JSON object on the standard output; where there is
none, the exit code says that the school could not be read, and the word on the output by which error.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flows.boundary import kind_of
from flows.jobs.registry import JOBS
from flows.quiet import be_quiet
from flows.today import london_today
from flows.workspace import Workspace, find_workspace
from schemas.errors import ArmslengthError

COULD_NOT = 5


def main() -> None:
    """Answer, or say by which error not."""
    be_quiet()
    try:
        answer = ANSWERS[sys.argv[1]](find_workspace(None))
    except ArmslengthError as error:
        _could_not(error.code)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with this school is no other school's matter
        _could_not(kind_of(error))
    else:
        sys.stdout.write(json.dumps(answer))


def schedules(workspace: Workspace) -> dict[str, Any]:
    """The dates of each job as Prefect takes them, by its name; null where it does not run by itself."""
    from flows.schedules import begin, check, rrule_of  # noqa: PLC0415 - only this answer needs calendars

    now = datetime.now(UTC)
    check(workspace, now)
    begin(workspace)
    return {job.name: rrule_of(workspace, job, now) for job in JOBS}


def status(workspace: Workspace) -> dict[str, Any]:
    """What `armslength status --json` says."""
    from flows.status import status_of  # noqa: PLC0415 - only this answer needs the vault

    return status_of(workspace, london_today())


ANSWERS: dict[str, Callable[[Workspace], dict[str, Any]]] = {"schedules": schedules, "status": status}


def _could_not(code: str) -> None:
    sys.stdout.write(code)
    sys.exit(COULD_NOT)


if __name__ == "__main__":
    main()
