"""Machine-readable answers, stable between versions, and the same in words. No name is in any of them."""

from typing import Any

from connectors.exports import Reading
from schemas.extract import Extract, ListCount

VERSION = 1
RELATIONS = {
    "friend": ("friend", "friends"),
    "follower": ("follower", "followers"),
    "following": ("account followed", "following"),
    "request_received": ("request received", "requests received"),
    "request_sent": ("request sent", "requests sent"),
    "contact": ("contact", "contacts"),
}


def of_exports(reading: Reading) -> dict[str, Any]:
    """The answer of `armslength check --json`."""
    return {
        "version": VERSION,
        "exports": [_export(each) for each in reading.extracts],
        "errors": [
            {"code": each.error.code, "file": each.file, "message": each.error.message}
            for each in reading.problems
        ],
    }


def _export(extract: Extract) -> dict[str, Any]:
    return {
        "platform": extract.platform,
        "layout": extract.layout,
        "lists": [_list(each) for each in extract.lists],
        "unopened": extract.unopened,
        "notes": list(extract.notes),
    }


def _list(each: ListCount) -> dict[str, Any]:
    return {
        "relation": each.relation.value,
        "entries": each.entries,
        "with_display_name": each.with_display_name,
        "handle_only": each.handle_only,
        "not_comparable": each.not_comparable,
        "unreadable": each.unreadable,
    }


def exports_in_words(answer: dict[str, Any]) -> str:
    """The same answer for a person to read."""
    lines: list[str] = []
    for export in answer["exports"]:
        lines.append(f"{export['platform']} ({export['layout']}):")
        lines += [f"  {_list_in_words(each)}" for each in export["lists"]]
        lines += [f"  note: {note}" for note in export["notes"]]
        lines.append(f"  {export['unopened']} other files left unopened")
    return "\n".join([*lines, *errors_in_words(answer)])


def _list_in_words(each: dict[str, Any]) -> str:
    parts = [
        (each["with_display_name"], "with a name"),
        (each["handle_only"], "with a handle only"),
        (each["not_comparable"], "that could not be compared"),
        (each["unreadable"], "that could not be read"),
    ]
    told = ", ".join(f"{number} {what}" for number, what in parts if number)
    return f"{count_of(each['relation'], each['entries'])}{': ' + told if told else ''}"


def count_of(relation: str, number: int) -> str:
    """How many of a relation, in words: "1 follower", "312 followers"."""
    one, many = RELATIONS[relation]
    return f"{number} {one if number == 1 else many}"


def errors_in_words(answer: dict[str, Any]) -> list[str]:
    """A line for each error of an answer."""
    return [f"{_where(each['file'])}{each['message']} [{each['code']}]" for each in answer["errors"]]


def _where(file: int) -> str:
    return f"file {file}: " if file else ""
