"""The checks that found something, as sentences for the DSL, with counts and the rows set aside."""

from collections import Counter

from expectations.sentences import sentence
from flows.workroom import Workroom
from reports.overview_facts import Quality

ROWS_SHOWN = 12


def quality_of(room: Workroom) -> tuple[Quality, ...]:
    """Every expectation that found something, set aside or only reported, over all suites of the audit."""
    set_aside = Counter(each.expectation for each in room.set_aside)
    places = {each.expectation: each.source_rows for each in room.set_aside}
    found: Counter[tuple[str, str]] = Counter()
    for row in room.all_checks().to_pylist():
        if not row["ok"]:
            key = (row["suite"], row["expectation"])
            # The accounts are checked a shard at a time; the roster when it was loaded, and again today.
            found[key] = (
                found[key] + row["rows"] if row["suite"] == "accounts" else max(found[key], row["rows"])
            )
    return tuple(
        Quality(
            table=suite,
            sentence=sentence(slug).whole + _at(places.get(slug, ())),
            rows=rows,
            set_aside=slug in set_aside,
        )
        for (suite, slug), rows in sorted(found.items())
    )


def _at(rows: tuple[int, ...]) -> str:
    if not rows:
        return ""
    more = " and others" if len(rows) > ROWS_SHOWN else ""
    return f" Rows {', '.join(map(str, rows[:ROWS_SHOWN]))}{more} of the file."
