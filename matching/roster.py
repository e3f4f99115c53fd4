"""The roster as columns: which people bear which names, built once an audit."""

from collections.abc import Callable, Iterable
from string import ascii_lowercase
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from matching.arrays import Flags, Floats, Groups, Ints, codes_of, first_letters, groups_of, total_of_each
from matching.folding import native_words
from matching.frequencies import Field, frequencies
from matching.lexicon import Lexicon, lexicon_with
from matching.people import Form, Person, people_of
from matching.reference import weights
from matching.seldom import seldom_forms
from matching.variants import variants

SELDOM = 0.15
"""How often a form must be shown to count as a usual one: a middle name used as a forename is not."""

LONGEST_FORM = 24
"""Letters of a name that are compared: no name of the tables is longer."""

FormsOf = Callable[[Person], tuple[Form, ...]]


class Links(NamedTuple):
    """Who bears which name of one field, a row each: `form` is a place in `forms`, `usage` in bits.

    `natives` has the forms that the roster writes in a script of their own.

    `share` of people, `crowding` and `first_letter` are of each form; `crowding` is what a form's being more
    common on this roster than in the country takes off, in bits, `initial_crowding` the same of each letter.
    `seldom` marks what stands in handles alone.
    """

    field: Field
    forms: list[str]
    natives: dict[str, str]
    share: Floats
    crowding: Floats
    initial_crowding: Floats
    person: Ints
    form: Ints
    usage: Floats
    kind: list[str]
    written: list[str]
    seldom: Flags
    by_person: Groups
    by_form: Groups
    first_letter: Ints

    @property
    def borne(self) -> Flags:
        """Whether each person bears any name of this field."""
        borne: Flags = np.diff(self.by_person.starts) > 0
        return borne

    @property
    def long_borne(self) -> Flags:
        """Whether each person bears a name of this field of more than one letter."""
        long = np.fromiter(map(len, self.forms), np.int64, len(self.forms)) > 1
        borne: Flags = np.bincount(self.person[long[self.form]], minlength=len(self.borne)) > 0
        return borne

    @property
    def most_usual(self) -> Floats:
        """For each form the highest usage anybody bears it with, in bits."""
        most = np.full(len(self.forms), -np.inf)
        np.maximum.at(most, self.form, self.usage)
        return most


class RosterIndex(NamedTuple):
    """The people on roll, ready to be looked up. Nothing in it changes: any number of threads may use it.

    `surname_of_forename` says which surname is the same word as each forename, NONE where none is; the other
    way about likewise. `searched` are the words under which any of them may appear, by table.
    """

    person_ids: list[str]
    emails: dict[str, int]
    forenames: Links
    surnames: Links
    middles: Links
    surname_of_forename: Ints
    forename_of_surname: Ints
    searched: list[str]
    lexicon: Lexicon

    def links(self, field: Field) -> Links:
        """The names of one field."""
        return self.forenames if field == "forename" else self.surnames


def build_index(names: pa.Table, people: pa.Table | None = None) -> RosterIndex:
    """The people of a NAMES table as columns; PEOPLE, where given, lends their e-mail addresses."""
    return roster_of(people_of(names, people))


def roster_of(people: tuple[Person, ...]) -> RosterIndex:
    """The same from people taken apart already."""
    forenames = _links("forename", people, lambda person: person.forenames)
    surnames = _links("surname", people, lambda person: person.surnames, seldom_forms)
    return RosterIndex(
        [person.person_id for person in people],
        {person.email: place for place, person in enumerate(people) if person.email},
        forenames,
        surnames,
        _links("forename", people, lambda person: person.middles),
        codes_of(forenames.forms, _places(surnames.forms)),
        codes_of(surnames.forms, _places(forenames.forms)),
        _searched(forenames.forms, surnames.forms),
        _lexicon(forenames, surnames),
    )


def _lexicon(forenames: Links, surnames: Links) -> Lexicon:
    """The words handles are made of, with the names that people on the roster usually go by."""
    usual = (
        {links.forms[form] for form in np.unique(links.form[links.usage > np.log2(SELDOM)])}
        for links in (forenames, surnames)
    )
    return lexicon_with(*usual)


def _share_here(field: Field, share: Floats, bearers: Floats, people: int) -> Floats:
    """The share of people around this roster who bear each form: the country's and the roster's own, blended.

    The roster is a sample of the people around it; a person, and for a surname the family, does not count
    towards how many others bear it. The country's share weighs as much as
    `prior.country_weighs` people. No name is taken to be rarer here than in the country.
    """
    prior = weights()["prior"]
    own = 1 + (float(prior["relatives"]) if field == "surname" else 0.0)
    weighs = float(prior["country_weighs"])
    others = np.maximum(bearers - own, 0.0)
    return np.maximum(share, (others + weighs * share) / (people + weighs))


def _initial_crowding(field: Field, letters: Ints, people: int) -> Floats:
    share = np.array([frequencies(field).share_of_initial(letter) for letter in ascii_lowercase])
    bearers = total_of_each(letters, np.ones(len(letters)), len(share))
    return np.log2(share / _share_here(field, share, bearers, max(people, len(letters))))


def _natives(forms: Iterable[Form]) -> dict[str, str]:
    natives: dict[str, str] = {}
    for form in forms:
        if not form.written.isascii():
            natives.update(native_words(form.written))
    return natives


def _places(forms: list[str]) -> dict[str, int]:
    return {form: place for place, form in enumerate(forms)}


def _searched(forenames: list[str], surnames: list[str]) -> list[str]:
    """Every word that is looked for inside longer ones: the names, their other spellings and short forms."""
    words = {*forenames, *surnames, *ascii_lowercase}
    for name in forenames:
        words |= variants("forename", name)
    for name in surnames:
        words |= variants("surname", name)
    return sorted(words)


def _no_forms(_person: Person) -> tuple[Form, ...]:
    return ()


def _links(
    field: Field, people: tuple[Person, ...], forms_of: FormsOf, seldom_forms_of: FormsOf = _no_forms
) -> Links:
    rows = [(place, form) for place, person in enumerate(people) for form in forms_of(person)]
    usual = len(rows)
    known = {(place, form.word) for place, form in rows}
    rows += [
        (place, form)
        for place, person in enumerate(people)
        for form in seldom_forms_of(person)
        if (place, form.word) not in known
    ]
    places: dict[str, int] = {}
    form = _column(places.setdefault(one.word[:LONGEST_FORM], len(places)) for _, one in rows)
    person = _column(place for place, _ in rows)
    forms = list(places)
    shares = frequencies(field)
    share = np.array([shares.share(word) for word in forms], np.float64)
    usage = np.array([one.usage for _, one in rows], np.float64)
    here = _share_here(field, share, total_of_each(form, usage, len(forms)), len(people))
    return Links(
        field,
        forms,
        _natives(one for _, one in rows),
        here,
        np.log2(share / here),
        _initial_crowding(field, first_letters(forms)[form[:usual]], len(people)),
        person,
        form,
        np.log2(usage),
        [one.name_kind for _, one in rows],
        [one.written for _, one in rows],
        np.arange(len(rows)) >= usual,
        groups_of(person, len(people)),
        groups_of(form, len(forms)),
        first_letters(forms),
    )


def _column(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int64)
