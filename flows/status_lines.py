"""What the status page says of each thing: how it stands, what to do next, and who does it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flows.health.records import ROSTER_IS_OLD
from flows.jobs.registry import POLICY_REVIEW, RETENTION
from reports.status_page import Line, State
from reports.wording import counted, day

IT = "IT"
DSL = "the DSL"
BOTH = "the DSL with IT"
BY_HAND_TOO = frozenset({RETENTION.name, POLICY_REVIEW.name})
"""What an audit by hand and this page do as well, so that nobody misses them where nothing runs by itself."""
DISK = {
    "enough": State.WELL,
    "little": State.LOOK,
    "too_little": State.BROKEN,
    "unknown": State.UNKNOWN,
}


def lines(told: dict[str, Any]) -> Iterator[Line]:
    """A line a thing, of a status as `flows.status` tells it; what could not be asked comes last."""
    asked = {each["part"] for each in told["errors"]}
    for part, line in LINES:
        if part not in asked:
            yield from line(told)
    yield from (_not_known(each) for each in told["errors"])


def _serve(told: dict[str, Any]) -> Iterator[Line]:
    running = told["serve"]["running"]
    scheduled = any(each["next"] for each in told["jobs"] if each["job"] not in BY_HAND_TOO)
    if running:
        yield Line("Service", State.WELL, "armslength serve runs")
    elif scheduled and told["mode"] != "private":
        start = "Start it, as docs/operations.md says: nothing runs by itself until then."
        yield Line("Service", State.BROKEN, "armslength serve does not run", start, IT)
    else:
        yield Line("Service", State.WELL, "not needed: audits are begun by hand")


def _jobs(told: dict[str, Any]) -> Iterator[Line]:
    failed = [each["job"] for each in told["jobs"] if each["last"] and each["last"]["code"]]
    if failed:
        what = f"the last run did not end as it should: {', '.join(failed)}"
        yield Line("Jobs", State.LOOK, what, "Look the code up in docs/errors; it says who mends it.", IT)
    elif any(each["last"] for each in told["jobs"]):
        yield Line("Jobs", State.WELL, "each last run ended as it should")
    else:
        yield Line("Jobs", State.UNKNOWN, "none has run yet")


def _roster(told: dict[str, Any]) -> Iterator[Line]:
    age = told["roster"]["age_days"]
    if age is None:
        load = "Load it: armslength roster load FILE."
        yield Line("Roster", State.BROKEN, "none is loaded, so no audit can run", load, BOTH)
        return
    is_old = age > ROSTER_IS_OLD
    ago = f"{counted(age, 'day')} ago" if age else "today"
    loaded = f"loaded on {day(date.fromisoformat(told['roster']['loaded_on']))}, {ago}"
    newer = "Load a newer one: children and parents come and go." if is_old else ""
    yield Line("Roster", State.LOOK if is_old else State.WELL, loaded, newer, BOTH if is_old else "")


def _hand_in(told: dict[str, Any]) -> Iterator[Line]:
    stated = told["hand_in"]
    if stated["reachable"]:
        yield Line("Hand-in folder", State.WELL, "there, and can be looked into")
    elif stated["set_up"]:
        see = "See that it is there and that the service's account may read and delete in it."
        yield Line("Hand-in folder", State.BROKEN, "cannot be reached; what lies in it waits", see, IT)
    else:
        yield Line("Hand-in folder", State.WELL, "none is set up: people hand in by hand")


def _disk(told: dict[str, Any]) -> Iterator[Line]:
    state = DISK[told["disk"]["state"]]
    free = f"{told['disk']['free']} free"
    if state is State.WELL:
        yield Line("Disk", state, free)
    else:
        yield Line("Disk", state, free, "Make room: an audit that finds none changes nothing and fails.", IT)


def _keys(told: dict[str, Any]) -> Iterator[Line]:
    missing = [each["file"] for each in told["keys"] if not each["there"]]
    if missing:
        back = "Put the keys folder back from its backup: without it nothing that is sealed opens."
        yield Line("Keys", State.BROKEN, f"missing: {', '.join(missing)}", back, BOTH)
    else:
        yield Line("Keys", State.WELL, "all there")


def _log(told: dict[str, Any]) -> Iterator[Line]:
    if told["log"]["holds"]:
        yield Line("Audit log", State.WELL, f"whole; its last entry is {told['log']['head'] or 'none yet'}")
    else:
        verify = "Keep a copy of it as it is, run armslength log verify, and tell the DSL."
        yield Line("Audit log", State.BROKEN, "not as it was written", verify, IT)


def _dpia(told: dict[str, Any]) -> Iterator[Line]:
    settled = told["data_protection"]
    if settled["invented"]:
        yield Line("Impact assessment", State.WELL, "not needed: everybody here is invented")
    elif settled["audits_may_start"]:
        signed = day(date.fromisoformat(settled["dpia_signed"]))
        yield Line("Impact assessment", State.WELL, f"signed on {signed}")
    else:
        sign = "Have it signed and record its date: armslength data-protection record --dpia-signed DATE."
        yield Line("Impact assessment", State.BROKEN, "none is recorded, so no audit starts", sign, DSL)


def _policy(told: dict[str, Any]) -> Iterator[Line]:
    months = told["policy"]["months_overdue"]
    if months:
        write = "Review it, and record the day: armslength policy review --on DATE."
        late = f"its review is {counted(months, 'month')} overdue"
        yield Line("Policy", State.LOOK, late, write, DSL)
    else:
        yield Line("Policy", State.WELL, "its review is not due")


def _not_known(error: dict[str, str]) -> Line:
    part = error["part"].replace("_", " ").capitalize()
    look = f"docs/errors/{error['code']}.md says what to do."
    return Line(part, State.UNKNOWN, f"could not be asked: {error['code']}", look, IT)


LINES = (
    ("serve", _serve),
    ("jobs", _jobs),
    ("roster", _roster),
    ("hand_in", _hand_in),
    ("disk", _disk),
    ("keys", _keys),
    ("log", _log),
    ("data_protection", _dpia),
    ("policy", _policy),
)
"""Which part of a status each line is made of."""
