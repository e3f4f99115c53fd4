"""The connections that an audit should find, or should not, spread evenly over the staff."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from samples.candidates import Candidate, Identity, commonness, of_carer, of_pupil
from samples.chance import stream
from samples.contacts import as_contact
from samples.disguise import DISGUISES, Shown
from samples.exports.layout import Contact, Shows
from samples.handles import (
    FORMS,
    SHORT_FORM,
    draw_handle,
    forename_handle,
    free_handle,
    named_handle,
    profile_slug,
)
from samples.plants import COLLEAGUE_PARENT, FULL_NAME, OWN_CHILD, PLANTS, PlantKind, Slot, visible
from samples.roll import Pupil
from samples.staff import StaffMember
from schemas.words import Kind

AT_LEAST = 3
A_KIND = 0.25
"""Planted connections of each kind, as a share of the staff."""
OLD_ENOUGH = 5
"""Year group from which a pupil is taken before a younger one: few five-year-olds are on Facebook."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted connection and the truth about it. `handle_form` says how a handle was made of the name."""

    slot: Slot
    contact: Contact
    target: Candidate
    plant: str
    handle_form: str = ""


class Planter:
    """Chooses a list and a person for each planted connection."""

    def __init__(self, seed: int, slots: Sequence[Slot], made: Callable[[Slot], date]) -> None:
        self.rng = stream(seed, "planting")
        self.slots = self.rng.sample(slots, len(slots))
        self.made = made
        self.load: dict[int, int] = {}
        self.known: set[tuple[int, Candidate]] = set()
        self.used: set[Candidate] = set()

    def some(
        self, kind: PlantKind, people: Sequence[Candidate], slots: Sequence[Slot], wanted: int
    ) -> Iterator[Planted]:
        """At most `wanted` connections, each with somebody else; fewer where nobody can have one."""
        for target in people:
            if wanted == 0:
                return
            if planted := self.one(kind, target, slots):
                wanted -= 1
                yield planted

    def one(self, kind: PlantKind, target: Candidate, slots: Sequence[Slot]) -> Planted | None:
        """The connection in the least burdened of the lists, or nothing where this person cannot have it."""
        shown = DISGUISES[_disguise(kind, target, self.rng)](target.person, self.rng)
        free = [slot for slot in slots if (slot.staff, target) not in self.known and _plausible(slot, target)]
        if shown is None or not free:
            return None
        slot = min(free, key=lambda slot: self.load.get(slot.staff, 0))
        handle, form = self._handle(kind, slot, target, shown)
        if not handle:
            return None
        self.known.add((slot.staff, target))
        self.used.add(target)
        self.load[slot.staff] = self.load.get(slot.staff, 0) + 1
        platform = slot.layout.platform
        contact = as_contact(self.rng, platform, target.person, shown, self.made(slot), handle)
        return Planted(slot, contact, target, kind.slug, form)

    def _handle(self, kind: PlantKind, slot: Slot, target: Candidate, shown: Shown) -> tuple[str, str]:
        """A handle that gives no more away than the shown name; where it stands alone, one of the name."""
        if Shows.NAME not in slot.shows:
            form = self.rng.choice((*FORMS, SHORT_FORM))
            return named_handle(target.person, form, self.rng), form
        if slot.layout.platform == "linkedin":
            return _slug(kind, target, shown, self.rng), ""
        if kind.slug in FULL_NAME:
            return draw_handle(target.person, self.rng), ""
        hidden = kind.slug == "nickname" or self.rng.random() < 0.7
        return free_handle(self.rng) if hidden else forename_handle(target.person, self.rng), ""

    def fresh(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Candidates in any order: those nobody knows yet first, and of them the older ones."""
        drawn = self.rng.sample(candidates, len(candidates))
        return sorted(drawn, key=lambda one: (one in self.used, one.year_group < OLD_ENOUGH))


def _disguise(kind: PlantKind, target: Candidate, rng: Random) -> str:
    if kind.slug == "decorated" and target.kind is Kind.PARENT_CARER and rng.random() < 0.4:
        return "decorated_parent"
    return kind.disguise


def _plausible(slot: Slot, target: Candidate) -> bool:
    """No pupil is on LinkedIn."""
    return slot.layout.platform != "linkedin" or target.kind is Kind.PARENT_CARER


def _slug(kind: PlantKind, target: Candidate, shown: Shown, rng: Random) -> str:
    """A profile's address: of the whole name also where the profile shows an initial or a flourish."""
    whole = kind.slug in FULL_NAME | {"initial", "decorated", "accents"}
    name = Shown(target.person.forename, target.person.surname) if whole else shown
    return profile_slug(*name, rng)


def plant_all(planter: Planter, candidates: Sequence[Candidate], staff: int) -> Iterator[Planted]:
    """Connections of every kind but those of the staff's own families."""
    wanted = max(AT_LEAST, round(staff * A_KIND))
    by_commonness = sorted(candidates, key=lambda one: -commonness(one.person))
    common = by_commonness[: max(AT_LEAST, len(candidates) // 3)]
    for kind in PLANTS:
        people = planter.fresh(common if kind.slug == "namesake" else candidates)
        yield from planter.some(kind, people, visible(kind, planter.slots), wanted)


def plant_families(
    planter: Planter, staff: Sequence[StaffMember], roll: Sequence[Pupil], identity: Identity
) -> Iterator[Planted]:
    """Of staff with a child at the school: the child among their friends, themselves among a colleague's."""
    own, others = visible(OWN_CHILD, planter.slots), visible(COLLEAGUE_PARENT, planter.slots)
    for place, member in enumerate(staff):
        if member.carer is None:
            continue
        child = next(pupil for pupil in roll if pupil.family == member.family)
        mine = [slot for slot in own if slot.staff == place]
        colleagues = [slot for slot in others if slot.staff != place]
        yield from planter.some(OWN_CHILD, [of_pupil(child, identity)], mine, 1)
        yield from planter.some(
            COLLEAGUE_PARENT, [of_carer(member.carer, member.family, identity)], colleagues, 1
        )
