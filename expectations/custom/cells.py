"""Cells held to a rule of our own, one cell at a time."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    column_condition_partial,
)

from expectations.cells import birth_dates, names, upn

RULES: Mapping[str, Callable[[str], bool]] = {
    "be a well-formed UPN": upn.is_well_formed,
    "have the UPN's check letter": upn.check_letter_agrees,
    "be a date": lambda cell: birth_dates.read_date(cell) is not None,
    "be no placeholder": lambda cell: not names.is_placeholder(cell),
    "be no test record": lambda cell: not names.is_test_record(cell),
    "be no organisation": lambda cell: not names.is_organisation(cell),
    "be more than an initial": lambda cell: len(cell.strip(" .")) > 1,
    "be more than capitals": lambda cell: not cell.isupper(),
}


class _HoldTo(ColumnMapMetricProvider):
    condition_metric_name = "column_values.hold_to"
    condition_value_keys = ("to",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: "pd.Series[Any]", to: str, **_: object) -> "pd.Series[bool]":  # noqa: N805
        return column.map(RULES[to]).astype(bool)


class ExpectCells(ColumnMapExpectation):
    """Every cell of the column keeps a rule, named in words; empty cells keep every rule."""

    to: str
    map_metric = "column_values.hold_to"
    success_keys = ("to", "mostly")
