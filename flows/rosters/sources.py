"""Where a roster comes from: the files of a command, each read on its own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from connectors.roster import Roster
from flows.rosters.mappings import NO_MAPPINGS, Known, read_by
from schemas.errors import RosterError

Source = Roster | RosterError
"""What one file says, or why it cannot be used."""


def sources(files: Sequence[Path], known: Known = NO_MAPPINGS) -> list[Source]:
    """What each file says, in the order given; one that is refused does not stop the others.

    Lists are read by the mapping that fits, of those `known`.
    """
    return [_read(number, path, known) for number, path in enumerate(files, start=1)]


def accepted(read: Sequence[Source]) -> list[Roster]:
    """The rosters, where every source could be used; raises the first refusal there is."""
    for each in read:
        if isinstance(each, RosterError):
            raise each
    return [each for each in read if isinstance(each, Roster)]


def told_apart(read: Sequence[Source]) -> list[Roster]:
    """The rosters among the sources; of several, each row bears the number of its file beside its source."""
    if len(read) < 2:
        return [each for each in read if isinstance(each, Roster)]
    return [_numbered(each, number) for number, each in enumerate(read, start=1) if isinstance(each, Roster)]


def _read(number: int, path: Path, known: Known) -> Source:
    try:
        return read_by(path, known)
    except RosterError as error:
        error.file = number
        return error.with_traceback(None)


def _numbered(roster: Roster, number: int) -> Roster:
    source = f"{roster.source}#{number}"
    return replace(
        roster,
        people=_from(source, roster.people),
        observations=_from(source, roster.observations),
    )


def _from(source: str, table: pa.Table) -> pa.Table:
    at = table.schema.get_field_index("source")
    return table.set_column(at, table.schema.field(at), pa.array([source] * table.num_rows, pa.string()))
