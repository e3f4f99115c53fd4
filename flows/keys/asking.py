"""What people type when keys are replaced, and what they are shown once."""

import click

from flows.keys.replacing import Opener, printed
from flows.unlocking import WHOSE
from flows.workspace import Workspace
from schemas.words import Reader
from vault.passphrases import five_words
from vault.readers import as_typed, unlock


def opener_of(workspace: Workspace, reader: Reader, *, break_glass: bool) -> Opener:
    """What opens the person's files, from their old passphrase or the printed key.

    The printed key is too long to be typed unseen; the screen is cleared after it. Raises
    `WrongPassphraseError` and `WrongPrintedKeyError`.
    """
    if break_glass:
        typed = click.prompt("The printed key")
        click.clear()
        return printed(workspace, typed)
    given = click.prompt(f"{WHOSE[reader]} passphrase as it is now", hide_input=True)
    own = unlock(workspace.keys.people[reader], given)
    return Opener(own.identity, own)


def new_words(reader: Reader) -> str:
    """Five new words, once the person has shown that they are written down."""
    words = five_words()
    click.echo(f"{WHOSE[reader]} new passphrase, shown this once. Write it down, for that person alone:")
    click.echo(f"    {words}")
    while as_typed(click.prompt("Type it from the paper", hide_input=True)) != as_typed(words):
        click.echo("That is not what is shown above.")
    return words
