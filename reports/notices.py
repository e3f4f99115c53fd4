"""What a notice says, by e-mail, of what ran by itself: bands, codes and days, the same words every time.

IT reads what the mail server keeps. So no name is in a notice, of a person, a school, a file or a folder.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.bands import in_bands
from reports.wording import counted, day
from schemas.words import Outcome, Verdict

OUTCOMES = {
    Outcome.CHECKED: "Checked",
    Outcome.COULD_NOT_BE_CHECKED: "Could not be checked, which is not the same as nothing found",
    Outcome.NOT_HANDED_IN: "Handed nothing in",
}
QUESTIONS = {Verdict.TO_CHECK: "Questions to look at"}
NOT_SAID = "not said"

_CODE = re.compile(r"[a-z][A-Za-z0-9_.-]{0,63}|[A-Z][A-Za-z]{0,63}")
_INCIDENT = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Notice:
    """A subject and a text, both of our own words."""

    subject: str
    text: str


def audit_finished(counts: Mapping[str, int], *, for_dsl: bool) -> Notice:
    """How an audit ended, in bands; what was found is for the DSL alone."""
    people = sum(counts.get(each.value, 0) for each in (Outcome.CHECKED, Outcome.COULD_NOT_BE_CHECKED))
    told = in_bands(counts, people)
    lines = OUTCOMES | QUESTIONS if for_dsl else OUTCOMES
    rows = (f"{words}: {told[name.value]}" for name, words in lines.items() if name.value in told)
    next_step = "The documents are in the folder of the audit; open.html gives their words."
    return _notice("An audit has finished", *rows, next_step if for_dsl else "There is nothing to do.")


def job_failed(job: str, code: str, incident: str) -> Notice:
    """That a job did not end well: which, with what code, and the number under which the detail is sealed."""
    return _notice(
        "A job has failed",
        f"Job: {_said(_CODE, job)}",
        f"Code: {_said(_CODE, code)}",
        f"Incident: {_said(_INCIDENT, incident)}",
        "What the code means and what to do next stands in the documentation.",
    )


def policy_overdue(months: int) -> Notice:
    """That the policy's review is overdue."""
    return _notice(
        "The policy's review is overdue",
        f"It is overdue by {counted(months, 'month')}.",
        "Once it has been reviewed, write the date under [policy] in school.toml.",
    )


def term_dates_end(last: date | None) -> Notice:
    """That schedules told in terms have no date to go by soon; `last` is the last day of the last term."""
    return _notice(
        "The term dates run out",
        f"The last term that is known ends on {day(last)}." if last else "No term is known.",
        "Without the next year's dates, what is scheduled by terms does not run.",
    )


def letters_day() -> Notice:
    """That it is a day for letters, whether or not there is anybody to give one to."""
    return _notice(
        "A day for letters",
        "`armslength reminders --letters FILE` says whether a letter is due, and for whom, for the DSL's "
        "passphrase.",
    )


def _notice(subject: str, *lines: str) -> Notice:
    return Notice(
        f"Armslength: {subject[:1].lower()}{subject[1:]}", "\n".join([f"{subject}.", "", *lines, ""])
    )


def _said(form: re.Pattern[str], text: str) -> str:
    return text if form.fullmatch(text) else NOT_SAID
