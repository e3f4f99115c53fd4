"""The one place that runs Great Expectations: a frame and a suite in, verdicts without any value out.

Great Expectations' own results quote values: in lists of unexpected values, in exception texts, in the echoed
configuration, in column headers. So each result is turned into our own record at once and let go, no result
format is trusted, and nothing is logged, stored or rendered.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any, cast

import great_expectations as gx
import pandas as pd
import pyarrow as pa
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.validator.v1_validator import Validator

from expectations.custom.held import Ids, holding
from schemas import tables
from schemas.tables import CHECKS
from schemas.words import Severity

Suite = Sequence[Expectation]
"""Made anew for every use: an expectation belongs for good to the first suite it is put into."""

_WHETHER = {"result_format": "BOOLEAN_ONLY"}
_WHERE = {
    "result_format": "COMPLETE",
    "partial_unexpected_count": 0,
    "exclude_unexpected_values": True,
    "return_unexpected_index_query": False,
}

_TABLES = (
    tables.PEOPLE,
    tables.NAMES,
    tables.LINKS,
    tables.OBSERVATIONS,
    tables.STAFF,
    tables.ACCOUNTS,
    tables.FINDINGS,
    tables.OUTCOMES,
)
_COLUMNS = {column for table in _TABLES for column in table.names}

_ONE_AT_A_TIME = Lock()
"""Great Expectations keeps the current context in a global."""

_logger = logging.getLogger("great_expectations")
_logger.addHandler(logging.NullHandler())
_logger.propagate = False  # its log lines quote what they choked on


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one expectation went: the number of rows that failed it, and `at` which 0-based rows they stand.

    Both are empty where it holds, even if it holds for most rows only.
    """

    slug: str
    column: str
    severity: Severity
    sets_aside: bool
    ok: bool
    raised: bool
    rows: int
    at: tuple[int, ...] = field(default=(), repr=False)


def check(frame: pd.DataFrame, suite: Callable[[], Suite], *, held: Ids | None = None) -> list[Verdict]:
    """Every expectation's verdict, in the suite's order.

    Whether it holds is asked of all of them; how many rows fail, and which, only of those that do not hold.
    """
    asked = suite()
    needed = _needed(frame, asked)
    with _ONE_AT_A_TIME, _configured_once(), _validator_of(needed) as validator, holding(held or {}):
        verdicts = _validate(validator, asked, _WHETHER)
        failed = {each.slug for each in verdicts if not each.ok and not each.raised}
        again = [each for each in suite() if each.meta and each.meta["slug"] in failed]
        placed = {each.slug: each for each in _validate(validator, again, _WHERE)}
    return [placed.get(each.slug, each) for each in verdicts]


def _needed(frame: pd.DataFrame, suite: Suite) -> pd.DataFrame:
    """The columns a suite names: Great Expectations hashes the frame, and copies it for each expectation."""
    settings = [each.configuration.kwargs for each in suite]
    if any("row_condition" in each for each in settings):  # which may be about any column
        return frame.reset_index(drop=True)
    named = {each.get(key) for each in settings for key in ("column", "column_A", "column_B")}
    named |= {column for each in settings for column in each.get("column_list", ())}
    # labels are row numbers, and two rows never share one
    return frame[[column for column in frame if column in named]].reset_index(drop=True)


def checks_of(suite: str, verdicts: Sequence[Verdict]) -> pa.Table:
    """CHECKS: one row a verdict."""
    rows = [
        {
            "suite": suite,
            "expectation": each.slug,
            "column": each.column,
            "severity": each.severity.value,
            "ok": each.ok,
            "raised": each.raised,
            "rows": each.rows,
        }
        for each in verdicts
    ]
    return pa.Table.from_pylist(rows, schema=CHECKS)


@contextmanager
def _configured_once() -> Iterator[None]:
    """Until the block ends, an expectation's configuration is made once.

    Great Expectations asks for it some eighty times in one validation and makes it anew each time, which was
    a quarter of what a roster's suites took. Ours never change once they are made.
    """
    made: dict[int, tuple[Expectation, ExpectationConfiguration]] = {}
    anew = Expectation.__dict__["configuration"]

    def kept(expectation: Expectation) -> ExpectationConfiguration:
        if id(expectation) not in made:  # with the expectation, so that no later one takes its number
            made[id(expectation)] = (expectation, anew.fget(expectation))
        return made[id(expectation)][1]

    Expectation.configuration = property(kept)  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        Expectation.configuration = anew  # type: ignore[method-assign]


@contextmanager
def _validator_of(frame: pd.DataFrame) -> Iterator[Validator]:
    try:
        yield Validator(_batches(), batch_parameters={"dataframe": frame})
    finally:
        # the last frame that was validated is kept, so let it be an empty one
        nothing = Validator(_batches(), batch_parameters={"dataframe": pd.DataFrame()})
        nothing.validate_expectation_suite(gx.ExpectationSuite("nothing"))


@cache
def _batches() -> BatchDefinition[None]:
    """Where frames become batches: made once, in a context that lives in memory and tells nobody."""
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return (
        context.data_sources.add_pandas("tables")
        .add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("all")
    )


def _validate(validator: Validator, suite: Suite, result_format: Mapping[str, Any]) -> list[Verdict]:
    if not suite:
        return []
    order = [each.meta["slug"] for each in suite if each.meta]
    validator.result_format = dict(result_format)
    asked = gx.ExpectationSuite("suite", expectations=list(suite))
    results = validator.validate_expectation_suite(asked).results
    return sorted(map(_verdict, results), key=lambda each: order.index(each.slug))


def _verdict(result: ExpectationValidationResult) -> Verdict:
    config = cast("ExpectationConfiguration", result.expectation_config)
    column = config.meta["about"] or config.kwargs.get("column") or config.kwargs.get("column_A")
    return Verdict(
        slug=config.meta["slug"],
        column=column if column in _COLUMNS else "",
        severity=Severity(config.meta["severity"]),
        sets_aside=config.meta["sets_aside"],
        ok=bool(result.success),
        raised=_raised(result.exception_info),
        rows=int(result.result.get("unexpected_count") or 0),
        at=tuple(int(row) for row in result.result.get("unexpected_index_list") or ()),
    )


def _raised(info: Mapping[str, Any]) -> bool:
    """Whether evaluating failed. One expectation's errors come by themselves or keyed by metric."""
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(each["raised_exception"] for each in info.values())
