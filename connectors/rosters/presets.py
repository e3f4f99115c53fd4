"""Which system a list came from, told by its headings: `data/reference/roster/presets.toml`, applied."""

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from connectors.rosters.sheets import Sheet
from schemas.places import REFERENCE

_ROWS_SEARCHED = 25


class Preset(NamedTuple):
    """A system whose reports are lists. `note` is what a reader of such a list should know.

    Where its reports repeat headings by design (`repeats_headings`), there is nothing to say of that.
    """

    name: str
    signs: tuple[frozenset[str], ...]
    note: str
    repeats_headings: bool = False


def preset_of(sheets: Sequence[Sheet]) -> Preset | None:
    """The system of which one row of a sheet bears all the signs of a set; the largest set counts."""
    rows = [
        {_plain(cell) for cell in row}
        for sheet in sheets
        for row in sheet.cells.head(_ROWS_SEARCHED).to_numpy().tolist()
    ]
    found = [
        (len(sign), preset)
        for preset in presets()
        for sign in preset.signs
        if any(sign <= row for row in rows)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


@cache
def presets() -> tuple[Preset, ...]:
    """Every system we know by its headings."""
    known = tomllib.loads((REFERENCE / "roster" / "presets.toml").read_text(encoding="utf-8"))
    return tuple(
        Preset(name, tuple(map(frozenset, each["signs"])), each["note"], each.get("repeats_headings", False))
        for name, each in known.items()
    )


def _plain(heading: str) -> str:
    return "".join(character for character in heading.casefold() if character.isalnum())
