"""The vault of one workspace: everything confidential that outlives the process, as ciphertext.

submissions/                                    what waits for an audit: see `hand_ins`
lists/roster.age, staff.age, declarations.age   the latest only, for the service
roster/                                         what the DSL is told of the roster: a locked page
audits/<audit>/                                 documents and pages: see `audits`
findings/<pair>.age                             what people read of a pair, for the DSL or second reviewer
holds/<pair>.age                                why a pair is held, for the same reader
register.age                                    what is remembered of the pairs, without a name
incidents/                                      what failing stages said: see `incidents`
memory.age                                      the last audit's roster, as keyed fingerprints
participation.age                               what staff said to taking part: see `participation`
made.age                                        the day the exports were made that an audit has checked
letterbox.age                                   what lies in the hand-in folder, as keyed fingerprints
roster-source.age                               how the last refresh of the roster ended
cross-school.age, cross-school/                 the part in a trust's screening: see `trust_share`
tombstones                                      opaque ids of those who withdrew
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from schemas.extract import Extract, Unread
from schemas.words import Answer, Reader
from vault import references
from vault.audit_log import AuditLog, Entry, Event
from vault.audits import Audits, looks_locked
from vault.bundles import Bundle, pack, unpack
from vault.errors import CannotBeKeptError, NothingKeptError, SealBrokenError, SealedContentError
from vault.export_days import ExportDays
from vault.hand_ins import HandIns
from vault.incidents import ANYBODY, Incident, incidents, numbered
from vault.keys import Keys
from vault.ledger import Draft
from vault.participation import Participation
from vault.private_files import STALE, sweep
from vault.register import Pair, Register, finding_file, hold_file
from vault.shelf import Shelf
from vault.submissions import HandIn, Question, Submission
from vault.tombstones import Tombstones
from vault.trust_share import TrustShare

__all__ = ["Bundle", "HandIn", "ListName", "Memory", "Question", "Submission", "Vault"]

ListName = Literal["roster", "staff", "declarations"]
ROSTER_PAGE = "roster/quality.pdf"
ROSTER_OPENING = "roster/open.html"

FOLDERS = (
    "keys",
    "submissions",
    "lists",
    "roster",
    "incidents",
    "findings",
    "holds",
    "audits",
    "released",
    "cross-school",
    "log",
)
"""Those of a workspace in which anything is kept."""
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Memory:
    """The roster of an earlier audit: each person's fingerprint, with that of what was known of them."""

    on: date
    fingerprints: dict[str, str]


@dataclass(frozen=True, slots=True)
class Gone:
    """What went with a person, as counts."""

    hand_ins: int
    pairs: int
    pages: int
    held: int
    """Pairs that stay until their hold is lifted."""
    damaged: int
    """Audits that lost everybody's pages and documents, since nobody can tell any more whose is whose."""
    told: bool
    """Whether the audit log could be told of it."""


