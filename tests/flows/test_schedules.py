"""What runs when, by school.toml and by our own ledger, and what is refused before it never runs."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.calendars import CalendarUnclear, CalendarUnreadable
from flows.cli import main
from flows.health.answers import State
from flows.health.records import schedules_run
from flows.jobs.registry import AUDIT, INTAKE, JOBS, POLICY_REVIEW, RETENTION, ROSTER_REFRESH, Job
from flows.schedules import (
    LONGEST_RULE,
    CalendarElsewhere,
    ScheduleNeverRuns,
    begin,
    check,
    check_dates_left,
    dates_end,
    missed,
    next_times,
    rrule_of,
    school_year,
)
from flows.workspace import Workspace, make_workspace
from policy.school_year import TermsUnclear
from policy.timing import FORMS, LONDON, ScheduleUnclear
from schemas.words import Reader
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS
from vault.audit_log import Entry, Event
from vault.ledger import Draft

DOCUMENT = Path(__file__).parents[2] / "docs" / "schedules.md"
CALENDARS = Path(__file__).parents[1] / "connectors" / "calendars"
NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
TERMS = """
[terms]
closed = [2026-11-09]
[[terms.term]]
start = 2026-09-02
end = 2026-12-18
half_term = {start = 2026-10-26, end = 2026-10-30}
[[terms.term]]
start = 2027-01-05
end = 2027-03-25
"""
WORDS = "second Monday of each half-term at 06:15"
SLOTS = ["2026-09-14T06:15:00+01:00", "2026-11-10T06:15:00+00:00", "2027-01-18T06:15:00+00:00"]
Described = Callable[..., Workspace]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("made") / "workspace", SCHOOL, SECRETS).folder


@pytest.fixture
def described(made: Path, tmp_path: Path) -> Described:
    """A workspace whose school.toml has these terms, and these words in [schedule]."""

    def describe(terms: str = TERMS, **words: str) -> Workspace:
        folder = tmp_path / "workspace"
        if not folder.exists():
            shutil.copytree(made, folder)
        schedule = "".join(f"{line} = {json.dumps(told)}\n" for line, told in words.items())
        text = f'[setting]\nname = "Alder Lane"\n[reviewers]\ndsl = "S1"\nsecond_reviewer = "S2"\n{terms}'
        (folder / "school.toml").write_text(f"{text}\n[schedule]\n{schedule}", encoding="utf-8")
        return Workspace(folder)

    return describe


def told(workspace: Workspace, what: Event, *moments: str | datetime) -> None:
    """Write into the audit log that it happened then."""
    for each in moments:
        moment = datetime.fromisoformat(each) if isinstance(each, str) else each
        workspace.vault.commit(Draft(), Entry(moment, what, Reader.SERVICE))


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def shown(workspace: Workspace, *options: str) -> Result:
    arguments = ["schedule", "--workspace", str(workspace.folder), "--today", "2026-11-05", *options]
    return CliRunner().invoke(main, arguments)


def test_every_form_and_every_error_stands_on_the_page() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    errors = (CalendarElsewhere, CalendarUnclear, CalendarUnreadable, ScheduleNeverRuns, ScheduleUnclear)
    assert [form for form in FORMS if f"| `{form}` |" not in page] == []
    assert [error.code for error in (*errors, TermsUnclear) if f"| `{error.code}` |" not in page] == []


def test_a_job_runs_at_the_times_that_its_words_and_the_terms_give(described: Described) -> None:
    workspace = described(audit=WORDS, roster_refresh="every school day at 05:30")
    assert [each.isoformat() for each in next_times(workspace, AUDIT, NOW, 5)] == SLOTS[1:]
    assert next_times(workspace, AUDIT, at(SLOTS[1]), 1) == [at(SLOTS[2])]
    assert f"{next_times(workspace, ROSTER_REFRESH, NOW, 2)[1]:%a %d %b}" == "Tue 10 Nov"
    assert next_times(workspace, INTAKE, NOW, 5) == []


def test_a_time_that_comes_twice_is_over_once_it_came(described: Described) -> None:
    """Two moments of one zone are compared by their clocks, which go back on that day."""
    workspace = described(audit="every day at 01:30")
    between = datetime(2026, 10, 25, 1, 15, tzinfo=LONDON).replace(fold=1)
    assert next_times(workspace, AUDIT, between, 1)[0].date() == date(2026, 10, 26)


def dates_of(rule: str) -> list[datetime]:
    """A rule's dates as `dateutil` reads them, which Prefect asks."""
    return [each.replace(tzinfo=LONDON) for each in rrulestr(rule)]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_prefects_rule_holds_the_same_moments_and_is_short_enough_for_it(
    described: Described, job: Job
) -> None:
    words = ["every day at 00:00; every day at 12:34", "first Monday of each month at 23:59", WORDS]
    for each in words:
        workspace = described(**{job.setting: each})
        rule = rrule_of(workspace, job, NOW)
        assert rule is not None
        assert len(rule) <= LONGEST_RULE
        moments = dates_of(rule)
        assert moments == next_times(workspace, job, NOW, len(moments))
        assert len(moments) >= min(400, len(next_times(workspace, job, NOW, 1000)))


