"""Which names a scan looks for: those of the people this workspace keeps, as they would stand in a leak.

A forename or a surname alone is not looked for: "Will", "May" and "Rose" stand everywhere. A forename and a
surname beside each other are, in the ways that texts, lists and file names join them. So are e-mail
addresses, and handles that no ordinary text holds. Names live in this process's memory and nowhere else.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flows.workspace import Workspace
from vault.errors import NothingKeptError, SealBrokenError, SealedContentError

SHORTEST = 8
"""Characters of a name, a handle or an address below which chance and ordinary words find it."""
WORDLIKE = 12
"""Letters from which a handle of letters alone is looked for; below, it may be a word: "scheduled"."""
MOST = 20_000
"""Ways of writing names looked for at once: some 10 s and 400 MB. Of contacts, every n-th is taken then."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, and of how many it was taken; `unopened` are submissions that no longer open."""

    names: tuple[str, ...]
    of: int
    unopened: int = 0


def sought(workspace: Workspace) -> Sought:
    """The staff first, then the roster, then as many contacts that wait for an audit as there is room for."""
    contacts, unopened = _contacts(workspace)
    first = list(dict.fromkeys(_long_enough([*_staff(workspace), *_roster(workspace)])))
    then = sorted(set(_long_enough(contacts)) - set(first))
    room = max(0, MOST - len(first))
    taken = then[:: -(-len(then) // room)] if room and then else []
    return Sought((*first[:MOST], *taken), len(first) + len(then), unopened)


def is_telling(handle: str) -> bool:
    """Whether a handle is long and odd enough that its being found means that it leaked."""
    if len(handle) < SHORTEST:
        return False
    return len(handle) >= WORDLIKE or not handle.isalpha()


def joined(forename: str, surname: str) -> Iterator[str]:
    """A name as prose, lists, tables and file names write it; nothing where one half is not known."""
    first, last = forename.strip(), surname.strip()
    if first and last:
        yield from (f"{first}{between}{last}" for between in (" ", ",", "_"))
        yield from (f"{last}{between}{first}" for between in (" ", ", ", ","))


def _staff(workspace: Workspace) -> Iterator[str]:
    staff = workspace.kept("staff")
    for row in staff.tables["staff"].to_pylist() if staff else ():
        for forename in (row["forename"], row["known_as"]):
            for surname in (row["surname"], row["former_surname"]):
                yield from joined(forename, surname)
        yield row["email"]
        yield from filter(is_telling, (each.rpartition(":")[2].lstrip("@") for each in row["handles"]))


def _roster(workspace: Workspace) -> Iterator[str]:
    roster = workspace.kept("roster")
    if roster is None:
        return
    for row in roster.tables["names"].to_pylist():
        yield from joined(row["forename"], row["surname"])
        yield from _of_several_words(row["full_name"])
    yield from (row["email"] for row in roster.tables["people"].to_pylist())


def _contacts(workspace: Workspace) -> tuple[list[str], int]:
    """Display names, handles and addresses of every submission that waits, and how many no longer open."""
    names: list[str] = []
    ids = workspace.vault.hand_ins.waiting()
    opened = 0
    for submission_id in ids:
        with suppress(NothingKeptError, SealBrokenError, SealedContentError):  # counted below
            for row in workspace.vault.hand_ins.open(submission_id).accounts.to_pylist():
                names += _of_account(row)
            opened += 1
    return names, len(ids) - opened


def _of_account(row: dict[str, Any]) -> Iterator[str]:
    yield from _of_several_words(row["display_name"])
    yield from filter(is_telling, [row["handle"].lstrip("@")])
    yield row["email"]


def _of_several_words(name: str) -> Iterator[str]:
    if len(words := name.split()) > 1:
        yield " ".join(words)


def _long_enough(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if len(name) >= SHORTEST)
