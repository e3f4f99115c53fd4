"""What other accounts say of a match: a member of the same household, the same account in several lists.

A match is corroborated by matches as they were before any corroboration, once, so that no two reinforce each
other. Nobody comes in who was not a match by their own account, and nobody goes.

Band: corroboration never lifts a match out of `possible`, since that cap says the account shows half a name
or too little of one, and another account shows no more of it. A member of the household counts as the second
signal that `strong` asks for only where that match is itself at least probable; being in several lists never
does. Names that match in one household usually share their surname, which must not speak twice: a match less
than probable (half a name, or a common one) counts for a tenth of itself, and for two whole names the limit
in bits is less than the second forename's agreement is worth by itself.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from matching import columns
from matching.arrays import Flags, Floats, Ints, best_of_each, distinct, groups_of, places_of, total_of_each
from matching.bands import POSSIBLE, bands_of
from matching.beliefs import probability_of
from matching.reference import weights
from schemas.tables import EVIDENCE, MATCHES
from schemas.words import Band

_BANDS = [Band.POSSIBLE.value, Band.PROBABLE.value, Band.STRONG.value]


class _Seen(NamedTuple):
    """Matches as columns: `account` and `list_` are numbers, `band` a place in `_BANDS`."""

    list_: Ints
    account: Ints
    person: Ints
    probability: Floats
    weight: Floats
    band: Ints

    @property
    def whole(self) -> Flags:
        """Whether a match is at least probable, which takes a forename and a surname that agree."""
        return self.band > 0


class _Line(NamedTuple):
    """One line of evidence a match, of those that have it: bits, and a sentence."""

    row: Ints
    bits: Floats
    sentences: list[str]


class _Pairs(NamedTuple):
    """Two matches of one list that stand for two members of one household, a row a pair."""

    one: Ints
    other: Ints


def corroborated(
    matches: pa.Table, households: Mapping[str, Sequence[int]], lists: Sequence[int] | None = None
) -> pa.Table:
    """MATCHES with what other accounts say: the same matches, each account's likeliest person first.

    `households` holds the numbers of each person's households; `lists`, for each row, in how many staff
    members' lists its account stands (1 where not given). The bits of a household are log2(1 - q + q·r): q is
    the likeliest other match's probability, r how much oftener a member of a household is among the contacts
    where another member is. What speaks for one person takes off what speaks for an account's others.
    """
    if not matches.num_rows:
        return matches
    seen = _seen(matches)
    household, by_whole = _household_line(seen, _pairs(seen, _members(matches, households)))
    more = [household, _lists_line(np.ones(len(seen.band)) if lists is None else np.asarray(lists))]
    more.append(_rivals_line(seen, _total(more, seen)))
    weight = np.round(seen.weight + _total(more, seen), 2) + 0.0
    probability = probability_of(weight)
    band = bands_of(probability, seen.whole, by_whole | (seen.band == len(_BANDS) - 1))
    changed = {
        "weight": columns.numbers(weight),
        "probability": columns.numbers(probability),
        "band": columns.text(band),
        "evidence": _with(matches["evidence"].combine_chunks(), more),
    }
    kept = [changed.get(field.name, matches[field.name].combine_chunks()) for field in MATCHES]
    order = np.lexsort((seen.person, -probability, seen.account))
    return pa.Table.from_arrays(kept, schema=MATCHES).take(columns.whole_numbers(order))


def _seen(matches: pa.Table) -> _Seen:
    """Accounts are numbered as the matches stand, people as their ids."""
    list_, _ = columns.codes(matches["submission_id"])
    account_id = columns.as_numbers(matches["account_id"].combine_chunks())
    first, which = distinct(list_, account_id)
    number = np.empty(len(first), np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    _, person = np.unique(np.array(matches["person_id"].to_pylist(), object), return_inverse=True)
    bands = np.array([_BANDS.index(str(band)) for band in matches["band"].to_pylist()], np.int64)
    return _Seen(
        list_,
        number[which],
        person.astype(np.int64),
        np.array(matches["probability"].to_pylist(), np.float64),
        np.array(matches["weight"].to_pylist(), np.float64),
        bands,
    )


def _members(matches: pa.Table, households: Mapping[str, Sequence[int]]) -> tuple[Ints, Ints]:
    """Each match with each household of its person: the match's row, and the household's number."""
    sizes = Counter(number for numbers in households.values() for number in numbers)
    most = _figures()["household_size"]
    found = [
        (row, number)
        for row, person in enumerate(matches["person_id"].to_pylist())
        for number in households.get(str(person), ())
        if sizes[number] <= most
    ]
    row, household = np.array(found, np.int64).reshape(-1, 2).T
    return row, household


def _pairs(seen: _Seen, members: tuple[Ints, Ints]) -> _Pairs:
    """Matches of other accounts with other members of the household that may corroborate a match.

    Not from below possible, and not where the other account may be the same person's second one.
    """
    row, household = members
    first, which = distinct(seen.list_[row], household)
    whose, place = groups_of(which, len(first)).members(which)
    one, other = row[whose], row[place]
    people = int(seen.person.max()) + 1
    keys = np.unique(seen.account * people + seen.person)
    may_be_the_same = places_of(keys, seen.account[other] * people + seen.person[one]) >= 0
    kept = (seen.person[one] != seen.person[other]) & (seen.probability[other] >= POSSIBLE)
    kept &= ~may_be_the_same & (seen.account[one] != seen.account[other])
    return _Pairs(one[kept], other[kept])


def _household_line(seen: _Seen, pairs: _Pairs) -> tuple[_Line, Flags]:
    """The line of each match that its household speaks for; and whether one at least probable does."""
    figures = _figures()
    counts = np.where(seen.whole[pairs.one] & seen.whole[pairs.other], 1.0, figures["half_named"])
    strength = seen.probability[pairs.other] * counts
    best = best_of_each(pairs.one, strength, len(seen.band), -seen.band[pairs.other])
    row = np.flatnonzero(best >= 0)
    often = figures["household_together"] / figures["household_apart"]
    bits = np.log2(1 + strength[best[row]] * (often - 1))
    bits = _hundredths(np.minimum(bits, figures["household_most"]))
    band = seen.band[pairs.other[best[row]]]
    by_whole = np.zeros(len(seen.band), np.bool_)
    by_whole[row] = band > 0
    said = "Another account in the same member of staff's lists may be a member of the same household ({})"
    return _Line(row, bits, [said.format(_BANDS[each]) for each in band]), by_whole


def _lists_line(lists: NDArray[Any]) -> _Line:
    """The line of each match whose account stands in several members of staff's lists."""
    figures = _figures()
    row = np.flatnonzero(lists > 1)
    bits = np.minimum(figures["further_list"] * (lists[row] - 1), figures["lists_most"])
    sentences = [
        f"The same account stands in the lists of {each:.0f} members of staff" for each in lists[row]
    ]
    return _Line(row, _hundredths(bits), sentences)


