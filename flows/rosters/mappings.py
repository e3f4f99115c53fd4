"""The mappings of a setting's own lists: proposed, put right, kept in its workspace, and read by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from connectors.roster import Roster, list_at, read_roster
from connectors.rosters.errors import MappingDoesNotFit, MappingNotNeeded, MappingUnreadable
from connectors.rosters.mapping import Column, MappedList, Mapping, check, corrected, from_toml, to_toml
from connectors.rosters.meanings import NOT_READ
from connectors.rosters.proposing import fits, propose
from connectors.rosters.sheets import letters_of
from flows.answers import VERSION, errors_in_words
from schemas.errors import RosterError
from vault.private_files import write_private

_FOLDER = "mappings"
_SURE = 0.7
_READ_BY_IT = "Its columns were read by a mapping"
_NONE_FITS = "None of the mappings kept fits the list: its columns were read by their headings alone"


@dataclass(frozen=True, slots=True)
class Known:
    """The mappings to read lists by: those named in the command, else those kept in the workspace."""

    named: tuple[Mapping, ...] = ()
    kept: tuple[Mapping, ...] = ()


NO_MAPPINGS = Known()


@dataclass(frozen=True, slots=True)
class Mapped:
    """What `armslength roster map` came to: the mapping, and why it may not be kept, if it may not."""

    mapping: Mapping
    error: RosterError | None = None

    def answer(self) -> dict[str, Any]:
        """The answer of `armslength roster map --json`."""
        return {
            "version": VERSION,
            "lists": [
                {"header_row": each.header_row, "columns": [_column(column) for column in each.columns]}
                for each in self.mapping.lists
            ],
            "errors": [_error(self.error)] if self.error else [],
        }


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says about a list before it is mapped: columns set, and the row that names them."""

    corrections: Sequence[str] = ()
    header_row: int = 0


def known_mappings(named: Sequence[Path], workspace: Path | None) -> Known:
    """The mappings to read by. Raises a RosterError where one named, or kept, is no mapping."""
    if named:
        return Known(named=tuple(map(_open, named)))
    folder = workspace / _FOLDER if workspace else None
    kept = sorted(folder.glob("*.toml")) if folder and folder.is_dir() else []
    return Known(kept=tuple(map(_open, kept)))


def read_by(path: Path, known: Known) -> Roster:
    """The roster at `path`, its columns read by the first mapping that fits; a note says whether one did.

    Raises MappingDoesNotFit where none fits that was named. A roster that is no list is read as ever.
    """
    misfit = None
    for mapping in known.named or known.kept:
        try:
            return _noted(read_roster(path, mapping), _READ_BY_IT)
        except MappingNotNeeded:
            return read_roster(path)
        except MappingDoesNotFit as error:
            misfit = error.with_traceback(None)
    if misfit is None:
        return read_roster(path)
    if known.named:
        raise misfit
    return _noted(read_roster(path), _NONE_FITS)


def map_list(path: Path, wishes: Wishes, known: Known, today: date) -> Mapped:
    """The mapping of the list at `path`, as kept where a kept one fits, else proposed; then put right."""
    mapping = Mapping(())
    try:
        _, sheets = list_at(path)
        mapping = propose(sheets, today, wishes.header_row)
        kept = next((each for each in known.kept if fits(each, sheets)), Mapping(()))
        mapping = corrected(kept.laid_over(mapping), wishes.corrections)
        check(mapping)
    except RosterError as error:
        return Mapped(mapping, error.with_traceback(None))
    return Mapped(mapping)


def keep(mapping: Mapping, workspace: Path | None, out: Path | None) -> Path:
    """Write a mapping to `out`, or into the workspace under a name that only its columns decide."""
    text = to_toml(mapping).encode()
    path = out or (workspace or Path()) / _FOLDER / f"{_name(mapping)}.toml"
    write_private(path, text)
    return path


def in_words(mapped: Mapped, path: Path | None) -> str:
    """The mapping for a person to look through; a heading we do not know is not shown."""
    lists = mapped.mapping.lists
    lines = [line for number, each in enumerate(lists, start=1) for line in _list_in_words(each, number)]
    if path:
        lines.append(f"Kept as {path}. Look it through: it is used whenever a list has these columns.")
    return "\n".join([*lines, *errors_in_words(mapped.answer())])


def _error(error: RosterError) -> dict[str, Any]:
    return {"code": error.code, "file": 0, "message": error.message}


def _open(path: Path) -> Mapping:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = None  # its message names the file
    if text is None:
        raise MappingUnreadable("it cannot be opened")
    return from_toml(text)


def _noted(roster: Roster, note: str) -> Roster:
    return replace(roster, notes=(*roster.notes, note))


def _name(mapping: Mapping) -> str:
    signs = "/".join("".join(sorted(column.sign for column in each.columns)) for each in mapping.lists)
    return f"list-{blake2b(signs.encode(), digest_size=4).hexdigest()}"


def _column(column: Column) -> dict[str, Any]:
    return {
        "place": letters_of(column.place),
        "heading": column.heading,
        "is": column.meaning.words if column.meaning else NOT_READ,
        "confidence": column.confidence,
        "perhaps": column.perhaps.words if column.perhaps else "",
    }


def _list_in_words(mapped: MappedList, number: int) -> Iterator[str]:
    yield f"List {number}, its columns named in row {mapped.header_row}:"
    rows = [("Column", "Heading", "Read as", "Sure", "To check")]
    rows += [_row(column, number) for column in mapped.columns]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(["", *(cell.ljust(width) for cell, width in zip(row, widths, strict=True))]).rstrip()


def _row(column: Column, number: int) -> tuple[str, str, str, str, str]:
    place = letters_of(column.place)
    said = column.meaning.words if column.meaning else NOT_READ
    sure = f"{column.confidence:.0%}" if column.meaning else ""
    return (
        place,
        column.heading or "(not shown)",
        said,
        sure,
        _to_check(column, f"{number}:{place}" if number > 1 else place),
    )


def _to_check(column: Column, place: str) -> str:
    if column.perhaps:
        return f'may be {column.perhaps.words}: --set {place}="{column.perhaps.words}"'
    if column.meaning and column.confidence < _SURE:
        return f"many of its cells do not look like that: --set {place}=…"
    if not column.meaning and not column.heading:
        return f"what is it? --set {place}=…, or leave it"
    return ""
