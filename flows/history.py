"""What Prefect remembers of old runs, deleted from the workspace's own database when nobody uses it."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from prefect.server.database import provide_database_interface
from prefect.server.services.db_vacuum import (
    vacuum_orphaned_artifacts,
    vacuum_orphaned_logs,
    vacuum_stale_artifact_collections,
)

from vault.private_files import remove_files

LONGEST_OF_EVENTS = timedelta(days=7)
"""Events say once more what runs and their states say; Prefect too keeps them for a week."""


async def delete_older_than(age: timedelta, now: datetime) -> None:
    """Delete runs with their states, logs and artifacts, and events, by Prefect's own models.

    Prefect's own service leaves runs that never ended, as those of a killed audit. Here they go with the
    others. A date that is still to come stays, however long ago it was written down.
    """
    db, before = provide_database_interface(), now - age
    events_before = now - min(age, LONGEST_OF_EVENTS)
    is_over = sa.func.coalesce(db.FlowRun.next_scheduled_start_time, db.FlowRun.created) < before
    async with db.session_context(begin_transaction=True) as session:
        await session.execute(sa.delete(db.TaskRun).where(db.TaskRun.created < before))
        await session.execute(sa.delete(db.FlowRun).where(db.FlowRun.created < before, is_over))
        await session.execute(sa.delete(db.EventResource).where(db.EventResource.occurred < events_before))
        await session.execute(sa.delete(db.Event).where(db.Event.occurred < events_before))
    await vacuum_orphaned_logs(db=db)
    await vacuum_orphaned_artifacts(db=db)
    await vacuum_stale_artifact_collections(db=db)


def delete_kept_errors(home: Path, before: datetime) -> None:
    """Delete the errors of failed runs, which Prefect keeps as files whatever it is told to keep."""
    old = (each for each in (home / "storage").glob("*") if each.stat().st_mtime < before.timestamp())
    remove_files(list(old))


def shrink(database: Path) -> None:
    """Give freed pages back and empty the write-ahead log, so that nothing deleted is left in either.

    In Postgres, which a trust's server may keep its history in, that is the database's own matter.
    """
    if not database.exists():
        return
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
