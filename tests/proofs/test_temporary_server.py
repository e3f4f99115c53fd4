"""The workspace's own Prefect server is nobody else's, ends with the audit, and forgets."""

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from flows.prefect_server import TemporaryServer
from tests.proofs.conftest import Figure
from tests.proofs.prefect_api import asked, served_at

STARTS = """
import sys, time
from pathlib import Path
from flows.engine import settle
from flows.prefect_server import TemporaryServer
settle(Path(sys.argv[1]))
server = TemporaryServer(Path(sys.argv[1]), "a:b", 90)
server.wait()
print(server.pid, flush=True)
time.sleep(600)
"""
AUTH = "armslength:an invented password"


def test_a_server_ends_when_the_process_that_started_it_is_killed(tmp_path: Path) -> None:
    starter = subprocess.Popen([sys.executable, "-c", STARTS, str(tmp_path)], stdout=subprocess.PIPE)
    assert starter.stdout is not None
    server = psutil.Process(int(starter.stdout.readline()))
    assert {each.laddr.ip for each in server.net_connections() if each.status == "LISTEN"} == {"127.0.0.1"}
    starter.kill()
    starter.wait()
    starter.stdout.close()
    server.wait(60)
    assert not server.is_running()


def test_what_is_older_than_the_setting_is_deleted_and_its_bytes_are_gone(
    tmp_path: Path, figure: Figure
) -> None:
    home = tmp_path / "prefect"
    with served_at(home, AUTH) as server:
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(server.api_url + "/flows/count")
        os.kill(server.pid, signal.SIGINT)  # as a terminal's Ctrl-C does, which only we obey
        of_old = [remembered(server, f"old-{number}") for number in range(20)]
    assert open_to_others(home) == []
    age(home / "prefect.db")
    with served_at(home, AUTH) as server:
        young = remembered(server, "young")
    database = home / "prefect.db"
    assert told_runs(database) == {young}
    raw = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"old-7" not in raw
    assert b"young" in raw
    assert not [path for path in home.glob("prefect.db-wal") if path.stat().st_size]
    assert open_to_others(home) == []
    figure("M1", f"{len(of_old)} runs older than 90 days with their logs, artifacts and events: no byte left")


def remembered(server: TemporaryServer, name: str) -> str:
    """The id of a run that never ended, with a log line and an artifact, each with the name."""
    flow = asked(server, "/flows/", {"name": "screening"})["id"]
    made = {"name": name, "flow_id": flow, "state": {"type": "RUNNING", "message": name}}
    answer = asked(server, "/flow_runs/", made)
    assert "id" in answer, answer
    run = answer["id"]
    line = {
        "name": name,
        "level": 20,
        "message": name,
        "flow_run_id": run,
        "timestamp": "2026-01-01T00:00:00Z",
    }
    asked(server, "/logs/", [line])
    asked(server, "/artifacts/", {"key": name, "data": name, "flow_run_id": run})
    return str(run)


def age(database: Path) -> None:
    """Make every run and event in the database a hundred days older."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE flow_run SET created = datetime(created, '-100 days')")
        connection.execute("UPDATE events SET occurred = datetime(occurred, '-100 days')")
        connection.execute("UPDATE event_resources SET occurred = datetime(occurred, '-100 days')")


def told_runs(database: Path) -> set[str]:
    """The ids of the runs that any table still speaks of."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT id FROM flow_run UNION SELECT flow_run_id FROM flow_run_state"
            " UNION SELECT flow_run_id FROM log UNION SELECT flow_run_id FROM artifact"
        )
        return {str(each) for (each,) in rows}


def open_to_others(home: Path) -> list[Path]:
    """What another account could open."""
    return [path for path in (home, *home.rglob("*")) if path.stat().st_mode & 0o077]
