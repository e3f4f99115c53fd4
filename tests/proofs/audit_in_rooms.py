"""The stages of an audit without Prefect, each behind the border that Prefect sees it through.

    audit_in_rooms.py WORKSPACE DAY [MODULE ATTRIBUTE ERROR NAMES RAISED]

With a fault, what `MODULE` calls `ATTRIBUTE` raises an error that carries `NAMES` in place of doing its work,
and the file `RAISED` is there afterwards. What is raised at the end is left to Python to print.
"""

import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from flows.boundary import Counts, guarded
from flows.stages import check, corroborate, load, report, sift, submissions
from flows.workroom import Workroom, opened_room, room_of
from flows.workspace import Workspace
from vault.private_files import restrict_umask

ERRORS: dict[str, Callable[[str], BaseException]] = {
    "key": KeyError,
    "value": lambda names: ValueError(f"could not convert string to float: {names!r}"),
    "file": lambda names: FileNotFoundError(2, "No such file", f"{names}.zip"),
    "unicode": lambda names: UnicodeEncodeError("ascii", names, 0, 1, "ordinal not in range"),
    "group": lambda names: ExceptionGroup(names, [KeyError(names)]),
    "type": lambda names: type("".join(filter(str.isalpha, names)), (Exception,), {})(names),
}


def main(folder: str, day: str, *fault: str) -> None:
    """One audit of the workspace, with a fault where one is given."""
    if fault:
        plant(*fault)
    restrict_umask()
    with opened_room(Workspace(Path(folder)), date.fromisoformat(day)) as run_ref:
        bounded(load.load_roster, run_ref)
        bounded(sift.sift_roster, run_ref)
        bounded(load.index_roster, run_ref)
        shards = room_of(run_ref).shards
        for stage in (submissions.open_shard, submissions.sift_shard, submissions.match_shard):
            for shard in shards:
                bounded(stage, run_ref, shard)
        bounded(corroborate.corroborate_matches, run_ref)
        for shard in shards:
            bounded(submissions.judge_shard, run_ref, shard)
        bounded(check.check_findings, run_ref)
        print(bounded(report.write_reports, run_ref))  # noqa: T201 - what a stage counts may be seen


def bounded(work: Callable[..., Counts], run_ref: str, *rest: Any) -> Counts:
    """The stage, with nothing but a `PipelineError` let out of it."""

    @guarded(work.__name__.replace("_", "-"), room_of)
    def told(run_ref: str) -> Counts:
        room: Workroom = room_of(run_ref)
        return work(room, *rest)

    return told(run_ref)


def plant(module: str, attribute: str, error: str, names: str, raised: str) -> None:
    """Let the module's next call of that fail."""

    def fails(*_: object, **__: object) -> None:
        Path(raised).touch()
        try:
            int(names)  # so that what is raised has a context, which carries the names too
        except ValueError:
            raise ERRORS[error](names)  # noqa: B904 - the context is what is tried

    setattr(import_module(module), attribute, fails)


if __name__ == "__main__":
    main(*sys.argv[1:])
