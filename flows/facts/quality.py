"""What the checks found in the data, as sentences for the DSL, with counts and rows."""

from collections import Counter
from collections.abc import Sequence

from expectations.records import Remark
from expectations.sentences import sentence
from flows.workroom import Workroom
from reports.overview_facts import Quality

ROWS_SHOWN = 12


def quality_of(room: Workroom) -> tuple[Quality, ...]:
    """Each thing that was found, once: what was set aside, then what is reported of rows that stay."""
    set_aside = _by_expectation(room.set_aside)
    reported = _by_expectation(room.reported)
    return (
        *(_quality(remarks, set_aside=True) for remarks in set_aside.values()),
        *(_quality(remarks, set_aside=False) for slug, remarks in reported.items() if slug not in set_aside),
    )


def _by_expectation(remarks: Sequence[Remark]) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = {}
    for each in remarks:
        found.setdefault(each.expectation, []).append(each)
    return found


def _quality(remarks: list[Remark], *, set_aside: bool) -> Quality:
    """One line for one expectation: shards and files add up, and people count before their names."""
    rows_of: Counter[str] = Counter()
    for each in remarks:
        rows_of[each.table] += each.rows
    rows = sorted({row for each in remarks for row in each.source_rows})
    files = len({each.source for each in remarks if each.source_rows})
    return Quality(
        table=remarks[0].table,
        sentence=sentence(remarks[0].expectation).whole + _at(rows, "files" if files > 1 else "file"),
        rows=rows_of["people"] or max(rows_of.values()),
        set_aside=set_aside,
    )


def _at(rows: list[int], of: str) -> str:
    if not rows:
        return ""
    shown = ", ".join(map(str, rows[:ROWS_SHOWN])) + (" and others" if len(rows) > ROWS_SHOWN else "")
    return f" Row{'s' * (len(rows) > 1)} {shown} of the {of}."
