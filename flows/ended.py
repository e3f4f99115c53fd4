"""What is known of a run once it has ended, in slugs and integers: what IT is told is made of nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from flows.boundary import Counts, PipelineError
from schemas.tables import CHECKS


@dataclass(frozen=True, slots=True)
class EndedStage:
    """A stage that ended, or one part of it."""

    stage: str
    seconds: float
    tries: int
    counts: Counts


@dataclass
class Run:
    """One run of a job while it is under way: what has ended so far, and how the data's checks went."""

    job: str
    stages: list[EndedStage] = field(default_factory=list)
    checks: list[pa.Table] = field(default_factory=list)
    seconds: float = 0.0
    totals: Counts | None = None
    failure: PipelineError | None = None

    def all_checks(self) -> pa.Table:
        """CHECKS of every suite so far."""
        return pa.concat_tables([CHECKS.empty_table(), *self.checks])


@dataclass(frozen=True, slots=True)
class WholeStage:
    """A stage with all of its parts taken together."""

    stage: str
    seconds: float
    parts: int
    retries: int
    counts: dict[str, int]


def whole_stages(stages: Sequence[EndedStage]) -> list[WholeStage]:
    """Each stage once, in the order in which they first ended; counts and seconds of its parts added up."""
    names = dict.fromkeys(each.stage for each in stages)
    return [_whole(name, [each for each in stages if each.stage == name]) for name in names]


def handed_in(stages: Sequence[EndedStage]) -> int:
    """How many people's hand-ins the run was about, which decides what of them may be told."""
    return max((each.counts.counts.get("submissions", 0) for each in whole_stages_of(stages)), default=0)
