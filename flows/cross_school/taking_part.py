"""A school's part: what it has settled, who said yes, and what it takes back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from flows.cross_school.area import FILE, AreaSettings, AreaUnreadable, CrossSchoolDpiaMissing, dpia_stands
from flows.intake import staff_listed
from flows.school import dpia_needed
from flows.settings_file import read_settings
from flows.today import london_today
from flows.trail import told
from flows.workspace import Workspace
from policy.retention import months_after
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import Event
from vault.cross_school import Card, Mailbox, address_of, card_of, school_of, school_signer
from vault.errors import AreaOutOfReachError
from vault.ledger import Draft
from vault.trust_share import Kept


class NoCrossSchool(ConfigurationError):
    """This setting takes no part in cross-school screening."""

    code = "no-cross-school"
    next_step = "It is off by default; [trust] in school.toml names the trust's area: docs/cross-school.md."


class NotAdmitted(ConfigurationError):
    """The trust's area does not know this setting."""

    code = "not-admitted"
    next_step = (
        "Give whoever looks after the area what `armslength cross-school address` shows, for "
        "`armslength cross-school admit`."
    )


class InventedAndReal(ConfigurationError):
    """Either this setting or the trust's area is of invented people, and the other one is not."""

    code = "invented-and-real"
    next_step = "Real people are never screened in an area of invented ones, which needs no assessment."


@dataclass(frozen=True)
class Share:
    """A school's way to its trust's area."""

    workspace: Workspace
    area: Path
    card: Card

    @property
    def address(self) -> str:
        """What the area knows the school's letters by."""
        return address_of(school_signer(self.workspace.keys))

    @cached_property
    def school(self) -> str:
        """The school's id in the trust."""
        return school_of(self.address)

    @property
    def inbox(self) -> Mailbox:
        """What the school hands over."""
        return Mailbox(self.area, "inbox", self.school)

    @property
    def outbox(self) -> Mailbox:
        """What the school collects."""
        return Mailbox(self.area, "outbox", self.school)

    @property
    def marks_key(self) -> bytes:
        """What marks are made with: the same for every school that seals to this area."""
        return str(self.card).encode("ascii")

    @cached_property
    def settings(self) -> AreaSettings:
        """What the area says of itself. Raises `AreaOutOfReachError`."""
        if not (self.area / FILE).is_file():
            raise AreaOutOfReachError
        return read_settings(self.area / FILE, AreaSettings, AreaUnreadable)


def share_of(workspace: Workspace) -> Share | None:
    """The school's way to its area; None where it takes no part."""
    stated = workspace.school.trust
    card = card_of(stated.area_card)
    return Share(workspace, Path(stated.area), card) if stated.area and card else None


def share_needed(workspace: Workspace) -> Share:
    """The same. Raises `NoCrossSchool` where the school takes no part."""
    share = share_of(workspace)
    if share is None:
        raise NoCrossSchool
    return share


def ready(workspace: Workspace) -> Share:
    """The same once both assessments are signed and the area knows the school.

    Raises `NoCrossSchool`, `CrossSchoolDpiaMissing`, `AreaOutOfReachError`, `InventedAndReal`, `NotAdmitted`.
    """
    share = share_needed(workspace)
    stated = workspace.school
    signed = stated.trust.dpia_signed
    if not stated.data_protection.invented and (signed is None or signed > london_today()):
        raise CrossSchoolDpiaMissing
    if dpia_needed(stated) or not dpia_stands(share.settings):
        raise CrossSchoolDpiaMissing
    if share.settings.invented != stated.data_protection.invented:
        raise InventedAndReal
    if share.address not in share.settings.schools:
        raise NotAdmitted
    return share


def answer(workspace: Workspace, staff_ref: str, today: date, *, yes: bool) -> str:
    """Keep what a member of staff said to it; what to say to whoever recorded it.

    A no deletes all that was handed over of them and all that came back. Raises `StaffRefUnknown`.
    """
    vault, draft = workspace.vault, Draft()
    with vault.alone():
        submission_id = vault.submission_id_of(staff_listed(workspace, staff_ref))
        if yes:
            kept = vault.trust_share.kept()
            vault.trust_share.keep(draft, replace(kept, yes={**kept.yes, submission_id: today}))
        else:
            vault.trust_share.forget(draft, [submission_id])
        vault.commit(draft, told(Event.CROSS_SCHOOL_ANSWERED, Reader.SERVICE))
    return "Recorded." if yes else f"Recorded. {taken_back_in_words(workspace, [submission_id])}".strip()


def said_yes(workspace: Workspace, kept: Kept, today: date) -> set[str]:
    """Whose yes counts: given since the school's assessment was signed, and not too long ago."""
    signed = workspace.school.trust.dpia_signed or date.min
    oldest = months_after(today, -workspace.school.retention.participation_months)
    return {each for each, on in kept.yes.items() if max(signed, oldest) <= on <= today}


def take_back(workspace: Workspace, submission_ids: Iterable[str]) -> bool:
    """Nothing of these submissions lies in the area any more; False where the area is out of reach.

    What cannot be taken back now goes with the next hand-over or collection: the ids stay dead.
    """
    share, gone = share_of(workspace), set(submission_ids)
    if share is None or not gone:
        return True
    try:
        for box in (share.inbox, share.outbox):
            box.remove([each for each in box.letters() if each.stem.partition(".")[0] in gone])
    except AreaOutOfReachError:
        return False
    return True


def taken_back_in_words(workspace: Workspace, submission_ids: Iterable[str]) -> str:
    """What a receipt says of the area; nothing at a school that takes no part."""
    if share_of(workspace) is None:
        return ""
    if take_back(workspace, submission_ids):
        return "Nothing of it lies in the trust's area any more. "
    return (
        "The trust's area could not be reached: what lies there, sealed, goes as soon as it can be, and is "
        "never shown to anybody. "
    )
