"""The page on a roster that was loaded: what it holds, what changed, and what to put right."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from reports.plain_text import shown
from reports.roster_quality_facts import Change, LoadedSource, Place, RosterQuality, RosterRemark
from reports.typeset import pdf
from reports.wording import counted, day, number, together

MOST_RUNS = 20
LONGEST_REASON = 600

_NOT_ON_ROLL = {
    "left": ("has left", "have left"),
    "to_join": ("is yet to join", "are yet to join"),
    "without_pupil": ("is an adult without a child on roll", "are adults without a child on roll"),
}
_TITLES = {
    "csv": "List (CSV)",
    "ctf": "Common Transfer File (CTF)",
    "html": "List (web page)",
    "isams": "iSAMS",
    "ods": "Workbook (OpenDocument)",
    "oneroster": "OneRoster",
    "scholarpack": "ScholarPack",
    "sds": "School Data Sync",
    "sims": "SIMS",
    "xls": "Workbook (old Excel)",
    "xlsx": "Workbook",
}
"""Of sources, or of their first word; other words begin with a capital."""


def roster_quality(facts: RosterQuality) -> bytes:
    """The page as a tagged PDF, not yet locked."""
    return pdf("roster_quality", _pages(facts), facts.on)


def source_title(source: str) -> str:
    """A roster's source in words, from the connector's own: `ctf`, or `csv#2` for the second file."""
    word, _, place = source.partition("#")
    title = " ".join(_TITLES.get(part) or _begun(part) for part in word.split("-"))
    return f"File {place}: {title}" if place else title


def places_in_words(places: Sequence[Place]) -> str:
    """`Rows 4, 9 and 12`, by file where there are several; the first rows of many."""
    return "; ".join(_place(each) for each in places if each.rows)


def age_in_words(made: date | None, today: date) -> str:
    """When a file was made and how old that is; that it does not say so, where it does not."""
    if made is None:
        return "the file does not say when it was made"
    days = (today - made).days
    if days < 1:
        return f"made on {day(made)}"
    return f"made on {day(made)}, {counted(days, 'day')} before"


def not_on_roll_in_words(counts: Mapping[str, int]) -> str:
    """Of `left`, `to_join` and `without_pupil` those there are: `3 have left, 1 is yet to join`."""
    told = [counted(counts[key], one, many) for key, (one, many) in _NOT_ON_ROLL.items() if counts[key]]
    return ", ".join(told)


def summary_in_words(to_mend: int, left_out: int, worth_knowing: int) -> str:
    """The page in a sentence, for whoever has no twenty minutes: how many lines each of its parts has."""
    parts = ((to_mend, "to put right"), (left_out, "left out"), (worth_knowing, "worth knowing"))
    told = [f"{counted(many, 'kind')} of thing {words}" for many, words in parts if many]
    return f"{together(told)}." if told else "Nothing to put right, and nothing was left out."


def _pages(facts: RosterQuality) -> dict[str, Any]:
    return {
        "setting": facts.setting.name,
        "children_word": facts.setting.children,
        "on": day(facts.on),
        "totals": [
            {
                "state": "nothing",
                "count": number(facts.children),
                "label": f"{facts.setting.children} on roll",
            },
            {"state": "nothing", "count": number(facts.parent_carers), "label": "parents and carers"},
            {"state": "fine", "count": number(facts.links), "label": "links between them"},
            {"state": "not_handed_in", "count": number(facts.not_on_roll), "label": "people not on roll"},
        ],
        "not_on_roll": f"Not on roll: {facts.not_on_roll_because}." if facts.not_on_roll_because else "",
        "sources": [_source(each, facts.on) for each in facts.sources],
        "summary": summary_in_words(*map(len, (facts.to_mend, facts.left_out, facts.worth_knowing))),
        "compared": facts.compared,
        "changes": [_change(each) for each in facts.changes],
        "reason": shown(facts.reason, LONGEST_REASON).text if facts.reason else "",
        "to_mend": [_remark(each) for each in facts.to_mend],
        "left_out": [_remark(each) for each in facts.left_out],
        "worth_knowing": [_remark(each) for each in facts.worth_knowing],
        "notes": list(facts.notes),
        "staff": list(facts.staff),
        "columns_kept": ", ".join(facts.columns_kept) or "none",
        "columns_dropped": ", ".join(facts.columns_dropped) or "none",
        "may_see": list(facts.may_see),
    }


def _source(each: LoadedSource, today: date) -> list[str]:
    counts = map(number, (each.children, each.parent_carers, each.links, each.staff))
    return [each.title, *counts, _begun(age_in_words(each.made, today))]


def _change(each: Change) -> list[str]:
    return [each.what, each.before, each.now, "a great change" if each.is_great else ""]


def _remark(each: RosterRemark) -> dict[str, str]:
    return {
        "count": number(each.count) if each.count else "",
        "what": each.what,
        "do": each.do,
        "where": places_in_words(each.places),
    }


def _place(place: Place) -> str:
    runs = list(_runs(place.rows))
    rest = sum(last - first + 1 for first, last in runs[MOST_RUNS:])
    shown_runs = [_run(*each) for each in runs[:MOST_RUNS]]
    listed = f"{', '.join(shown_runs)} and {number(rest)} more" if rest else together(shown_runs)
    said = f"{'rows' if len(place.rows) > 1 else 'row'} {listed}"
    return f"{place.source}, {said}" if place.source else _begun(said)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of three rows or more that follow one another; any other row on its own."""
    for _, run in groupby(enumerate(rows), key=lambda each: each[1] - each[0]):
        numbers = [row for _, row in run]
        yield from [(numbers[0], numbers[-1])] if len(numbers) > 2 else [(row, row) for row in numbers]


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
