"""What the trust's area answered, brought into the school's own workspace. The service opens none of it."""

from dataclasses import replace
from datetime import date
from typing import Any

from flows.boundary import Counts
from flows.cross_school.taking_part import Share, ready, take_back
from flows.trail import told
from flows.workspace import Workspace
from schemas.words import Reader
from vault.audit_log import Event
from vault.bundles import unpack
from vault.cross_school import TOLD, Letter, opened_letter
from vault.errors import SealBrokenError, SealedContentError
from vault.ledger import Draft
from vault.trust_share import Answered


def collect(workspace: Workspace, today: date) -> Counts:
    """Take what lies in the school's mailbox; of whoever withdrew or said no since, nothing.

    Raises what `ready` raises.
    """
    share, vault = ready(workspace), workspace.vault
    with vault.alone():
        draft, kept = Draft(), vault.trust_share.kept()
        letters = share.outbox.letters()
        kept = replace(kept, told=_told(share, letters) or kept.told)
        wanted = kept.yes.keys() - vault.tombstones.all().keys()
        answered: dict[str, date] = {}
        for letter in letters:
            answer = _answer(letter)
            data = share.outbox.read(letter) if answer and answer.submission_id in wanted else None
            if answer and data is not None:
                draft.write(answer.file, data)
                answered[answer.submission_id] = today
        counts = {"answers": len(answered)}
        if letters:
            vault.trust_share.keep(draft, replace(kept, answered={**kept.answered, **answered}))
            vault.commit(draft, told(Event.CROSS_SCHOOL_COLLECTED, Reader.SERVICE, counts=counts))
        share.outbox.remove(letters)
    take_back(workspace, vault.tombstones.all())
    return Counts("collect", counts)


def _answer(letter: Letter) -> Answered | None:
    """Whose answer a letter is, by its name; None for what is told of all."""
    submission_id, _, reader = letter.stem.partition(".")
    return Answered(submission_id, Reader(reader)) if reader else None


def _told(share: Share, letters: list[Letter]) -> dict[str, Any] | None:
    """What the area tells of its last screening as a whole; None where that is not there, or not its own."""
    outbox, keys = share.outbox, share.workspace.keys
    for letter in letters:
        data = outbox.read(letter) if letter.stem == TOLD else None
        if data is None:
            continue
        place = outbox.place(TOLD)
        try:
            return unpack(place, opened_letter(place, data, keys.service, share.card.sender)).facts
        except (SealBrokenError, SealedContentError):
            continue
    return None
