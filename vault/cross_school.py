"""What passes between a school and its trust's area: letters, sealed to their readers and signed.

keys/area.json                              of the area: what it opens, what it signs with, and its log's key
inbox/<school>/<stem>.<random>.age          from the school: the area's key opens it, and no other
outbox/<school>/<stem>.<random>.age         from the area: for readers of that school

A stem is `families`, `told`, or the opaque id of a submission, with its reader in the outbox. A school is
known by 32 hexadecimal digits. Who may write into a mailbox is for the system to say; whoever it lets in can
forge no letter, since each is signed, with the place it was written for.
"""

import errno
import functools
import hmac
import json
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyrage import IdentityError, RecipientError, x25519

from vault.ciphertext import new_identity, recipient_of, seal, unseal
from vault.errors import (
    AreaOutOfReachError,
    KeysDamagedError,
    KeysExistError,
    KeysMissingError,
    KeysReadableError,
    SealBrokenError,
)
from vault.keys import Keys
from vault.private_files import others_may_read, remove_files, settle, sweep, write_part, write_private

P = ParamSpec("P")
R = TypeVar("R")

AREA_KEYS = "keys/area.json"
FAMILIES, TOLD = "families", "told"
SIGNATURE = 64
"""Bytes of an Ed25519 signature (RFC 8032)."""
FOR_THE_OTHER_SIDE = 0o640
"""A letter's mode: the mailbox's group reads it, and what it reads is ciphertext."""

_PERSONS = r"sub-[0-9a-f]{12}(?:\.(?:dsl|second-reviewer))?"
_LETTER = re.compile(rf"({FAMILIES}|{TOLD}|{_PERSONS})\.[0-9a-f]{{8}}\.age")
_SENDER = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class AreaKeys:
    """The keys of a trust's area. Its `repr` shows none: tracebacks print that."""

    identity: str = field(repr=False)
    """Opens what schools hand over, `AGE-SECRET-KEY-1...`."""
    signing: bytes = field(repr=False)
    """32 bytes: a private key of Ed25519."""
    log: bytes = field(repr=False)
    """32 bytes; the audit log's."""

    @property
    def signer(self) -> Ed25519PrivateKey:
        """Signs what goes out."""
        return Ed25519PrivateKey.from_private_bytes(self.signing)

    @property
    def card(self) -> "Card":
        """The public halves."""
        return Card(recipient_of(self.identity), address_of(self.signer))


@dataclass(frozen=True, slots=True)
class Card:
    """What a school has to know of an area: whom it seals to, and who signs. Nothing of it is secret."""

    recipient: str
    """`age1...`."""
    sender: str
    """64 hexadecimal digits: a public key of Ed25519."""

    def __str__(self) -> str:
        """As school.toml has it, read again by `card_of`."""
        return f"{self.recipient}.{self.sender}"


def card_of(text: str) -> Card | None:
    """The card as `str` writes it; None for anything else."""
    recipient, _, sender = text.strip().partition(".")
    return Card(recipient, sender) if is_recipient(recipient) and is_an_address(sender) else None


def is_recipient(text: str) -> bool:
    """Whether something can be sealed to this, an `age1...`."""
    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        return False
    return True


def is_an_address(text: str) -> bool:
    """Whether this is what `address_of` gives."""
    return bool(_SENDER.fullmatch(text))


def address_of(signer: Ed25519PrivateKey) -> str:
    """The public half of what somebody signs with, 64 hexadecimal digits."""
    return signer.public_key().public_bytes_raw().hex()


def school_of(address: str) -> str:
    """The 32 hexadecimal digits by which the area knows the school of that address."""
    return address[:32]


def school_signer(keys: Keys) -> Ed25519PrivateKey:
    """What a school signs with: made of its reference key, so that it is one more secret and no more file."""
    return Ed25519PrivateKey.from_private_bytes(
        hmac.digest(keys.reference, b"armslength cross-school letters", "sha256")
    )


def make_area_keys(area: Path) -> AreaKeys:
    """New keys, written to the area's folder. Raises `KeysExistError` rather than replace any."""
    if (area / AREA_KEYS).exists():
        raise KeysExistError
    keys = AreaKeys(new_identity(), secrets.token_bytes(32), secrets.token_bytes(32))
    facts = {"version": 1, "identity": keys.identity, "signing": keys.signing.hex(), "log": keys.log.hex()}
    write_private(area / AREA_KEYS, json.dumps(facts).encode("ascii"))
    return keys


def load_area_keys(area: Path) -> AreaKeys:
    """The keys of the area. Raises `KeysMissingError`, `KeysReadableError` and `KeysDamagedError`."""
    path = area / AREA_KEYS
    try:
        data = path.read_bytes()
    except (FileNotFoundError, PermissionError):  # another account's are not there for this one
        raise KeysMissingError(path.name) from None
    if others_may_read(path):
        raise KeysReadableError(path.name)
    keys = _area_keys(data)
    if keys is None:
        raise KeysDamagedError(path.name)
    return keys


