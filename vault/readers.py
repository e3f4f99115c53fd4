"""The key pair of a person who reads: two private halves, locked with five words of that person's.

One pair is age's (what is kept sealed for the person), the other is P-256 (what a browser opens, since
browsers do not know age). The public halves stand readable beside the locked private ones, so that whoever
seals needs no passphrase, and the file that holds them opens nothing by itself.
"""

import base64
import json
import re
import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from pyrage import IdentityError, RecipientError, x25519

from schemas.words import Reader
from vault.errors import KeysDamagedError, WrongPassphraseError

VERSION = 1
ROUNDS = 600_000
"""Of PBKDF2 with HMAC-SHA256: OWASP's "Password Storage Cheat Sheet" (2023), the one such function that
every browser has."""
MOST_ROUNDS = 20 * ROUNDS
"""A key file that asks for more is damaged: trying it would take minutes."""
PEOPLE = frozenset({Reader.DSL, Reader.SECOND_REVIEWER})
"""Who has a passphrase. The service has none to type, and the printed key is its own."""


@dataclass(frozen=True, slots=True)
class LockedSecret:
    """Ciphertext of AES-256-GCM, its key made from a passphrase."""

    salt: bytes
    rounds: int
    nonce: bytes
    ciphertext: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """A person's public keys and the locked private ones. None of it is secret."""

    reader: Reader
    recipient: str
    """What is kept is sealed to this, `age1...`."""
    opening: bytes
    """What a browser opens is sealed to this: a point of P-256, uncompressed, 65 bytes."""
    locked: LockedSecret = field(repr=False)

    def to_json(self) -> bytes:
        """The file `keys/<reader>.json`, read again by `person_keys`."""
        facts = {
            "version": VERSION,
            "reader": self.reader.value,
            "recipient": self.recipient,
            "opening": _text(self.opening),
            "locked": locked_facts(self.locked),
        }
        return json.dumps(facts, indent=2).encode("ascii") + b"\n"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A person's private keys. Its `repr` shows none, since tracebacks and logs print those."""

    identity: str = field(repr=False)
    """Opens what is sealed to the recipient, `AGE-SECRET-KEY-1...`."""
    opening: ec.EllipticCurvePrivateKey = field(repr=False)
    """Opens what the opening pages hold."""


def make_person_keys(reader: Reader, passphrase: str, rounds: int = ROUNDS) -> PersonKeys:
    """Fresh keys, the private halves locked with the passphrase.

    Raises ValueError for a reader who is nobody with a passphrase, and for an empty one.
    """
    if reader not in PEOPLE:
        raise ValueError(f"{reader} has no passphrase")
    identity = x25519.Identity.generate()
    unlocked = Unlocked(str(identity), ec.generate_private_key(ec.SECP256R1()))
    locked = _lock(unlocked, reader, passphrase, rounds)
    return PersonKeys(reader, str(identity.to_public()), _point(unlocked.opening), locked)


def unlock(person: PersonKeys, passphrase: str) -> Unlocked:
    """The private keys, for words typed in any case and with any spaces.

    Raises `WrongPassphraseError`, and `KeysDamagedError` where the public halves are not those of the
    private ones: somebody changed the file, and what is sealed to it is not sealed to this person.
    """
    locked = person.locked
    unlocked = _opened(_stretched(passphrase, locked), locked, lock_label(person.reader))
    if unlocked is None:
        raise WrongPassphraseError
    recipient = str(x25519.Identity.from_str(unlocked.identity).to_public())
    if (recipient, _point(unlocked.opening)) != (person.recipient, person.opening):
        raise KeysDamagedError(f"the public keys of {person.reader} are somebody else's")
    return unlocked


def relock(person: PersonKeys, unlocked: Unlocked, new: str, rounds: int = ROUNDS) -> PersonKeys:
    """The same keys behind a new passphrase. Raises ValueError for an empty one."""
    return replace(person, locked=_lock(unlocked, person.reader, new, rounds))


