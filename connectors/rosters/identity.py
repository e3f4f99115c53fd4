"""Opaque ids for people, the same from one load of a roster to the next."""

from collections.abc import Sequence
from hashlib import blake2b

from connectors.rosters.people import Mention
from connectors.rosters.written import folded
from schemas.words import Kind

_FAMILIES = {"oneroster-1.1": "oneroster", "oneroster-1.2": "oneroster", "csv": "list", "xlsx": "list"}
"""A list saved as CSV instead of XLSX, or a later version of a standard, is the same source."""


class Identities:
    """Gives each person of one roster an id of their own."""

    def __init__(self, source: str) -> None:
        self._source = _FAMILIES.get(source, source)
        self._taken: set[str] = set()

    def identify(self, kind: Kind, mentions: Sequence[Mention], children: Sequence[str] = ()) -> str:
        """An id from the source's own id, else from what tells the person from namesakes.

        That is name and UPN or birth date of a child, and of an adult name and e-mail or else one child: it
        may change when that child leaves, which asks a question again rather than carry an answer to a
        namesake.
        """
        known = next((mention.source_id for mention in mentions if mention.source_id), "")
        fields = ("id", known) if known else _telling_fields(kind, mentions, children)
        return self.distinct(opaque(self._source, kind, *fields))

    def distinct(self, person_id: str) -> str:
        """`person_id`, or one made from it where another person has it."""
        while person_id in self._taken:
            person_id = opaque("again", person_id)
        self._taken.add(person_id)
        return person_id


def opaque(*fields: str) -> str:
    """An id that says nothing about what it is made from."""
    digest = blake2b("\x1f".join(fields).encode(), digest_size=6)
    return f"per-{digest.hexdigest()}"


def _telling_fields(kind: Kind, mentions: Sequence[Mention], children: Sequence[str]) -> tuple[str, ...]:
    first = mentions[0]
    name = tuple(map(folded, first.written))
    if kind is Kind.PUPIL:
        return (*name, first.upn.upper() or folded(first.date_of_birth))
    email = next((mention.email.casefold() for mention in mentions if mention.email), "")
    return (*name, email or min(children, default=""))
