"""What `armslength roster check` answers, for machines and in words. No name is in any of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from expectations.records import Remark
from flows.answers import VERSION, errors_in_words
from flows.rosters.examining import Examination
from flows.rosters.remarks import by_expectation
from reports.roster_quality import age_in_words, not_on_roll_in_words, places_in_words, source_title
from reports.roster_quality_facts import RosterRemark
from reports.wording import counted, day, number


def of_rosters(examination: Examination, files: int) -> dict[str, Any]:
    """The answer of `armslength roster check --json`, when so many files were given; what is no file is 0."""
    together = examination.together
    tried = [*examination.files, *([together] if together else [])]
    whole = together.on_roll.answer() if together and together.on_roll else None
    return {
        "version": VERSION,
        "sources": [each.answer() for each in examination.files if each.error is None],
        **({"together": whole} if whole else {}),
        "errors": [
            {
                "code": each.error.code,
                "file": each.file if each.file <= files else 0,
                "message": each.error.message,
            }
            for each in tried
            if each.error is not None
        ],
    }


def rosters_in_words(answer: dict[str, Any], today: date) -> str:
    """The same answer for a person to read."""
    lines = [line for source in answer["sources"] for line in _source(source, today)]
    if whole := answer.get("together"):
        lines += ["All files together:", *_people(whole, today), *_remarks(whole)]
    return "\n".join([*lines, *errors_in_words(answer)])


def _source(source: dict[str, Any], today: date) -> Iterator[str]:
    made = date.fromisoformat(source["made"]) if source["made"] else None
    yield f"{source_title(source['source'])}; {age_in_words(made, today)}"
    yield from _people(source, today)
    if source["staff"]:
        yield f"  {counted(source['staff'], 'member')} of staff in it: counted and left out"
    yield f"  Read: {', '.join(source['columns_kept']) or 'nothing'}"
    yield f"  Kept nowhere: {', '.join(source['columns_dropped']) or 'nothing'}"
    yield from _remarks(source)
    yield from (f"  Note: {note}" for note in source["notes"])


def _people(counts: dict[str, Any], today: date) -> Iterator[str]:
    yield (
        f"  On roll on {day(today)}: {counted(counts['children'], 'child', 'children')}, "
        f"{counted(counts['parent_carers'], 'parent or carer', 'parents and carers')}, "
        f"{counted(counts['links'], 'link')} between them"
    )
    if counts["not_on_roll"]:
        because = not_on_roll_in_words(counts["not_on_roll_because"])
        yield f"  Not on roll, and left out: {because}"


def _remarks(counts: dict[str, Any]) -> Iterator[str]:
    for heading, key in (
        ("To put right (looked for all the same, unless a line says otherwise):", "reported"),
        ("Left out (not looked for):", "set_aside"),
        ("Worth knowing:", "noted"),
    ):
        if counts[key]:
            yield f"  {heading}"
            yield from map(_remark, by_expectation(map(_read_back, counts[key])))


def _read_back(remark: dict[str, Any]) -> Remark:
    return Remark(**remark | {"source_rows": tuple(remark["source_rows"])})


def _remark(remark: RosterRemark) -> str:
    where = places_in_words(remark.places)
    counts = f"{number(remark.count)}{'; ' + where[:1].lower() + where[1:] if where else ''}"
    return f"    - {remark.what} {remark.do} ({counts})"
