"""What the next audit must know of the pairs that were asked about, and no name: sealed to the service.

A pair is a member of staff's contact and a person on the roster, known by its keyed fingerprint. What people
read of it stands in `findings/<pair>.age`, which the service can delete and cannot open.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from schemas.words import Reader
from vault.bundles import pack, unpack
from vault.errors import CannotBeKeptError, NothingKeptError
from vault.ledger import Draft
from vault.shelf import Shelf

FILE = "register.age"

_FINGERPRINT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair. `remembered` is what the policy remembers of it: fingerprints, days, bands and decisions."""

    submission_id: str
    reader: Reader
    remembered: Mapping[str, Any]
    hold_review: str = ""
    """The day on which a hold is to be looked at again; "" where nothing is held."""


class Register:
    """Every pair that is remembered, by its fingerprint."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def pairs(self) -> dict[str, Pair]:
        """All of them; none before the first audit."""
        try:
            facts = unpack("register", self._shelf.get(FILE)).facts
        except NothingKeptError:
            return {}
        return {pair: replace(Pair(**each), reader=Reader(each["reader"])) for pair, each in facts.items()}

    def keep(self, draft: Draft, pairs: Mapping[str, Pair]) -> None:
        """These are all that is remembered from the commit on. A key that is no fingerprint is refused."""
        if not all(map(_FINGERPRINT.fullmatch, pairs)):
            raise CannotBeKeptError("the register holds fingerprints and nothing else")
        facts = {fingerprint: asdict(pair) for fingerprint, pair in pairs.items()}
        draft.write(FILE, self._shelf.sealed(pack("register", {}, facts)))


def finding_file(pair: str) -> str:
    """Where that pair's findings stand, sealed to those who may read them."""
    if not _FINGERPRINT.fullmatch(pair):
        raise NothingKeptError
    return f"findings/{pair}.age"


def hold_file(pair: str) -> str:
    """Where it stands why that pair is held, sealed to those who may read its findings."""
    return finding_file(pair).replace("findings/", "holds/")
