"""Who is due a reminder: never anybody who said anything, who handed something in, or who ever withdrew."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flows.participation import person_of
from flows.school import School
from flows.workspace import StaffListMissing, Workspace
from policy.staff_parents import is_staff_on
from schemas.errors import ConfigurationError
from vault.ledger import Draft
from vault.participation import Waits

MONTHS_REMEMBERED = 12
"""How long an answer must be kept, at least, where there are reminders."""


class AnswersForgotten(ConfigurationError):
    """Answers are kept so briefly that whoever said no would soon be reminded."""

    code = "answers-forgotten"
    next_step = "Under [retention] let participation_months be 12 or more, or do without reminders."


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on the staff list. `email` is "" where it is not theirs alone: others would read it."""

    staff_ref: str = field(repr=False)
    person: str
    """The opaque id under which their answer would stand."""
    name: str = field(repr=False)
    email: str = field(repr=False)


def waits_of(school: School) -> Waits:
    """How long to wait before each reminder, as school.toml says. Raises `AnswersForgotten`."""
    if school.retention.participation_months < MONTHS_REMEMBERED:
        raise AnswersForgotten
    return Waits(school.reminders.first_after_days, school.reminders.second_after_days)


def ask(workspace: Workspace, today: date, asked_on: date | None = None) -> None:
    """Begin the time of those who are new to us: it runs from `asked_on`, or from this day.

    The staff list does not say when somebody was given the notice; the day on which they are first seen on
    the list without an answer is never before that of the list.
    """
    vault, draft = workspace.vault, Draft()
    with vault.alone():
        vault.participation.ask(draft, (each.person for each in silent(workspace, today)), asked_on or today)
        vault.commit(draft)


def due(workspace: Workspace, today: date) -> tuple[Member, ...]:
    """Those who are due a reminder today. Raises `StaffListMissing` and `AnswersForgotten`."""
    members = {each.person: each for each in silent(workspace, today)}
    waits = waits_of(workspace.school)
    due_now = workspace.vault.participation.to_remind(members, today, waits)
    return tuple(each for person, each in members.items() if person in due_now)


def silent(workspace: Workspace, today: date) -> Iterator[Member]:
    """Those on the staff list today who never handed anything in and never withdrew; an answer they may have.

    Raises `StaffListMissing`; `SealBrokenError` where the record of an audit is damaged, since nobody can
    tell any more who had handed in by then.
    """
    staff = workspace.kept("staff")
    if staff is None:
        raise StaffListMissing
    rows = staff.tables["staff"].to_pylist()
    shared = Counter(_address(row).casefold() for row in rows)
    handed_in = _handed_in(workspace)
    for row in rows:
        *withdrawn, own = workspace.vault.submission_ids_of(row["staff_ref"])
        if is_staff_on(row, today) and not withdrawn and own not in handed_in:
            alone = shared[_address(row).casefold()] == 1
            yield Member(
                staff_ref=row["staff_ref"],
                person=person_of(workspace, row["staff_ref"]),
                name=f"{row['known_as'] or row['forename']} {row['surname']}".strip(),
                email=_address(row) if alone else "",
            )


def _address(row: dict[str, Any]) -> str:
    return str(row["email"]).strip()


def _handed_in(workspace: Workspace) -> set[str]:
    """The ids of those whose hand-in waits, or was in an audit that is still kept."""
    vault = workspace.vault
    audited = (vault.audits.open(each)["outcomes"] for each in vault.audits.ids())
    return {*vault.hand_ins.waiting(), *(submission_id for outcomes in audited for submission_id in outcomes)}
