"""Submissions that wait for their audit: sealed as they arrive, each hand-in under a key of its own.

submissions/<submission>.<n>-<random>.age       one hand-in, sealed to its own key
submissions/<submission>.<n>-<random>.key       that key, sealed to the service; without it nothing opens
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from vault.ciphertext import new_identity, recipient_of, seal
from vault.errors import NothingKeptError, SealBrokenError, SealedContentError
from vault.ledger import Draft
from vault.shelf import Shelf
from vault.submissions import HandIn, Submission, merged, pack_hand_in, unpack_hand_in, without_accounts

Waiting = dict[str, tuple[str, ...]]
"""Submissions' ids in order, each with the names of its hand-ins, oldest first."""

_HAND_IN = re.compile(r"(sub-[0-9a-f]{12})\.(\d+)-[0-9a-f]{8}\.age")


class HandIns:
    """Keeps, opens and forgets what was handed in."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._folder = shelf.folder / "submissions"
        self._seen: dict[str, HandIn] = {}

    def keep(self, draft: Draft, submission_id: str, hand_in: HandIn) -> None:
        """Add the hand-in to the submission, or begin it."""
        number = 1 + max(map(_number, self.waiting().get(submission_id, ())), default=0)
        # The random end keeps two hand-ins apart that arrive at once and take the same number.
        stem = f"submissions/{submission_id}.{number}-{secrets.token_hex(4)}"
        key = new_identity()
        draft.write(f"{stem}.key", self._shelf.sealed(key.encode()))
        draft.write(f"{stem}.age", seal(pack_hand_in(submission_id, hand_in), [recipient_of(key)]))

    def waiting(self) -> Waiting:
        """What waits for an audit."""
        files = [path.name for path in self._folder.glob("sub-*.age")]
        names = sorted(filter(_HAND_IN.fullmatch, files), key=lambda name: (_submission(name), _number(name)))
        waiting: Waiting = {}
        for name in names:
            waiting[_submission(name)] = (*waiting.get(_submission(name), ()), name)
        return waiting

    def open(self, submission_id: str) -> Submission:
        """All that is there of the submission by now.

        Raises `NothingKeptError`, `SealBrokenError` and `SealedContentError`.
        """
        names = self.waiting().get(submission_id)
        if not names:
            raise NothingKeptError
        return merged(submission_id, [self._hand_in(name) for name in names])

    def all_of(self, submission_id: str) -> Iterator[HandIn | None]:
        """Each hand-in of the submission as it was kept, oldest first; None for one that no longer opens."""
        for name in self.waiting().get(submission_id, ()):
            try:
                yield self._hand_in(name)
            except (SealBrokenError, SealedContentError):
                yield None

    def each(self) -> Iterator[HandIn]:
        """Every hand-in that waits, without its accounts; what no longer opens is left out."""
        for name in (name for names in self.waiting().values() for name in names):
            with suppress(NothingKeptError, SealBrokenError, SealedContentError):  # the audit will say so
                if name not in self._seen:
                    self._seen[name] = without_accounts(self._hand_in(name))
                yield self._seen[name]

    def forget(self, draft: Draft, hand_ins: Mapping[str, Iterable[str]]) -> None:
        """Just the hand-ins that `waiting` or `expired` named; what came since then stays."""
        names = [name for of_one in hand_ins.values() for name in of_one if _HAND_IN.fullmatch(name)]
        draft.remove(*(f"submissions/{name}" for name in names))
        draft.remove(*(f"submissions/{name.removesuffix('.age')}.key" for name in names))

    def received(self) -> dict[str, date]:
        """The day each hand-in that waits came, by its name."""
        return {name: self._received(name) for names in self.waiting().values() for name in names}

    def expired(self, today: date, days: int) -> Waiting:
        """The hand-ins received more than `days` days before `today`, in the form of `waiting`."""
        first_kept = today - timedelta(days=days)
        old = {
            submission_id: tuple(name for name in names if self._received(name) < first_kept)
            for submission_id, names in self.waiting().items()
        }
        return {submission_id: names for submission_id, names in old.items() if names}

    def _hand_in(self, name: str) -> HandIn:
        try:
            key = self._shelf.get(f"submissions/{name.removesuffix('.age')}.key").decode()
        except NothingKeptError:
            raise SealBrokenError from None
        return unpack_hand_in(_submission(name), self._shelf.get(f"submissions/{name}", key))

    def _received(self, name: str) -> date:
        """The day the hand-in came; the file's own day where it no longer opens, so that it too expires."""
        try:
            return self._hand_in(name).received
        except (SealBrokenError, SealedContentError):
            written = (self._folder / name).stat().st_mtime
        return datetime.fromtimestamp(written, UTC).date()


def _submission(name: str) -> str:
    return name.partition(".")[0]


def _number(name: str) -> int:
    return int(name.partition(".")[2].partition("-")[0])
