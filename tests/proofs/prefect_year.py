"""What Prefect keeps of a year of daily audits, a line of figures for each day as JSON.

    prefect_year.py HOME DAYS KEPT

Written with Prefect's own models into its own database, which the settings of the environment name. Each day
an audit and the smaller jobs run; then what is older than `KEPT` days is deleted as the server that stays
does it. No server is needed for any of it.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from flows.engine import settle

STAGES = 12
"""Tasks of an audit of up to 25 people."""
SMALL_JOBS = 4
EVENTS_OF_A_RUN = 5
EVENTS_OF_A_STAGE = 3
DATABASE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
PAGE = "| stage | seconds | counts |\n" * 40
"""As long as an audit's page."""


async def year(days: int, kept: int) -> AsyncIterator[dict[str, Any]]:
    """Figures of each day after its evening."""
    from prefect.server.database import provide_database_interface

    from flows.history import delete_older_than

    db = provide_database_interface()
    await db.create_db()
    first = datetime.now(UTC) - timedelta(days=days)
    async with db.session_context(begin_transaction=True) as session:
        await one_to_come(session, first + timedelta(days=2 * days))
        await made_then(db, session, first)
    for number in range(days):
        now = first + timedelta(days=number)
        async with db.session_context(begin_transaction=True) as session:
            for stages in (STAGES, *[0] * SMALL_JOBS):
                await one_run(session, stages, now)
            await made_then(db, session, now)
        await delete_older_than(timedelta(days=kept), now)
        async with db.session_context() as session:
            rows = {model.__tablename__: await counted(session, model) for model in told(db)}
        yield {"day": number, "rows": rows, "bytes": size()}


async def one_run(session: Any, stages: int, now: datetime) -> None:
    """One run with what it leaves: states, tasks, log lines, a page, and events about all of it."""
    from prefect.server import models
    from prefect.server.schemas import actions, core, states

    flow = await models.flows.create_flow(session, core.Flow(name="screening" if stages else "intake"))
    asked = core.FlowRun(flow_id=flow.id, state=states.Scheduled())
    run = await models.flow_runs.create_flow_run(session, asked)
    for state in (states.Pending(), states.Running(), states.Completed()):
        await models.flow_runs.set_flow_run_state(session, run.id, state, force=True)
    for number in range(stages):
        stage = core.TaskRun(flow_run_id=run.id, task_key=f"stage-{number}", dynamic_key=f"{number}")
        task = await models.task_runs.create_task_run(session, stage)
        await models.task_runs.set_task_run_state(session, task.id, states.Completed(), force=True)
    line = {"name": "prefect.flow_runs", "level": 20, "message": "stage: counts", "flow_run_id": run.id}
    lines = [actions.LogCreate(timestamp=now, **line) for _ in range(stages + 2)]
    await models.logs.create_logs(session, lines)
    page = core.Artifact(key="audit-run", data=PAGE, flow_run_id=run.id)
    await models.artifacts.create_artifact(session, page)
    await tell(session, run.id, EVENTS_OF_A_RUN + EVENTS_OF_A_STAGE * stages, now)


async def one_to_come(session: Any, moment: datetime) -> None:
    """A run that is scheduled for long after it was written down."""
    from prefect.server import models
    from prefect.server.schemas import core, states

    flow = await models.flows.create_flow(session, core.Flow(name="screening"))
    to_come = core.FlowRun(flow_id=flow.id, state=states.Scheduled(scheduled_time=moment))
    await models.flow_runs.create_flow_run(session, to_come)


async def tell(session: Any, run_id: UUID, many: int, now: datetime) -> None:
    """So many events about a run."""
    from prefect.server.events.schemas.events import ReceivedEvent, Resource
    from prefect.server.events.storage.database import write_events

    about = Resource({"prefect.resource.id": f"prefect.flow-run.{run_id}"})
    for _ in range(many):
        event = ReceivedEvent(id=uuid4(), occurred=now, event="prefect.flow-run.Running", resource=about)
        await write_events(session, [event])


async def made_then(db: Any, session: Any, now: datetime) -> None:
    """What was written just now was made on the day that is played."""
    just_now = datetime.now(UTC) - timedelta(hours=1)
    for model in (db.FlowRun, db.TaskRun):
        await session.execute(sa.update(model).where(model.created > just_now).values(created=now))


def told(db: Any) -> tuple[Any, ...]:
    """What grows."""
    return (db.FlowRun, db.TaskRun, db.Log, db.Artifact, db.Event, db.EventResource)


async def counted(session: Any, model: Any) -> int:
    """How many rows there are."""
    return int((await session.execute(sa.select(sa.func.count()).select_from(model))).scalar_one())


def size() -> int:
    """Bytes of the database, its write-ahead log among them; of a Postgres', what it says itself."""
    if url := os.environ.get(DATABASE, ""):
        from benchmarks.postgres import database_bytes

        return database_bytes(url)
    return sum(path.stat().st_size for path in Path(os.environ["PREFECT_HOME"]).glob("prefect.db*"))


async def main(days: str, kept: str) -> None:
    """A line a day."""
    async for told_of_day in year(int(days), int(kept)):
        sys.stdout.write(json.dumps(told_of_day) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    named = os.environ.get(DATABASE, "")
    settle(Path(sys.argv[1]))
    if named:
        os.environ[DATABASE] = named
    asyncio.run(main(*sys.argv[2:]))
