"""The settings of school.toml without anything in them that could be a name, an address or a reference."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any, Literal, get_origin

from pydantic import BaseModel

SET = "(set)"
EMPTY = "(empty)"


def told(part: BaseModel) -> dict[str, Any]:
    """Numbers, days, switches and words of ours as they are; of any other text only whether there is one."""
    kinds = type(part).model_fields
    return {name: _told(value, is_ours=_is_ours(kinds[name].annotation)) for name, value in part}


def typed(part: BaseModel) -> Iterator[str]:
    """Every text that somebody wrote: those that are no words of ours and not what stood there before."""
    kinds = type(part).model_fields
    for name, value in part:
        if value != kinds[name].default and not _is_ours(kinds[name].annotation):
            yield from _texts(value)


def _told(value: Any, *, is_ours: bool) -> Any:
    match value:
        case BaseModel():
            return told(value)
        case Enum():
            return value.value
        case str():
            return value if is_ours else SET if value else EMPTY
        case date():
            return value.isoformat()
        case tuple():
            return {"entries": len(value)}
    return value if value is None or isinstance(value, bool | int | float) else SET


def _texts(value: Any) -> Iterator[str]:
    match value:
        case BaseModel():
            yield from typed(value)
        case str():
            yield value
        case tuple():
            for each in value:
                yield from _texts(each)


def _is_ours(annotation: Any) -> bool:
    """Whether a setting takes one of a few words and no other."""
    is_enum = isinstance(annotation, type) and issubclass(annotation, Enum)
    return is_enum or get_origin(annotation) is Literal
