"""Every school of this host asked for something, each in a process of its own.

No process opens two schools' areas: what goes wrong with one is told of that one.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from flows.tied import environment
from flows.trust.file import OfTrust
from flows.workspace import STATE, VARIABLE, state_folder

AT_ONCE = 2
PATIENCE = 120.0
"""Seconds a school has to answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a school answered; `problem` is the code of the error with which it did not."""

    reference: str
    answer: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


def ask_all(schools: Sequence[OfTrust], what: str) -> list[Told]:
    """What each school answers, in their order."""
    with ThreadPoolExecutor(AT_ONCE) as asking:
        return list(asking.map(lambda school: ask(school, what), schools))


def ask(school: OfTrust, what: str) -> Told:
    """What one school answers, in a process that is given its folder and no other's."""
    try:
        ended = subprocess.run(  # noqa: S603 - a module of ours and our own word
            [sys.executable, "-I", "-m", "flows.trust.asked", what],
            env=environment(**{VARIABLE: school.workspace, STATE: str(state_folder())}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Told(school.reference, problem="no-answer")
    said = ended.stdout.decode("utf-8", "replace")
    if ended.returncode:
        return Told(school.reference, problem=_code(said))
    return Told(school.reference, json.loads(said))


def _code(said: str) -> str:
    """The error's code; a process that was killed says none."""
    return said if 0 < len(said) <= 64 and said.replace("-", "").isalnum() else "no-answer"
