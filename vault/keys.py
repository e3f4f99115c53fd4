"""The keys of one workspace, and the public halves of those that are not kept here.

service.age             what the next run needs opens with it; readable by the service's account alone
reference.key           references and fingerprints; without it they lead back to nobody
log.key                 the chain of the audit log
dsl.json                the DSL's public halves, and the private ones locked with the DSL's passphrase
second-reviewer.json    the same of the second reviewer
break-glass.pub         the public half of the printed key

In the private mode the first three are one file, which nobody opens without a passphrase or the printed key:

service.locked          sealed to the DSL, the second reviewer and the printed key
"""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes

from pyrage import IdentityError, RecipientError, x25519

from schemas.words import Reader
from vault.ciphertext import new_identity, recipient_of, seal, unseal
from vault.errors import (
    FolderNotOursError,
    KeysDamagedError,
    KeysExistError,
    KeysLockedError,
    KeysMissingError,
    KeysReadableError,
    WrongPassphraseError,
)
from vault.passphrases import five_words
from vault.private_files import others_may_read, private_folder, write_private
from vault.readers import ROUNDS, PersonKeys, make_person_keys, person_keys

SERVICE = "service.age"
REFERENCE = "reference.key"
LOG = "log.key"
PEOPLE = {Reader.DSL: "dsl.json", Reader.SECOND_REVIEWER: "second-reviewer.json"}
BREAK_GLASS = "break-glass.pub"

LOCKED = "service.locked"

FILES = (SERVICE, REFERENCE, LOG, *PEOPLE.values(), BREAK_GLASS)

Opening = Callable[[Mapping[Reader, PersonKeys]], str]
"""Gives the identity of one of these people, or the printed key, for what is locked."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is handed to people when the keys are made, and kept nowhere."""

    dsl: str = field(default_factory=five_words, repr=False)
    """The DSL's passphrase."""
    second_reviewer: str = field(default_factory=five_words, repr=False)
    break_glass: str = field(default_factory=new_identity, repr=False)
    """The printed key, `AGE-SECRET-KEY-1...`."""
    rounds: int = ROUNDS

    def of(self, reader: Reader) -> str:
        """The passphrase of the DSL or of the second reviewer."""
        return {Reader.DSL: self.dsl, Reader.SECOND_REVIEWER: self.second_reviewer}[reader]


@dataclass(frozen=True, slots=True)
class Keys:
    """What the service holds of this workspace's keys. Its `repr` shows none: tracebacks print that."""

    service: str = field(repr=False)
    """The service's age identity, `AGE-SECRET-KEY-1...`."""
    reference: bytes = field(repr=False)
    """32 bytes; without them no reference or fingerprint leads back to a person."""
    log: bytes = field(repr=False)
    """32 bytes; the audit log's."""
    people: Mapping[Reader, PersonKeys] = field(repr=False)
    """The DSL's and the second reviewer's, their private halves locked."""
    break_glass: str = field(repr=False)
    """The recipient of the printed key."""

    def recipients(self, readers: Iterable[Reader]) -> list[str]:
        """The `age1...` recipients of these readers."""
        known = {Reader.SERVICE: recipient_of(self.service), Reader.BREAK_GLASS: self.break_glass}
        known |= {reader: person.recipient for reader, person in self.people.items()}
        return [known[reader] for reader in readers]


def make_keys(folder: Path, secrets: Secrets, *, private: bool = False) -> Keys:
    """New keys, written to the folder. Raises `KeysExistError` rather than replace any."""
    if any((folder / name).exists() for name in (*FILES, LOCKED)):
        raise KeysExistError
    private_folder(folder)
    people = {reader: make_person_keys(reader, secrets.of(reader), secrets.rounds) for reader in PEOPLE}
    keys = Keys(new_identity(), token_bytes(32), token_bytes(32), people, recipient_of(secrets.break_glass))
    for reader, name in PEOPLE.items():
        write_private(folder / name, people[reader].to_json())
    write_private(folder / BREAK_GLASS, keys.break_glass.encode() + b"\n")
    if private:
        write_private(folder / LOCKED, locked_keys(keys))
        return keys
    for name, key in ((REFERENCE, keys.reference), (LOG, keys.log)):
        write_private(folder / name, key.hex().encode() + b"\n")
    write_private(folder / SERVICE, keys.service.encode() + b"\n")
    return load_keys(folder)


