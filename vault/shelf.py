"""A folder whose files are all sealed with the same keys."""

from collections.abc import Mapping
from pathlib import Path

from vault.ciphertext import seal, unseal
from vault.errors import NothingKeptError
from vault.keys import Keys
from vault.private_files import write_together


class Shelf:
    """Puts bytes away as ciphertext, whole or not at all, and gets them back verified."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self._keys = keys

    def put(self, name: str, data: bytes) -> None:
        """`name` is a path inside the folder; what stood there before is replaced."""
        self.put_together({name: data}, {})

    def put_together(self, sealed: Mapping[str, bytes], documents: Mapping[str, bytes]) -> None:
        """Several at once, none in its place before all are whole; `documents` are locked already."""
        files = {self.folder / name: seal(data, self._keys) for name, data in sealed.items()}
        write_together(files | {self.folder / name: data for name, data in documents.items()})

    def get(self, name: str) -> bytes:
        """What was put there. Raises `NothingKeptError` and `SealBrokenError`."""
        try:
            sealed = (self.folder / name).read_bytes()
        except FileNotFoundError:
            raise NothingKeptError from None
        return unseal(sealed, self._keys)
