"""What `armslength schedule` answers: each job's next dates, and how the term dates are understood."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flows.jobs.registry import JOBS, Job
from flows.schedules import next_times, school_year, timing, why_never
from flows.workspace import Workspace
from policy.timing import LONDON
from schemas.days import Days, Term

VERSION = 1
SHOWN = 5
SOURCES = {
    "": "No term dates are known.",
    "school.toml": "The terms, as school.toml tells them:",
    "calendar": "The terms, as the calendar is understood:",
}


def schedule_of(workspace: Workspace, now: datetime) -> dict[str, Any]:
    """The answer of `armslength schedule --json`; school.toml's words are told as they are understood."""
    understood = school_year(workspace)
    year = understood.year
    return {
        "version": VERSION,
        "on": now.astimezone(LONDON).date().isoformat(),
        "jobs": [_job(workspace, job, now) for job in JOBS],
        "terms": {
            "source": understood.source,
            "last_day": year.last_day.isoformat() if year.last_day else "",
            "term": [_term(each) for each in year.terms],
            "closed": [each.isoformat() for each in year.days_missed],
            "not_understood": [each.isoformat() for each in understood.not_understood],
        },
    }


def in_words(answer: dict[str, Any]) -> str:
    """The same, to be read."""
    lines = [line for job in answer["jobs"] for line in _job_in_words(job)]
    return "\n".join([*lines, "", *_terms_in_words(answer["terms"])])


def _job(workspace: Workspace, job: Job, now: datetime) -> dict[str, Any]:
    words = timing(workspace, job)
    return {
        "job": job.name,
        "words": str(words),
        "next": [each.isoformat() for each in next_times(workspace, job, now, SHOWN)],
        "why_never": why_never(words, school_year(workspace).year, now, now),
    }


def _term(term: Term) -> dict[str, Any]:
    return {**_days(term), "holidays": [_days(each) for each in term.holidays]}


def _days(days: Days) -> dict[str, str]:
    return {"start": days.start.isoformat(), "end": days.end.isoformat()}


def _job_in_words(job: dict[str, Any]) -> Iterator[str]:
    yield f"{job['job']}: {job['words']}"
    for moment in map(datetime.fromisoformat, job["next"]):
        yield f"  {_day(moment.date())}, {moment:%H:%M}"
    if job["why_never"]:
        yield f"  HAS NO DATE LEFT: {job['why_never']}."


def _terms_in_words(terms: dict[str, Any]) -> Iterator[str]:
    yield SOURCES[terms["source"]]
    for term in terms["term"]:
        holidays = " and ".join(_from_to(each) for each in term["holidays"])
        yield f"  {_from_to(term)}{f', without {holidays}' if holidays else ''}"
    if terms["closed"]:
        yield f"No school on {_listed(terms['closed'])}."
    if terms["not_understood"]:
        yield (
            "Not understood in the calendar, though it speaks of terms or closures: what begins on "
            f"{_listed(terms['not_understood'])}. Write what is wrong or missing into school.toml."
        )


def _from_to(days: dict[str, str]) -> str:
    return " to ".join(_day(date.fromisoformat(days[end])) for end in ("start", "end"))


def _listed(days: list[str]) -> str:
    return "; ".join(_day(date.fromisoformat(each)) for each in days)


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