def _area_keys(data: bytes) -> AreaKeys | None:
    try:
        facts = json.loads(data)
        keys = AreaKeys(facts["identity"], *(bytes.fromhex(facts[name]) for name in ("signing", "log")))
        recipient_of(keys.identity)
    except (ValueError, KeyError, TypeError, RecursionError, IdentityError):
        return None
    return keys if len(keys.signing) == len(keys.log) == 32 else None


def sealed_letter(place: str, body: bytes, recipients: Iterable[str], signer: Ed25519PrivateKey) -> bytes:
    """The body, signed for its place and sealed to these recipients.

    `place` is the mailbox and the stem, such as `inbox/<school>/families`: at another one it is no letter.
    """
    return seal(signer.sign(_signed(place, body)) + body, recipients)


def opened_letter(place: str, letter: bytes, identity: str, sender: str) -> bytes:
    """The body. Raises `SealBrokenError` for another reader, sender or place, and for a changed byte."""
    whole = unseal(letter, identity)
    signature, body = whole[:SIGNATURE], whole[SIGNATURE:]
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(sender)).verify(signature, _signed(place, body))
    except (InvalidSignature, ValueError):
        signed = False
    else:
        signed = True
    if not signed:
        raise SealBrokenError
    return body


def _signed(place: str, body: bytes) -> bytes:
    # A place has no NUL in it, so that no two pairs of place and body are signed as one text.
    return b"armslength cross-school letter 1\0" + place.encode("ascii") + b"\0" + body


@dataclass(frozen=True, slots=True, order=True)
class Letter:
    """A file of a mailbox."""

    stem: str
    name: str


def _within_reach(work: Callable[P, R]) -> Callable[P, R]:
    """What the system refuses is said as its code: its own text has a path in it."""

    @functools.wraps(work)
    def reached(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except OSError as error:
            code = errno.errorcode.get(error.errno or 0, "")
        raise AreaOutOfReachError(code)

    return reached


class Mailbox:
    """A folder that a school and the area both use. A letter is never changed, only put there and removed.

    Everything raises `AreaOutOfReachError` where the folder cannot be used.
    """

    def __init__(self, area: Path, box: str, school: str) -> None:
        """`box` is "inbox" or "outbox", `school` 32 hexadecimal digits."""
        self.name = f"{box}/{school}"
        self.folder = area / box / school

    def place(self, stem: str) -> str:
        """What a letter of that stem is signed for."""
        return f"{self.name}/{stem}"

    def new_name(self, stem: str) -> str:
        """A name that no letter has had: what removes one letter never removes a newer one of its stem."""
        return f"{stem}.{secrets.token_hex(4)}.age"

    @_within_reach
    def letters(self) -> list[Letter]:
        """What lies there, by stem."""
        names = [path.name for path in self.folder.iterdir()]
        found = ((_LETTER.fullmatch(name), name) for name in names)
        return sorted(Letter(match[1], name) for match, name in found if match)

    @_within_reach
    def read(self, letter: Letter) -> bytes | None:
        """The letter as it is; None where it was taken back meanwhile."""
        try:
            return (self.folder / letter.name).read_bytes()
        except FileNotFoundError:
            return None

    @_within_reach
    def older_than(self, day: date) -> list[Letter]:
        """The letters that were put there before that day (UTC), for who cannot open them to see."""
        return [each for each in self.letters() if _written(self.folder / each.name) < day]

    @_within_reach
    def put(self, letters: Mapping[str, bytes]) -> None:
        """Put a letter a stem there, each in place of those of its stem."""
        before = [each for each in self.letters() if each.stem in letters]
        for stem, letter in letters.items():
            place = self.folder / self.new_name(stem)
            part = write_part(place, letter)
            _let_read(part)
            part.replace(place)
        settle(self.folder)
        self.remove(before)

    @_within_reach
    def remove(self, letters: Iterable[Letter]) -> None:
        """None of these is left; one that was gone already is no error."""
        remove_files(self.folder / each.name for each in letters)

    @_within_reach
    def let_the_other_side_read(self) -> None:
        """Letters that a ledger wrote are readable to the mailbox's group, as those put there are."""
        for letter in self.letters():
            _let_read(self.folder / letter.name)

    @_within_reach
    def sweep(self) -> None:
        """What a killed process left half-written is gone."""
        sweep(self.folder)


def _let_read(path: Path) -> None:
    if sys.platform != "win32" and path.stat().st_uid == os.geteuid():
        path.chmod(FOR_THE_OTHER_SIDE)


def _written(path: Path) -> date:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    except FileNotFoundError:  # taken back meanwhile
        return date.max
