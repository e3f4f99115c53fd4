"""How a line of a suite is written: what it means for the run, its slug, the expectation and its settings."""

from collections.abc import Callable
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


def left_out(slug: str, expectation: type[Expectation], **settings: Any) -> Expectation:
    """The rows that fail this are set aside, as they are in many a sound table."""
    return _line(slug, expectation, Severity.INFO, settings, sets_aside=True)


def warning(slug: str, expectation: type[Expectation], **settings: Any) -> Expectation:
    """The rows that fail this stay, and are reported."""
    return _line(slug, expectation, Severity.WARNING, settings)


def info(slug: str, expectation: type[Expectation], **settings: Any) -> Expectation:
    """The rows that fail this stay, and are counted."""
    return _line(slug, expectation, Severity.INFO, settings)


def of_severity(severity: Severity) -> Callable[..., Expectation]:
    """`critical`, `warning` or `info`, where a table of data says which."""
    return {Severity.CRITICAL: critical, Severity.WARNING: warning, Severity.INFO: info}[severity]


def all_but(share: float, few: int, rows: int) -> float:
    """The share of `rows` that must keep a rule when `share` of them, or a `few`, need not."""
    return min(1 - share, max(0, rows - few) / rows) if rows else 1.0


def _line(
    slug: str,
    expectation: type[Expectation],
    severity: Severity,
    settings: dict[str, Any],
    *,
    sets_aside: bool = False,
) -> Expectation:
    """`about` is the column the line is about, where the expectation looks at another."""
    about = settings.pop("about", "")
    meta = {"slug": slug, "severity": severity.value, "sets_aside": sets_aside, "about": about}
    return expectation(severity=FailureSeverity(severity.value), meta=meta, **settings)
