"""Exports with a few things changed: plans that Hypothesis draws and that can be made smaller.

A plan names one of the connectors' own fixtures and a handful of edits. Carried out again it gives the same
bytes, so a plan is all that need be written down of what was found.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.connectors.platforms.platform_cases import cases, exports_of, name_of
from tests.hostile.shapes import nodes, replaced

CANARY = "quivostraemelboo"
"""The word that edits write where a person might be; no message may ever quote it."""

_LARGEST_PIECE = 2_000
_BYTES = (
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b'"',
    b"'",
    b"[",
    b"]",
    b"{",
    b"}",
    b",",
    b":",
    b";",
    b"=",
    b"\\",
    b"\\ud83d",
    b"\\u0000",
    b"\n",
    b"\r",
    b"\t",
    b"<",
    b">",
    b"</",
    b"<!--",
    b"&#0;",
    b"&#x110000;",
    b"-",
    b"1e999",
    b"9" * 400,
    b"NaN",
    b"null",
    b"true",
    b"[[[[",
    b"PK\x05\x06",
    b"PK\x01\x02",
    b"\xe2\x80\xae",
    b"\x1b[2J",
    b"=1+1",
    b"https://[",
    CANARY.encode(),
)
_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**70,
    1e308,
    float("nan"),
    "",
    " ",
    CANARY,
    CANARY * 50,
    "\0",
    "\ud800",
    "https://[",
    f"https://{CANARY}",
    "=1+1",
    "\u202e",
    [],
    {},
    [[]],
    [{}],
    [CANARY],
    {CANARY: CANARY},
    {"": None},
    [None, CANARY, 0, []],
)
_WORDS = (
    "name",
    "timestamp",
    "title",
    "value",
    "href",
    "string_list_data",
    "label_values",
    "Username",
    "Display Name",
    "list",
    "contacts",
    "followers",
    "relationships",
    "user",
    "id",
    "type",
    "Friends",
    "FansList",
    "Following",
    CANARY,
    "",
)

Members = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: `how` of the table below, in which member, where in it, how far, and with what."""

    how: str
    member: int
    at: float
    length: int
    what: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A fixture and what is done to it, one edit after the other."""

    case: int
    edits: tuple[Edit, ...]

    def __str__(self) -> str:
        """The plan in words that fit a table."""
        name = case_names()[self.case % len(case_names())]
        done = "; ".join(
            f"{edit.how} m{edit.member} at {edit.at:.4f} +{edit.length} w{edit.what}" for edit in self.edits
        )
        return f"{name}: {done}"

    def archive(self) -> bytes:
        """The bytes of the archive that is handed in."""
        members = dict(_members(self.case))
        for edit in self.edits:
            if edit.how in _OF_A_MEMBER:
                _edit_member(members, edit)
        data = _zipped(members)
        for edit in self.edits:
            if edit.how == "archive":
                data = _overwritten(data, edit, members)
        return data


def plans() -> st.SearchStrategy[Plan]:
    """Every plan, of up to six edits."""
    several = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=6)
    return st.builds(_plan, st.integers(0, len(case_names()) - 1), several)


def _plan(case: int, numbers: Sequence[int]) -> Plan:
    return Plan(case, tuple(map(_edit, numbers)))


def _edit(number: int) -> Edit:
    """The edit that a number stands for: one draw each keeps Hypothesis quick."""
    chance = Random(number)  # noqa: S311  repeatable, no secret
    return Edit(
        chance.choice((*_OF_A_MEMBER, "archive")),
        chance.randrange(40),
        chance.random(),
        int(_LARGEST_PIECE ** chance.random()),
        chance.randrange(10_000),
    )


@cache
def case_names() -> tuple[str, ...]:
    """The fixtures of every platform."""
    return tuple(name_of(case) for case in cases())


@cache
def _members(case: int) -> Mapping[str, bytes]:
    """The files of a fixture, those of all its archives together."""
    folder = cases()[case % len(cases())]
    return {
        file.relative_to(export).as_posix(): file.read_bytes()
        for export in exports_of(folder)
        for file in sorted(path for path in export.rglob("*") if path.is_file())
    }


def _zipped(members: Members) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name or "_", content)
    return made.getvalue()


def _edit_member(members: Members, edit: Edit) -> None:
    if members:
        name = sorted(members)[edit.member % len(members)]
        members[name] = _OF_A_MEMBER[edit.how](members[name], edit, members)


def _overwritten(data: bytes, edit: Edit, _: Members) -> bytes:
    at = int(edit.at * len(data))
    piece = _BYTES[edit.what % len(_BYTES)]
    return data[:at] + piece + data[at + len(piece) :]


def _flipped(data: bytes, edit: Edit, _: Members) -> bytes:
    at = int(edit.at * (len(data) - 1))
    return data[:at] + bytes([byte ^ 1 << edit.what % 8 for byte in data[at : at + 1]]) + data[at + 1 :]


def _inserted(data: bytes, edit: Edit, _: Members) -> bytes:
    at = int(edit.at * len(data))
    return data[:at] + _BYTES[edit.what % len(_BYTES)] + data[at:]


def _cut_off(data: bytes, edit: Edit, _: Members) -> bytes:
    return data[: int(edit.at * len(data))]


def _left_out(data: bytes, edit: Edit, _: Members) -> bytes:
    at = int(edit.at * len(data))
    return data[:at] + data[at + edit.length :]


def _doubled(data: bytes, edit: Edit, _: Members) -> bytes:
    at = int(edit.at * len(data))
    return data[:at] + data[at : at + edit.length] * (2 + edit.what % 20) + data[at + edit.length :]


def _spliced(data: bytes, edit: Edit, members: Members) -> bytes:
    """A piece of another fixture's file, or of another file of this one, put in."""
    others = members if edit.what % 2 else _members(edit.what)
    other = others[sorted(others)[edit.what % len(others)]] if others else b""
    at, start = int(edit.at * len(data)), edit.what % (len(other) + 1)
    return data[:at] + other[start : start + edit.length] + data[at:]


