"""The workbook of an audit as a person gives it back, with what they decided of its findings.

Whoever decided may have moved, hidden and sorted columns, filtered rows and added sheets: a finding is known
by its number, a column by its heading. What is read is what was typed; a formula is nobody's decision.
"""

import io
import re
import warnings
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from connectors.decision_words import decision_of
from connectors.zip_safety import is_too_large, refusal_of
from schemas.errors import HandedInError
from schemas.words import Decision

AUDIT_PROPERTY = "Armslength audit"
"""The property of the file that names its audit; some programs drop it, and then the sheet About says it."""

_ABOUT = re.compile(r"Audit (\S+), ")
_FINDING, _DECISION, _REASON = "finding", "decision", "reason"
_MOST_MEMBERS = 1_000
_MOST_BYTES = 100 * 2**20
_MOST_COLUMNS = 256
_ROWS_SEARCHED = 20
_LOCKED = b"\xd0\xcf\x11\xe0"


class DecisionsUnreadable(HandedInError):
    """The file is not the workbook of an audit with its column for decisions."""

    code = "decisions-unreadable"
    next_step = (
        "Give back the workbook that came with the audit, saved as “Excel workbook (.xlsx)”, with its "
        "columns called Finding, Decision and Reason."
    )


class Slip(StrEnum):
    """Why a row's decision could not be taken; the value is the sentence a person reads."""

    UNKNOWN_WORDS = "the decision is none of those in the drop-down"
    FORMULA = "a formula stands where a decision, its reason or the finding's number should be typed"
    NO_FINDING = "there is a decision, and no finding's number beside it"
    NO_REASON = "“same person” needs a reason beside it"
    CONTRADICTION = "the same finding has another decision in another row"


@dataclass(frozen=True, slots=True)
class Problem:
    """A row whose decision was not taken: the sheet by its place and the row, both counted from 1."""

    sheet: int
    row: int
    slip: Slip

    @property
    def message(self) -> str:
        """What is wrong and where; it quotes no cell."""
        return f"Sheet {self.sheet}, row {self.row}: {self.slip.value}."


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of one finding, with the reason given."""

    finding_id: str
    decision: Decision
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a workbook, one a finding, and the rows that hold one that could not be taken."""

    audit_id: str
    decided: tuple[Decided, ...]
    problems: tuple[Problem, ...] = ()


class _Row(NamedTuple):
    """A row that says something in one of the three columns."""

    sheet: int
    number: int
    finding: Any
    decision: Any
    reason: Any

    def problem(self, slip: Slip) -> Problem:
        return Problem(self.sheet, self.number, slip)


def read_decisions(workbook: bytes) -> Decisions:
    """The decisions in an unlocked workbook; rows without one are not decided yet.

    Raises DecisionsUnreadable where the file is no such workbook.
    """
    try:
        _check_zip(workbook)
        with warnings.catch_warnings(action="ignore"):  # openpyxl tells what it leaves out: colours, charts
            book = load_workbook(io.BytesIO(workbook), read_only=True)
            rows = list(_rows(book))
            audit_id = _audit_id(book)
    except DecisionsUnreadable as error:
        detail = error.detail
    except Exception:  # noqa: BLE001 - its message quotes what it choked on, so the sentence below is all that leaves
        detail = "it does not open"
    else:
        return _decisions(audit_id, rows)
    raise DecisionsUnreadable(detail)


def _check_zip(data: bytes) -> None:
    """Raise DecisionsUnreadable, or what `zipfile` raises, before a library inflates anything."""
    if data.startswith(_LOCKED):
        raise DecisionsUnreadable("it is still locked")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if refusal_of(entries, _MOST_MEMBERS) or any(is_too_large(each, _MOST_BYTES) for each in entries):
            raise DecisionsUnreadable("it is not as a spreadsheet program saves it")


def _rows(book: Workbook) -> Iterator[_Row]:
    """The filled rows below the headings, of every sheet that has them, hidden or not."""
    found = False
    for sheet in book.worksheets:
        place = book.sheetnames.index(sheet.title) + 1  # charts have sheets of their own
        cells = enumerate(sheet.iter_rows(min_col=1, max_col=_MOST_COLUMNS), start=1)
        columns = next(filter(None, (_columns(row) for _, row in islice(cells, _ROWS_SEARCHED))), None)
        found |= columns is not None
        if columns:
            for number, row in cells:
                yield _Row(place, number, *(row[each] if each is not None else None for each in columns))
    if not found:
        raise DecisionsUnreadable("no sheet has these columns")


def _columns(row: Sequence[Any]) -> tuple[int, int, int | None] | None:
    """Where finding, decision and reason stand, if this is the row of the headings."""
    headings = [str(cell.value or "").strip().casefold() for cell in row]
    times = Counter(headings)
    if not times[_FINDING] or not times[_DECISION]:
        return None
    if any(times[each] > 1 for each in (_FINDING, _DECISION, _REASON)):
        raise DecisionsUnreadable("two of its columns have the same heading")
    reason = headings.index(_REASON) if times[_REASON] else None
    return headings.index(_FINDING), headings.index(_DECISION), reason


def _audit_id(book: Workbook) -> str:
    properties = book.custom_doc_props.props  # type: ignore[attr-defined]  # of openpyxl 3.1; not in its stubs
    stated = {each.name: each.value for each in properties}
    if named := str(stated.get(AUDIT_PROPERTY) or "").strip():
        return named
    for sheet in book.worksheets:
        if sheet.title == "About":
            for (cell,) in sheet.iter_rows(min_col=1, max_col=1, max_row=_ROWS_SEARCHED):
                if told := _ABOUT.match(str(cell.value or "")):
                    return told[1]
    raise DecisionsUnreadable("it does not say of which audit it is")


def _decisions(audit_id: str, rows: Sequence[_Row]) -> Decisions:
    problems: list[Problem] = []
    of_finding: dict[str, list[tuple[_Row, Decided]]] = defaultdict(list)
    for row in rows:
        match _decided(row):
            case Decided() as decided:
                of_finding[decided.finding_id].append((row, decided))
            case Slip() as slip:
                problems.append(row.problem(slip))
    taken = []
    for several in of_finding.values():
        if len({decided.decision for _, decided in several}) > 1:
            problems += [row.problem(Slip.CONTRADICTION) for row, _ in several]
        else:
            taken.append(next((each for _, each in several if each.reason), several[0][1]))
    problems.sort(key=lambda each: (each.sheet, each.row))
    return Decisions(audit_id, tuple(taken), tuple(problems))


def _decided(row: _Row) -> Decided | Slip | None:
    """What a row decides, or why that cannot be taken; None where nothing is decided yet."""
    if not _text(row.decision):
        return None
    if any(_is_formula(cell) for cell in (row.finding, row.decision, row.reason)):
        return Slip.FORMULA
    finding_id, decision, reason = _text(row.finding), decision_of(_text(row.decision)), _text(row.reason)
    if decision is None:
        return Slip.UNKNOWN_WORDS
    if not finding_id:
        return Slip.NO_FINDING
    if decision is Decision.SAME_PERSON and not any(map(str.isalnum, reason)):
        return Slip.NO_REASON
    return Decided(finding_id, decision, reason)


def _text(cell: Any) -> str:
    return "" if cell is None or cell.value is None else " ".join(str(cell.value).split())


def _is_formula(cell: Any) -> bool:
    return cell is not None and cell.data_type == "f"
