"""Texts weighed against people in full: each pair's best reading, and every remark on it."""

from collections.abc import Iterator

import numpy as np

from matching.priced import Prices
from matching.readings import Field, Lookup, Pairs, Readings, read, said_of_both
from matching.remarks import Remark, Remarks, contradicted, remarks_of, remarks_on, rest_of, swapped, together
from matching.spans import Shown, SpanFinder

AT_ONCE = 50_000
"""Pairs that are laid against one another at a time: what memory is used, whatever is asked."""


def lay(pairs: Pairs, shown: Shown, finder: SpanFinder, lookup: Lookup) -> tuple[Readings, Remarks]:
    """The reading of every pair and the remarks on it, `pair` being a row of `pairs`."""
    done = [_lay(part, shown, finder, lookup) for part in _parts(pairs)]
    readings = [reading for reading, _ in done]
    starts = np.cumsum([0, *(len(reading.swapped) for reading in readings)])
    remarks = [each._replace(pair=each.pair + start) for (_, each), start in zip(done, starts, strict=False)]
    return _joined(readings, pairs), together(remarks)


def _parts(pairs: Pairs) -> Iterator[Pairs]:
    for start in range(0, max(len(pairs.text), 1), AT_ONCE):
        yield Pairs(*(column[start : start + AT_ONCE] for column in pairs))


def _lay(pairs: Pairs, shown: Shown, finder: SpanFinder, lookup: Lookup) -> tuple[Readings, Remarks]:
    texts, text = np.unique(pairs.text, return_inverse=True)
    shown = shown.only(texts)
    spans = finder.spans(shown)
    pairs = Pairs(text.astype(np.int64), pairs.person)
    said = said_of_both(pairs, shown, spans, lookup)
    readings = read(pairs, shown, spans, said, lookup)
    rest, handle = rest_of(readings, spans), shown.handle[pairs.text]
    readings, others = contradicted(readings, rest.only(~handle[rest.pair]), spans, lookup)
    in_handles = remarks_on(readings, rest.only(handle[rest.pair]), said, spans, lookup)
    in_names = remarks_on(readings, others, said, spans, lookup)
    # What a handle holds beside the names is priced by its letters, not by its words.
    in_handles = in_handles.only(in_handles.bits > 0)
    return readings, together([swapped(readings), in_names, in_handles, *_priced(readings.cost)])


def _priced(cost: Prices) -> list[Remarks]:
    """What a handle costs beside its names: another reading of it, and the letters that nothing explains."""
    otherwise, unexplained = (
        np.flatnonzero(np.round(price, 2) < 0) for price in (cost.otherwise, cost.unexplained)
    )
    leftover = remarks_of(unexplained, Remark.LEFTOVER, cost.unexplained[unexplained])
    return [
        remarks_of(otherwise, Remark.READ_OTHERWISE, cost.otherwise[otherwise]),
        leftover._replace(number=cost.letters[unexplained]),
    ]


def _joined(readings: list[Readings], pairs: Pairs) -> Readings:
    forename, surname = (
        Field(
            *(
                np.concatenate(column)
                for column in zip(*(getattr(each, name) for each in readings), strict=True)
            )
        )
        for name in ("forename", "surname")
    )
    cost = Prices._make(map(np.concatenate, zip(*(each.cost for each in readings), strict=True)))
    return Readings(pairs, forename, surname, np.concatenate([each.swapped for each in readings]), cost)
