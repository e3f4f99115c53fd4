"""When each job runs by itself: school.toml's words and the school's term dates, as moments.

Prefect is given the moments themselves, written out: see docs/decisions/0016.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from connectors.calendars import TermDates, read_term_dates
from flows.jobs.registry import AUDIT, JOBS, Job
from flows.school_running import Days as HalfTerm
from flows.trail import told
from flows.workspace import Workspace
from policy.school_year import SchoolYear, TermsUnclear
from policy.timing import LONDON, Timing, moment, read_timing
from schemas.days import Days, Term
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import Entry, Event
from vault.ledger import Draft

FAR = timedelta(days=1100)
"""How far ahead moments are looked for; terms are rarely known for longer."""
LONGEST_RULE = 6500
"""Characters of a rule that Prefect takes (`MAX_RRULE_LENGTH`, 3.8.8): about 400 moments."""


class ScheduleNeverRuns(ConfigurationError):
    """A line of [schedule] in school.toml would never run."""

    code = "schedule-never-runs"
    next_step = (
        "Add the coming year's dates under [terms] in school.toml, choose other words, or write “never”; "
        "`armslength schedule` shows what is known."
    )


class CalendarElsewhere(ConfigurationError):
    """The calendar that school.toml names under [terms] is not a file in the workspace."""

    code = "calendar-elsewhere"
    next_step = "Put the .ics file beside school.toml and write its name alone."


@dataclass(frozen=True, slots=True)
class Understood:
    """The school year as it is read, and where it stands."""

    year: SchoolYear
    source: str
    """`school.toml`, `calendar`, or "" where there is none."""
    not_understood: tuple[date, ...] = ()
    """The days of entries of the calendar that speak of terms or closures in words that are not known."""


def the_moment(today: date | None) -> datetime:
    """Now, in UK time; or the beginning of the day that is asked about."""
    return moment(today, time()) if today else datetime.now(LONDON)


def next_times(workspace: Workspace, job: Job, now: datetime, count: int) -> list[datetime]:
    """The next moments of the job after now, in UK time; fewer than `count` where the dates end before.

    Raises `ScheduleUnclear`, `TermsUnclear` and the calendar's errors.
    """
    return _after(workspace, job, now)[:count]


def rrule_of(workspace: Workspace, job: Job, now: datetime) -> str | None:
    """All next moments of the job that Prefect takes, as it reads them with the time zone Europe/London.

    None where the job does not run by itself, and where no date is left.
    """
    return rule_of(_after(workspace, job, now))


def rule_of(moments: Sequence[datetime]) -> str | None:
    """The moments as a rule that Prefect takes, as many as it takes of them; None of none."""
    stamps = [f"{each:%Y%m%dT%H%M%S}" for each in moments]
    if not stamps:
        return None
    start = f"DTSTART:{stamps[0]}\nRDATE:"
    room = (LONGEST_RULE - len(start) + 1) // (len(stamps[0]) + 1)
    return start + ",".join(stamps[:room])


def check(workspace: Workspace, now: datetime | None = None) -> None:
    """Raise `ScheduleNeverRuns` for the first job that is to run by itself and never would.

    To be asked at every start. A schedule of which some date lay after it was begun is not refused, though it
    may have none left until next year's dates are known: a restart in July must not stop everything else.
    """
    today = now or datetime.now(UTC)
    _refuse(workspace, min(today, _begun(_entries(workspace), _mark(workspace)) or today), today)


def check_dates_left(workspace: Workspace, now: datetime) -> None:
    """Raise `ScheduleNeverRuns` for the first job that is to run by itself and has no date left."""
    _refuse(workspace, now, now)


def why_never(words: Timing, year: SchoolYear, since: datetime, now: datetime) -> str:
    """Why a job that is to run by itself has no date after `since`; "" where it has one, or is not to."""
    if not words.clauses or _between(words, year, since, now + FAR):
        return ""
    if year.last_day is None and words.needs_terms:
        return "it is told in terms, and no term dates are known"
    if words.needs_terms and year.last_day is not None and year.last_day < _day(now):
        return f"the term dates ended on {year.last_day}"
    return "no such day is left in the dates that are known"


def begin(workspace: Workspace) -> None:
    """Note in the audit log that audits run by these words from now on, unless its last such note says so.

    What was due before was nobody's to run: see `missed`. To be called by whatever runs the jobs, whenever it
    starts and whenever school.toml was read again.
    """
    mark = _mark(workspace)
    with workspace.vault.alone():
        notes = [each for each in _entries(workspace) if each.what is Event.SCHEDULE_CHANGED]
        if not notes or notes[-1].about != (mark,):
            workspace.vault.commit(Draft(), told(Event.SCHEDULE_CHANGED, Reader.SERVICE, about=(mark,)))


def missed(workspace: Workspace, now: datetime) -> datetime | None:
    """The latest moment at which an audit was due, where none has finished since, by our own ledger.

    One that runs has not finished. What was due before `begin` noted the words of today counts as due to
    nobody, and without any note what was due before the audit log's first entry. Raises `LogBrokenError`.
    """
    entries = _entries(workspace)
    begun = _begun(entries, _mark(workspace))
    if begun is None:
        return None
    answered = [each.moment for each in entries if each.what is Event.AUDIT_FINISHED]
    since = max([begun, now - FAR, *answered])
    words = timing(workspace, AUDIT)
    due = _between(words, _year_for(workspace, words), since, now)
    return due[-1] if due else None


def dates_end(workspace: Workspace) -> date | None:
    """The last day of the terms, where a job is told in terms; None where none is, or no term is known."""
    told_in_terms = any(timing(workspace, job).needs_terms for job in JOBS)
    return school_year(workspace).year.last_day if told_in_terms else None


def timing(workspace: Workspace, job: Job) -> Timing:
    """What the job's line in [schedule] means. Raises `ScheduleUnclear`."""
    return read_timing(getattr(workspace.school.schedule, job.setting), job.setting)


