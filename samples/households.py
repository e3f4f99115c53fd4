"""The adults of one family, with the names that families pass on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from samples.chance import Weighted
from samples.letters import address_form
from samples.name_tables import origins, toml
from samples.population import (
    Person,
    draw_forename,
    draw_middle,
    draw_origin,
    draw_person,
    draw_sex,
    draw_surname,
    surname_of,
)

PROFESSIONALS = frozenset({"CHM", "DOC", "HTC", "RLG", "SWR", "TCH"})


@dataclass(frozen=True, slots=True)
class Carer:
    """An adult on a child's contact list. `key` is the school system's own number."""

    key: str
    person: Person
    title: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Link:
    """How a carer stands to a child: CBDS relationship code, parental responsibility, same address."""

    carer: Carer
    code: str
    responsible: bool
    at_home: bool

    @property
    def is_parent_carer(self) -> bool:
        """Whether the policy means this adult: professionals never, other family only with responsibility."""
        return self.code not in PROFESSIONALS and (self.code not in {"FAM", "REL", "OTH"} or self.responsible)


@dataclass(frozen=True, slots=True)
class Role:
    """One adult that a household has."""

    code: str
    sex: str
    generation: str
    responsible: bool
    at_home: bool


@dataclass(frozen=True, slots=True)
class FamilyNames:
    """What the names of a family are made of. Birth surnames, before anybody married."""

    origin: str
    mothers_origin: str
    father: Person
    mothers: str
    children: str
    mother_changed: bool


@cache
def _table(kind: str) -> Weighted[tuple[Role, ...]]:
    return Weighted.of((tuple(map(_role, row["adults"])), row["share"]) for row in toml("households")[kind])


def _role(text: str) -> Role:
    code, sex, generation, responsible, home = text.split()
    return Role(code, sex, generation, responsible == "yes", home == "home")


def draw_roles(rng: Random) -> tuple[Role, ...]:
    """Who brings the children up, and who else is on their contact list."""
    return _table("household").draw(rng) + _table("further").draw(rng)


def draw_names(rng: Random, roles: tuple[Role, ...], double_barrelled: bool) -> FamilyNames:
    """The surnames of a family, as families of its origin pass them on."""
    origin = draw_origin(rng)
    mothers_origin = origin if rng.random() < 0.88 else draw_origin(rng)
    father = _father(rng, origin)
    mothers = draw_surname(rng, mothers_origin, "F")
    has_father = any(role.code == "PAF" for role in roles)
    keeps = rng.random() < float(origins()[origin]["mother_keeps"])
    children = father.middle if origins()[origin]["surname_rule"] == "chain" else father.surname
    if double_barrelled:
        children = f"{mothers}-{father.surname}"
    elif not has_father and rng.random() < 0.7:
        children = mothers
    return FamilyNames(origin, mothers_origin, father, mothers, children, has_father and not keeps)


def _father(rng: Random, origin: str) -> Person:
    forename = draw_forename(rng, origin, "M", "parent")
    chain = origins()[origin]["surname_rule"] == "chain"
    middle = draw_forename(rng, origin, "M", "parent") if chain else draw_middle(rng, origin, "M", "parent")
    return Person(forename, draw_surname(rng, origin, "M"), "M", origin, middle)


def adults(rng: Random, roles: tuple[Role, ...], names: FamilyNames, first_key: int) -> Iterator[Link]:
    """The family's contacts in the order of the list."""
    seen: set[str] = set()
    for number, role in enumerate(roles):
        person = _person(rng, role, names, repeated=role.code in seen)
        seen.add(role.code)
        yield Link(_carer(rng, first_key + number, person), role.code, role.responsible, role.at_home)


def _person(rng: Random, role: Role, names: FamilyNames, *, repeated: bool) -> Person:
    if role.code == "PAF" and not repeated:
        return names.father
    if role.code == "PAM" and not repeated:
        return _mother(rng, names)
    if role.code in {"FAM", "CAR"}:
        return _grandparent(rng, role, names)
    if role.code == "STM" and names.mother_changed:
        return _married(rng, names, names.father.surname, draw_surname(rng, names.origin, "F"))
    drawn = draw_person(rng, role.generation)
    return Person(
        forename=draw_forename(rng, drawn.origin, role.sex, role.generation),
        surname=surname_of(drawn.surname, drawn.origin, role.sex, "wife"),
        sex=role.sex,
        origin=drawn.origin,
    )


def _mother(rng: Random, names: FamilyNames) -> Person:
    if names.mother_changed:
        shared = names.children if "-" in names.children else names.father.surname
        return _married(rng, names, shared, names.mothers)
    forename = draw_forename(rng, names.mothers_origin, "F", "parent")
    middle = draw_middle(rng, names.mothers_origin, "F", "parent")
    return Person(forename, names.mothers, "F", names.mothers_origin, middle)


def _married(rng: Random, names: FamilyNames, surname: str, born: str) -> Person:
    return Person(
        forename=draw_forename(rng, names.mothers_origin, "F", "parent"),
        surname=surname_of(surname, names.origin, "F", "wife"),
        sex="F",
        origin=names.mothers_origin,
        middle=draw_middle(rng, names.mothers_origin, "F", "parent"),
        former_surname=born,
    )


def _grandparent(rng: Random, role: Role, names: FamilyNames) -> Person:
    fathers_side = rng.random() < 0.5
    origin = names.origin if fathers_side else names.mothers_origin
    surname = names.father.surname if fathers_side else names.mothers
    return Person(
        forename=draw_forename(rng, origin, role.sex, role.generation),
        surname=surname_of(surname, origin, role.sex, "wife"),
        sex=role.sex,
        origin=origin,
    )


def _carer(rng: Random, key: int, person: Person) -> Carer:
    address = (
        f"{address_form(person.forename)}.{address_form(person.surname)}{rng.randrange(1, 99)}@example.org"
    )
    return Carer(
        key=f"a-{key:05d}",
        person=person,
        title=_title(rng, person),
        email=address if rng.random() < 0.9 else "",
        phone=f"07700900{rng.randrange(1000):03d}",  # the range Ofcom keeps for drama
    )


def _title(rng: Random, person: Person) -> str:
    if rng.random() < 0.02:
        return "Dr"
    if person.sex == "M":
        return "Mr"
    return "Mrs" if person.former_surname else rng.choice(("Ms", "Miss", "Mrs"))


def draw_child(rng: Random, names: FamilyNames) -> Person:
    """A child of the family."""
    sex = draw_sex(rng)
    chain = origins()[names.origin]["surname_rule"] == "chain"
    return Person(
        forename=draw_forename(rng, names.origin, sex, "child"),
        surname=surname_of(names.children, names.origin, sex, "daughter"),
        sex=sex,
        origin=names.origin,
        middle=names.father.forename if chain else draw_middle(rng, names.origin, sex, "child"),
    )
