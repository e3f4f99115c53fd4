"""Whose export it is: the account it names, held against the accounts on the staff list."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from connectors.platforms import platforms
from schemas.errors import HandedInError
from schemas.extract import Extract, Owner, Unread
from vault.store import Submission

ANOTHERS, UNKNOWN, THEIRS, NOT_SAID = "another's", "unknown", "this person's", "not said"


class ExportOfAnotherPerson(HandedInError):
    """The account in this export is another staff member's on the staff list, so nothing of it was kept."""

    code = "export-of-another-person"
    next_step = "Hand it in under that person's reference, or correct the accounts on the staff list."


def whose(owner: Owner, platform: str, staff_ref: str, staff: Sequence[dict[str, Any]]) -> str:
    """Whose account an export is: this person's, another's on the staff list, unknown, or not said."""
    handle = owner.handle.casefold().lstrip("@")
    if not handle:
        return NOT_SAID
    owners = {
        member["staff_ref"]
        for member in staff
        if handle in {_bare(each) for each in member["handles"] if _is_on(each, platform)}
    }
    if staff_ref in owners:
        return THEIRS
    if owners:
        return ANOTHERS
    own: list[str] = next((member["handles"] for member in staff if member["staff_ref"] == staff_ref), [])
    return UNKNOWN if any(_is_on(each, platform) for each in own) else NOT_SAID


def refusal(extract: Extract) -> ExportOfAnotherPerson:
    """Why an export of somebody else's account is not kept."""
    return ExportOfAnotherPerson(platforms()[extract.platform].TITLE)


def without_other_peoples(submission: Submission, staff: Sequence[dict[str, Any]]) -> Submission:
    """The submission without exports that the staff list, perhaps newer than they are, says are another's."""
    anothers = [
        each
        for each in submission.extracts
        if whose(each.owner, each.platform, submission.staff_ref, staff) == ANOTHERS
    ]
    taken = {each.platform for each in anothers}
    unread = (Unread(0, refusal(each).code, refusal(each).message, each.platform) for each in anothers)
    return replace(
        submission,
        extracts=tuple(each for each in submission.extracts if each.platform not in taken),
        unread=(*submission.unread, *unread),
    )


def _bare(account: str) -> str:
    return account.rpartition(":")[2].strip().casefold().lstrip("@")


def _is_on(account: str, platform: str) -> bool:
    stated = account.rpartition(":")[0].strip().casefold()
    return stated in {"", platform}
