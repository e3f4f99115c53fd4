"""Notices by e-mail to the DSL and to IT: off without a mail server, and never in the way of what ended.

One that the server does not take waits in IT's own area and is tried again, five times at most. So is one
that may have arrived: twice is better here than not at all. Nothing needs a key, so that it can be told
when the keys are what is wrong.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from flows.boundary import Counts
from flows.ended import Run
from flows.jobs.registry import AUDIT
from flows.mail import Outbox, Server, message, server_of
from flows.mail_errors import MailError
from flows.today import london_today
from flows.workspace import Workspace
from reports import notices
from reports.notices import Notice
from schemas.errors import ArmslengthError
from vault.private_files import alone, write_private

DSL, IT = "dsl", "it"
MOST_TRIES = 5
MOST_WAITING = 20
TRIED_AGAIN_AFTER = timedelta(hours=1)
TOLD_AGAIN_AFTER = timedelta(days=28)
"""What stays as it is, such as a review that is overdue, is told once in so many days."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that is still to be sent. `to` is a post, whose address school.toml has."""

    to: str
    subject: str
    text: str
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of the notices: all of it for IT to see."""

    waiting: tuple[Waiting, ...] = ()
    tried: datetime | None = None
    code: str = ""
    """Why the last one could not be sent; "" where it could."""
    given_up: int = 0
    told: Mapping[str, date] = field(default_factory=dict)
    """The day on which each thing that stays as it is was told last."""


_STANDING = TypeAdapter(Standing)


def after_run(workspace: Workspace, run: Run) -> None:
    """Tell how a run ended, if that is news: that an audit finished, or any job failed. Never raises."""
    if run.failure:
        after_failure(workspace, run.job, run.failure.code, run.failure.incident)
    elif run.totals and run.job == AUDIT.name:
        after_audit(workspace, run.totals)


def after_audit(workspace: Workspace, counts: Counts) -> None:
    """Tell that an audit has finished, in bands; what was found to the DSL alone. Never raises."""
    totals = counts.counts
    of_dsl = notices.audit_finished(totals, for_dsl=True)
    _tell(workspace, {DSL: of_dsl, IT: notices.audit_finished(totals, for_dsl=False)})


def after_failure(workspace: Workspace, job: str, code: str, incident: str) -> None:
    """Tell both that a job has failed, by its code and the incident's number. Never raises."""
    _tell(workspace, dict.fromkeys((DSL, IT), notices.job_failed(job, code, incident)))


def policy_overdue(workspace: Workspace, months: int) -> None:
    """Tell the DSL, once in four weeks, that the policy's review is overdue. Never raises."""
    _tell(workspace, {DSL: notices.policy_overdue(months)}, once="policy-overdue")


def term_dates_end(workspace: Workspace, last: date | None) -> None:
    """Tell both, once in four weeks, that the term dates run out. Never raises."""
    _tell(workspace, dict.fromkeys((DSL, IT), notices.term_dates_end(last)), once="term-dates-end")


def letters_day(workspace: Workspace) -> None:
    """Tell the DSL that it is a day for letters, in the same words whether any is due. Never raises."""
    _tell(workspace, {DSL: notices.letters_day()})


def send_waiting(workspace: Workspace) -> None:
    """Try again what could not be sent an hour ago or earlier; may be called at any time. Never raises."""
    now = standing(workspace)
    if now.waiting and (now.tried is None or datetime.now(UTC) - now.tried >= TRIED_AGAIN_AFTER):
        _tell(workspace, {})


def standing(workspace: Workspace) -> Standing:
    """What became of the notices so far."""
    try:
        return _STANDING.validate_json(_file(workspace).read_bytes())
    except (OSError, ValidationError):  # none yet; or damaged, and then what waited is lost and no more
        return Standing()


def _tell(workspace: Workspace, news: Mapping[str, Notice], once: str = "") -> None:
    # Whatever goes wrong here must not make an audit fail that did not: its own page says how it ended.
    with suppress(Exception):
        if workspace.school.email.host:
            with alone(_file(workspace).with_suffix(".lock")):
                queued = _queued(workspace, standing(workspace), news, once)
                _keep(workspace, queued)
                _keep(workspace, _sent(workspace, queued))


def _queued(workspace: Workspace, before: Standing, news: Mapping[str, Notice], once: str) -> Standing:
    """With what is new, unless it was told not long ago; a post without an address is told nothing."""
    today = london_today()
    if once and today - before.told.get(once, date.min) < TOLD_AGAIN_AFTER:
        return before
    new = [Waiting(to, each.subject, each.text) for to, each in news.items()]
    waiting = [each for each in (*before.waiting, *new) if _address_of(workspace, each.to)]
    dropped = max(0, len(waiting) - MOST_WAITING)
    told = {**before.told, once: today} if once else before.told
    return replace(before, waiting=tuple(waiting[dropped:]), given_up=before.given_up + dropped, told=told)


def _sent(workspace: Workspace, queued: Standing) -> Standing:
    """Without what the server took, and without what was tried often enough."""
    if not queued.waiting:
        return queued
    try:
        server = server_of(workspace)
    except ArmslengthError as error:
        left, code = list(queued.waiting), error.code
    else:
        # It is tried again later, so that what has just ended need not wait for it now.
        left, code = _not_taken(workspace, replace(server, pauses=()), queued.waiting)
    tried = [replace(each, tries=each.tries + 1) for each in left]
    kept = tuple(each for each in tried if each.tries < MOST_TRIES)
    given_up = queued.given_up + len(tried) - len(kept)
    return replace(queued, waiting=kept, tried=datetime.now(UTC), code=code, given_up=given_up)


def _not_taken(
    workspace: Workspace, server: Server, waiting: tuple[Waiting, ...]
) -> tuple[list[Waiting], str]:
    """The notices that the server did not take, and why not the last of them."""
    left: list[Waiting] = []
    error: type[MailError] | None = None
    code = ""
    with Outbox(server) as outbox:
        for each in waiting:
            if error is None or error.is_about_the_address:
                error = outbox.send(message(server, _address_of(workspace, each.to), each.subject, each.text))
            if error:
                left.append(each)
                code = error.code
    return left, code


def _address_of(workspace: Workspace, to: str) -> str:
    email = workspace.school.email
    return {DSL: email.dsl, IT: email.it}[to]


def _keep(workspace: Workspace, now: Standing) -> None:
    write_private(_file(workspace), _STANDING.dump_json(now, indent=2))


def _file(workspace: Workspace) -> Path:
    return workspace.prefect_home / "notices.json"
