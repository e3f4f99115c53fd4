"""What people type, asked for once in a command and forgotten with it."""

import click

from schemas.words import Reader

WHOSE = {Reader.DSL: "The DSL's", Reader.SECOND_REVIEWER: "The second reviewer's"}
WORKSPACE = "workspace"
"""What opens a private workspace."""

_TYPED: dict[str, str] = {}


def passphrase_of(reader: Reader) -> str:
    """The reader's passphrase, as they typed it in this command."""
    return _once(reader, f"{WHOSE[reader]} passphrase")


def passphrase_of_workspace() -> str:
    """What opens a private workspace: the passphrase of either person, or the printed key."""
    return _once(WORKSPACE, "The DSL's passphrase, which opens this workspace")


def was_typed(whose: str, passphrase: str) -> None:
    """It is known whose it is: it is not asked for again in this command."""
    _TYPED[whose] = passphrase


def forget() -> None:
    """A command begins: nothing that was typed before is known."""
    _TYPED.clear()


def _once(whose: str, question: str) -> str:
    if whose not in _TYPED:
        _TYPED[whose] = click.prompt(question, hide_input=True)
    return _TYPED[whose]
