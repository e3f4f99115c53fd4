"""The staff list: people of the same population, some of them with a child at the school."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from samples.chance import Weighted, stream
from samples.exports.layout import Profile, Shows
from samples.handles import draw_handle, named_handle
from samples.households import Carer
from samples.letters import address_form
from samples.name_tables import rows
from samples.population import Person, draw_person
from samples.roll import Pupil
from samples.submissions import FURTHER_PLATFORMS, PLATFORMS, Submission
from schemas.words import Relation

PARENTS = 0.08
"""Share of staff with a child at the school."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One of the staff. `family` is the family number of their own children at the school, -1 without."""

    ref: str
    person: Person
    email: str
    role: str
    starts: date
    ends: date | None
    family: int
    carer: Carer | None
    handles: dict[str, str]

    def profile(self, platform: str) -> Profile:
        """Their own account on a platform."""
        person = self.person
        bio = f"{self.role} by day, gardener by evening"
        return Profile(self.handles[platform], person.forename, person.surname, self.email, bio)


@cache
def _roles() -> Weighted[str]:
    return Weighted.of((row["role"], float(row["share"])) for row in rows("staff_roles"))


def draw_staff(
    seed: int, submissions: Sequence[Submission], roll: Sequence[Pupil], today: date
) -> tuple[StaffMember, ...]:
    """One member of staff a submission, in its order; nobody has left who handed something in."""
    rng = stream(seed, "staff")
    parents = dict(zip(_parents(rng, submissions), _families(rng, roll), strict=False))
    return tuple(
        _with_further_handles(
            seed, number, _member(rng, number, parents.get(number), today, may_leave=not submission.layouts)
        )
        for number, submission in enumerate(submissions)
    )


def _with_further_handles(seed: int, number: int, member: StaffMember) -> StaffMember:
    """From a stream of their own, so that one more platform alters nobody."""
    rng = stream(seed, "further handles", number)
    further = {platform: _own_handle(rng, member.person) for platform in FURTHER_PLATFORMS}
    return replace(member, handles=member.handles | further)


def _parents(rng: Random, submissions: Sequence[Submission]) -> list[int]:
    """Positions of staff with a child at the school: those first whose exports would show it."""
    showing = [place for place, one in enumerate(submissions) if _shows_friends(one)]
    wanted = max(round(len(submissions) * PARENTS), min(3, len(submissions) // 3))
    return rng.sample(showing, min(wanted, len(showing)))


def _shows_friends(submission: Submission) -> bool:
    return any(
        Shows.NAME in layout.shows.get(Relation.FRIEND, Shows.NOTHING) and layout.platform != "linkedin"
        for layout in submission.layouts
    )


def _families(rng: Random, roll: Sequence[Pupil]) -> list[tuple[int, Carer]]:
    """Families in any order, each with the mother or father who works here."""
    found = {
        pupil.family: next((link.carer for link in pupil.links if link.code in {"PAM", "PAF"}), None)
        for pupil in roll
        if pupil.ends is None
    }
    families = [(family, carer) for family, carer in found.items() if carer]
    return rng.sample(families, len(families))


def _member(
    rng: Random, number: int, parent: tuple[int, Carer] | None, today: date, *, may_leave: bool
) -> StaffMember:
    family, carer = parent or (-1, None)
    person = carer.person if carer else draw_person(rng, rng.choice(("parent", "parent", "elder")))
    address = f"{address_form(person.forename)[:1]}.{address_form(person.surname)}@alderlane.example.org"
    return StaffMember(
        ref=f"S{number + 1:03d}",
        person=person,
        email=carer.email if carer and carer.email else address,
        role=_roles().draw(rng),
        starts=today - timedelta(days=rng.randrange(60, 6000)),
        ends=today - timedelta(days=rng.randrange(5, 40)) if may_leave and rng.random() < 0.2 else None,
        family=family,
        carer=carer,
        handles={platform: _own_handle(rng, person) for platform in PLATFORMS},
    )


def _own_handle(rng: Random, person: Person) -> str:
    form = rng.choice(("full", "dotted", "numbered"))
    return named_handle(person, form, rng) or draw_handle(person, rng)
