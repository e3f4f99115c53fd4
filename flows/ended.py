"""What is known of a run once it has ended, in slugs and integers: all that IT is told is made of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from flows.boundary import Counts, PipelineError
from schemas.tables import CHECKS


@dataclass(frozen=True, slots=True)
class EndedStage:
    """A stage that ended, or one part of it; `tries` is how often it was begun."""

    stage: str
    seconds: float
    tries: int
    counts: Counts


@dataclass
class Run:
    """One run of a job: what of it has ended so far, how the data's checks went, and how it ended itself."""

    job: str
    stages: list[EndedStage] = field(default_factory=list)
    checks: list[pa.Table] = field(default_factory=list)
    seconds: float = 0.0
    totals: Counts | None = None
    failure: PipelineError | None = None

    def all_checks(self) -> pa.Table:
        """CHECKS of every suite so far."""
        return pa.concat_tables([CHECKS.empty_table(), *self.checks])

    def handed_in(self) -> int:
        """How many people's hand-ins it is about: few of them decide what is told of what was found."""
        return max((each.counts.get("submissions", 0) for each in whole_stages(self.stages)), default=0)


@dataclass(frozen=True, slots=True)
class WholeStage:
    """A stage with all its parts taken together."""

    stage: str
    seconds: float
    parts: int
    retries: int
    counts: dict[str, int]


def whole_stages(stages: Sequence[EndedStage]) -> list[WholeStage]:
    """Each stage once, in the order in which they first ended; seconds and counts of its parts added up."""
    names = dict.fromkeys(each.stage for each in stages)
    return [_whole(name, [each for each in stages if each.stage == name]) for name in names]


def _whole(stage: str, parts: Sequence[EndedStage]) -> WholeStage:
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.counts.counts)
    return WholeStage(
        stage,
        seconds=sum(part.seconds for part in parts),
        parts=len(parts),
        retries=sum(part.tries - 1 for part in parts),
        counts=dict(counts),
    )
