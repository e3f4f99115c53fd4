"""The few records of a roster that are not as they should be, as every school has some."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from samples.chance import stream
from samples.households import Carer, Link
from samples.population import Person
from samples.roll import Pupil
from samples.upn import miswritten

RATE = 0.004
SMALLEST = 20
"""Below so many pupils a roster is small enough to be right."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One record with one thing wrong, as the roster now has it."""

    problem: str
    pupil: Pupil


def spoil(seed: int, roll: Sequence[Pupil], today: date) -> tuple[tuple[Pupil, ...], tuple[Problem, ...]]:
    """The roll with a few problems in it, and the list of them. A test record more than before."""
    if len(roll) < SMALLEST:
        return tuple(roll), ()
    rng = stream(seed, "quality")
    each = max(1, round(len(roll) * RATE))
    spoilt = list(roll)
    problems: list[Problem] = []
    kinds = ("upn_check_letter", "capitals", "initial_only")
    places = iter(_alone(rng, roll, each * len(kinds)))
    for kind in kinds:
        for place, _ in zip(places, range(each), strict=False):
            spoilt[place] = _spoilt(kind, spoilt[place])
            problems.append(Problem(kind, spoilt[place]))
    test = _test_record(len(roll), today)
    return (*spoilt, test), (*problems, Problem("test_record", test))


def _alone(rng: Random, roll: Sequence[Pupil], count: int) -> list[int]:
    """Positions of pupils on roll without a brother or sister there, so that a problem stays one record's."""
    sizes: dict[int, int] = {}
    for pupil in roll:
        sizes[pupil.family] = sizes.get(pupil.family, 0) + 1
    places = [place for place, pupil in enumerate(roll) if pupil.ends is None and sizes[pupil.family] == 1]
    return rng.sample(places, min(count, len(places)))


def _spoilt(kind: str, pupil: Pupil) -> Pupil:
    match kind:
        case "upn_check_letter":
            return replace(pupil, upn=miswritten(pupil.upn))
        case "capitals":
            links = tuple(_with_person(link, _capitals(link.carer.person)) for link in pupil.links)
            return replace(pupil, person=_capitals(pupil.person), links=links)
    first, *rest = pupil.links
    initial = replace(first.carer.person, forename=first.carer.person.forename[0])
    return replace(pupil, links=(_with_person(first, initial), *rest))


def _with_person(link: Link, person: Person) -> Link:
    return replace(link, carer=replace(link.carer, person=person))


def _capitals(person: Person) -> Person:
    return replace(person, forename=person.forename.upper(), surname=person.surname.upper())


def _test_record(number: int, today: date) -> Pupil:
    carer = Carer(
        "a-99999", Person("Test", "ZZTest", "F", "english"), "Ms", "test@example.org", "07700900999"
    )
    return Pupil(
        key="c-99999",
        person=Person("Test", "ZZTest", "F", "english"),
        upn="",
        born=date(today.year - 9, 1, 1),
        year_group=3,
        starts=date(today.year - 4, 9, 3),
        ends=None,
        links=(Link(carer, "PAM", True, True),),
        family=-2 - number,
    )
