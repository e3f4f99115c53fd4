"""Reminders on paper: one page without a name, and for the DSL alone the list of those it is for.

The page is the same for everybody, so it need not be locked. The list is made of what is kept already and is
written nowhere.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from flows.facts.setting import setting_of
from flows.reminding.due import Member, ask, due, silent, waits_of
from flows.trail import told
from flows.workspace import Workspace
from reports.plain_text import shown
from reports.reminder_letter import parts, reminder_letter
from reports.wording import counted, day
from schemas.words import Reader
from vault.audit_log import Event
from vault.ledger import Draft
from vault.private_files import write_private


def letters(workspace: Workspace, today: date, out: Path) -> tuple[Member, ...]:
    """Write the page, and record a reminder of everybody who is due one: they are whom it is for."""
    ask(workspace, today)
    vault, draft, school = workspace.vault, Draft(), workspace.school
    with vault.alone():
        members = due(workspace, today)
        if members:
            setting = setting_of(school)
            write_private(
                out, reminder_letter(setting, parts(setting, school.data_protection.officer), today)
            )
            people = [each.person for each in members]
            vault.participation.reminded(draft, people, today, waits_of(school), by_letter=True)
            vault.commit(draft, told(Event.REMINDED, Reader.DSL))
    return members


def listed(workspace: Workspace, today: date) -> tuple[date, tuple[Member, ...]]:
    """The day of the latest letters, and whom they are for who have not answered since; today for nobody."""
    members = {each.person: each for each in silent(workspace, today)}
    days = workspace.vault.participation.letters(members)
    latest = max(days.values(), default=today)
    return latest, tuple(members[person] for person, of_person in days.items() if of_person == latest)


def in_words(on: date, members: Iterable[Member]) -> list[str]:
    """The list as the DSL reads it; names as text that moves no terminal."""
    lines = [f"  {shown(each.staff_ref).text}  {shown(each.name).text}" for each in members]
    if not lines:
        return ["There is nobody to give a letter to. `--list` shows the latest ones again."]
    return [
        f"Letters of {day(on)}: {counted(len(lines), 'copy', 'copies')}, one for each of these:",
        *lines,
        "Hand them out unseen by others. This list is for your eyes, and to be thrown away after that.",
    ]
