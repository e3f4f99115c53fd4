"""Sealing: age (https://age-encryption.org/v1) to the keys of whoever may read.

Reading verifies the whole before it hands out any of it.
"""

from collections.abc import Iterable

from pyrage import DecryptError, decrypt, encrypt, x25519

from vault.errors import SealBrokenError


def seal(data: bytes, recipients: Iterable[str]) -> bytes:
    """Ciphertext that each of these `age1...` recipients opens alone; different each time."""
    return encrypt(data, [x25519.Recipient.from_str(each) for each in recipients])


def unseal(data: bytes, identity: str) -> bytes:
    """What was sealed. Raises `SealBrokenError` for another key, a changed byte or a missing end."""
    try:
        return decrypt(data, [x25519.Identity.from_str(identity)])
    except DecryptError:
        raise SealBrokenError from None


def recipient_of(identity: str) -> str:
    """The public half of an `AGE-SECRET-KEY-1...`."""
    return str(x25519.Identity.from_str(identity).to_public())


def new_identity() -> str:
    """A key of its own, `AGE-SECRET-KEY-1...`."""
    return str(x25519.Identity.generate())
