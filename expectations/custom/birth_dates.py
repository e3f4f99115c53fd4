"""Dates of birth that fit a child on a given day."""

from datetime import date
from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    column_condition_partial,
)

from expectations.cells.birth_dates import is_plausible


class _Plausible(ColumnMapMetricProvider):
    condition_metric_name = "column_values.plausible_birth_date"
    condition_value_keys = ("today",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: "pd.Series[Any]", today: str, **_: object) -> "pd.Series[bool]":  # noqa: N805
        day = date.fromisoformat(today)
        return column.map(lambda cell: is_plausible(cell, day)).astype(bool)


class ExpectPlausibleBirthDates(ColumnMapExpectation):
    """Every date of birth is that of a child at a school or nursery on `today` (ISO 8601)."""

    today: str
    map_metric = "column_values.plausible_birth_date"
    success_keys = ("today", "mostly")
