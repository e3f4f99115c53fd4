"""A folder whose files are all sealed, each to whoever may read it."""

from collections.abc import Iterable
from pathlib import Path

from schemas.words import Reader
from vault.ciphertext import seal, unseal
from vault.errors import NothingKeptError
from vault.keys import Keys
from vault.ledger import Draft, Ledger

FOR_SERVICE = (Reader.SERVICE,)
"""Who reads what the next run needs."""


class Shelf:
    """Puts bytes away as ciphertext, whole or not at all, and gets them back verified."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self.ledger = Ledger(folder)
        self._keys = keys

    def sealed(self, data: bytes, readers: Iterable[Reader] = FOR_SERVICE) -> bytes:
        """The ciphertext that these readers open."""
        return seal(data, self._keys.recipients(readers))

    def put(self, name: str, data: bytes, readers: Iterable[Reader] = FOR_SERVICE) -> None:
        """`name` is a path inside the folder; what stood there before is replaced."""
        self.ledger.commit(Draft({name: self.sealed(data, readers)}))

    def get(self, name: str, identity: str = "") -> bytes:
        """What was put there, with the service's key or another. `NothingKeptError`, `SealBrokenError`."""
        try:
            sealed = (self.folder / name).read_bytes()
        except FileNotFoundError:
            raise NothingKeptError from None
        return unseal(sealed, identity or self._keys.service)