def _swapped(data: bytes, edit: Edit, members: Members) -> bytes:
    """The whole content of another file under this one's name."""
    return members[sorted(members)[edit.what % len(members)]]


def _revalued(data: bytes, edit: Edit, _: Members) -> bytes:
    """One value of the JSON replaced by one of another type."""
    return _json_edited(
        data, edit, lambda value, place: replaced(value, place, _VALUES[edit.what % len(_VALUES)])
    )


def _multiplied(data: bytes, edit: Edit, _: Members) -> bytes:
    """One value of the JSON made a list of itself, many times over."""
    return _json_edited(
        data,
        edit,
        lambda value, place: replaced(value, place, [_value_at(value, place)] * (edit.length % 50)),
    )


def _nested(data: bytes, edit: Edit, _: Members) -> bytes:
    """One value of the JSON put deeper, below keys that the readers know."""
    word = _WORDS[edit.what % len(_WORDS)]
    return _json_edited(
        data, edit, lambda value, place: replaced(value, place, {word: _value_at(value, place)})
    )


def _json_edited(data: bytes, edit: Edit, change: Callable[[Any, Any], Any]) -> bytes:
    """The JSON with one place changed, what stands before its `=` kept; other files are left as they are."""
    before, equals, after = data.partition(b"=") if data.startswith(b"window.") else (b"", b"", data)
    try:
        value = json.loads(after.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return data
    places = list(nodes(value))
    changed = change(value, places[int(edit.at * (len(places) - 1))])
    return (
        before
        + equals
        + json.dumps(changed, ensure_ascii=bool(edit.what % 3)).encode("utf-8", "surrogatepass")
    )


def _value_at(value: Any, place: Any) -> Any:
    for key in place:
        value = value[key]
    return value


_OF_A_MEMBER: dict[str, Callable[[bytes, Edit, Members], bytes]] = {
    "flip": _flipped,
    "insert": _inserted,
    "cut off": _cut_off,
    "leave out": _left_out,
    "double": _doubled,
    "splice": _spliced,
    "swap": _swapped,
    "revalue": _revalued,
    "multiply": _multiplied,
    "nest": _nested,
}
