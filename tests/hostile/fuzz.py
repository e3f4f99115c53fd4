"""Mutated exports, read for as long as one likes: `python -m tests.hostile.fuzz --minutes 10`.

Hypothesis draws the plans of `mutations`, from a seed that is printed. What surprises is reduced to the edits
it needs, and the table at the end is ready for `docs/hostile-files.md`. Exits with 1 if anything surprised.
"""

import argparse
import math
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
from hypothesis import HealthCheck, Phase, given, seed, settings

from connectors.exports import ExportReader, Reading
from tests.hostile.measured_reading import peak_of, summary_of
from tests.hostile.mutations import CANARY, Plan, plans

MOST_SECONDS = 10.0
MOST_MEMORY = 512 * 2**20
_A_ROUND = 400
_COSTLY = {"member-too-costly", "archive-too-costly"}


@dataclass(slots=True)
class Findings:
    """What a run has seen so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    surprises: dict[str, Plan] = field(default_factory=dict)
    slowest: tuple[float, Plan | None] = (0.0, None)
    most_memory: tuple[int, Plan | None] = (0, None)

    @property
    def inputs(self) -> int:
        """How many were read."""
        return self.outcomes.total()


class Fuzzing:
    """Reads plans one after the other and keeps what is worth telling."""

    def __init__(self, reader: ExportReader, folder: Path) -> None:
        self._reader = reader
        self._path = folder / f"{CANARY}.zip"
        self._children: list[psutil.Process] = []
        self.findings = Findings()

    def look_at(self, plan: Plan) -> None:
        """Read what the plan makes, and remember how it went."""
        began = time.monotonic()
        surprise, outcome = self._surprise_in(plan)
        found, seconds, memory = self.findings, time.monotonic() - began, self._memory()
        found.outcomes[outcome] += 1
        found.slowest = max(found.slowest, (seconds, plan), key=lambda each: each[0])
        found.most_memory = max(found.most_memory, (memory, plan), key=lambda each: each[0])
        if seconds > MOST_SECONDS:
            surprise = surprise or f"took longer than {MOST_SECONDS:.0f} s"
        if memory > MOST_MEMORY:
            surprise = surprise or "took more than 512 MB"
        if surprise and surprise not in found.surprises:
            found.surprises[surprise] = self._smallest(plan, surprise)

    def _surprise_in(self, plan: Plan) -> tuple[str, str]:
        """What should not have happened, empty if nothing; and what did."""
        self._path.write_bytes(plan.archive())
        try:
            reading = self._reader.read([self._path])
        except Exception as raised:  # noqa: BLE001  whatever it is, it is what a fuzz run looks for
            return f"{type(raised).__name__}: {raised}", "surprised"
        return next(_broken_promises(reading), ""), _outcome(reading)

    def _memory(self) -> int:
        """The most that the reader's child ever held."""
        if not self._children or not all(child.is_running() for child in self._children):
            self._children = psutil.Process().children(recursive=True)
        return max(map(peak_of, self._children), default=0)

    def _smallest(self, plan: Plan, surprise: str) -> Plan:
        """The plan without every edit that the surprise can do without."""
        for edit in plan.edits:
            fewer = replace(plan, edits=tuple(each for each in plan.edits if each is not edit))
            if self._surprise_in(fewer)[0] == surprise:
                plan = fewer
        return plan


def _broken_promises(reading: Reading) -> Iterator[str]:
    summary = summary_of(reading)
    told = [text for problem in summary.problems for text in (problem.message, problem.detail)]
    if any(CANARY in text.casefold() for text in (*told, *summary.notes)):
        yield "a message quotes what stands in the file"
    if not all(text.isprintable() for text in (*told, *summary.notes)):
        yield "a message holds what cannot be printed"
    if not summary.sound:
        yield "the counts do not add up"
    if not (summary.problems or summary.platforms):
        yield "nothing was read and nothing was said"
    messages = [problem.message for problem in summary.problems if "*" not in problem.detail]
    if len(set(messages)) < len(messages):
        yield "a problem is told twice"


def _outcome(reading: Reading) -> str:
    if _COSTLY & {problem.error.code for problem in reading.problems}:
        return "stopped as too costly"
    if not reading.extracts:
        return "refused"
    return "read in part" if reading.problems else "read"


def run(seconds: float, start: int, inputs: float = math.inf) -> Findings:
    """Read mutated exports until the time is up, or so many of them are read."""
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder, ExportReader() as reader:
        fuzzing = Fuzzing(reader, Path(folder))

        def goes_on() -> bool:
            return fuzzing.findings.inputs < inputs and time.monotonic() < until

        while goes_on():
            _one_round(fuzzing, goes_on, start)
            start += 1
    return fuzzing.findings


def _one_round(fuzzing: Fuzzing, goes_on: Callable[[], bool], start: int) -> None:
    @seed(start)
    @settings(
        max_examples=_A_ROUND,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plans())
    def look(plan: Plan) -> None:
        if goes_on():
            fuzzing.look_at(plan)

    look()


def table(findings: Findings, seconds: float, start: int) -> str:
    """The run as Markdown."""
    outcomes = ", ".join(f"{number:,} {outcome}" for outcome, number in findings.outcomes.most_common())
    rows = [
        ("inputs", f"{findings.inputs:,} in {seconds:,.0f} s, from seed {start}"),
        ("outcomes", outcomes),
        ("surprises", f"{len(findings.surprises)}"),
        ("slowest", f"{findings.slowest[0]:.2f} s ({findings.slowest[1]})"),
        ("most memory", f"{findings.most_memory[0] / 2**20:.0f} MB ({findings.most_memory[1]})"),
        *((f"surprise: {surprise}", str(plan)) for surprise, plan in findings.surprises.items()),
    ]
    return "\n".join(["| what | measured |", "|---|---|", *(f"| {what} | {said} |" for what, said in rows)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run for the minutes asked for and print the table."""
    parser = argparse.ArgumentParser(description="Reads mutated exports until the time is up.")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311  no secret
    asked = parser.parse_args(arguments)
    findings = run(asked.minutes * 60, asked.seed)
    sys.stdout.write(table(findings, asked.minutes * 60, asked.seed) + "\n")
    return 1 if findings.surprises else 0


if __name__ == "__main__":
    sys.exit(main())
