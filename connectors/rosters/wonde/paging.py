"""One page of a listing as Wonde answers it, and where the next one is.

`{"data": […], "meta": {"pagination": {"next": …, "more": …}}}`; some answers give `links.next` instead.
Sources: Wonde's documentation and PHP client (`next`); clients in C# (`more`) and TypeScript (`links`).
"""

import json
from typing import Any, NamedTuple

from connectors.rosters.errors import WondeUnexpected

Record = dict[str, Any]
"""One object of an answer: a student, a contact, what one of them includes."""


class Page(NamedTuple):
    """The records of one page, and the address of the next; empty on the last."""

    records: list[Record]
    next: str

    @property
    def ids(self) -> tuple[object, ...]:
        """Whose records they are, which tells a page that comes twice."""
        return tuple(record["id"] for record in self.records)


def page_of(data: bytes) -> Page:
    """The page that `data` holds. Raises WondeUnexpected where it is anything else."""
    match _json(data):
        case {"data": list(records), **rest} if all(map(_is_record, records)):
            return Page(records, _next(rest.get("meta")))
    raise WondeUnexpected("the answer is no list of records")


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):  # no JSON, in no encoding of JSON's, or nested beyond reason
        return None


def _is_record(record: object) -> bool:
    return isinstance(record, dict) and isinstance(record.get("id"), str) and bool(record["id"])


def _next(meta: object) -> str:
    """Where the next page is. A page that announces one and does not say where would pass for the last."""
    pagination = _part(meta, "pagination")
    address = pagination.get("next") or _part(pagination, "links").get("next")
    if address and isinstance(address, str):
        return address
    if address or pagination.get("more"):
        raise WondeUnexpected("another page is announced, and no word of where it is")
    return ""


def _part(record: object, name: str) -> Record:
    part = record.get(name) if isinstance(record, dict) else None
    return part if isinstance(part, dict) else {}
