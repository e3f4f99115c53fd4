"""The keys of one workspace: four small files that only the service's account can read."""

from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes

from pyrage import IdentityError, x25519

from vault.errors import (
    FolderNotOursError,
    KeysDamagedError,
    KeysExistError,
    KeysMissingError,
    KeysReadableError,
)
from vault.passphrases import five_words
from vault.private_files import others_may_read, private_folder, write_private

SERVICE = "service.age"
REFERENCE = "reference.key"
DSL = "dsl.passphrase"
SECOND = "second-reviewer.passphrase"


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens this workspace. Its `repr` shows no key, since tracebacks and logs print those."""

    service: str = field(repr=False)
    """The age identity everything is sealed to, `AGE-SECRET-KEY-1...`."""
    reference: bytes = field(repr=False)
    """32 bytes; without them no reference or fingerprint leads back to a person."""
    dsl_passphrase: str = field(repr=False)
    """What opens the DSL's documents."""
    second_passphrase: str = field(repr=False)
    """What opens the second reviewer's documents: those about the DSL's own accounts."""


def make_keys(folder: Path) -> Keys:
    """New keys, written to the folder. Raises `KeysExistError` rather than replace any."""
    if any((folder / name).exists() for name in (SERVICE, REFERENCE, DSL, SECOND)):
        raise KeysExistError
    private_folder(folder)
    write_private(folder / REFERENCE, token_bytes(32).hex().encode() + b"\n")
    write_private(folder / DSL, five_words().encode() + b"\n")
    write_private(folder / SECOND, five_words().encode() + b"\n")
    write_private(folder / SERVICE, str(x25519.Identity.generate()).encode() + b"\n")
    return load_keys(folder)


def load_keys(folder: Path) -> Keys:
    """The keys in the folder.

    Raises `KeysMissingError`, `KeysDamagedError` and `KeysReadableError` (POSIX), each naming the file;
    `FolderNotOursError` where this account may not read them.
    """
    service, reference, dsl, second = (_secret(folder / name) for name in (SERVICE, REFERENCE, DSL, SECOND))
    return Keys(_identity(service), _reference(reference), dsl, second)


def _secret(path: Path) -> str:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        raise KeysMissingError(path.name) from None
    except PermissionError:
        raise FolderNotOursError from None
    except UnicodeDecodeError:
        raise KeysDamagedError(path.name) from None
    return _only_line(path, lines)


def _only_line(path: Path, lines: list[str]) -> str:
    if others_may_read(path):
        raise KeysReadableError(path.name)
    # age-keygen puts comments above an identity.
    kept = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if len(kept) != 1:
        raise KeysDamagedError(path.name)
    return kept[0]


def _identity(text: str) -> str:
    try:
        x25519.Identity.from_str(text)
    except IdentityError:
        raise KeysDamagedError(SERVICE) from None
    return text


def _reference(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeysDamagedError(REFERENCE)
    return key
