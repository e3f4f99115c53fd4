"""kill -9 of any part of what stays, at any moment: the audit that is due is made once, as if undisturbed.

An audit's slot passed while the machine was off. Then the workspace is served, a part of it is killed (a run,
the worker, the server, the supervisor, or all of them at once, as a power cut does), and it goes on as the
machine would go on. Whatever was killed and when: one audit, the reports of one that nobody disturbed, no run
that Prefect still takes for alive, no process and no readable name left over.
"""

import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import tomlkit

from flows.jobs.registry import AUDIT
from flows.schedules import begin, missed, next_times
from flows.workspace import Workspace
from policy.timing import LONDON
from tests.canary import find_canaries
from tests.flows.conftest import canaries
from tests.flows.rooms import audit
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.schooldays import Place, told, undisturbed, without_prefect
from tests.proofs.serving import (
    MACHINE,
    PARTS,
    RUN,
    Served,
    finished,
    free_port,
    nothing_under_way,
    until,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")

VICTIMS = (RUN, MACHINE, *PARTS[1:])
IN_A_RUN = 12.0
"""Seconds after a run's process began within which it is killed; it works for about as long."""
IN_A_START = 40.0
"""Seconds after a start within which a part is killed, whatever is there by then."""


@pytest.fixture(scope="module")
def due(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A school with hand-ins, whose audit was due a moment ago while nobody was there."""
    folder = tmp_path_factory.mktemp("days")
    place = undisturbed(folder)["audit"].copied(folder / "due")
    slot = datetime.now(LONDON) + timedelta(minutes=2)
    settings = tomlkit.parse((toml := place.opened().school_toml).read_text(encoding="utf-8"))
    settings.setdefault("schedule", {})["audit"] = f"every day at {slot:%H:%M}"
    toml.write_text(tomlkit.dumps(settings), encoding="utf-8")
    workspace = place.opened()
    begin(workspace)
    (moment,) = next_times(workspace, AUDIT, datetime.now(UTC), 1)
    time.sleep(max(0.0, (moment - datetime.now(UTC)).total_seconds()) + 1.0)
    assert missed(workspace, datetime.now(UTC)) == moment
    return place


@pytest.fixture(scope="module")
def expected(due: Place, tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], dict[str, Any]]:
    """What is told of the school after an audit on a day, made without Prefect and without a disturbance."""

    @cache
    def on(day: date) -> dict[str, Any]:
        place = due.copied(tmp_path_factory.mktemp("undisturbed") / "place")
        audit(place.opened(), day)
        return comparable(place)

    return on


def comparable(place: Place) -> dict[str, Any]:
    """What is told of a place, without what only its being served leaves there."""
    known, also = without_prefect(told(place)), ("status", "incidents")
    files = {kind: count for kind, count in known["files"].items() if not any(each in kind for each in also)}
    return known | {"files": files}


def day_of(place: Place) -> date:
    """The day of the one audit."""
    (audit_id,) = Workspace(place.workspace).vault.audits.ids()
    return date.fromisoformat(Workspace(place.workspace).vault.audits.open(audit_id)["on"])


def disturb(served: Served, victim: str, draw: random.Random) -> int:
    """Kill the victim at a moment that is drawn; how many processes that were."""
    if victim == RUN or draw.random() < 0.5:
        served.until(lambda: bool(served.parts()[RUN]) or bool(finished(served.place)))
        time.sleep(draw.uniform(0.0, IN_A_RUN))
    else:
        time.sleep(draw.uniform(0.0, IN_A_START))
        served.until(lambda: victim == MACHINE or bool(served.parts()[victim]))
    return served.kill(victim)


@dataclass(frozen=True)
class Disturbed:
    """How it went with one victim."""

    place: Place
    said: Path
    temporary: Path
    killed: int
    seconds: float
    """From the kill until the audit had finished."""


def disturbed(due: Place, victim: str, draw: random.Random, folder: Path) -> Disturbed:
    """A copy of the place that is due is served, disturbed, goes on, and is stopped once all is quiet."""
    place, said, temporary = due.copied(folder / "place"), folder / "said", folder / "temporary"
    served = Served(place, said, temporary, free_port())
    killed = disturb(served, victim, draw)
    seconds = served.until(lambda: bool(finished(place)))
    served.until(lambda: nothing_under_way(place))
    assert served.stop() == 0, said.read_text(encoding="utf-8")
    until(served.gone)
    return Disturbed(place, said, temporary, killed, seconds)


def test_whatever_is_killed_and_when_the_audit_that_is_due_is_made_once(
    due: Place, expected: Callable[[date], dict[str, Any]], tmp_path: Path, figure: Figure
) -> None:
    draw, many = random.Random(50), amount(len(VICTIMS), 100)  # noqa: S311
    killed: Counter[str] = Counter()
    seconds: list[float] = []
    for number in range(many):
        victim = VICTIMS[number % len(VICTIMS)]
        ended = disturbed(due, victim, draw, tmp_path)
        killed[victim] += bool(ended.killed)
        seconds.append(ended.seconds)
        assert len(finished(ended.place)) == 1, "nothing is done twice"
        assert missed(ended.place.opened(), datetime.now(UTC)) is None
        assert comparable(ended.place) == expected(day_of(ended.place))
        assert find_canaries([ended.place.folder, ended.said, ended.temporary], canaries()) == []
        shutil.rmtree(ended.place.folder)
    assert sum(killed.values()) >= many // 2
    each = ", ".join(f"{what} {count}" for what, count in killed.items())
    took = f"finished {median(seconds):.0f} s after the kill, {max(seconds):.0f} s at most"
    figure("M4", f"{sum(killed.values())} kills ({each}): one audit each, equal to undisturbed; {took}")