def school_year(workspace: Workspace) -> Understood:
    """The school year that [terms] tells, or the calendar it names, together with its closed days."""
    terms = workspace.school.terms
    if not terms.calendar:
        listed = [Term(each.start, each.end, _holidays(each.half_term)) for each in terms.term]
        return Understood(SchoolYear(listed, terms.closed), "school.toml" if listed else "")
    if terms.term:
        raise TermsUnclear("they stand in school.toml and in a calendar as well")
    path = workspace.folder / terms.calendar
    if path.name != terms.calendar or not path.is_file():
        raise CalendarElsewhere
    changed = path.stat()
    read = _read(path, changed.st_mtime_ns, changed.st_size)
    year = SchoolYear(read.terms, {*read.closed, *terms.closed})
    return Understood(year, "calendar", read.not_understood)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> TermDates:
    """The calendar as it was last written: it is asked for every few seconds while jobs run by themselves."""
    return read_term_dates(path)


def _holidays(half_term: HalfTerm | None) -> tuple[Days, ...]:
    return (Days(half_term.start, half_term.end),) if half_term else ()


def _refuse(workspace: Workspace, since: datetime, now: datetime) -> None:
    year = school_year(workspace).year
    for job in JOBS:
        problem = why_never(timing(workspace, job), year, since, now)
        if problem:
            raise ScheduleNeverRuns(f"{job.setting}: {problem}")


def _after(workspace: Workspace, job: Job, now: datetime) -> list[datetime]:
    words = timing(workspace, job)
    return _between(words, _year_for(workspace, words), now, now + FAR)


def _year_for(workspace: Workspace, words: Timing) -> SchoolYear:
    """The school year where the words speak of it: a calendar that breaks stops nothing else."""
    return school_year(workspace).year if words.needs_terms else SchoolYear()


def _between(words: Timing, year: SchoolYear, after: datetime, until: datetime) -> list[datetime]:
    """The moments after the one, up to the other."""
    # In UTC: two moments of one zone are compared by their clocks, which October turns back.
    first, last = after.astimezone(UTC), until.astimezone(UTC)
    return [
        each
        for each in words.moments(year, Days(_day(after), _day(until)))
        if first < each.astimezone(UTC) <= last
    ]


def _day(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def _begun(entries: Sequence[Entry], mark: str) -> datetime | None:
    """Since when audits are due by the words of that mark; None where they are not begun.

    Where no words were ever noted, since the audit log's first entry.
    """
    notes = [each for each in entries if each.what is Event.SCHEDULE_CHANGED]
    if notes:
        return notes[-1].moment if notes[-1].about == (mark,) else None
    return entries[0].moment if entries else None


def _mark(workspace: Workspace) -> str:
    """What stands for the words of the audit in the log."""
    return workspace.vault.fingerprint("schedule", str(timing(workspace, AUDIT)))


def _entries(workspace: Workspace) -> list[Entry]:
    return [line.entry for line in workspace.vault.log.entries()]
