"""The passphrase of a person who reads, asked for where it is needed and kept nowhere."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flows.typed import WHOSE, passphrase_of, passphrase_of_workspace, was_typed
from schemas.words import Reader
from vault.errors import WrongPassphraseError
from vault.readers import PersonKeys, unlock

if TYPE_CHECKING:
    from flows.workspace import Workspace

__all__ = ["WHOSE", "identity_of", "opening_keys"]

PRINTED = "AGE-SECRET-KEY-1"


def identity_of(workspace: "Workspace", reader: Reader) -> str:
    """The reader's identity, for their passphrase. Raises `WrongPassphraseError`."""
    people = workspace.keys.people
    return unlock(people[reader], passphrase_of(reader)).identity


def opening_keys(people: Mapping[Reader, PersonKeys]) -> str:
    """What opens the keys of a private workspace: either person's passphrase, or the printed key.

    Asked for at the first need of a command. Raises `WrongPassphraseError`.
    """
    given = passphrase_of_workspace()
    printed = "".join(given.split()).upper()
    if printed.startswith(PRINTED):
        return printed
    for reader, person in people.items():
        try:
            identity = unlock(person, given).identity
        except WrongPassphraseError:
            continue
        was_typed(reader, given)
        return identity
    raise WrongPassphraseError
