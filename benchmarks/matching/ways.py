"""The ways a person is shown: exactly, and twenty kinds of change. Each says (display name, handle), or None.

None stands for a person it cannot happen to: nobody without a former surname is shown by one.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.matching.letters import as_heard, fancy, plain, slip

DATA = Path(__file__).with_name("data")


class Person(NamedTuple):
    """One person, as the ways of showing need them; what is unknown is empty."""

    forename: str
    surname: str
    middle: str
    short: str
    former: str
    native_forename: str
    native_surname: str
    is_woman: bool
    is_pupil: bool


Shown = tuple[str, str]
Way = Callable[[random.Random, Person], Shown | None]


def short_forms() -> dict[str, list[str]]:
    """Short forms by forename, written for this benchmark."""
    return {row["forename"]: row["short"].split() for row in _rows("short_forms.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _spellings() -> dict[str, list[str]]:
    others: dict[str, list[str]] = defaultdict(list)
    for row in _rows("spellings.csv"):
        others[row["one"]].append(row["other"])
        others[row["other"]].append(row["one"])
    return dict(others)


_SPELLINGS = _spellings()
_KISSES = ("x", "xx", "xxx", "xo", "🌸", "✨", "💖", "⚽", "🌈", "🦋", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇵🇱", "🌻🌻", "♡", "•", "~")
_WORDS = (
    "Photography", "Hair", "Beauty", "Nails", "Bakes", "Fitness", "PT", "Music", "Art", "Plumbing",
    "Electrical", "Tuition", "Coaching", "Crafts", "Designs", "Makeup", "Leeds", "Bristol", "London", "Brum",
    "UK", "Official", "RN", "LUFC", "Runs", "Reads", "Travels", "Yoga", "Catering", "Cakes", "Joinery",
    "Autos", "Gardens", "Travel Agent", "Foster Carer",
)  # fmt: skip
_BEFORE = ("the", "its", "real", "iam", "im", "official", "hey", "just", "mr", "mrs", "miss", "x")
_AFTER = (
    "x",
    "xx",
    "xo",
    "uk",
    "_",
    "official",
    "fitness",
    "art",
    "photos",
    "mum",
    "gaming",
    "fc",
    "yt",
    "bakes",
    "life",
)
_WOMEN = ("Mrs", "Miss", "Ms", "Mummy", "Auntie", "Nanny", "Mum", "Aunty", "Dr", "Sister")
_MEN = ("Mr", "Dr", "Uncle", "Daddy", "Coach", "Dad", "Grandad", "Rev", "Sir", "Cllr")
_KIN = {
    True: ("Mummy", "Mama", "Auntie", "Mum", "Nanny", "Miss"),
    False: ("Daddy", "Dad", "Uncle", "Coach", "Mr", "Papa"),
}


def _full(person: Person) -> str:
    return f"{person.forename} {person.surname}"


def _cased(chance: random.Random, text: str) -> str:
    return chance.choice((text, text, text.lower(), text.upper()))


def exact(_: random.Random, person: Person) -> Shown:
    """Sarah Jones."""
    return _full(person), ""


def decorated(chance: random.Random, person: Person) -> Shown:
    """✨ sarah jones xx."""
    text = _cased(chance, _full(person))
    mark = chance.choice(_KISSES)
    return chance.choice(
        (f"{mark} {text} {mark}", f"{text} {mark}", f"{mark}{text}", f"{text}{mark}", text.upper())
    ), ""


def nickname(_: random.Random, person: Person) -> Shown | None:
    """Liz Jones."""
    return (f"{person.short} {person.surname}", "") if person.short else None


def initial_and_surname(chance: random.Random, person: Person) -> Shown:
    """S Jones."""
    return f"{person.forename[0]}{chance.choice(('', '.'))} {person.surname}", ""


def forename_and_initial(chance: random.Random, person: Person) -> Shown:
    """Sarah J."""
    return f"{person.forename} {person.surname[0]}{chance.choice(('', '.'))}", ""


def swapped(chance: random.Random, person: Person) -> Shown:
    """Jones Sarah."""
    return f"{person.surname}{chance.choice((' ', ' ', ', '))}{person.forename}", ""


def half_a_surname(chance: random.Random, person: Person) -> Shown | None:
    """Sarah Jones, of Sarah Jones-Smith."""
    halves = person.surname.replace("-", " ").split()
    return (f"{person.forename} {chance.choice(halves)}", "") if len(halves) > 1 else None


def former_surname(chance: random.Random, person: Person) -> Shown | None:
    """Sarah Smith, who was born so."""
    if not person.former:
        return None
    forms = (
        person.former,
        person.former,
        f"{person.surname} (née {person.former})",
        f"{person.former} {person.surname}",
    )
    return f"{person.forename} {chance.choice(forms)}", ""


def other_spelling(chance: random.Random, person: Person) -> Shown | None:
    """Sara Jones; Mohd Akhter: a listed spelling, else one that sounds alike."""
    forenames, surnames = _SPELLINGS.get(person.forename), _SPELLINGS.get(person.surname)
    if forenames and (not surnames or chance.random() < 0.5):
        return f"{chance.choice(forenames)} {person.surname}", ""
    if surnames:
        return f"{person.forename} {chance.choice(surnames)}", ""
    heard = as_heard(chance, plain(person.surname))
    return (f"{person.forename} {heard}", "") if heard != plain(person.surname) else None


def slip_in_forename(chance: random.Random, person: Person) -> Shown:
    """Sarha Jones."""
    return f"{slip(chance, person.forename)} {person.surname}", ""


def slip_in_surname(chance: random.Random, person: Person) -> Shown:
    """Sarah Jonse."""
    return f"{person.forename} {slip(chance, person.surname)}", ""


def middle_name(chance: random.Random, person: Person) -> Shown | None:
    """Sarah Jane Jones; Sarah Jane."""
    if not person.middle:
        return None
    forms = (f"{person.forename} {person.middle} {person.surname}",) * 3 + (
        f"{person.forename} {person.middle[0]} {person.surname}",
        f"{person.middle} {person.surname}",
    )
    return chance.choice(forms), ""


def extra_word(chance: random.Random, person: Person) -> Shown:
    """Sarah Jones Photography."""
    return f"{_full(person)}{chance.choice((' ', ' ', ' - ', ' | '))}{chance.choice(_WORDS)}", ""


def titled(chance: random.Random, person: Person) -> Shown:
    """Mrs Sarah Jones; Auntie Sarah Jones."""
    return f"{chance.choice(_WOMEN if person.is_woman else _MEN)} {_full(person)}", ""


def fancy_letters(chance: random.Random, person: Person) -> Shown:
    """𝓢𝓪𝓻𝓪𝓱 𝓙𝓸𝓷𝓮𝓼."""
    return fancy(chance, _full(person)), ""


def other_script(_: random.Random, person: Person) -> Shown | None:
    """Олена Шевченко: the family's own spelling; Chinese names with the surname first."""
    if not (person.native_forename and person.native_surname):
        return None
    if "一" <= person.native_surname[0] <= "鿿":
        return person.native_surname + person.native_forename, ""
    return f"{person.native_forename} {person.native_surname}", ""