def test_a_job_that_does_not_run_by_itself_has_no_rule_nor_one_whose_dates_are_over(
    described: Described,
) -> None:
    assert rrule_of(described(audit="never"), AUDIT, NOW) is None
    assert rrule_of(described(audit=WORDS), AUDIT, NOW + timedelta(days=365)) is None


def test_what_the_software_comes_with_runs_without_any_term_dates(described: Described) -> None:
    workspace = described(terms="")
    check(workspace, NOW)
    assert next_times(workspace, RETENTION, NOW, 1) == [at("2026-11-06T04:30:00+00:00")]
    assert next_times(workspace, POLICY_REVIEW, NOW, 1) == [at("2026-11-09T07:00:00+00:00")]
    assert dates_end(workspace) is None


@pytest.mark.parametrize(
    ("terms", "words", "day", "why"),
    [
        ("", WORDS, NOW, "audit: it is told in terms, and no term dates are known"),
        (TERMS, WORDS, NOW + timedelta(days=365), "audit: the term dates ended on 2027-03-25"),
        (
            TERMS,
            "first school day of each term at 06:15",
            datetime(2027, 2, 1, tzinfo=UTC),
            "audit: no such day",
        ),
        (TERMS, "every Saturday in term time at 06:15", NOW, "audit: no such day is left"),
        (
            "[[terms.term]]\nstart = 2026-11-02\nend = 2026-11-27\n",
            "fifth Monday of each half-term at 06:15",
            NOW,
            "audit: no such day is left",
        ),
    ],
)
def test_a_schedule_that_would_never_run_is_refused(
    described: Described, terms: str, words: str, day: datetime, why: str
) -> None:
    workspace = described(terms, audit=words)
    for refused in (check, check_dates_left):
        with pytest.raises(ScheduleNeverRuns, match=why):
            refused(workspace, day)
    assert schedules_run(workspace, day.date()).state is State.WARNING


def test_a_schedule_that_ran_and_waits_for_next_years_dates_is_not_refused_at_a_start(
    described: Described,
) -> None:
    """Or a restart in July would stop all that does not ask for terms."""
    workspace, july = described(audit=WORDS), datetime(2027, 7, 1, tzinfo=UTC)
    told(workspace, Event.ROSTER_LOADED, "2026-09-10T09:00:00+00:00")
    check(workspace, july)
    assert rrule_of(workspace, AUDIT, july) is None
    with pytest.raises(ScheduleNeverRuns, match="audit: the term dates ended on 2027-03-25"):
        check_dates_left(workspace, july)
    begin(described(audit="every day at 06:15"))
    with pytest.raises(ScheduleNeverRuns):  # these words are new
        check(described(audit=WORDS), july)


def test_a_line_that_is_not_understood_is_refused(described: Described) -> None:
    with pytest.raises(ScheduleUnclear, match="reminders: "):
        check(described(reminders="whenever Zorvexandra likes"), NOW)