def is_printed_key(typed: str, recipient: str) -> bool:
    """Whether this is the identity, `AGE-SECRET-KEY-1...`, whose public half is the recipient."""
    try:
        return str(x25519.Identity.from_str(typed).to_public()) == recipient
    except IdentityError:
        return False


def person_keys(data: bytes) -> PersonKeys:
    """What `PersonKeys.to_json` wrote. Raises `KeysDamagedError` for anything else."""
    person = _parsed(data)
    if person is None:
        raise KeysDamagedError
    return person


def lock_label(reader: Reader) -> str:
    """What a lock is bound to, so that nobody's keys pass for another's."""
    return f"armslength {VERSION} {reader.value}"


def locked_facts(locked: LockedSecret) -> dict[str, str | int]:
    """The locked secret as JSON, in this module's file and in the opening pages."""
    return {
        "salt": _text(locked.salt),
        "rounds": locked.rounds,
        "nonce": _text(locked.nonce),
        "ciphertext": _text(locked.ciphertext),
    }


def locked_secret(facts: dict[str, Any]) -> LockedSecret:
    """What `locked_facts` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    rounds = facts["rounds"]
    if type(rounds) is not int or not 1 <= rounds <= MOST_ROUNDS:
        raise ValueError("rounds")
    salt, nonce, ciphertext = (_bytes(facts[name]) for name in ("salt", "nonce", "ciphertext"))
    if len(nonce) != 12:
        raise ValueError("nonce")
    return LockedSecret(salt, rounds, nonce, ciphertext)


def as_typed(passphrase: str) -> str:
    """The words whatever keyboard they come from: case, kinds of space and of letter make no difference."""
    # `asTyped` of opening/page.js is its twin, hence the spaces that both languages agree on.
    return re.sub(r"[ \t\n\v\f\r]+", " ", unicodedata.normalize("NFKC", passphrase)).strip(" ").lower()


def _lock(unlocked: Unlocked, reader: Reader, passphrase: str, rounds: int) -> LockedSecret:
    if not as_typed(passphrase):
        raise ValueError("an empty passphrase locks nothing")
    private = unlocked.opening.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    secret = json.dumps({"identity": unlocked.identity, "opening": _text(private)}).encode("ascii")
    lock = LockedSecret(secrets.token_bytes(16), rounds, secrets.token_bytes(12), b"")
    cipher = AESGCM(_stretched(passphrase, lock))
    return replace(lock, ciphertext=cipher.encrypt(lock.nonce, secret, lock_label(reader).encode("ascii")))


def _opened(key: bytes, locked: LockedSecret, label: str) -> Unlocked | None:
    try:
        secret = AESGCM(key).decrypt(locked.nonce, locked.ciphertext, label.encode("ascii"))
    except InvalidTag:
        return None
    halves = json.loads(secret)
    opening = load_der_private_key(_bytes(halves["opening"]), password=None)
    return Unlocked(halves["identity"], cast("ec.EllipticCurvePrivateKey", opening))


def _stretched(passphrase: str, lock: LockedSecret) -> bytes:
    typed = as_typed(passphrase).encode("utf-8", "surrogatepass")
    return PBKDF2HMAC(SHA256(), length=32, salt=lock.salt, iterations=lock.rounds).derive(typed)


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _parsed(data: bytes) -> PersonKeys | None:
    try:
        facts = json.loads(data)
        if facts["version"] != VERSION or facts["reader"] not in PEOPLE:
            return None
        recipient = str(x25519.Recipient.from_str(facts["recipient"]))
        opening = _bytes(facts["opening"])
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), opening)
        locked = locked_secret(facts["locked"])
    except (ValueError, KeyError, TypeError, RecursionError, RecipientError):
        return None
    return PersonKeys(Reader(facts["reader"]), recipient, opening, locked)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
