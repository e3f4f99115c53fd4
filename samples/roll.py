"""The children of a school and the families they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from samples.chance import Weighted, quota, stream
from samples.households import Link, adults, draw_child, draw_names, draw_roles
from samples.population import Person, draw_accented, draw_short_form, draw_surname
from samples.upn import upn

YEAR_GROUPS = range(12)
"""Reception (0) to Year 11: an all-through school, so that some pupils are old enough for an account."""
CHILDREN = Weighted.of(((1, 0.78), (2, 0.18), (3, 0.04)))
"""Children of one family at the school at once. Our estimate."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child on roll, or one who has left (`ends` is then a day before today)."""

    key: str
    person: Person
    upn: str
    born: date
    year_group: int
    starts: date
    ends: date | None
    links: tuple[Link, ...]
    family: int


@dataclass(frozen=True, slots=True)
class Traits:
    """Which pupils, by position, have what a roster of this size surely has."""

    double_barrelled: frozenset[int]
    former_surname: frozenset[int]
    preferred: frozenset[int]
    accented: frozenset[int]


def academic_year(today: date) -> int:
    """The year in which the school year of that day began."""
    return today.year if today.month >= 9 else today.year - 1


def draw_roll(seed: int, pupils: int, today: date) -> tuple[Pupil, ...]:
    """That many pupils on roll, and after them those who left: about three in a hundred."""
    rng = stream(seed, "roll")
    leavers = max(1, round(pupils * 0.03))
    traits = Traits(
        double_barrelled=quota(rng, pupils, 0.06, 10),
        former_surname=quota(rng, pupils, 0.05, 6),
        preferred=quota(rng, pupils, 0.1, 6),
        accented=quota(rng, pupils, 0.01, 8),
    )
    children: list[Pupil] = []
    register = Register(today, traits)
    while len(children) < pupils + leavers:
        on_roll = len(children) < pupils
        room = pupils - len(children) if on_roll else 1
        family = _family(rng, register, len(children), room)
        children += family if on_roll else (_left(rng, pupil, today) for pupil in family)
    return tuple(children)


@dataclass(slots=True)
class Register:
    """What the drawing goes by: the day, who has which trait, how many UPNs each year has issued."""

    today: date
    traits: Traits
    issued: dict[int, int] = field(default_factory=dict)

    def next_upn(self, year: int) -> str:
        """A UPN nobody has."""
        count = self.issued.get(year, 0)
        self.issued[year] = count + 1
        return upn(year, count)


def _family(rng: Random, register: Register, position: int, room: int) -> Iterator[Pupil]:
    roles = draw_roles(rng)
    names = draw_names(rng, roles, position in register.traits.double_barrelled)
    links = tuple(adults(rng, roles, names, 10 * position + 1))
    years = rng.sample(YEAR_GROUPS, min(CHILDREN.draw(rng), room))
    for number, year_group in enumerate(sorted(years), start=position):
        person = _with_traits(rng, draw_child(rng, names), number, register.traits)
        joined = academic_year(register.today) - year_group
        yield Pupil(
            key=f"c-{number + 1:05d}",
            person=person,
            upn=register.next_upn(joined),
            born=date(joined - 5, 9, 1) + timedelta(days=rng.randrange(365)),
            year_group=year_group,
            starts=date(joined, 9, 3),
            ends=None,
            links=links,
            family=position,
        )


def _with_traits(rng: Random, person: Person, position: int, traits: Traits) -> Person:
    if position in traits.accented:
        person = replace(person, forename=draw_accented(rng, person) or person.forename)
    if position in traits.former_surname:
        person = replace(person, former_surname=draw_surname(rng, person.origin, person.sex))
    if position in traits.preferred:
        person = replace(person, preferred=draw_short_form(rng, person.forename) or person.middle)
    return person


def _left(rng: Random, pupil: Pupil, today: date) -> Pupil:
    return replace(pupil, ends=max(pupil.starts, today - timedelta(days=rng.randrange(20, 90))))