def load_keys(folder: Path, opening: Opening | None = None) -> Keys:
    """The keys in the folder; in the private mode `opening` gives the identity that opens the service's.

    Raises `KeysMissingError`, `KeysDamagedError` and `KeysReadableError` (POSIX), each naming the file;
    `FolderNotOursError` where this account may not read them; `KeysLockedError` where nobody can be asked;
    `SealBrokenError` where the identity does not open what is locked.
    """
    if not is_private(folder):
        return Keys(
            service=_identity(_only_line(folder / SERVICE), SERVICE),
            reference=_bytes(folder / REFERENCE),
            log=_bytes(folder / LOG),
            people=_people(folder),
            break_glass=_recipient(_only_line(folder / BREAK_GLASS)),
        )
    people, break_glass = _people(folder), _recipient(_only_line(folder / BREAK_GLASS))
    if opening is None:
        raise KeysLockedError
    try:
        opened = unseal(_read(folder / LOCKED), opening(people))
    except IdentityError:  # typed as the printed key, and none
        raise WrongPassphraseError from None
    return Keys(*_parts(opened), people, break_glass)


def is_private(folder: Path) -> bool:
    """Whether the service's keys in the folder open with a passphrase alone."""
    return (folder / LOCKED).exists()


def service_files(folder: Path) -> tuple[str, ...]:
    """The files of the folder that the service's own keys are in."""
    return (LOCKED,) if is_private(folder) else (SERVICE, REFERENCE, LOG)


def locked_keys(keys: Keys) -> bytes:
    """What `service.locked` holds: all that the service has, for a passphrase or the printed key."""
    facts = {"service": keys.service, "reference": keys.reference.hex(), "log": keys.log.hex()}
    return seal(json.dumps(facts).encode("ascii"), keys.recipients((*PEOPLE, Reader.BREAK_GLASS)))


def _people(folder: Path) -> dict[Reader, PersonKeys]:
    return {reader: _person(folder / name, reader) for reader, name in PEOPLE.items()}


def _parts(opened: bytes) -> tuple[str, bytes, bytes]:
    """The service's identity and its two other keys."""
    try:
        facts = json.loads(opened)
        identity = _identity(facts["service"], LOCKED)
        reference, log = (bytes.fromhex(facts[name]) for name in ("reference", "log"))
    except (ValueError, KeyError, TypeError):
        raise KeysDamagedError(LOCKED) from None
    if (len(reference), len(log)) != (32, 32):
        raise KeysDamagedError(LOCKED)
    return identity, reference, log


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise KeysMissingError(path.name) from None
    except PermissionError:
        raise FolderNotOursError from None
    if others_may_read(path):
        raise KeysReadableError(path.name)
    return data


def _only_line(path: Path) -> str:
    # age-keygen puts comments above an identity.
    lines = _read(path).decode("ascii", "replace").splitlines()
    kept = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if len(kept) != 1:
        raise KeysDamagedError(path.name)
    return kept[0]


def _person(path: Path, reader: Reader) -> PersonKeys:
    data = _read(path)
    with suppress(KeysDamagedError):  # it does not know the name of the file
        person = person_keys(data)
        if person.reader is reader:
            return person
    raise KeysDamagedError(path.name)


def _identity(text: str, file: str) -> str:
    try:
        x25519.Identity.from_str(text)
    except IdentityError:
        raise KeysDamagedError(file) from None
    return text


def _recipient(text: str) -> str:
    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        raise KeysDamagedError(BREAK_GLASS) from None
    return text


def _bytes(path: Path) -> bytes:
    try:
        key = bytes.fromhex(_only_line(path))
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeysDamagedError(path.name)
    return key
