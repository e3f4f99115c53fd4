"""Handles as people make them: out of their name, their name and a number, or anything at all."""

from random import Random

from samples.chance import Weighted
from samples.letters import address_form
from samples.name_tables import handle_words
from samples.population import Person, draw_short_form

LOOKALIKES = str.maketrans({"o": "0", "i": "1", "e": "3"})
NAMED = {
    "full": "{forename}{surname}",
    "dotted": "{forename}.{surname}",
    "underscored": "{forename}_{surname}",
    "numbered": "{forename}{surname}{number}",
    "initial_surname": "{initial}{surname}{number}",
    "surname_first": "{surname}.{forename}",
    "word_after": "{forename}{surname}.{after}",
    "word_before": "{before}.{forename}{surname}",
    "lookalikes": "{forename}{lookalike}",
    "framed": "x{forename}{surname}x",
}
"""Forms that hold both names, from the plainest to the most hidden."""
FORMS = tuple(NAMED)
SHORT_FORM = "short_form"


def named_handle(person: Person, form: str, rng: Random) -> str:
    """A handle of that form, or nothing where a name has no Latin letters or no short form."""
    forename = draw_short_form(rng, person.forename) if form == SHORT_FORM else person.forename
    forename, surname = address_form(forename), address_form(person.surname)
    if not forename or not surname:
        return ""
    return NAMED.get(form, NAMED["numbered"]).format(
        forename=forename,
        surname=surname,
        initial=forename[0],
        lookalike=surname.translate(LOOKALIKES),
        number=_number(rng),
        before=rng.choice(handle_words("before")),
        after=rng.choice(handle_words("after")),
    )


def _number(rng: Random) -> str:
    return str(rng.choice((rng.randrange(70, 100), rng.randrange(1, 10), rng.randrange(1975, 2015))))


def free_handle(rng: Random) -> str:
    """A handle that says nothing of anybody."""
    return f"{rng.choice('_.').join(rng.sample(handle_words('free'), 2))}{rng.choice(('', _number(rng)))}"


def forename_handle(person: Person, rng: Random) -> str:
    """The forename with a word or a number; no surname."""
    after = f"{rng.choice('_.')}{rng.choice(handle_words('free'))}{_number(rng)}"
    return address_form(person.forename) + after


HABITS = Weighted.of((("named", 0.45), ("forename", 0.2), ("free", 0.35)))


def draw_handle(person: Person, rng: Random) -> str:
    """A handle as likely as any."""
    match HABITS.draw(rng):
        case "named":
            return named_handle(person, rng.choice(FORMS), rng) or free_handle(rng)
        case "forename" if address_form(person.forename):
            return forename_handle(person, rng)
    return free_handle(rng)


def profile_slug(forename: str, surname: str, rng: Random) -> str:
    """The last part of a LinkedIn address: the name, often with letters and digits after it."""
    name = "-".join("".join(c for c in part.lower() if c.isalpha()) for part in (forename, surname))
    return f"{name.strip('-')}-{rng.randrange(16**7):07x}" if rng.random() < 0.7 else name.strip("-")
