"""What a school hands over to its trust's area: its families, and the lists of those staff who said yes.

As little as matching needs, sealed to the area's key alone: the account that wrote a letter cannot open it
again. It happens before an audit, which forgets the lists.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from expectations.sift import sift_accounts
from flows.boundary import Counts, sealed
from flows.cross_school.area import CrossSchoolDpiaMissing
from flows.cross_school.inbox import LONGEST
from flows.cross_school.letters import (
    FamiliesLetter,
    Stamp,
    SubmissionLetter,
    families_letter,
    submission_letter,
)
from flows.cross_school.taking_part import Share, ready, said_yes, share_of, take_back
from flows.ownership import without_other_peoples
from flows.stages.load import load_roster
from flows.stages.sift import sift_roster
from flows.stages.submissions import outcome_of
from flows.trail import told
from flows.workroom import Drawer, Workroom
from flows.workspace import Workspace
from policy.cross_school import declared_marks, name_marks, person_id, sure_marks
from policy.staff_parents import is_staff_on
from schemas.tables import ACCOUNTS, DECLARATIONS, LINKS, NAMES, PEOPLE
from schemas.words import Answer, Reader
from vault.audit_log import Event
from vault.cross_school import FAMILIES, school_signer, sealed_letter
from vault.ledger import Draft


@dataclass(frozen=True)
class _Handing:
    """One hand-over under way."""

    share: Share
    room: Workroom
    stamp: Stamp

    def sealed(self, stem: str, body: bytes) -> bytes:
        """A letter to the area."""
        signer = school_signer(self.share.workspace.keys)
        return sealed_letter(self.share.inbox.place(stem), body, [self.share.card.recipient], signer)


def hand_over(workspace: Workspace, today: date) -> Counts:
    """Put families and lists into the school's mailbox, in place of what it handed over before.

    Lists that it handed over earlier, whose extracts are gone by now, wait on for their screening. What
    cannot be opened is left out and sealed as an incident; the others go on. Nobody who has withdrawn by the
    end is in it. Raises what `ready` raises, and `RosterMissing` or `StaffListMissing`.
    """
    share = ready(workspace)
    vault, room = workspace.vault, Workroom(f"run-{secrets.token_hex(6)}", today, workspace)
    load_roster(room)
    sift_roster(room)
    handing = _Handing(
        share, room, Stamp(datetime.now(UTC), today, workspace.school.data_protection.invented)
    )
    room.staff_of = _agreed(handing)
    letters, failed = {FAMILIES: _families(handing)}, 0
    for submission_id in sorted(room.staff_of.keys() & vault.hand_ins.waiting().keys()):
        try:
            letters[submission_id] = _submission(handing, submission_id)
        except Exception as error:  # noqa: BLE001 - sealed as an incident; the others go on
            sealed("hand-over", error, Drawer(vault, submission_id, room.reader_of(submission_id)))
            failed += 1
    with vault.alone():
        there = _put(handing, letters)
        draft, kept = Draft(), vault.trust_share.kept()
        staff = _staff_there(handing).keys()  # a yes goes with whoever leaves
        yes = {each: on for each, on in kept.yes.items() if each in staff}
        vault.trust_share.keep(draft, replace(kept, yes=yes, handed_over=there, handed_over_on=today))
        counts = {"submissions": len(there)}
        vault.commit(draft, told(Event.CROSS_SCHOOL_HANDED_OVER, Reader.SERVICE, counts=counts))
    take_back(workspace, vault.tombstones.all())
    return Counts("hand-over", counts | {"failed": failed})


def hand_over_before_audit(workspace: Workspace, today: date) -> None:
    """Hand over if the school takes part. Whatever keeps it from doing so keeps no audit from its work."""
    if share_of(workspace) is None:
        return
    try:
        hand_over(workspace, today)
    except CrossSchoolDpiaMissing:  # it takes no part yet
        return
    except Exception as error:  # noqa: BLE001 - sealed; what was not handed over is said as that
        sealed("hand-over", error, workspace.vault)


def _put(handing: _Handing, letters: Mapping[str, bytes]) -> tuple[str, ...]:
    """The submissions that lie there now: the letters of who does not agree any more are taken back."""
    inbox, agreed = handing.share.inbox, _agreed(handing)
    inbox.put({stem: each for stem, each in letters.items() if stem == FAMILIES or stem in agreed})
    inbox.remove(each for each in inbox.letters() if each.stem != FAMILIES and each.stem not in agreed)
    inbox.remove(inbox.older_than(handing.room.today - LONGEST))
    return tuple(sorted({each.stem for each in inbox.letters()} - {FAMILIES}))


def _agreed(handing: _Handing) -> dict[str, str]:
    """By submission, the staff there are who said yes to it and have not declined since."""
    vault = handing.share.workspace.vault
    yes = said_yes(handing.share.workspace, vault.trust_share.kept(), handing.room.today)
    return {
        submission_id: ref
        for submission_id, ref in _staff_there(handing).items()
        if submission_id in yes
        and vault.participation.answer_of(vault.person_id_of(ref)) is not Answer.DECLINED
    }


def _staff_there(handing: _Handing) -> dict[str, str]:
    """By submission, the staff of that day."""
    room, submission_id_of = handing.room, handing.share.workspace.vault.submission_id_of
    there = [row["staff_ref"] for row in room.staff.to_pylist() if is_staff_on(row, room.today)]
    return {submission_id_of(ref): ref for ref in there}


def _families(handing: _Handing) -> bytes:
    workspace, room = handing.share.workspace, handing.room
    staff = [row for row in room.staff.to_pylist() if is_staff_on(row, room.today)]
    key = handing.share.marks_key
    letter = FamiliesLetter(
        handing.stamp,
        workspace.school.setting.name,
        *_minimal(handing),
        recipients={reader: workspace.keys.recipients([reader])[0] for reader in Reader},
        colleagues=_marks(sure_marks(key, row) for row in staff),
        namesakes=_marks(name_marks(key, row) for row in staff),
    )
    place = handing.share.inbox.place(FAMILIES)
    return handing.sealed(FAMILIES, families_letter(place, letter))


def _submission(handing: _Handing, submission_id: str) -> bytes:
    workspace, room, key = handing.share.workspace, handing.room, handing.share.marks_key
    staff = room.staff.to_pylist()
    submission = without_other_peoples(workspace.vault.hand_ins.open(submission_id), staff)
    declared = workspace.kept("declarations")
    outcome, code = outcome_of(submission)
    own = next(row for row in staff if row["staff_ref"] == submission.staff_ref)
    letter = SubmissionLetter(
        handing.stamp,
        room.reader_of(submission_id),
        _without_days(sift_accounts(submission.accounts).accounts),
        outcome,
        code,
        _marks([sure_marks(key, own)]),
        declared_marks(
            key,
            declared.tables["declarations"] if declared else DECLARATIONS.empty_table(),
            submission.staff_ref,
        ),
    )
    return handing.sealed(submission_id, submission_letter(handing.share.inbox.place(submission_id), letter))


def _minimal(handing: _Handing) -> tuple[pa.Table, pa.Table, pa.Table]:
    """PEOPLE, NAMES and LINKS with names, kinds, e-mail addresses and who belongs to whom, and no more.

    A person's number leads back to nobody without the school's own key, and stays from one time to the next.
    """
    fingerprint, school, roster = (
        handing.share.workspace.vault.fingerprint,
        handing.share.school,
        handing.room.roster,
    )

    def number(original: str) -> str:
        return person_id(school, fingerprint("cross-school", original)[:16])

    people = ({"kind": row["kind"], "email": row["email"]} for row in roster.people.to_pylist())
    ids = map(number, map(str, roster.people["person_id"].to_pylist()))
    return (
        _table(PEOPLE, ({"person_id": one, **row} for one, row in zip(ids, people, strict=True))),
        _table(NAMES, (row | {"person_id": number(row["person_id"])} for row in roster.names.to_pylist())),
        _table(
            LINKS,
            (
                {name: number(row[name]) for name in ("child_id", "adult_id")}
                for row in roster.links.to_pylist()
            ),
        ),
    )


def _table(schema: pa.Schema, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The rows, with nothing where they say nothing."""
    empty = {field.name: _nothing(field) for field in schema}
    return pa.Table.from_pylist([empty | dict(row) for row in rows], schema=schema)


def _nothing(field: Any) -> str | int | None:
    if field.nullable:
        return None
    return "" if field.type == pa.string() else 0


def _without_days(accounts: pa.Table) -> pa.Table:
    place = ACCOUNTS.get_field_index("since")
    return accounts.set_column(place, ACCOUNTS.field(place), pa.nulls(accounts.num_rows, pa.date32()))


def _marks(of_each: Iterable[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*of_each)))
