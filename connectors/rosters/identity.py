"""Opaque ids for people, the same from one load of a roster to the next."""

from collections.abc import Sequence
from hashlib import blake2b

from connectors.rosters.dates import read_date
from connectors.rosters.file_kinds import FileKind
from connectors.rosters.folding import FoldedNames
from connectors.rosters.people import Mention
from connectors.rosters.presets import presets
from connectors.rosters.written import folded
from schemas.words import Kind

_LISTS = frozenset({*FileKind, *(preset.name for preset in presets())})
_FAMILIES: dict[str, str] = {"oneroster-1.1": "oneroster", "oneroster-1.2": "oneroster"} | dict.fromkeys(
    _LISTS, "list"
)
"""A list saved as CSV instead of XLSX, or a later version of a standard, is the same source."""


class Identities:
    """Gives each person of one roster an id of their own."""

    def __init__(self, source: str, names: FoldedNames) -> None:
        self._source = family_of(source)
        self._names = names
        self._taken: set[str] = set()
        self._days: dict[str, str] = {}

    def identify(self, kind: Kind, said: Mention, children: Sequence[str] = ()) -> str:
        """An id from the source's own id, else from what tells the person from namesakes.

        That is name and UPN or birth date of a child, and of an adult name and e-mail or else one child: it
        may change when that child leaves, which asks a question again rather than carry an answer to a
        namesake.
        """
        if said.source_id:
            person_id = self.of_source_id(kind, said.source_id)
        else:
            if kind is Kind.PUPIL:
                told = said.upn.upper() or self._day(said.date_of_birth)
            else:
                told = said.email.casefold() or min(children, default="")
            person_id = opaque(self._source, kind, *self._names[said.written], told)
        while person_id in self._taken:
            person_id = opaque("again", person_id)
        self._taken.add(person_id)
        return person_id

    def of_source_id(self, kind: Kind, source_id: str) -> str:
        """The id of the (first) person whom the source calls so, whether it lists them or not."""
        return opaque(self._source, kind, "id", source_id)

    def _day(self, written: str) -> str:
        """A day in one form, however a file writes days; what is no day as it stands. Birthdays repeat."""
        if written not in self._days:
            day = read_date(written)
            self._days[written] = day.isoformat() if day else folded(written)
        return self._days[written]


def family_of(source: str) -> str:
    """What this source has in common with its other versions and ways of being saved.

    Of several files given together each has its number behind the source: csv#2.
    """
    name = source.partition("#")[0]
    return _FAMILIES.get(name, name)


def opaque(*fields: str) -> str:
    """An id that says nothing about what it is made from."""
    digest = blake2b("\x1f".join(fields).encode(), digest_size=6)
    return f"per-{digest.hexdigest()}"
