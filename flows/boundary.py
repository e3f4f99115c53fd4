"""The border between people and the orchestrator: opaque references and integers cross it, nothing else.

Prefect stores what it is given (parameters, messages, states, logs) where IT can read it, several times over.
So a stage returns `Counts`, and an error leaves a stage only as a code and an incident number; its detail is
sealed.
"""

import functools
import re
import sys
import traceback
from asyncio import CancelledError
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from flows.full_disk import DiskFull, is_full_disk
from schemas.errors import ArmslengthError

SLUG = re.compile(r"[a-z][a-z0-9_.-]{0,63}")

P = ParamSpec("P")
R = TypeVar("R")


class PipelineError(Exception):
    """A stage failed. Its text is a stage, a code and an incident number: all that IT may read."""

    def __init__(self, stage: str, code: str, incident: str, mendable: ArmslengthError | None = None) -> None:
        super().__init__(f"{stage}: {code} (incident {incident})")
        self.stage = stage
        self.code = code
        self.incident = incident
        self.mendable = mendable

    def __reduce__(self) -> tuple[type["PipelineError"], tuple[str, str, str]]:
        """What Prefect keeps of it, for it pickles the error of every failed flow: what IT may read."""
        return PipelineError, (self.stage, self.code, self.incident)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a stage says of itself: a slug and integers by slug."""

    stage: str
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        slugs = [self.stage, *self.counts]
        if not all(SLUG.fullmatch(slug) for slug in slugs) or not all(
            type(number) is int for number in self.counts.values()
        ):
            raise ValueError("counts are integers named by slugs")


class Room(Protocol):
    """Where a failing stage leaves the detail nobody but the DSL may read."""

    def keep_incident(self, detail: str) -> str:
        """Seal the detail; the incident's opaque number."""


def guarded(
    stage: str, room_of: Callable[[str], Room]
) -> Callable[[Callable[Concatenate[str, P], R]], Callable[Concatenate[str, P], R]]:
    """Let nothing but a `PipelineError` out of a stage whose first argument is the run's reference.

    A stop (Ctrl-C, a signal of Prefect's) stays a stop, and says nothing. What native code raises past
    `Exception`, and a library's `sys.exit`, are errors like any other.
    """

    def decorate(work: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
        @functools.wraps(work)
        def bounded(run_ref: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
            failure: BaseException
            try:
                return work(run_ref, *args, **kwargs)
            except PipelineError as error:
                failure = error
            except BaseException as error:  # noqa: BLE001 - everything is sealed here, and something else is raised
                failure = _stop(error) or sealed(stage, error, room_of(run_ref))
            # Raised outside the except block, so that no cause and no context travels with it.
            failure.__cause__ = failure.__context__ = None
            raise failure.with_traceback(None)

        return bounded

    return decorate


def sealed(stage: str, error: BaseException, room: Room) -> PipelineError:
    """The error as IT may read it; its traceback and text are kept as ciphertext."""
    try:
        incident = room.keep_incident("".join(traceback.format_exception(error)))
    except BaseException:  # noqa: BLE001 - what cannot be sealed is let go: it must not travel on as a context
        incident = "not kept"
    if is_full_disk(error):
        error = DiskFull()
    if isinstance(error, ArmslengthError) and SLUG.fullmatch(error.code):
        # Whoever mends it is told its own sentence, and not what it arose from.
        error.__cause__ = error.__context__ = error.__traceback__ = None
        return PipelineError(stage, error.code, incident, error)
    return PipelineError(stage, kind_of(error), incident)


def kind_of(error: BaseException) -> str:
    """The name of an error's class, if a module holds it under that name; one made from data says nothing."""
    kind = type(error)
    written = getattr(sys.modules.get(kind.__module__), kind.__qualname__, None)
    return kind.__name__ if written is kind else "error"


def _stop(error: BaseException) -> BaseException | None:
    """The same stop without a word, if it is one."""
    if isinstance(error, KeyboardInterrupt):
        return KeyboardInterrupt()
    if isinstance(error, CancelledError):
        return CancelledError()
    if not isinstance(error, Exception) and type(error).__module__ == "prefect.exceptions":
        return error
    return None
