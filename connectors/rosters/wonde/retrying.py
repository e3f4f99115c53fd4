"""How often and how long Wonde is asked again: what passes (no connection, a pause, 5xx), never a refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, stop_before_delay
from tenacity.wait import wait_exponential

from schemas.errors import ArmslengthError


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that a fetch may ask for; a fetch that needs more ends with an error, never with less.

    Times are in seconds: `seconds` for all of it, `silence` without a byte of an answer, `pause` before the
    second attempt (doubled before each one after), `longest_pause` that Wonde may ask for.
    """

    pages: int = 2_000
    answer_bytes: int = 64 * 1024 * 1024
    attempts: int = 5
    seconds: float = 30 * 60
    silence: float = 60
    pause: float = 2
    longest_pause: float = 2 * 60


class Failed(NamedTuple):
    """An attempt without an answer: the error to end with; whether to try again, after how many seconds."""

    error: ArmslengthError
    again: bool = False
    after: float | None = None


def persistent(ask: Callable[[], bytes | Failed], bounds: Bounds, seconds_left: float) -> bytes | Failed:
    """The answer of `ask`, or the last failure to get one. No exception is raised on the way.

    A pause that Wonde asks for is kept to; where it is longer than `bounds` allow, there is no other attempt.
    """
    backoff = wait_exponential(multiplier=bounds.pause, max=bounds.longest_pause)

    def pause(state: RetryCallState) -> float:
        failed = _outcome(state)
        return backoff(state) if not isinstance(failed, Failed) or failed.after is None else failed.after

    return Retrying(
        retry=retry_if_result(lambda given: isinstance(given, Failed) and _is_worth_another(given, bounds)),
        wait=pause,
        stop=stop_after_attempt(bounds.attempts) | stop_before_delay(max(seconds_left, 0)),
        retry_error_callback=_outcome,
    )(ask)


def _outcome(state: RetryCallState) -> bytes | Failed:
    if state.outcome is None:
        raise ValueError("an attempt that has ended has an outcome")
    outcome: bytes | Failed = state.outcome.result()
    return outcome


def _is_worth_another(failed: Failed, bounds: Bounds) -> bool:
    return failed.again and (failed.after is None or failed.after <= bounds.longest_pause)


def seconds_to_wait(retry_after: str) -> float | None:
    """What the header Retry-After asks for, written as seconds or as a date; None where it says neither."""
    plain = retry_after.strip()
    if plain.isascii() and plain.isdigit():
        return float(plain)
    try:
        when = parsedate_to_datetime(plain)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
