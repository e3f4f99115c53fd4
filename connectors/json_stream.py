"""Parts of a JSON file too large to hold: only the values asked for are ever built."""

from codecs import BOM_UTF8
from collections.abc import Collection, Iterator
from io import BufferedReader
from typing import IO, Any

import ijson
from ijson.common import ObjectBuilder

from connectors.export_errors import MemberBrokenError, MemberUnsafeError

_DEEPEST = 64

Event = tuple[str, Any]


def json_parts(
    file: BufferedReader, wanted: Collection[str], until: Collection[str], where: str
) -> dict[str, object]:
    """The values of these keys of the object that the file holds, keys in the order in which they stand.

    Reading stops at a key of `until`, and once all wanted are found. `where` is the member's canonical path.
    """
    found: dict[str, object] = {}
    if file.peek(len(BOM_UTF8)).startswith(BOM_UTF8):
        file.read(len(BOM_UTF8))
    events = _events(file, where)
    if next(events, None) != ("start_map", None):
        return found
    for event, key in events:
        if event != "map_key" or key in until:
            break
        value = _value(events, is_kept=key in wanted)
        if key in wanted:
            found[key] = value
        if len(found) == len(wanted):
            break
    return found


def _events(file: IO[bytes], where: str) -> Iterator[Event]:
    """The parser's events; a file nested beyond reason is refused before it can grow."""
    depth = 0
    try:
        for event, value in ijson.basic_parse(file, use_float=True):
            depth += event.startswith("start_") - event.startswith("end_")
            if depth > _DEEPEST:
                raise MemberUnsafeError(where)
            yield event, value
    except (ijson.JSONError, ValueError, OverflowError):
        raise MemberBrokenError(where) from None


def _value(events: Iterator[Event], *, is_kept: bool) -> object:
    """The next whole value, built only if it is kept."""
    builder = ObjectBuilder()
    depth = 0
    for event, value in events:
        if is_kept:
            builder.event(event, value)
        depth += event.startswith("start_") - event.startswith("end_")
        if depth == 0:
            break
    return getattr(builder, "value", None)
