"""Whom a planted connection may be: people on roll whose records are as they should be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samples.households import Carer
from samples.name_tables import forenames, origin_shares, surnames
from samples.population import Person
from samples.roll import Pupil
from schemas.words import Kind

GROWN_UP = 99


@dataclass(frozen=True, slots=True)
class Identity:
    """What a roster format says of people: its ids, and whose former surnames it holds.

    `pupil_id` is the attribute of a pupil that identifies them there; adults have an id or none.
    """

    pupil_id: str
    carer_id: bool
    former_surnames: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the roster, known as the roster knows them: no former surname that it does not hold."""

    person: Person
    kind: Kind
    roster_id: str
    family: int
    year_group: int


def draw_from(roll: Sequence[Pupil], identity: Identity) -> tuple[Candidate, ...]:
    """Pupils on roll and their parents/carers, each once."""
    return tuple(_candidates(roll, identity))


def _candidates(roll: Sequence[Pupil], identity: Identity) -> Iterator[Candidate]:
    seen: set[str] = set()
    for pupil in roll:
        if pupil.ends is not None:
            continue
        yield of_pupil(pupil, identity)
        for link in pupil.links:
            if link.is_parent_carer and link.carer.key not in seen:
                seen.add(link.carer.key)
                yield of_carer(link.carer, pupil.family, identity)


def of_pupil(pupil: Pupil, identity: Identity) -> Candidate:
    """The candidate that a pupil is."""
    person = _known(pupil.person, Kind.PUPIL, identity)
    roster_id = pupil.upn if identity.pupil_id == "upn" else pupil.key
    return Candidate(person, Kind.PUPIL, roster_id, pupil.family, pupil.year_group)


def of_carer(carer: Carer, family: int, identity: Identity) -> Candidate:
    """The candidate that a parent/carer is."""
    person = _known(carer.person, Kind.PARENT_CARER, identity)
    return Candidate(person, Kind.PARENT_CARER, carer.key if identity.carer_id else "", family, GROWN_UP)


def _known(person: Person, kind: Kind, identity: Identity) -> Person:
    return person if kind in identity.former_surnames else replace(person, former_surname="")


def commonness(person: Person) -> float:
    """How often the full name is met: the origin's share of all people times the shares of the two names."""
    tables = forenames()
    given = max(
        tables[person.origin, person.sex, generation].share(person.forename)
        for generation in ("child", "parent")
    )
    surname = surnames()[person.origin, person.sex].share(person.surname)
    return origin_shares().share(person.origin) * surname * given
