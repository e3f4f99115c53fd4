"""A handle read as one person's name: what its letters are worth beside the names found in them.

A handle is taken as a chain of parts: names, initials, additions (titles, trades, regions, kisses) and stray
letters. The evidence in it is its surprisal (Perito et al. 2011), a likelihood ratio over whole chains:

    weight = log2 P(handle | the person) / P(handle | anybody)

The person's chain shows a forename, a surname, or both, in one of a few patterns (sarahjones, sjones,
sarahj, jones, jonessarah), each with its own chance; the rest of the letters is dressing. Anybody's is the
likeliest chain of names of the tables, additions and stray letters (`lattice.py`). Both hold the chances of
pattern and dressing, so these cancel where no other chain is likelier, and what is left is what the names
say, which `comparisons.py` weighs:

    weight = bits(forename) + bits(surname) + otherwise + unexplained
    otherwise = min(0, own - anybody)
    own = log2 P(pattern) + log2 P(dressing before, between, behind) + Σ log2 P(anybody shows this part)

So "natalie" is not nat and alie, "ann" in "hannahbaker" says nothing, "featherstone" in any handle a good
deal; a forename beside another's surname contradicts of itself, since the letters of that surname are better
explained by whoever bears it. A forename alone, a surname alone or an initial keeps its few bits and no more.
Letters that nothing explains cost the person a little besides, since brands and places hold names too.
Figures: weights.toml [handle].
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.comparisons import LEVELS, scale_of
from matching.frequencies import Field
from matching.lattice import Handles, crossed
from matching.reference import weights

Places = NDArray[np.int64]
Floats = NDArray[np.float64]


class Part(NamedTuple):
    """For each of `k` readings where one field's name stands in its handle, and log2 P(anybody shows it so).

    `start` is -1, and `stop` and `chance` of no account, where the reading holds no such name.
    """

    start: Places
    stop: Places
    chance: Floats

    @property
    def there(self) -> NDArray[np.bool_]:
        """Where the reading holds this field."""
        return self.start >= 0


class Price(NamedTuple):
    """What a reading costs beside its names, in bits, 0 or less, and how many letters it leaves unexplained.

    `otherwise`: the handle is likelier to say something else. `unexplained`: for the letters themselves.
    `between`: letters between the two names; a single one may be a middle initial.
    """

    otherwise: Floats
    unexplained: Floats
    letters: Places
    between: Places


def chance_of_anybody(field: Field, shown: Sequence[str], level: Places, bits: Floats) -> Floats:
    """log2 P(anybody shows a word so), given the level that held (a place in LEVELS[field]) and its bits.

    Where the roster knows an initial only, and the handle the name, it is how many bear the name.
    """
    scale = scale_of(field)
    altered = np.array([np.log2(scale.each(one.name)) for one in LEVELS[field]])
    initial = np.array([one.name == "initial" for one in LEVELS[field]])
    usual = np.where(initial, np.log2(scale.each("initial")), np.log2(scale.each("same")))
    chance: Floats = (altered - usual)[level] - bits
    long = np.flatnonzero(initial[level] & (np.fromiter(map(len, shown), np.int64, len(shown)) > 1))
    chance[long] = [np.log2(scale.frequencies.share(shown[int(row)])) for row in long]
    return chance


def price(handles: Handles, handle: Places, forename: Part, surname: Part) -> Price:
    """What readings of handles (rows of `handles`) cost; each holds a forename, a surname or both."""
    first, last, opens, closes = _outline(forename, surname)
    between = np.maximum(opens - closes, 0)
    inner = np.where(between > 0, handles.stray[handle, opens] - handles.stray[handle, closes], 0.0)
    dressing = handles.before[handle, first] + inner + handles.after[handle, last]
    own = _pattern(forename, surname) + dressing
    for part in (forename, surname):
        own = own + np.where(part.there, part.chance + _splits_crossed(handles, handle, part), 0.0)
    stray = handles.unexplained_before[handle, first] + between + handles.unexplained_after[handle, last]
    figures = weights()["handle"]
    each = np.where(
        stray > 0, stray * float(figures["unexplained"]) + float(figures["unexplained_first"]), 0.0
    )
    unexplained = np.maximum(each, float(figures["unexplained_most"]))
    otherwise = np.minimum(0.0, own - handles.anybody[handle])
    return Price(otherwise, unexplained, stray.astype(np.int64), between)


def _outline(forename: Part, surname: Part) -> tuple[Places, Places, Places, Places]:
    """Where the names begin, where they end, where the second begins, where the first ends.

    The last two are equal where there is one name only.
    """
    far = np.int64(1 << 30)
    start = [np.where(part.there, part.start, far) for part in (forename, surname)]
    stop = [np.where(part.there, part.stop, -far) for part in (forename, surname)]
    both = forename.there & surname.there
    first, last = np.minimum(*start), np.maximum(*stop)
    opens = np.where(both, np.maximum(forename.start, surname.start), first)
    closes = np.where(both, np.minimum(forename.stop, surname.stop), first)
    return first, last, opens, closes


def _splits_crossed(handles: Handles, handle: Places, part: Part) -> Floats:
    start, stop = np.maximum(part.start, 0), np.where(part.there, part.stop, 1)
    over = crossed(handles.splits, handle, start, stop).astype(np.float64)
    return over * float(weights()["handle"]["split"])


def _pattern(forename: Part, surname: Part) -> Floats:
    """log2 of how many handles are made so."""
    figures = {name: float(figure) for name, figure in weights()["handle"].items()}
    given, family = forename.there, surname.there
    chance = np.select(
        [
            ~family,
            ~given,
            surname.stop - surname.start == 1,
            forename.stop - forename.start == 1,
        ],
        [
            figures["forename"],
            figures["surname"],
            figures["forename_and_initial"],
            figures["initial_and_surname"],
        ],
        figures["full_name"],
    )
    return chance + np.where(given & family & (surname.start < forename.start), figures["swapped"], 0.0)
