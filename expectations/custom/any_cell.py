"""Rows of which at least one of several cells keeps a rule."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)

from expectations.columns import matches

RULES: Mapping[str, Callable[["pd.Series[Any]"], "pd.Series[bool]"]] = {
    "be given": lambda column: column.notna(),
    "hold a letter": lambda column: matches(column, r"\pL"),
}


class _AnyCell(MulticolumnMapMetricProvider):
    condition_metric_name = "multicolumn_values.any_cell"
    condition_domain_keys = ("column_list", "ignore_row_if")
    condition_value_keys = ("to",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]  # theirs
    def _pandas(cls, column_list: pd.DataFrame, to: str, **_: object) -> "pd.Series[bool]":  # noqa: N805
        return column_list.apply(RULES[to]).any(axis=1)


class ExpectAnyCell(MulticolumnMapExpectation):
    """In every row at least one cell of the columns keeps a rule, named in words."""

    to: str
    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"
    map_metric = "multicolumn_values.any_cell"
    success_keys = ("to", "mostly")