def _joined(chance: random.Random, first: str, last: str) -> str:
    first, last = _letters(first), _letters(last)
    joiner = chance.choice(("", "", "", ".", "_"))
    one = chance.random() < 0.85
    return f"{first}{joiner}{last}" if one else f"{last}{joiner}{first}"


def _letters(text: str) -> str:
    return "".join(letter for letter in plain(text).lower() if "a" <= letter <= "z")


def _number(chance: random.Random) -> str:
    return chance.choice(
        (
            str(chance.randrange(10)),
            f"{chance.randrange(60, 116) % 100:02}",
            str(chance.randrange(1970, 2016)),
            "123",
        )
    )


def handle_full(chance: random.Random, person: Person) -> Shown:
    """@sarahjones, @jones.sarah."""
    return "", _joined(chance, person.forename, person.surname)


def handle_with_more(chance: random.Random, person: Person) -> Shown:
    """@its_sarahjones87."""
    name = _joined(chance, person.forename, person.surname)
    kind = chance.randrange(4)
    if kind == 0:
        return "", f"{chance.choice(_BEFORE)}{chance.choice(('', '_', '.'))}{name}"
    if kind == 1:
        return "", f"{name}{chance.choice(('', '_', '.'))}{chance.choice(_AFTER)}"
    return "", f"{name}{chance.choice(('', '', '_'))}{_number(chance)}"


