"""The vault of one workspace: everything confidential that outlives the process, as ciphertext.

submissions/<submission>.<n>-<random>.age       one hand-in
lists/roster.age, staff.age, declarations.age   the latest only
roster/quality.pdf                              what the DSL is told of the roster, locked
audits/<audit>/                                 findings and locked documents
incidents/<incident>.age                        what a failing stage said
memory.age                                      the last audit's roster, as keyed fingerprints
made.age                                        the day the exports were made that an audit has checked
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from schemas.extract import Extract, Unread
from vault import references
from vault.audits import Audits, looks_locked
from vault.bundles import Bundle, pack, unpack
from vault.errors import CannotBeKeptError, NothingKeptError, SealBrokenError, SealedContentError
from vault.export_days import ExportDays
from vault.keys import Keys
from vault.private_files import STALE, remove_files, sweep
from vault.shelf import Shelf
from vault.submissions import (
    HandIn,
    Question,
    Submission,
    merged,
    pack_hand_in,
    unpack_hand_in,
    without_accounts,
)

__all__ = ["Bundle", "HandIn", "ListName", "Memory", "Question", "Submission", "Vault"]

ListName = Literal["roster", "staff", "declarations"]
ROSTER_PAGE = "roster/quality.pdf"

_HAND_IN = re.compile(r"(sub-[0-9a-f]{12})\.(\d+)-[0-9a-f]{8}\.age")
_FOLDERS = ("keys", "submissions", "lists", "roster", "incidents", "audits")
_INCIDENT = re.compile(r"[0-9a-f]{8}")
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Memory:
    """The roster of an earlier audit: each person's fingerprint, with that of what was known of them."""

    on: date
    fingerprints: dict[str, str]


