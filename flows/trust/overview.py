"""The schools of a trust at one look: by opaque reference, in days, bands and codes, and no name."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from flows.engine import answers
from flows.jobs.registry import AUDIT
from flows.school_running import Part
from flows.today import london_today
from flows.trust.asking import Told, ask_all
from flows.trust.file import REFERENCE, Trust
from flows.trust.totals import BAND, total
from reports.bands import NOT_TOLD
from schemas.errors import ConfigurationError
from schemas.words import Outcome, Verdict

VERSION = 1
TOTALS = (*Outcome, Verdict.TO_CHECK)
Counted = Annotated[str, Field(pattern=rf"^({BAND.pattern}|{NOT_TOLD})$")]
CODE = r"^([A-Za-z][A-Za-z0-9_.-]{0,63})?$"
DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
WORDS = {
    Outcome.CHECKED: "checked",
    Outcome.COULD_NOT_BE_CHECKED: "could not be checked",
    Outcome.NOT_HANDED_IN: "not handed in",
    Verdict.TO_CHECK: "questions asked",
}


class OverviewUnreadable(ConfigurationError):
    """A file given is no overview of another host."""

    code = "overview-unreadable"
    next_step = "Make it there with `armslength trust overview --json`, and bring it as it is."


class Line(Part):
    """One school. What it could not tell is empty or null, and `problems` has the codes of why."""

    school: str = Field(pattern=rf"^{REFERENCE.pattern}$")
    read: bool
    """Whether it could be read at all."""
    last_audit: str = Field(default="", pattern=DAY)
    totals: dict[Outcome | Verdict, Counted] = Field(default_factory=dict)
    ended: str = Field(default="", pattern=CODE)
    """The code with which the last run of the audit failed; empty where it did not."""
    next_audit: str = Field(default="", max_length=40, pattern=r"^[0-9T:+-]*$")
    policy_months_overdue: int | None = Field(default=None, ge=0)
    roster_age_days: int | None = Field(default=None)
    problems: tuple[str, ...] = ()


class Overview(Part):
    """A host's answer, or several hosts' together."""

    version: int = Field(default=VERSION, ge=VERSION, le=VERSION)
    on: str = Field(pattern=DAY)
    schools: tuple[Line, ...]
    totals: dict[str, Any]
    """Made anew wherever it is read."""


def overview(trust: Trust, others: Sequence[Path] = ()) -> dict[str, Any]:
    """The answer of `armslength trust overview --json`; `others` are other hosts' answers.

    Raises `OverviewUnreadable`.
    """
    ours = [line_of(told) for told in ask_all(trust.schools, "status")]
    lines = [*ours, *(line for path in others for line in _read(path).schools)]
    told = Overview(on=london_today().isoformat(), schools=tuple(lines), totals=totals(lines))
    return told.model_dump(mode="json")


def line_of(told: Told) -> Line:
    """One school's line, from its own status."""
    if told.problem:
        return Line(school=told.reference, read=False, problems=(told.problem,))
    status = told.answer
    audit: dict[str, Any] = next(
        (job for job in status["jobs"] if job["job"] == AUDIT.name), {"last": None, "next": ""}
    )
    found = status["last_audit"]["totals"]
    return Line(
        school=told.reference,
        read=True,
        last_audit=status["last_audit"]["on"],
        totals={name: found[name] for name in TOTALS if name in found},
        ended=audit["last"]["code"] if audit["last"] else "",
        next_audit=audit["next"],
        policy_months_overdue=status["policy"]["months_overdue"] if status["policy"]["version"] else None,
        roster_age_days=status["roster"]["age_days"],
        problems=tuple(sorted({each["code"] for each in status["errors"]})),
    )


def totals(lines: Iterable[Line]) -> dict[str, Any]:
    """The schools counted, and their bands added up."""
    schools = list(lines)
    return {
        "schools": len(schools),
        "could_not_be_read": sum(not line.read for line in schools),
        "never_audited": sum(line.read and not line.last_audit for line in schools),
        "last_run_failed": sum(bool(line.ended) for line in schools),
        "policy_overdue": sum(bool(line.policy_months_overdue) for line in schools),
        **{name.value: _total(schools, name) for name in TOTALS},
    }


def in_words(told: dict[str, Any]) -> str:
    """The same, to be read."""
    sums = told["totals"]
    lines = [_in_words(Line.model_validate(each)) for each in told["schools"]]
    of_schools = (
        f"{sums['schools']} schools on {told['on']}: {sums['could_not_be_read']} could not be read, "
        f"{sums['never_audited']} never audited, {sums['last_run_failed']} whose last run failed, "
        f"{sums['policy_overdue']} whose policy is overdue for review."
    )
    of_people = [f"{word.capitalize()}: {sums[name.value]}" for name, word in WORDS.items()]
    return "\n".join([*lines, "", of_schools, *of_people])


def of_host(trust: Trust) -> dict[str, Any]:
    """The answer of `armslength trust status --json`."""
    host, server = trust.told.host, trust.told.server
    return {
        "version": VERSION,
        "host": host.name,
        "limit": host.limit,
        "server_answers": answers(server.api_url),
        "schools": [
            {"school": each.reference, "minutes_later": trust.offset_minutes(each.reference)}
            for each in trust.schools
        ],
    }


def host_in_words(told: dict[str, Any]) -> str:
    """The same, to be read."""
    lines = [f"{each['school']}: {each['minutes_later']} min after its own time" for each in told["schools"]]
    answers_ = "answers" if told["server_answers"] else "does not answer"
    runs = "1 run" if told["limit"] == 1 else f"{told['limit']} runs"
    return "\n".join([f"{told['host']}: {runs} at once. The trust's server {answers_}.", *lines])


def _total(lines: Iterable[Line], name: Outcome | Verdict) -> str:
    """The band of the sum; a school without an audit, or that could not be read, is one that did not tell."""
    return total(line.totals.get(name, NOT_TOLD) for line in lines).in_words


def _in_words(line: Line) -> str:
    if not line.read:
        return f"{line.school}: could not be read: {', '.join(line.problems)}"
    counts = ", ".join(f"{told} {WORDS[name]}" for name, told in line.totals.items())
    audit = f"last audit {line.last_audit}: {counts}" if line.last_audit else "never audited"
    parts = [
        audit,
        f"its last run failed: {line.ended}" if line.ended else "",
        f"next {line.next_audit}" if line.next_audit else "no audit by itself",
        f"policy {line.policy_months_overdue} months overdue" if line.policy_months_overdue else "",
        f"roster {line.roster_age_days} days old" if line.roster_age_days is not None else "no roster",
        f"not told: {', '.join(line.problems)}" if line.problems else "",
    ]
    return f"{line.school}: {'; '.join(filter(None, parts))}"


def _read(path: Path) -> Overview:
    try:
        told: Overview | None = Overview.model_validate(json.loads(path.read_bytes()))
    except (OSError, ValueError):  # a ValidationError is one, and its text is the file's
        told = None
    if told is None:
        raise OverviewUnreadable
    return told
