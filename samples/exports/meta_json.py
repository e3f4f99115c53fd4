"""JSON as Meta writes it: an escape for each byte of UTF-8, two spaces of indent, no last newline."""

import json
from collections.abc import Iterable
from typing import Any


def meta_json(value: Any) -> bytes:
    r"""The file. `ë` becomes `\u00c3\u00ab`, in keys too; nothing but ASCII is in it."""
    return json.dumps(_bytewise(value), indent=2).encode("ascii")


def _bytewise(value: Any) -> Any:
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8").decode("latin-1")
        case dict():
            return {_bytewise(key): _bytewise(item) for key, item in value.items()}
        case list():
            return [_bytewise(item) for item in value]
    return value


def numbered(records: list[Any], size: int) -> Iterable[tuple[int, list[Any]]]:
    """The records in files of `size`, numbered from 1; one empty file where there are none."""
    for start in range(0, max(len(records), 1), size):
        yield start // size + 1, records[start : start + size]