def test_the_terms_stand_in_one_place_alone(described: Described) -> None:
    both = TERMS.replace("[terms]", '[terms]\ncalendar = "terms.ics"')
    with pytest.raises(TermsUnclear):
        check(described(both), NOW)


@pytest.mark.parametrize("name", ["../school.ics", "/etc/hostname", "keys/service.age", "missing.ics", "."])
def test_a_calendar_is_a_file_beside_school_toml(described: Described, name: str) -> None:
    with pytest.raises(CalendarElsewhere):
        check(described(f'[terms]\ncalendar = "{name}"\n'), NOW)


def test_a_calendar_gives_the_terms_and_school_toml_may_close_further_days(described: Described) -> None:
    workspace = described('[terms]\ncalendar = "terms.ics"\nclosed = [2026-09-14]\n', audit=WORDS)
    shutil.copy(CALENDARS / "whole_terms" / "calendar.ics", workspace.folder / "terms.ics")
    moments = [each.isoformat() for each in next_times(workspace, AUDIT, at("2026-09-01T00:00:00+01:00"), 3)]
    assert moments == ["2026-09-15T06:15:00+01:00", *SLOTS[1:]]
    assert school_year(workspace).not_understood == (date(2026, 10, 26), date(2026, 12, 11))
    assert dates_end(workspace) == date(2027, 7, 21)


def test_a_calendar_that_is_written_anew_is_read_anew(described: Described) -> None:
    workspace = described('[terms]\ncalendar = "terms.ics"\n', audit=WORDS)
    shutil.copy(CALENDARS / "whole_terms" / "calendar.ics", workspace.folder / "terms.ics")
    assert dates_end(workspace) == date(2027, 7, 21)
    shutil.copy(CALENDARS / "halves_of_terms" / "calendar.ics", workspace.folder / "terms.ics")
    assert dates_end(workspace) == date(2027, 3, 25)


def test_a_calendar_that_breaks_stops_nothing_that_does_not_ask_for_terms(described: Described) -> None:
    workspace = described('[terms]\ncalendar = "terms.ics"\n', audit=WORDS)
    (workspace.folder / "terms.ics").write_text("<html>Please sign in</html>", encoding="utf-8")
    assert next_times(workspace, RETENTION, NOW, 1) == [at("2026-11-06T04:30:00+00:00")]
    for refused in (check, check_dates_left):
        with pytest.raises(CalendarUnreadable):
            refused(workspace, NOW)
    with pytest.raises(CalendarUnreadable):
        next_times(workspace, AUDIT, NOW, 1)
    assert schedules_run(workspace, NOW.date()).detail == "calendar-unreadable"


def test_the_command_shows_each_jobs_dates_and_how_the_terms_are_understood(described: Described) -> None:
    workspace = described('[terms]\ncalendar = "terms.ics"\n', audit=WORDS)
    shutil.copy(CALENDARS / "whole_terms" / "calendar.ics", workspace.folder / "terms.ics")
    said = shown(workspace)
    assert said.exit_code == 0
    assert "audit: second Monday of each half-term at 06:15\n  Tue 10 Nov 2026, 06:15\n" in said.output
    assert "  Wed 2 Sep 2026 to Fri 18 Dec 2026, without Mon 26 Oct 2026 to Fri 30 Oct 2026\n" in said.output
    assert "No school on Mon 9 Nov 2026; Mon 3 May 2027.\n" in said.output
    assert "what begins on Mon 26 Oct 2026; Fri 11 Dec 2026." in said.output
    answer = json.loads(shown(workspace, "--json").output)
    assert len(answer["jobs"]) == len(JOBS)
    assert answer["jobs"][0]["next"][0] == SLOTS[1]
    assert len(answer["jobs"][3]["next"]) == 5


def test_the_command_says_what_would_never_run_and_fails(described: Described) -> None:
    said = shown(described(terms="", audit=WORDS))
    assert said.exit_code == 5
    assert "  HAS NO DATE LEFT: it is told in terms, and no term dates are known." in said.output
    assert "[schedule-never-runs]" in said.output


