"""Two linked people who have the same name: most often one person entered twice."""

from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnPairMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnPairMapMetricProvider,
    column_pair_condition_partial,
)

from expectations.custom.held import held_under


class _Namesakes(ColumnPairMapMetricProvider):
    condition_metric_name = "column_pair_values.not_namesakes"
    condition_domain_keys = ("column_A", "column_B")
    condition_value_keys = ("held",)

    @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]  # theirs
    def _pandas(
        cls,  # noqa: N805
        column_A: "pd.Series[Any]",  # noqa: N803
        column_B: "pd.Series[Any]",  # noqa: N803
        held: str,
        **_: object,
    ) -> "pd.Series[bool]":
        name_of = held_under(held)
        first, second = column_A.map(name_of), column_B.map(name_of)
        return (first != second) | first.isna()


class ExpectNotNamesakes(ColumnPairMapExpectation):
    """The people two columns refer to differ in name; `held` is the key of the names by person id."""

    held: str
    map_metric = "column_pair_values.not_namesakes"
    success_keys = ("held", "mostly")
