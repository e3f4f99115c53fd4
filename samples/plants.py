"""The kinds of connection that are planted, and the lists where each can be seen for what it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samples.exports.layout import Layout, Shows
from samples.submissions import Submission
from schemas.words import Relation

R = Relation
KNOWN = (R.FRIEND, R.FOLLOWER)
"""What the policy speaks of; a list of friends before a list of followers."""


NAMING = frozenset({"facebook", "instagram", "linkedin", "snapchat", "tiktok", "threads", "bereal", "flickr"})
"""Platforms whose lists show a name or a handle, and that a connection is planted on."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One list of one export of one member of staff."""

    staff: int
    export: int
    layout: Layout
    relation: Relation

    @property
    def shows(self) -> Shows:
        """What the list shows of people."""
        return self.layout.shows[self.relation]


@dataclass(frozen=True, slots=True)
class PlantKind:
    """A kind of connection: how the name stands, and which lists show enough of it."""

    slug: str
    disguise: str = "exact"
    relations: tuple[Relation, ...] = KNOWN
    shows: Shows = Shows.NAME
    platforms: frozenset[str] = NAMING

    def visible_in(self, slot: Slot) -> bool:
        """Whether the kind is visible as such in that list, and no better list stands in the same export."""
        wanted = next((relation for relation in self.relations if relation in slot.layout.shows), None)
        if slot.relation is not wanted or slot.layout.platform not in self.platforms:
            return False
        only_handles = Shows.NAME not in slot.shows
        return bool(slot.shows & self.shows) and (self.shows is not Shows.HANDLE or only_handles)


PLANTS = (
    PlantKind("former_surname", "former_surname"),
    PlantKind("half_of_double_barrelled", "half_of_double_barrelled"),
    PlantKind("accents", "accents"),
    PlantKind("nickname", "nickname"),
    PlantKind("typo", "typo"),
    PlantKind("initial", "initial"),
    PlantKind("swapped", "swapped"),
    PlantKind("decorated", "decorated"),
    PlantKind("exact"),
    PlantKind("declared"),
    PlantKind("namesake"),
    PlantKind("forename_only", "forename_only", platforms=frozenset({"facebook", "snapchat"})),
    PlantKind("handle_only", relations=(R.FOLLOWER,), shows=Shows.HANDLE),
    PlantKind("following", relations=(R.FOLLOWING,), shows=Shows.BOTH),
    PlantKind("request", relations=(R.REQUEST_RECEIVED,)),
)
"""The rarest first: they choose their people before the others do."""
OWN_CHILD = PlantKind("own_child", relations=(R.FRIEND,), platforms=NAMING - {"linkedin"})
COLLEAGUE_PARENT = PlantKind("colleague_parent")
FULL_NAME = frozenset(
    {"exact", "declared", "namesake", "request", "following", "own_child", "colleague_parent"}
)
"""Kinds that show the whole name, so that a handle made of it gives nothing more away."""


def slots_of(submissions: Sequence[Submission]) -> Iterable[Slot]:
    """Every list of every export."""
    for staff, submission in enumerate(submissions):
        for export, layout in enumerate(submission.layouts):
            for relation in layout.shows:
                yield Slot(staff, export, layout, relation)


def visible(kind: PlantKind, slots: Iterable[Slot]) -> list[Slot]:
    """The lists where that kind is visible."""
    return [slot for slot in slots if kind.visible_in(slot)]
