"""Checks of what the setting keeps and has settled: keys, log, roster, policy, guides, assessment."""

from datetime import date, timedelta

from flows.format import FORMAT, format_of
from flows.health.answers import Said, State, unsafe_if, warning_if, well
from flows.reviewers import check_reviewers
from flows.schedules import check_dates_left, dates_end, the_moment
from flows.school import dpia_needed
from flows.workspace import Workspace
from reports.guides import FOLDER, guide
from schemas.errors import ConfigurationError
from vault.keys import is_private

ROSTER_IS_OLD = 100
"""Days, about a term: children and parents/carers come and go."""


DATES_AHEAD = timedelta(days=60)
"""For so long term dates should be known: councils publish them a year before."""


def school_read(workspace: Workspace, _: date) -> Said:
    """Of school.toml, which raises what is wrong with it, as do the reviewers it names."""
    check_reviewers(workspace)
    return well("as it should be")


def keys_whole(workspace: Workspace, _: date) -> Said:
    """Of the keys folder: the service's keys, and the public halves of all who read."""
    stated = workspace.school.keys.mode == "private"
    if stated != is_private(workspace.folder / "keys"):
        return Said(
            State.UNSAFE, "school.toml and the keys folder differ on whether the workspace is private"
        )
    people = workspace.keys.people
    return well(f"the service's, and the public halves of {len(people)} people and the printed key")


def format_current(workspace: Workspace, _: date) -> Said:
    """Of the number in the workspace; one that is newer than this version lets no command begin."""
    return warning_if(format_of(workspace.folder) < FORMAT, "made by an earlier version")


def dpia_signed(workspace: Workspace, _: date) -> Said:
    """Of the date in school.toml; invented people need none."""
    if workspace.school.data_protection.invented:
        return well("invented data")
    return unsafe_if(dpia_needed(workspace.school), "no date on which it was signed")


def log_holds(workspace: Workspace, _: date) -> Said:
    """Of the chain of the audit log."""
    verified = workspace.vault.log.verify()
    return (
        well(f"{verified.entries} entries") if verified.holds else Said(State.UNSAFE, "the chain is broken")
    )


def documents_as_kept(workspace: Workspace, _: date) -> Said:
    """Of the digests of all that an audit locked, opening pages among them; what was moved away is none."""
    audits = workspace.vault.audits
    changed = [
        name
        for audit_id in audits.ids()
        for name in audits.changed_documents(audit_id)
        if (audits.folder / audit_id / name).exists()
    ]
    return unsafe_if(changed, f"{len(changed)} not byte for byte what the audit wrote")


def roster_fresh(workspace: Workspace, today: date) -> Said:
    """Of the day the roster was loaded."""
    roster = workspace.kept("roster")
    if roster is None:
        return Said(State.WARNING, "none was loaded yet")
    age = (today - date.fromisoformat(roster.facts["loaded_on"])).days
    return warning_if(age > ROSTER_IS_OLD, f"loaded {age} days ago")


def schedules_run(workspace: Workspace, today: date) -> Said:
    """Of the lines of [schedule], and of the day on which the term dates they are told in end."""
    try:
        check_dates_left(workspace, the_moment(today))
        end = dates_end(workspace)
    except ConfigurationError as error:  # nothing runs by that line, and audits by hand go on as ever
        return Said(State.WARNING, error.code)
    if end is None:
        return well()
    return warning_if(end < today + DATES_AHEAD, f"the term dates end on {end}; add the next year's")


def policy_reviewed(workspace: Workspace, today: date) -> Said:
    """Of the policy's own date for its review."""
    months = workspace.policy.months_overdue(today)
    return warning_if(months, f"{months} months overdue")


def guides_checked(_: Workspace, today: date) -> Said:
    """Of the guides on removing a contact, each with the day it was last held against published help."""
    old = sorted(path.stem for path in FOLDER.glob("*.toml") if guide(path.stem).is_old(today))
    return warning_if(old, ", ".join(old))
