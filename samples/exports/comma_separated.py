"""Tables as CSV, quoted where they must be."""

import csv
import io
from collections.abc import Iterable, Sequence


def comma_separated(rows: Iterable[Sequence[object]], line_end: str = "\n") -> str:
    """The rows, each with its line end, the last one too."""
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end).writerows(rows)
    return out.getvalue()
