"""Sealing: age (https://age-encryption.org/v1) to the service's own key.

Reading verifies the whole before it hands out any of it.
"""

from pyrage import DecryptError, decrypt, encrypt, x25519

from vault.errors import SealBrokenError
from vault.keys import Keys


def seal(data: bytes, keys: Keys) -> bytes:
    """Ciphertext of the data that only these keys open; different each time."""
    return encrypt(data, [_identity(keys).to_public()])


def unseal(data: bytes, keys: Keys) -> bytes:
    """What was sealed. Raises `SealBrokenError` for other keys, a changed byte or a missing end."""
    try:
        return decrypt(data, [_identity(keys)])
    except DecryptError:
        raise SealBrokenError from None


def _identity(keys: Keys) -> x25519.Identity:
    return x25519.Identity.from_str(keys.service)
