"""What one file holds, by its ending, or by how it begins where a person asked about that one file."""

from collections.abc import Callable
from typing import Any

from connectors.contents import json_of, page_of, resaved_text_of, text_of
from connectors.peeking.labels import text_of_labels
from connectors.peeking.pages import page_outline
from connectors.peeking.structure import Structure
from connectors.peeking.tables import header_known, table_of
from connectors.peeking.words import UNKNOWN, shown_name

_LONGEST_VARIABLE = 200
_BEGINNING = 400


def contents_told(data: bytes, ending: str, path: str) -> dict[str, Any]:
    """The contents as JSON, `format` first; raises one of `export_errors` where they are damaged.

    `path` is what an error may quote.
    """
    return _TOLD[ending if ending in _TOLD else _ending_like(data)](data, path)


def is_looked_into(ending: str) -> bool:
    """Whether files of this ending have a structure we can tell."""
    return ending in _TOLD


def _json(data: bytes, path: str) -> dict[str, Any]:
    return {"format": "json", "structure": _structure(json_of(text_of(data, path), path))}


def _script(data: bytes, path: str) -> dict[str, Any]:
    """JSON that is assigned to a variable; the variable's name is shown as a key is."""
    variable, _, value = text_of(data, path).partition("=")
    name = shown_name(variable.strip()) if len(variable) <= _LONGEST_VARIABLE else None
    structure = _structure(json_of(value.strip().removesuffix(";"), path))
    return {"format": "script", "variable": name or UNKNOWN, "structure": structure}


def _page(data: bytes, path: str) -> dict[str, Any]:
    return page_outline(page_of(data, path))


def _table(data: bytes, _: str) -> dict[str, Any]:
    return table_of(resaved_text_of(data)[0])


def _text(data: bytes, _: str) -> dict[str, Any]:
    return text_of_labels(resaved_text_of(data)[0])


def _structure(value: object) -> dict[str, Any]:
    structure = Structure()
    structure.add(value)
    return structure.told()


def _ending_like(data: bytes) -> str:
    """The ending that a file which begins so should have."""
    text = resaved_text_of(data)[0]
    beginning = text[:_BEGINNING].lstrip()
    match beginning[:1]:
        case "{" | "[":
            return "json"
        case "<":
            return "html"
    if beginning.partition("=")[2].lstrip()[:1] in {"{", "["} and "\n" not in beginning.partition("=")[0]:
        return "js"
    return "csv" if header_known(text) else "txt"


_TOLD: dict[str, Callable[[bytes, str], dict[str, Any]]] = {
    "json": _json,
    "js": _script,
    "html": _page,
    "htm": _page,
    "csv": _table,
    "tsv": _table,
    "txt": _text,
    "vcf": _text,
}
