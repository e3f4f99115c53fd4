"""Reminders by e-mail: one message a person, recorded before it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage

from flows.boundary import Counts
from flows.facts.setting import setting_of
from flows.mail import Outbox, is_address, message, server_of
from flows.mail_errors import MailAddressUnusable, MailError
from flows.notices import letters_day
from flows.reminding.due import Member, ask, due, waits_of
from flows.trail import told
from flows.workspace import Workspace
from reports.reminder_letter import parts, plain_body, subject
from schemas.words import Reader
from vault.audit_log import Entry, Event
from vault.ledger import Draft


@dataclass(slots=True)
class Reminded:
    """How many were due, how many messages the server took, and the codes with which it did not.

    Neither number may be told as it is: see `flows.reminding.answers`.
    """

    due: int
    sent: int = 0
    failed: set[str] = field(default_factory=set)


def remind(workspace: Workspace, today: date) -> Counts:
    """The work of the job: a 1 beside each code with which a message could not be sent, and no number."""
    if not workspace.school.reminders.by_email:
        letters_day(workspace)
    return Counts("reminders", dict.fromkeys(sorted(reminded(workspace, today).failed), 1))


def reminded(workspace: Workspace, today: date) -> Reminded:
    """Send what is due, where school.toml says so; else those who are due wait for a letter.

    Whoever cannot be written to waits for one too. Raises `MailError` where the server takes nothing more:
    those whom it was given no message for are due as before.
    """
    ask(workspace, today)
    members = due(workspace, today)
    done = Reminded(len(members))
    if workspace.school.reminders.by_email:
        if any(each.email and not is_address(each.email) for each in members):
            done.failed.add(MailAddressUnusable.code)
        stopped = _sent(workspace, [each for each in members if is_address(each.email)], today, done)
        if stopped:
            raise stopped
    return done


def _sent(
    workspace: Workspace, members: Iterable[Member], today: date, done: Reminded
) -> type[MailError] | None:
    """Send to one after the other; what fails and is about no single address ends it."""
    server, school = server_of(workspace), workspace.school
    said = parts(setting_of(school), school.data_protection.officer)
    entries = [told(Event.REMINDED, Reader.SERVICE)]
    with Outbox(server) as outbox:
        for member in members:
            error = outbox.ready()
            if error is None and _recorded(workspace, member, today, entries):
                entries = []
                letter = message(server, member.email, subject(said), plain_body(said))
                error = _given(workspace, member, today, outbox, letter)
                done.sent += error is None
            if error and not error.is_about_the_address:
                return error
            if error:
                done.failed.add(error.code)
    return None


def _recorded(workspace: Workspace, member: Member, today: date, entries: Iterable[Entry]) -> bool:
    """Whether the person may still be reminded; from here on they have been."""
    vault, draft, waits = workspace.vault, Draft(), waits_of(workspace.school)
    with vault.alone():
        waiting = vault.hand_ins.waiting()
        answered = not vault.participation.to_remind([member.person], today, waits)
        if answered or not waiting.keys().isdisjoint(vault.submission_ids_of(member.staff_ref)):
            return False
        vault.participation.reminded(draft, [member.person], today, waits)
        vault.commit(draft, *entries)
    return True


def _given(
    workspace: Workspace, member: Member, today: date, outbox: Outbox, letter: EmailMessage
) -> type[MailError] | None:
    """None where the server took it. What is certain not to have arrived was no reminder."""
    error = outbox.send(letter)
    if error and not error.may_have_arrived:
        vault, draft = workspace.vault, Draft()
        with vault.alone():
            vault.participation.not_reminded(draft, member.person, today)
            vault.commit(draft)
    return error