class Vault:
    """Keeps, opens and forgets. A reference it is given is checked before it becomes part of a path."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self._keys = keys
        self._shelf = Shelf(folder, keys)
        self.audits = Audits(self._shelf)
        self.export_days = ExportDays(self._shelf)
        self._seen: dict[str, HandIn] = {}

    def submission_id_of(self, staff_ref: str) -> str:
        """The person's opaque id, the same each time; `staff_ref` as the staff list writes it."""
        return references.submission_id(staff_ref, self._keys)

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
    ) -> str:
        """The id of the submission that this hand-in starts or joins."""
        submission_id = self.submission_id_of(staff_ref)
        hand_in = HandIn(staff_ref, received, tuple(extracts), tuple(unread), tuple(questions))
        bundle = pack_hand_in(submission_id, hand_in)
        number = 1 + max(map(_number, self.submissions().get(submission_id, ())), default=0)
        # The random end keeps two hand-ins apart that arrive at once and take the same number.
        self._shelf.put(f"submissions/{submission_id}.{number}-{secrets.token_hex(4)}.age", bundle)
        return submission_id

    def submissions(self) -> dict[str, tuple[str, ...]]:
        """What waits for an audit: the ids in order, each with the names of its hand-ins, oldest first."""
        files = [path.name for path in (self.folder / "submissions").glob("sub-*.age")]
        names = sorted(filter(_HAND_IN.fullmatch, files), key=lambda name: (_submission(name), _number(name)))
        waiting: dict[str, tuple[str, ...]] = {}
        for name in names:
            waiting[_submission(name)] = (*waiting.get(_submission(name), ()), name)
        return waiting

    def open_submission(self, submission_id: str) -> Submission:
        """All that is there of the submission by now.

        Raises `NothingKeptError`, `SealBrokenError` and `SealedContentError`.
        """
        names = self.submissions().get(submission_id)
        if not names:
            raise NothingKeptError
        return merged(submission_id, [self._hand_in(name) for name in names])

    def hand_ins(self) -> Iterator[HandIn]:
        """Every hand-in that waits for an audit, without its accounts; what no longer opens is left out."""
        for name in (name for names in self.submissions().values() for name in names):
            with suppress(NothingKeptError, SealBrokenError, SealedContentError):  # the audit will say so
                if name not in self._seen:
                    self._seen[name] = without_accounts(self._hand_in(name))
                yield self._seen[name]

    def forget_submissions(self, hand_ins: Mapping[str, Iterable[str]]) -> None:
        """Just the hand-ins that `submissions` or `expired` named are gone; what came since then stays.

        With a submission of which nothing stays goes what is remembered of its earlier exports.
        """
        self.forget_audited(hand_ins)
        self.export_days.forget(hand_ins.keys() - self.submissions().keys())

    def forget_audited(self, hand_ins: Mapping[str, Iterable[str]]) -> None:
        """Just these hand-ins are gone; the days on which their exports were made stay remembered."""
        names = [name for of_one in hand_ins.values() for name in of_one if _HAND_IN.fullmatch(name)]
        remove_files(self.folder / "submissions" / name for name in names)

    def expired(self, today: date, days: int) -> dict[str, tuple[str, ...]]:
        """The hand-ins received more than `days` days before `today`, in the form of `submissions`."""
        first_kept = today - timedelta(days=days)
        old = {
            submission_id: tuple(name for name in names if self._received(name) < first_kept)
            for submission_id, names in self.submissions().items()
        }
        return {submission_id: names for submission_id, names in old.items() if names}

    def keep_tables(self, name: ListName, tables: Mapping[str, pa.Table], facts: Mapping[str, Any]) -> None:
        """The list that counts from now on; the one before is gone."""
        self._shelf.put(f"lists/{name}.age", pack(name, tables, facts))

    def keep_roster(
        self, tables: Mapping[str, pa.Table], facts: Mapping[str, Any], page: bytes, staff: pa.Table | None
    ) -> Path:
        """The roster that counts from now on, with its page; where given, with the staff list loaded with it.

        Nothing is replaced before everything is written. Answers where the page lies, a locked PDF; raises
        `CannotBeKeptError` for one that is not locked.
        """
        if not looks_locked(page):
            raise CannotBeKeptError("a document is not locked")
        bundles = {"lists/staff.age": pack("staff", {"staff": staff}, {})} if staff is not None else {}
        bundles["lists/roster.age"] = pack("roster", tables, facts)
        self._shelf.put_together(bundles, {ROSTER_PAGE: page})
        return self.folder / ROSTER_PAGE

    def open_tables(self, name: ListName) -> Bundle:
        """The latest list. Raises `NothingKeptError` when there was none yet."""
        return unpack(name, self._shelf.get(f"lists/{name}.age"))

    def keep_incident(self, detail: str) -> str:
        """8 hexadecimal digits under which the detail is sealed, whatever text it is."""
        incident_id = secrets.token_hex(4)
        while (self.folder / "incidents" / f"{incident_id}.age").exists():
            incident_id = secrets.token_hex(4)
        self._shelf.put(f"incidents/{incident_id}.age", detail.encode("utf-8", "backslashreplace"))
        return incident_id

    def open_incident(self, incident_id: str) -> str:
        """What the failing stage said. Raises `NothingKeptError`."""
        if not _INCIDENT.fullmatch(incident_id):
            raise NothingKeptError
        return self._shelf.get(f"incidents/{incident_id}.age").decode("utf-8")

    def remember(self, fingerprints: Mapping[str, str], on: date) -> None:
        """The fingerprints that stand for the roster from now on. Anything but fingerprints is refused."""
        if not all(map(_FINGERPRINT.fullmatch, [*fingerprints, *fingerprints.values()])):
            raise CannotBeKeptError("memory holds fingerprints and nothing else")
        facts = {"on": on.isoformat(), "fingerprints": dict(fingerprints)}
        self._shelf.put("memory.age", pack("memory", {}, facts))

    def remembered(self) -> Memory | None:
        """What the last audit knew of the roster; None before the first."""
        if not (self.folder / "memory.age").exists():
            return None
        facts = unpack("memory", self._shelf.get("memory.age")).facts
        return Memory(date.fromisoformat(facts["on"]), facts["fingerprints"])

    def sweep(self, older_than: float = STALE) -> int:
        """How many leftovers of killed processes are gone now: unfinished files and interrupted audits."""
        ours = [self.folder / name for name in _FOLDERS]
        folders = [self.folder, *ours, *(path for path in self.audits.folder.rglob("*") if path.is_dir())]
        return sum(sweep(folder, older_than) for folder in folders) + self.audits.sweep(older_than)

    def _hand_in(self, name: str) -> HandIn:
        return unpack_hand_in(_submission(name), self._shelf.get(f"submissions/{name}"))

    def _received(self, name: str) -> date:
        """The day the hand-in came; the file's own day where it no longer opens, so that it too expires."""
        try:
            return self._hand_in(name).received
        except (SealBrokenError, SealedContentError):
            written = (self.folder / "submissions" / name).stat().st_mtime
        return datetime.fromtimestamp(written, UTC).date()


def _submission(name: str) -> str:
    return name.partition(".")[0]


def _number(name: str) -> int:
    return int(name.partition(".")[2].partition("-")[0])
