"""The ways people write their own name, so that it is theirs and yet not the one on the roster.

Every disguise takes a person and answers how the name stands on the profile, or nothing where that person
cannot have it: nobody without an accent can drop one.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from samples.letters import plain
from samples.name_tables import handle_words
from samples.population import Person, draw_short_form


class Shown(NamedTuple):
    """A name as a profile shows it; LinkedIn keeps the two parts apart."""

    forename: str
    surname: str


Disguise = Callable[[Person, Random], Shown | None]

NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz", "svxsdfghjklknbklawdtycesxz", strict=True))
"""A key beside each key of a British keyboard."""
SCRIPT = {ord("A") + place: 0x1D4D0 + place for place in range(26)} | {
    ord("a") + place: 0x1D4EA + place for place in range(26)
}
"""Mathematical script: 𝓢𝓪𝓻𝓪𝓱."""
ENDS = (
    ("✨ ", " ✨"),
    ("🌸", "🌸"),
    ("", " ♥"),
    ("♡ ", " ♡"),
    ("", " 🏳️‍🌈"),
    ("", " xx"),
    ("⭐️", ""),
    ("", " 🌿☕️"),
)


def exact(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001 - every disguise is handed chance
    """As on the roster."""
    return Shown(person.forename, person.surname)


def nickname(person: Person, rng: Random) -> Shown | None:
    """The short form with the surname."""
    short = draw_short_form(rng, person.forename)
    return Shown(short, person.surname) if short else None


def typo(person: Person, rng: Random) -> Shown | None:
    """One slip of the fingers, in a name long enough to stay the same name."""
    if len(person.surname) >= 6 and rng.random() < 0.6:
        return Shown(person.forename, _slip(rng, person.surname))
    if len(person.forename) >= 6:
        return Shown(_slip(rng, person.forename), person.surname)
    return None


def _slip(rng: Random, name: str) -> str:
    place = rng.randrange(2, len(name) - 1)
    if not (name[place].isalpha() and name[place - 1].isalpha()):
        place = 2
    before, letter, after = name[:place], name[place], name[place + 1 :]
    wrong = NEIGHBOURS.get(letter, letter * 2)
    swapped = before[:-1] + letter + before[-1] + after
    doubled = before + letter * 2 + after
    slips = [slip for slip in (swapped, doubled, before + after, before + wrong + after) if slip != name]
    return rng.choice(slips)


def initial(person: Person, rng: Random) -> Shown | None:
    """One of the two names as a letter."""
    if rng.random() < 0.5:
        return Shown(person.forename[0], person.surname)
    return Shown(person.forename, f"{person.surname[0]}.")


def swapped(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """Surname first."""
    return Shown(person.surname, person.forename) if person.forename != person.surname else None


def former_surname(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """The surname from before."""
    return Shown(person.forename, person.former_surname) if person.former_surname else None


def half_of_double_barrelled(person: Person, rng: Random) -> Shown | None:
    """One half of a double-barrelled surname."""
    halves = person.surname.split("-")
    double = len(halves) == 2 and min(map(len, halves)) > 2
    return Shown(person.forename, rng.choice(halves)) if double else None


def accents(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """Without the accents that the roster has."""
    shown = Shown(plain(person.forename), plain(person.surname))
    return shown if shown != (person.forename, person.surname) else None


def decorated(person: Person, rng: Random) -> Shown | None:
    """The whole name, with flourishes: emoji, fancy letters, capitals."""
    before, after = rng.choice(ENDS)
    match rng.randrange(4):
        case 0 if person.full_name.replace("-", "").isascii():
            return Shown(person.forename.translate(SCRIPT), f"{person.surname.translate(SCRIPT)} xx")
        case 1:
            return Shown(person.forename.upper(), f"{person.surname.upper()}{after or ' xx'}")
    return Shown(f"{before}{person.forename}", f"{person.surname}{after}")


def decorated_parent(person: Person, rng: Random) -> Shown | None:
    """As a parent writes it: Sarah Jones (Mummy), MRS SARAH JONES."""
    if rng.random() < 0.5:
        title = "MRS" if person.sex == "F" else "MR"
        return Shown(f"{title} {person.forename.upper()}", person.surname.upper())
    return Shown(person.forename, f"{person.surname} ({'Mummy' if person.sex == 'F' else 'Daddy'})")


def forename_only(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """No surname."""
    return Shown(person.forename, "")


def nickname_only(person: Person, rng: Random) -> Shown | None:
    """The short form alone."""
    short = draw_short_form(rng, person.forename)
    return Shown(short, "") if short else None


def forename_and_middle(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """Two forenames: how people hide on Facebook."""
    return Shown(person.forename, person.middle) if person.middle else None


def capitals(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """SARAH JONES."""
    return Shown(person.forename.upper(), person.surname.upper())


def lower_case(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """Names in small letters."""
    return Shown(person.forename.lower(), person.surname.lower())


def words(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """No name at all."""
    return Shown(" ".join(rng.sample(handle_words("free"), 2)), "")


def telephone(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """A number, where the address book has no name. Ofcom's range for drama."""
    return Shown(f"+44 7700 900{rng.randrange(1000):03d}", "")


def empty(person: Person, rng: Random) -> Shown | None:  # noqa: ARG001
    """Nothing."""
    return Shown("", "")


DISGUISES: Mapping[str, Disguise] = {
    disguise.__name__: disguise
    for disguise in (
        exact,
        nickname,
        typo,
        initial,
        swapped,
        former_surname,
        half_of_double_barrelled,
        accents,
        decorated,
        decorated_parent,
        forename_only,
        nickname_only,
        forename_and_middle,
        capitals,
        lower_case,
        words,
        telephone,
        empty,
    )
}