def _rivals_line(seen: _Seen, more: Floats) -> _Line:
    """What is taken off a match for what now speaks for other people whom its account may be.

    With p the probabilities before and b the bits that came, each person's share is p·2^b of Σ p·2^b over all
    explanations, nobody's being 1 - Σp: an account's probabilities never pass one together.
    """
    came = seen.probability * (np.exp2(more) - 1)
    others = np.maximum(total_of_each(seen.account, came, len(more))[seen.account] - came, 0.0)
    taken = _hundredths(-np.log2(1 + others / probability_of(-seen.weight)))
    row = np.flatnonzero(taken < 0)
    said = "Other lists or accounts speak for another person on the roster whom this account fits too"
    return _Line(row, taken[row], [said] * len(row))


def _total(lines: list[_Line], seen: _Seen) -> Floats:
    zero = np.zeros(len(seen.band))
    return zero + sum(total_of_each(line.row, line.bits, len(zero)) for line in lines)


def _with(evidence: columns.Column, more: list[_Line]) -> columns.Column:
    """The evidence of each row with these lines after its own."""
    lengths = columns.as_numbers(pc.list_value_length(evidence))
    sentences = columns.text(sentence for line in more for sentence in line.sentences)
    new = columns.records(
        EVIDENCE, [sentences, columns.numbers(np.concatenate([each.bits for each in more]))]
    )
    row = np.concatenate([np.repeat(np.arange(len(lengths)), lengths), *(each.row for each in more)])
    order = np.argsort(row, kind="stable")
    lines = columns.taken(columns.together([pc.list_flatten(evidence), new]), order)
    return columns.lists(np.bincount(row, minlength=len(lengths)), MATCHES.field("evidence").type, lines)


def _figures() -> dict[str, float]:
    return {name: float(figure) for name, figure in weights()["corroboration"].items()}


def _hundredths(bits: NDArray[Any]) -> Floats:
    return np.round(bits, 2).astype(np.float64)
