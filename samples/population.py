"""People as often as they are met in Britain: pupils, parents, staff and everybody's other friends alike.

Everybody comes from the same tables, so that two people share a name by chance as often as in life.
"""

from dataclasses import dataclass
from random import Random

from samples.chance import Weighted
from samples.name_tables import forenames, origin_shares, origins, short_forms, surnames

GENERATIONS = Weighted.of((("parent", 0.62), ("child", 0.2), ("elder", 0.18)))
"""Whom an adult knows online, by the generation that their forename is of."""

SLAVIC = (("ski", "ska"), ("cki", "cka"), ("dzki", "dzka"))
BALTIC = {
    "wife": (("ius", "ienė"), ("as", "ienė"), ("is", "ienė"), ("us", "uvienė")),
    "daughter": (("ius", "iūtė"), ("as", "aitė"), ("is", "ytė"), ("us", "utė")),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. `preferred` and `former_surname` are empty where there is none."""

    forename: str
    surname: str
    sex: str
    origin: str
    middle: str = ""
    preferred: str = ""
    former_surname: str = ""

    @property
    def full_name(self) -> str:
        """Forename and surname."""
        return f"{self.forename} {self.surname}"


def draw_origin(rng: Random) -> str:
    """An origin, as often as among pupils."""
    return origin_shares().draw(rng)


def draw_forename(rng: Random, origin: str, sex: str, generation: str) -> str:
    """A forename of that generation; where no table tells elders apart, one of the parents'."""
    table = forenames()
    found = table.get((origin, sex, generation)) or table[origin, sex, "parent"]
    return found.draw(rng)


def draw_accented(rng: Random, person: Person) -> str:
    """A child's forename with an accent, or nothing where that origin and sex have none."""
    found = forenames()[person.origin, person.sex, "child"].values
    accented = [forename for forename in found if not forename.isascii()]
    return rng.choice(accented) if accented else ""


def draw_surname(rng: Random, origin: str, sex: str) -> str:
    """A surname in the form that sex bears."""
    return surname_of(surnames()[origin, sex].draw(rng), origin, sex, "daughter")


def surname_of(surname: str, origin: str, sex: str, kin: str) -> str:
    """The form of a family's surname that a wife, daughter or son bears."""
    rule = origins()[origin]["surname_rule"]
    if sex == "M":
        return "Singh" if surname == "Kaur" else surname
    if rule == "sikh" and surname == "Singh":
        return "Kaur"
    endings = {"slavic": SLAVIC, "baltic": BALTIC.get(kin, ())}.get(rule, ())
    for ending, feminine in endings:
        if surname.endswith(ending):
            return surname.removesuffix(ending) + feminine
    return surname


def draw_sex(rng: Random) -> str:
    """F or M, as likely."""
    return "F" if rng.random() < 0.5 else "M"


def draw_person(rng: Random, generation: str = "") -> Person:
    """Anybody: with a birth surname where a married woman changed it."""
    generation = generation or GENERATIONS.draw(rng)
    origin, sex = draw_origin(rng), draw_sex(rng)
    changed = sex == "F" and generation != "child" and rng.random() < 0.4
    return Person(
        forename=draw_forename(rng, origin, sex, generation),
        surname=draw_surname(rng, origin, sex),
        sex=sex,
        origin=origin,
        middle=draw_middle(rng, origin, sex, generation),
        former_surname=draw_surname(rng, origin, sex) if changed else "",
    )


def draw_middle(rng: Random, origin: str, sex: str, generation: str) -> str:
    """A middle name, or none; British and Irish families nearly always give one."""
    usual = origin in {"english", "scottish", "welsh", "irish", "caribbean"}
    if rng.random() > (0.75 if usual else 0.2):
        return ""
    return draw_forename(rng, origin, sex, generation)


def draw_short_form(rng: Random, forename: str) -> str:
    """What somebody of that forename is called, or nothing where we know no short form."""
    found = short_forms().get(forename, ())
    return rng.choice(found) if found else ""