def handle_initial(chance: random.Random, person: Person) -> Shown:
    """@sjones, @s.jones84."""
    return "", _joined(chance, person.forename[0], person.surname) + chance.choice(("", "", _number(chance)))


def handle_nickname(chance: random.Random, person: Person) -> Shown | None:
    """@lizziejones."""
    return ("", _joined(chance, person.short, person.surname)) if person.short else None


def forename_only(chance: random.Random, person: Person) -> Shown:
    """Mummy Ellie xx; Ellie 🌸."""
    kin = f"{chance.choice(_KIN[person.is_woman])} " if not person.is_pupil and chance.random() < 0.6 else ""
    return f"{kin}{person.forename}{chance.choice(('', ' xx', ' x', ' 🌸', ' ⚽', ' 💖'))}", ""


WAYS: dict[str, Way] = {
    "exact": exact,
    "decorated or cased": decorated,
    "nickname": nickname,
    "initial and surname": initial_and_surname,
    "forename and initial": forename_and_initial,
    "swapped": swapped,
    "half of a double surname": half_a_surname,
    "former surname": former_surname,
    "another spelling": other_spelling,
    "slip in the forename": slip_in_forename,
    "slip in the surname": slip_in_surname,
    "middle name shown": middle_name,
    "extra word": extra_word,
    "title or kin word": titled,
    "fancy letters": fancy_letters,
    "another script": other_script,
    "handle, full name": handle_full,
    "handle, full name and more": handle_with_more,
    "handle, initial and surname": handle_initial,
    "handle, nickname and surname": handle_nickname,
    "forename only": forename_only,
}
"""The exact name and twenty kinds of change, evenly drawn."""


def evidence_of(way: str) -> str:
    """What kind of evidence it leaves: `display name`, `handle` or `forename only`."""
    if way == "forename only":
        return way
    return "handle" if way.startswith("handle") else "display name"


def beside(chance: random.Random, shown: Shown, person: Person) -> Shown:
    """The other half of an account, saying little more: a third have both a display name and a handle."""
    display, handle = shown
    if chance.random() > 1 / 3:
        return shown
    if not handle:
        return display, _saying_little(chance, person)
    return chance.choice(
        (person.forename, "✨ living my best life ✨", "🌸", "be kind", "Just me", "L.U.F.C.")
    ), handle


_NOISE = (
    "sunny",
    "little",
    "star",
    "happy",
    "cosy",
    "gamer",
    "shadow",
    "coffee",
    "purple",
    "rover",
    "panda",
    "wild",
    "moon",
    "dizzy",
)
_THINGS = (
    "days",
    "bear",
    "girl",
    "lad",
    "lover",
    "home",
    "pics",
    "vibes",
    "dancer",
    "bean",
    "cat",
    "club",
    "fan",
    "dreams",
)


def _saying_little(chance: random.Random, person: Person) -> str:
    if chance.random() < 0.5:
        return (
            f"{chance.choice(_NOISE)}{chance.choice(('', '_', '.'))}{chance.choice(_THINGS)}{_number(chance)}"
        )
    return f"{_letters(person.forename) or 'me'}{chance.choice(('', '_', '.', 'x'))}{_number(chance)}"
