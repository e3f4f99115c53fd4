"""Free text with everybody else left out of it: any word that is in somebody else's name is hidden."""

import re
from collections.abc import Iterable

from flows.intake import staff_of
from flows.rosters.kept import last_load
from flows.subject_access.subject import Subject, names_in, staff_names_of
from flows.workspace import Workspace
from matching.folding import folded

HIDDEN = "[…]"
_WORD = re.compile(r"[^\W_]+")


class Hiding:
    """Hides the words of other people's names; those that the person asked about bears too stay."""

    def __init__(self, own: Iterable[str], others: Iterable[str]) -> None:
        self._own = _folded_words(own)
        self._others = _folded_words(others) - self._own

    def text(self, written: str, *also: str) -> str:
        """The text without those words, and without those of the names given with it."""
        hidden = self._others | (_folded_words(also) - self._own)
        return _WORD.sub(lambda word: HIDDEN if folded(word.group()) in hidden else word.group(), written)


def hiding_for(workspace: Workspace, subject: Subject) -> Hiding:
    """Hides everybody on the roster, on the staff list and in declarations."""
    roster, declared = last_load(workspace), workspace.kept("declarations")
    names = [each for row in (roster.tables["names"].to_pylist() if roster else []) for each in names_in(row)]
    names += [each for row in staff_of(workspace) for each in staff_names_of(row)]
    for row in declared.tables["declarations"].to_pylist() if declared else []:
        names += [row["person_name"], row["agreed_by"]]
    return Hiding(subject.known_as, names)


def _folded_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(word) for name in names for word in _WORD.findall(name)) - {""}
