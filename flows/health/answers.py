"""What a check is, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flows.workspace import Workspace


class State(StrEnum):
    """How a check ended. What could not be asked never looks like what is well."""

    OK = "ok"
    WARNING = "warning"
    """Audits run; somebody should see to it."""
    UNSAFE = "unsafe"
    """No audit may run until it is mended, or what is kept is not protected as it should be."""
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Said:
    """A check's answer; `detail` holds counts, days and our own words, never anything of a person's."""

    state: State
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to ask of a workspace: `what` is so when all is well, `next_step` is for when it is not.

    `before_audits` says that it is quick enough to be asked each time, and that audits wait for it.
    """

    code: str
    what: str
    next_step: str
    ask: Callable[[Workspace, date], Said]
    before_audits: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A check with what it said of one workspace."""

    check: Check
    said: Said


def well(detail: str = "") -> Said:
    """All is as it should be."""
    return Said(State.OK, detail)


def warning_if(condition: object, detail: str) -> Said:
    """A warning where there is something to be warned of."""
    return Said(State.WARNING, detail) if condition else well()


def unsafe_if(condition: object, detail: str) -> Said:
    """Unsafe where there is something that is."""
    return Said(State.UNSAFE, detail) if condition else well()
