"""What the doctor answers, as JSON and in words."""

from collections.abc import Sequence
from typing import Any

from flows.health.answers import Answer, State
from flows.health.checks import UnsafeToRun

WORDS = {
    State.OK: "well",
    State.WARNING: "WARNING",
    State.UNSAFE: "UNSAFE",
    State.NOT_ASKED: "not asked",
}
SO = {
    State.OK: "",
    State.WARNING: "this should be so and is not: ",
    State.UNSAFE: "this must be so and is not: ",
    State.NOT_ASKED: "nobody could be asked whether this is so: ",
}
"""What stands before that which is so when all is well."""


def answer(answers: Sequence[Answer]) -> dict[str, Any]:
    """The answer of `armslength doctor --json`."""
    checks = [
        {
            "code": each.check.code,
            "state": each.said.state.value,
            "what": each.check.what,
            "detail": each.said.detail,
            "next_step": "" if each.said.state is State.OK else each.check.next_step,
        }
        for each in answers
    ]
    return {"version": 1, "checks": checks, "unsafe": _count(answers, State.UNSAFE)}


def in_words(answers: Sequence[Answer]) -> str:
    """The same, to be read: each check in a line, and what to do under those that ask for it."""
    lines = [line for each in answers for line in _lines(each)]
    told = ", ".join(f"{_count(answers, state)} {word.lower()}" for state, word in WORDS.items())
    return "\n".join([*lines, f"{told}."])


def exit_code(answers: Sequence[Answer]) -> int:
    """That of an error in the configuration where anything is unsafe; 0 otherwise, with warnings too."""
    return UnsafeToRun.exit_code if _count(answers, State.UNSAFE) else 0


def _lines(each: Answer) -> list[str]:
    detail = f" ({each.said.detail})" if each.said.detail else ""
    line = f"{WORDS[each.said.state]:<10}{each.check.code}: {SO[each.said.state]}{each.check.what}{detail}"
    return [line] if each.said.state is State.OK else [line, f"{'':<10}{each.check.next_step}"]


def _count(answers: Sequence[Answer], state: State) -> int:
    return sum(each.said.state is state for each in answers)
