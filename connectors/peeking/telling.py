"""The answer of `peek` in sentences, for somebody who reads it before sending it on.

Nothing is added to the answer: each line says again what stands in it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Told = Mapping[str, Any]

_STANDINGS = {
    "listed": "on the list of {platforms}, but laid out in a way we do not know",
    "unlisted": "on no platform's list",
}
_INDENT = "  "


def in_words(answer: Told) -> str:
    """The whole answer as text, one archive after the other."""
    return "\n".join(line for archive in answer["archives"] for line in _archive(archive))


def _archive(archive: Told) -> Iterator[str]:
    kind = "one file" if archive["loose"] else f"{_counted(archive['members'], 'file')} inside"
    like = f", called as {' or '.join(archive['named_like'])} calls it" if archive["named_like"] else ""
    yield f"File {archive['file']}: {kind}{like}; {archive['unopened']:,} never opened"
    for each in archive["looked_into"]:
        yield from _indented(_file(each))
    if archive["not_looked_into"]:
        yield f"{_INDENT}Not looked into:"
    for each in archive["not_looked_into"]:
        yield f"{_INDENT * 2}{each['path']}: {_counted(each['files'], 'file')}, {_sizes(each['sizes'])}"
    if archive["paths_not_shown"]:
        yield f"{_INDENT * 2}and {_counted(archive['paths_not_shown'], 'other path')}"


def _file(file: Told) -> Iterator[str]:
    yield f"{file['path']} ({file['size']}): {_standing(file)}"
    for each in file["platforms"]:
        if "error" in each:
            yield f"{_INDENT}{each['platform']} could not read it: {each['error']}"
    if "error" in file:
        yield f"{_INDENT}could not be read: {file['error']}"
    else:
        yield from _indented(_contents(file["contents"]))


def _standing(file: Told) -> str:
    if file["standing"] == "recognised":
        known = (each for each in file["platforms"] if each["layout"])
        return " and ".join(
            f"recognised by {each['platform']} as layout {each['layout']}, from {each['listed_as']}"
            for each in known
        )
    return _STANDINGS[file["standing"]].format(
        platforms=" and ".join(each["platform"] for each in file["platforms"])
    )


def _contents(contents: Told) -> Iterator[str]:
    match contents["format"]:
        case "json":
            yield from _structure("JSON", contents["structure"])
        case "script":
            yield from _structure(f"script, {contents['variable']} =", contents["structure"])
        case "table":
            yield from _table(contents)
        case "page":
            main = "with" if contents["has_main_part"] else "without"
            yield f"page {main} a main part, {contents['depth']} deep"
            yield from _indented(_outline(contents["outline"]))
        case _:
            yield from _labels(contents)


def _structure(name: str, structure: Told) -> Iterator[str]:
    yield f"{name}: {_counts(structure['types'])}"
    for each in structure.get("keys", ()):
        yield from _indented(_structure(f"{each['key']} (in {each['in']:,})", each["is"]))
    if others := structure.get("other_keys"):
        yield from _indented(_structure(_other_keys(others["keys"]), others["is"]))
    if inner := structure.get("map"):
        yield from _indented(_structure(f"<map of {_counted(inner['keys'], 'key')}>", inner["is"]))
    if lists := structure.get("lists"):
        yield from _indented(_structure(_lists(lists), lists["is"]))


def _other_keys(number: int) -> str:
    return "<other key>" if number == 1 else f"<other key>, {number:,} of them"


def _lists(lists: Told) -> str:
    each = f"{lists['shortest']:,}"
    if lists["longest"] != lists["shortest"]:
        each += f" to {lists['longest']:,}"
    return f"[{_counted(lists['count'], 'list')} of {each}, {_counted(lists['items'], 'item')}]"


def _table(table: Told) -> Iterator[str]:
    header = "no header we know" if table["header_row"] is None else f"header in row {table['header_row']}"
    widths = ", ".join(f"{width} in {number:,}" for width, number in table["columns_in_a_row"].items())
    rows = _counted(table["rows"], "row")
    yield f"table, {table['delimiter']}, {header}; {rows}; columns in them: {widths or 'none'}"
    for at, column in enumerate(table.get("columns", ()), start=1):
        unnamed = "<other column>" if table["header_row"] is not None else "<column>"
        yield f"{_INDENT}{at}. {column['column'] or unnamed}: {_counts(column['types'])}"


def _labels(text: Told) -> Iterator[str]:
    yield f"text, {_counted(text['lines'], 'line')}, {text['blank_lines']:,} of them blank"
    for each in text["labels"]:
        yield f"{_INDENT}{each['label']}: {_counts(each['types'])}"
    yield f"{_INDENT}<other label>: {_counted(text['lines_with_another_label'], 'line')}"
    yield f"{_INDENT}without a label: {_counted(text['lines_without_label'], 'line')}"


def _outline(outline: Told) -> Iterator[str]:
    name = ".".join([outline["tag"], *outline["classes"]])
    other = f", {outline['with_other_classes']:,} with other classes" if outline["with_other_classes"] else ""
    texts = f"; text: {_counts(outline['texts'])}" if outline["texts"] else ""
    attributes = "".join(f"; {word}: {_counts(each)}" for word, each in outline["attributes"].items())
    yield f"{name}: {outline['count']:,}{other}{texts}{attributes}"
    for each in outline["inside"]:
        yield from _indented(_outline(each))


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {word}" for word, number in counts.items()) or "nothing"


def _sizes(sizes: Mapping[str, int]) -> str:
    return f"size {', '.join(sizes)}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return (f"{_INDENT}{line}" for line in lines)