class Vault:
    """Keeps, opens and forgets. A reference it is given is checked before it becomes part of a path."""

    def __init__(self, folder: Path, keys: Keys, second_copy: Path | None = None) -> None:
        """`second_copy` is where the tombstones stand once more, outside of the workspace.

        A change that a killed process left half-way is carried out, and whoever withdrew after the backup
        that this workspace was put back from is gone again.
        """
        self.folder = folder
        self._keys = keys
        self.shelf = Shelf(folder, keys)
        self.hand_ins = HandIns(self.shelf)
        self.audits = Audits(self.shelf)
        self.export_days = ExportDays(self.shelf)
        self.participation = Participation(self.shelf)
        self.trust_share = TrustShare(self.shelf)
        self.register = Register(self.shelf)
        self.log = AuditLog(folder, keys.log)
        self.tombstones = Tombstones(folder, second_copy)
        self.shelf.ledger.recover()
        for submission_id in sorted(self._came_back()):
            self._forget_again(submission_id, self.tombstones.all()[submission_id])

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else changes the workspace inside the block: for what is read, changed and committed."""
        return self.shelf.ledger.alone()

    def commit(self, draft: Draft, *told: Entry) -> None:
        """Carry the change out, all of it or none, together with what the audit log is told of it."""
        self.shelf.ledger.commit(draft, lambda: dict([self.log.appended(told)]) if told else {})

    def submission_id_of(self, staff_ref: str) -> str:
        """The person's opaque id, the same until they withdraw; `staff_ref` as the staff list writes it."""
        return self.submission_ids_of(staff_ref)[-1]

    def submission_ids_of(self, staff_ref: str) -> list[str]:
        """Every id the person has had, the one of today last: those before were withdrawn."""
        dead = self.tombstones.all()
        ids = [references.submission_id(staff_ref, 0, self._keys)]
        while ids[-1] in dead:
            ids.append(references.submission_id(staff_ref, len(ids), self._keys))
        return ids

    def person_id_of(self, staff_ref: str) -> str:
        """The opaque id under which an answer to taking part stands, whether or not the person withdrew."""
        return self.fingerprint("participation", staff_ref)

    def fingerprint(self, *parts: str) -> str:
        """32 hexadecimal digits that stand for the parts and lead back to none of them."""
        return references.fingerprint(parts, self._keys)

    def keep_submission(
        self,
        staff_ref: str,
        extracts: Sequence[Extract],
        received: date,
        unread: Sequence[Unread] = (),
        questions: Sequence[Question] = (),
        told: Sequence[Entry] = (),
    ) -> str:
        """The id of the submission that this hand-in starts or joins; what is told of it is about that id.

        Whoever had declined takes part again by it, or the counts would say something else.
        """
        hand_in = HandIn(staff_ref, received, tuple(extracts), tuple(unread), tuple(questions))
        return self.keep_hand_in(hand_in, told)

    def keep_hand_in(
        self,
        hand_in: HandIn,
        told: Sequence[Entry] = (),
        beside: Callable[[Draft], object] | None = None,
    ) -> str:
        """`keep_submission` of a hand-in; `beside` adds what else is to change at that moment."""
        with self.alone():  # else the person's id could die before the hand-in is there
            submission_id, draft = self.submission_id_of(hand_in.staff_ref), Draft()
            self.hand_ins.keep(draft, submission_id, hand_in)
            person = self.person_id_of(hand_in.staff_ref)
            if self.participation.answer_of(person) is Answer.DECLINED:
                self.participation.record(draft, person, Answer.YES, hand_in.received)
            if beside:
                beside(draft)
            self.commit(draft, *(replace(each, about=(submission_id,)) for each in told))
        return submission_id

    def forget_person(self, submission_id: str, on: date, *told: Entry, draft: Draft | None = None) -> Gone:
        """Nothing of the submission is left, and never will be again; what went.

        Gone are what waits, what is remembered, the pairs asked about, the pages, what failing stages said
        of it or of several people, and the documents that tell of it; their readers make them again. A pair
        on hold stays until the hold is lifted. What else is to change at that moment stands in the `draft`.

        Neither a damaged audit nor a broken log keeps anybody from leaving: see `Gone`.
        """
        draft = Draft() if draft is None else draft
        with self.alone():
            waiting = self.hand_ins.waiting().get(submission_id, ())
            self.hand_ins.forget(draft, {submission_id: waiting})
            self.export_days.forget(draft, [submission_id])
            self.trust_share.forget(draft, [submission_id])
            entries = self.register.pairs()
            theirs = [pair for pair, entry in entries.items() if entry.submission_id == submission_id]
            pairs = [pair for pair in theirs if not entries[pair].hold_review]
            self.forget_pairs(draft, entries, pairs)
            pages, damaged = self._take_from_audits(draft, submission_id, pairs)
            quoting = (each for each in incidents(self.folder) if each.about in (submission_id, ANYBODY))
            draft.remove(*(each.file for each in quoting))
            self.tombstones.bury(draft, [submission_id], on)
            goes_on = self.log.goes_on()
            self.commit(draft, *told if goes_on else ())
        return Gone(len(waiting), len(pairs), pages, len(theirs) - len(pairs), damaged, goes_on)

    def forget_pairs(self, draft: Draft, entries: Mapping[str, Pair], pairs: Sequence[str]) -> None:
        """These pairs are neither remembered nor readable any more."""
        if pairs:
            draft.remove(*map(finding_file, pairs), *map(hold_file, pairs))
            self.register.keep(draft, {pair: entry for pair, entry in entries.items() if pair not in pairs})

    def keep_tables(
        self, name: ListName, tables: Mapping[str, pa.Table], facts: Mapping[str, Any], *told: Entry
    ) -> None:
        """The list that counts from now on; the one before is gone."""
        self.commit(Draft({f"lists/{name}.age": self.shelf.sealed(pack(name, tables, facts))}), *told)

    def keep_roster(
        self,
        tables: Mapping[str, pa.Table],
        facts: Mapping[str, Any],
        documents: tuple[bytes, bytes],
        staff: pa.Table | None,
        *told: Entry,
    ) -> Path:
        """The roster that counts from now on, with its page; where given, with the staff list loaded with it.

        `documents` are the page, a locked PDF, and the opening page that gives its words. Answers where the
        page lies; raises `CannotBeKeptError` for one that is not locked.
        """
        page, opening = documents
        if not looks_locked(page):
            raise CannotBeKeptError("a document is not locked")
        draft = Draft({ROSTER_PAGE: page, ROSTER_OPENING: opening})
        if staff is not None:
            draft.write("lists/staff.age", self.shelf.sealed(pack("staff", {"staff": staff}, {})))
        draft.write("lists/roster.age", self.shelf.sealed(pack("roster", tables, facts)))
        self.commit(draft, *told)
        return self.folder / ROSTER_PAGE

    def open_tables(self, name: ListName) -> Bundle:
        """The latest list. Raises `NothingKeptError` when there was none yet."""
        return unpack(name, self.shelf.get(f"lists/{name}.age"))

    def keep_incident(self, detail: str, about: str = ANYBODY, reader: Reader = Reader.DSL) -> str:
        """8 hexadecimal digits under which the detail is sealed to that reader, whatever text it is.

        `about` is the submission that it may quote.
        """
        incident, readers = Incident(secrets.token_hex(4), about, reader), (reader, Reader.BREAK_GLASS)
        self.shelf.put(incident.file, detail.encode("utf-8", "backslashreplace"), readers)
        return incident.number

    def open_incident(self, incident_id: str, identity: str) -> str:
        """What the failing stage said, with a reader's identity. `NothingKeptError`, `SealBrokenError`."""
        return self.shelf.get(numbered(self.folder, incident_id).file, identity).decode("utf-8")

    def remember(self, draft: Draft, fingerprints: Mapping[str, str], on: date) -> None:
        """The fingerprints that stand for the roster from now on. Anything but fingerprints is refused."""
        if not all(map(_FINGERPRINT.fullmatch, [*fingerprints, *fingerprints.values()])):
            raise CannotBeKeptError("memory holds fingerprints and nothing else")
        facts = {"on": on.isoformat(), "fingerprints": dict(fingerprints)}
        draft.write("memory.age", self.shelf.sealed(pack("memory", {}, facts)))

    def remembered(self) -> Memory | None:
        """What the last audit knew of the roster; None before the first."""
        if not (self.folder / "memory.age").exists():
            return None
        facts = unpack("memory", self.shelf.get("memory.age")).facts
        return Memory(date.fromisoformat(facts["on"]), facts["fingerprints"])

    def sweep(self, older_than: float = STALE) -> int:
        """How many leftovers of killed processes are gone now: unfinished files and empty folders."""
        ours = [self.folder / name for name in FOLDERS]
        with self.alone():  # what an unfinished change still needs is carried out by now
            folders = [self.folder, *ours, *(path for path in self.audits.folder.rglob("*") if path.is_dir())]
            unfinished = sum(sweep(folder, older_than) for folder in folders)
            return unfinished + self.tombstones.sweep(older_than) + self.audits.sweep()

    def _came_back(self) -> set[str]:
        """Who withdrew and is here all the same: a backup, or some files of one, was put back."""
        dead = self.tombstones.all()
        if not dead:
            return set()
        pairs = self.register.pairs().values()
        here = {*self.hand_ins.waiting(), *(each.about for each in incidents(self.folder))}
        here |= {each.submission_id for each in pairs if not each.hold_review}
        for audit_id in self.audits.ids():
            here |= (self.audits.people(audit_id) or {}).keys()
        return self.tombstones.forgotten_here() | (here & dead.keys())

    def _forget_again(self, submission_id: str, on: date) -> None:
        """The withdrawal of that day once more, for somebody whom a backup brought back."""
        draft = Draft()
        with suppress(NothingKeptError, SealBrokenError, SealedContentError):  # a later command says so
            self._decline(draft, submission_id, on)
        told = Entry(datetime.now(UTC), Event.WITHDRAWN, Reader.SERVICE, (submission_id,))
        self.forget_person(submission_id, on, told, draft=draft)

    def _decline(self, draft: Draft, submission_id: str, on: date) -> None:
        """Whoever withdrew has declined, unless they answered since; only the staff list tells who it was."""
        answered = self.participation.days()
        for staff_ref in map(str, self.open_tables("staff").tables["staff"]["staff_ref"].to_pylist()):
            person = self.person_id_of(staff_ref)
            if submission_id in self.submission_ids_of(staff_ref) and answered.get(person, on) <= on:
                self.participation.record(draft, person, Answer.DECLINED, on)

    def _take_from_audits(self, draft: Draft, submission_id: str, pairs: Sequence[str]) -> tuple[int, int]:
        """How many pages of the person's go, and how many audits are damaged and lose everybody's."""
        pages = damaged = 0
        for audit_id in self.audits.ids():
            people = self.audits.people(audit_id)
            if people is None:
                receipts = self.audits.without_anybody(draft, audit_id)
                damaged += 1
            else:
                receipts = [people[submission_id][0]] if submission_id in people else []
                pages += self.audits.without_person(draft, audit_id, submission_id, pairs)
            draft.remove(*(f"released/{receipt}.pdf" for receipt in receipts))
        return pages, damaged
