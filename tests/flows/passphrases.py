"""The passphrases and the printed key of every workspace that tests make; locked fast, for speed."""

from schemas.words import Reader
from vault.keys import Secrets
from vault.readers import unlock

SECRETS = Secrets(
    dsl="lantern orchard pebble quilt river",
    second_reviewer="saddle timber velvet willow zinc",
    rounds=1_000,
)


def identity_of(workspace, reader=Reader.DSL):
    """The reader's identity, as a person's passphrase gives it."""
    return unlock(workspace.keys.people[reader], SECRETS.of(reader)).identity
