"""How a line of a suite is written: what it means for the run, its slug, the expectation and its settings."""

from enum import StrEnum
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity

from schemas.words import Severity


def critical(slug: str, expectation: type[Expectation], **settings: Any) -> Expectation:
    """The table is refused where this fails."""
    return _line(slug, expectation, Severity.CRITICAL, settings)


def known(slug: str, column: str, words: type[StrEnum]) -> Expectation:
    """The table is refused where a cell of the column is none of these words."""
    return critical(slug, gxe.ExpectColumnValuesToBeInSet, column=column, value_set=list(map(str, words)))


def set_aside(slug: str, expectation: type[Expectation], **settings: Any) -> Expectation:
    """The rows that fail this are set aside."""
    return _line(slug, expectation, Severity.WARNING, settings, sets_aside=True)


def warning(slug: str, expectation: type[Expectation], **settings: Any) -> Expectation:
    """The rows that fail this stay, and are reported."""
    return _line(slug, expectation, Severity.WARNING, settings)


def info(slug: str, expectation: type[Expectation], **settings: Any) -> Expectation:
    """The rows that fail this stay, and are counted."""
    return _line(slug, expectation, Severity.INFO, settings)


def _line(
    slug: str,
    expectation: type[Expectation],
    severity: Severity,
    settings: dict[str, Any],
    *,
    sets_aside: bool = False,
) -> Expectation:
    meta = {"slug": slug, "severity": severity.value, "sets_aside": sets_aside}
    return expectation(severity=FailureSeverity(severity.value), meta=meta, **settings)
