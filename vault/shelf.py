"""A folder whose files are all sealed with the same keys."""

from pathlib import Path

from vault.ciphertext import seal, unseal
from vault.errors import NothingKeptError
from vault.keys import Keys
from vault.private_files import write_private


class Shelf:
    """Puts bytes away as ciphertext, whole or not at all, and gets them back verified."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self._keys = keys

    def put(self, name: str, data: bytes) -> None:
        """`name` is a path inside the folder; what stood there before is replaced."""
        write_private(self.folder / name, seal(data, self._keys))

    def get(self, name: str) -> bytes:
        """What was put there. Raises `NothingKeptError` and `SealBrokenError`."""
        try:
            sealed = (self.folder / name).read_bytes()
        except FileNotFoundError:
            raise NothingKeptError from None
        return unseal(sealed, self._keys)
