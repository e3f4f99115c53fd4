"""The audit, as the policy puts it: no child, and no parent/carer, as an online friend or follower.

Prefect sees a stage's name, how long it took, and what it counted. Stages find the people they work on by the
run's reference, in memory.
"""

import time
from collections.abc import Callable
from contextlib import nullcontext
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from flows.boundary import Counts, guarded
from flows.cross_school.handing_over import hand_over_before_audit
from flows.ended import EndedStage, Run
from flows.jobs.attempts import attempt
from flows.jobs.ending import NOT_DUE, Lobby, told_to_it
from flows.jobs.job import hold_this_run, starts_by_itself
from flows.quiet import muffled
from flows.readiness import refuse_unready
from flows.rosters.by_itself import ready_for_audit
from flows.safe_log import safe_log
from flows.schedules import missed
from flows.stage_names import STAGES
from flows.stages import check, corroborate, load, report, sift, submissions
from flows.today import london_today
from flows.trying_again import held_for_a_moment
from flows.workroom import opened_room, room_of
from flows.workspace import find_workspace

Stage = Callable[..., Counts]


def stage(work: Stage, *pauses: float) -> Any:
    """The task of one stage: a reference in, counts out, errors sealed, nothing kept by Prefect.

    A stage that only reads is tried again, after each of the `pauses` (seconds), where a file was held by
    another. No other is: it would do what it has done already a second time. A failed audit is begun anew.
    """
    name = work.__name__.replace("_", "-")

    @guarded(name, room_of)
    def told(run_ref: str, *shard: int) -> Counts:
        room, began = room_of(run_ref), time.monotonic()
        with muffled():
            counts = work(room, *(room.shards[number] for number in shard))
        safe_log(name, counts, *shard)
        room.tell(EndedStage(name, time.monotonic() - began, task_run.run_count or 1, counts))
        return counts

    return task(
        name=STAGES[name],
        task_run_name=STAGES[name],
        persist_result=False,
        cache_policy=NO_CACHE,
        log_prints=False,
        retries=len(pauses),
        retry_delay_seconds=list(pauses),
        retry_condition_fn=held_for_a_moment,
    )(told)


load_roster = stage(load.load_roster, 1, 5)
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
    return told_to_it("audit", lambda run: _audited("start", run))


@guarded("start", lambda _: Lobby())
def _audited(_: str, run: Run) -> Counts:
    workspace = find_workspace(None)
    hold_this_run(workspace)
    slot = missed(workspace, datetime.now(UTC)) if starts_by_itself() else None
    if starts_by_itself() and slot is None:
        return Counts("start", {NOT_DUE: 1})
    with attempt(workspace, slot) if slot else nullcontext():
        refuse_unready(workspace)
        if slot:
            ready_for_audit(workspace, london_today())
        today = _day.get() or london_today()
        with muffled():
            hand_over_before_audit(workspace, today)
        with opened_room(workspace, today) as run_ref:
            run.stages, run.checks = room_of(run_ref).ended, room_of(run_ref).checks
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
    return room_of(run_ref).totals()
