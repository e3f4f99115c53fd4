"""Whose export it is: the account it names, held against the accounts on the staff list."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from connectors.platforms import platforms
from flows.own_accounts import OwnAccount, own_account
from schemas.errors import HandedInError
from schemas.extract import Extract, Owner, Unread
from vault.store import Submission

ANOTHERS, UNKNOWN, THEIRS, NOT_SAID = "another's", "unknown", "this person's", "not said"


class ExportOfAnotherPerson(HandedInError):
    """Could there be a mix-up? Its account stands on the staff list under another reference."""

    code = "export-of-another-person"
    next_step = (
        "Nothing of it was kept or compared. If it is the right account, ask for the staff list to "
        "be corrected and hand it in again; if not, hand in your own."
    )


def whose(owner: Owner, platform: str, staff_ref: str, staff: Sequence[dict[str, Any]]) -> str:
    """Whose account an export is: this person's, another's on the staff list, unknown, or not said."""
    account = own_account(owner.handle)
    if not account.handle:
        return NOT_SAID
    owners = {
        member["staff_ref"]
        for member in staff
        if any(account.is_same(each) for each in _listed(member, platform))
    }
    if staff_ref in owners:
        return THEIRS
    if owners:
        return ANOTHERS
    own = next((member for member in staff if member["staff_ref"] == staff_ref), None)
    return UNKNOWN if own and _listed(own, platform) else NOT_SAID


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


def _listed(member: dict[str, Any], platform: str) -> list[OwnAccount]:
    """A member's accounts that may be of that platform."""
    accounts = map(own_account, member["handles"])
    return [account for account in accounts if account.handle and account.is_on(platform)]
