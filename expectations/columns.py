"""Columns of text asked all at once: Arrow does in a moment what pandas does one Python string at a time."""

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def is_among(ids: "pd.Series[Any]", others: "pd.Series[Any]") -> "pd.Series[bool]":
    """Which of the ids are among the others; a missing id is not, unless another is missing, too."""
    return _bools(pc.is_in(_text(ids), value_set=_text(others)), ids)


def matches(cells: "pd.Series[Any]", pattern: str) -> "pd.Series[bool]":
    """Which cells have an RE2 pattern in them, which knows the letters of every script."""
    return _bools(pc.match_substring_regex(_text(cells), pattern).fill_null(False), cells)


def _text(cells: "pd.Series[Any]") -> pa.StringArray:
    return pa.array(cells, pa.string(), from_pandas=True)


def _bools(found: "pa.Array[Any]", cells: "pd.Series[Any]") -> "pd.Series[bool]":
    return pd.Series(found.to_numpy(zero_copy_only=False), cells.index, dtype=bool)
