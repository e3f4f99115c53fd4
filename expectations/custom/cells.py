"""Cells held to a rule of our own, a whole column at a time."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    column_condition_partial,
)

from expectations.cells import names, upn

Kept = Callable[[pa.StringArray], pa.BooleanArray]
"""Which of many cells, none of them missing, keep a rule."""


def _each(cells: pa.StringArray, rule: Callable[[str], bool]) -> pa.BooleanArray:
    """The rule asked of every cell."""
    return pa.array([rule(str(cell)) for cell in cells.to_pylist()], pa.bool_())


def _tidied(cells: pa.StringArray) -> pa.StringArray:
    """Numbers as they are defined: lower case and spaces between the characters are forgiven."""
    return pc.utf8_upper(pc.replace_substring_regex(cells, r"[\s\pZ]", ""))


def _unless(doubtful: str, breaks: Callable[[str], bool]) -> Kept:
    """The rule asked only of cells that a pattern finds `doubtful`: whatever breaks it is among them."""

    def keep(cells: pa.StringArray) -> pa.BooleanArray:
        ask = pc.match_substring_regex(pc.utf8_lower(cells), doubtful).to_numpy(zero_copy_only=False)
        kept = np.ones(len(cells), dtype=bool)
        kept[ask] = [not breaks(str(cell)) for cell in cells.filter(pa.array(ask)).to_pylist()]
        return pa.array(kept)

    return keep


def _without(pattern: str) -> Kept:
    """No cell has the RE2 pattern in it."""
    return lambda cells: pc.invert(pc.match_substring_regex(cells, pattern))


def _like(pattern: str) -> Kept:
    """Every cell has the RE2 pattern in it."""
    return lambda cells: pc.match_substring_regex(cells, pattern)


# UTF-8 read as Windows-1252 and saved again, or letters already lost
_MOJIBAKE = (
    "\ufffd|[ÂÃÄÅ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u2013-\u203a\u20ac\u2122]|â€"
)
# RFC 2606, and the part of a school's own domain where records are tried out
_TRIED_OUT = r"(?i)@(?:[^@]*\.)?(?:test|testing|dummy|demo|invalid)(?:\.|$)"
_YEAR_GROUP = (
    r"(?i)^\s*(?:(?:year|yr|y|primary|p|secondary|s|grade)?\s*(?:0?[0-9]|1[0-4])\b.*|(?:n|e|f|fs)\s*[12]"
    r"|r|rec|reception|n|nursery|pre-?school|kg|pk|kinder(?:garten)?|e[cy]|toddlers?|bab(?:y|ies))\s*$"
)

RULES: Mapping[str, Kept] = {
    "be a well-formed UPN": lambda cells: pc.match_substring_regex(_tidied(cells), upn.PATTERN),
    "have the UPN's check letter": lambda cells: _each(_tidied(cells), upn.check_letter_agrees),
    "be of a known authority": lambda cells: upn.authorities_are_known(_tidied(cells)),
    "be no placeholder": _unless(names.doubtful("placeholders"), names.is_placeholder),
    "be no test record": _unless(names.doubtful("test_records"), names.is_test_record),
    "be no organisation": _unless(names.doubtful("organisations"), names.is_organisation),
    "be without digits and signs": _without("[0-9@:]"),
    "be read right": _without(_MOJIBAKE),
    "begin without a title": _without(r"(?i)^(?:mr|mrs|ms|miss|mx|dr)\b"),
    "be one person's name": _without(r"\s[&+]\s|\sand\s|/"),
    "be one person's title": _without(r"&|\+|/|\band\b"),
    "be like a year group": _like(_YEAR_GROUP),
    "be like an e-mail address": _like(r"^[^@\s]+@[^@\s]+\.[^@\s]+$"),
    "be no test address": _without(_TRIED_OUT),
    "be no guest": _without(r"(?i)^\s*guest"),
    "be more than an initial": lambda cells: pc.greater(
        pc.utf8_length(pc.utf8_trim(cells, " .")), pa.scalar(1)
    ),
    "be more than capitals": lambda cells: pc.invert(pc.utf8_is_upper(cells)),
}


class _HoldTo(ColumnMapMetricProvider):
    condition_metric_name = "column_values.hold_to"
    condition_value_keys = ("to",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: "pd.Series[Any]", to: str, **_: object) -> "pd.Series[bool]":  # noqa: N805
        kept = RULES[to](pa.array(column, pa.string(), from_pandas=True))
        return pd.Series(kept.to_numpy(zero_copy_only=False), column.index, dtype=bool)


class ExpectCells(ColumnMapExpectation):
    """Every cell of the column keeps a rule, named in words; empty cells keep every rule."""

    to: str
    map_metric = "column_values.hold_to"
    success_keys = ("to", "mostly")