def test_the_doctor_warns_before_the_term_dates_end(described: Described) -> None:
    workspace = described(audit="every school day at 06:15")
    assert schedules_run(workspace, date(2027, 1, 24)).state is State.OK
    assert schedules_run(workspace, date(2027, 1, 25)).detail == (
        "the term dates end on 2027-03-25; add the next year's"
    )


def test_an_audit_that_was_due_and_did_not_finish_is_missed_until_one_finishes(described: Described) -> None:
    workspace = described(audit=WORDS)
    told(workspace, Event.ROSTER_LOADED, "2026-09-10T09:00:00+00:00")
    assert missed(workspace, at(SLOTS[0]) - timedelta(seconds=1)) is None
    assert missed(workspace, at(SLOTS[0])) == at(SLOTS[0])
    told(workspace, Event.AUDIT_FINISHED, at(SLOTS[0]) + timedelta(days=3))
    assert missed(workspace, at(SLOTS[1]) - timedelta(seconds=1)) is None
    assert missed(workspace, at(SLOTS[2]) + timedelta(days=1)) == at(SLOTS[2])


def test_an_audit_that_finished_before_the_moment_does_not_answer_it(described: Described) -> None:
    workspace = described(audit=WORDS)
    told(workspace, Event.ROSTER_LOADED, "2026-09-10T09:00:00+00:00")
    told(workspace, Event.AUDIT_FINISHED, at(SLOTS[0]) - timedelta(seconds=1))
    assert missed(workspace, NOW) == at(SLOTS[0])


def test_what_was_due_before_anything_was_kept_is_not_missed(described: Described) -> None:
    workspace = described(audit=WORDS)
    assert missed(workspace, NOW) is None
    told(workspace, Event.ROSTER_LOADED, at(SLOTS[0]) + timedelta(hours=1))
    assert missed(workspace, NOW) is None


def test_what_was_due_before_its_words_were_begun_is_not_missed(described: Described) -> None:
    workspace = described(audit="never")
    told(workspace, Event.ROSTER_LOADED, "2020-01-01T00:00:00+00:00")
    begin(workspace)
    begin(workspace)
    entries = [line.entry for line in workspace.vault.log.entries()]
    assert [each.what for each in entries] == [Event.ROSTER_LOADED, Event.SCHEDULE_CHANGED]
    begun, later = entries[-1].moment, datetime.now(UTC) + timedelta(days=8)
    workspace = described(audit="every day at 06:15")
    assert missed(workspace, later) is None
    begin(workspace)
    due = missed(workspace, later)
    assert due is not None
    assert begun < due <= later


def test_other_words_for_the_same_and_new_term_dates_begin_nothing(described: Described) -> None:
    begin(described(audit=WORDS))
    again = described("[[terms.term]]\nstart = 2027-01-05\nend = 2027-03-25\n", audit=WORDS.upper())
    begin(again)
    assert len(list(again.vault.log.entries())) == 1


def test_where_no_audit_runs_by_itself_none_is_missed(described: Described) -> None:
    workspace = described(audit="never")
    told(workspace, Event.ROSTER_LOADED, "2026-09-10T09:00:00+00:00")
    assert missed(workspace, NOW) is None


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 240 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds - 60 * 86_400)),
    st.sampled_from(["every day at 01:30", WORDS, "every Monday at 00:00"]),
)
def test_what_is_missed_was_due_and_what_is_next_is_to_come(
    described: Described, now: datetime, words: str
) -> None:
    workspace = described(audit=words)
    if not list(workspace.vault.log.entries()):
        told(workspace, Event.ROSTER_LOADED, "2026-09-01T00:00:00+00:00")
        told(workspace, Event.AUDIT_FINISHED, "2026-10-25T00:30:00+00:00")
    due = missed(workspace, now)
    following = next_times(workspace, AUDIT, now, 3)
    if due is not None:
        assert at("2026-10-25T00:30:00+00:00") < due.astimezone(UTC) <= now.astimezone(UTC)
        assert next_times(workspace, AUDIT, due, 1) == following[:1]
    assert all(each.astimezone(UTC) > now.astimezone(UTC) for each in following)
