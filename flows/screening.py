"""The audit, as the policy puts it: no child, and no parent/carer, as an online friend or follower.

Prefect sees a stage's name, how long it took, and what it counted. Stages find the people they work on by the
run's reference, in memory.
"""

from collections.abc import Callable
from contextlib import nullcontext
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.artifacts import publish
from flows.boundary import Counts, guarded
from flows.jobs.attempts import attempt
from flows.jobs.job import Lobby, of_this_run, starts_by_itself
from flows.quiet import muffled
from flows.readiness import refuse_unready
from flows.safe_log import safe_log
from flows.schedules import missed
from flows.stages import check, corroborate, load, report, sift, submissions
from flows.today import london_today
from flows.workroom import opened_room, room_of
from flows.workspace import find_workspace

Stage = Callable[..., Counts]


def stage(work: Stage) -> Any:
    """The task of one stage: a reference in, counts out, errors sealed, nothing kept by Prefect."""
    name = work.__name__.replace("_", "-")

    @guarded(name, room_of)
    def told(run_ref: str, *shard: int) -> Counts:
        room = room_of(run_ref)
        with muffled():
            counts = work(room, *(room.shards[number] for number in shard))
        safe_log(counts)
        room.tell(counts)
        return counts

    return task(name=name, task_run_name=name, persist_result=False, cache_policy=NO_CACHE, log_prints=False)(
        told
    )


load_roster = stage(load.load_roster)
sift_roster = stage(sift.sift_roster)
index_roster = stage(load.index_roster)
open_submissions = stage(submissions.open_shard)
sift_accounts = stage(submissions.sift_shard)
match_accounts = stage(submissions.match_shard)
corroborate_matches = stage(corroborate.corroborate_matches)
judge_matches = stage(submissions.judge_shard)
check_findings = stage(check.check_findings)
write_reports = stage(report.write_reports)


_day: ContextVar[date | None] = ContextVar("_day", default=None)


def screening_of(today: date | None) -> Counts:
    """Audit as of another day than this one, for whoever asks in this process."""
    token = _day.set(today)
    try:
        totals: Counts = screening()
    finally:
        _day.reset(token)
    return totals


@flow(name="screening", persist_result=False, log_prints=False)
def screening() -> Counts:
    """Ask about every staff connection that may be with a child on roll or a parent/carer.

    It takes no parameter, so that a run into whose form anything was typed is refused before any of it is
    looked at: no text of Prefect's chooses a workspace, a day, a recipient or a path.
    """
    return _audited("start")


@guarded("start", lambda _: Lobby())
def _audited(_: str) -> Counts:
    workspace = find_workspace(None)
    with of_this_run(workspace):
        slot = missed(workspace, datetime.now(UTC)) if starts_by_itself() else None
        if starts_by_itself() and slot is None:
            return Counts("start", {"not_due": 1})
        refuse_unready(workspace)
        tried = attempt(workspace, slot) if slot else nullcontext()
        with tried, opened_room(workspace, _day.get() or london_today()) as run_ref:
            return _stages(run_ref)


@guarded("audit", room_of)
def _stages(run_ref: str) -> Counts:
    load_roster(run_ref)
    sift_roster(run_ref)
    index_roster(run_ref)
    shards = range(len(room_of(run_ref).shards))
    for shard in shards:
        open_submissions(run_ref, shard)
        sift_accounts(run_ref, shard)
        match_accounts(run_ref, shard)
    corroborate_matches(run_ref)
    for shard in shards:
        judge_matches(run_ref, shard)
    check_findings(run_ref)
    write_reports(run_ref)
    publish(room_of(run_ref).counted, room_of(run_ref).all_checks())
    return room_of(run_ref).totals()
