"""Ids that must be among others, or must not, without any of them in an expectation's configuration.

An expectation's configuration is echoed in every result, so it carries a key only; the ids it stands for are
held in memory, in this thread, for as long as the suite is validated.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    column_condition_partial,
)

from expectations.columns import is_among

Ids = Mapping[str, "pd.Series[Any]"]
"""Series by the key an expectation knows them by: ids, or what belongs to each id of the index."""

_HELD: ContextVar[Ids] = ContextVar("held")


@contextmanager
def holding(ids: Ids) -> Iterator[None]:
    """The ids can be looked up by key inside this block, and nowhere after it."""
    token = _HELD.set(ids)
    try:
        yield
    finally:
        _HELD.reset(token)


def held_under(key: str) -> "pd.Series[Any]":
    """What is held under a key. A key nobody holds is a `KeyError`."""
    return _HELD.get()[key]


class _AmongHeld(ColumnMapMetricProvider):
    condition_metric_name = "column_values.among_held"
    condition_value_keys = ("held",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: "pd.Series[Any]", held: str, **_: object) -> "pd.Series[bool]":  # noqa: N805
        return is_among(column, held_under(held))


class _NotAmongHeld(ColumnMapMetricProvider):
    condition_metric_name = "column_values.not_among_held"
    condition_value_keys = ("held",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: "pd.Series[Any]", held: str, **_: object) -> "pd.Series[bool]":  # noqa: N805
        return ~is_among(column, held_under(held))


class ExpectIdsAmong(ColumnMapExpectation):
    """Every id of the column is among the ids held under a key."""

    held: str
    map_metric = "column_values.among_held"
    success_keys = ("held", "mostly")


class ExpectIdsNotAmong(ColumnMapExpectation):
    """No id of the column is among the ids held under a key."""

    held: str
    map_metric = "column_values.not_among_held"
    success_keys = ("held", "mostly")
