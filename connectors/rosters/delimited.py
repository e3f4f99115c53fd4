"""Text files of rows and cells (CSV, “Unicode text”), in any encoding and with any common delimiter."""

import csv
import io
from collections import Counter

import pandas as pd

from connectors.encodings import decode
from connectors.rosters.errors import RosterDamaged, RosterEmpty
from connectors.rosters.sheets import Sheet

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 50
_WIDEST = 2_000


def read_csv(data: bytes) -> Sheet:
    """The table of a delimited text file in any encoding, whatever its delimiter."""
    text = decode(data).replace("\x00", "")
    first, _, rest = text.partition("\n")
    hint = first.strip(' "\r').casefold()
    if hint.startswith("sep=") and len(hint) == 5:  # Excel's own
        text, delimiter = f"\n{rest}", hint[4]
    else:
        delimiter = _delimiter(text)
    if not text.strip(f'{delimiter}\r\n" '):
        raise RosterEmpty
    return _sheet(text, delimiter)


def _sheet(text: str, delimiter: str) -> Sheet:
    try:
        lengths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
        width = max(lengths)
        cells = _parsed(text, delimiter, width) if width <= _WIDEST else None
    except (csv.Error, pd.errors.ParserError):
        cells = None  # the message quotes the row, so the sentence below is all that leaves
    if cells is None:
        raise RosterDamaged("it is no table, or a quotation mark opens a cell and never closes it")
    return Sheet(cells.fillna(""), lengths=lengths)


def _parsed(text: str, delimiter: str, width: int) -> pd.DataFrame:
    return pd.read_csv(
        io.StringIO(text, newline=""),
        sep=delimiter,
        header=None,
        names=range(width),
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
    )


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of cells, and into most cells."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_ROWS])

    def evenness(delimiter: str) -> int:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter))
        except csv.Error:
            return 0  # a cell beyond any size: reading it says what is wrong
        widths.pop(1, None)
        return max((count * (width - 1) for width, count in widths.items()), default=0)

    return max(_DELIMITERS, key=evenness)
