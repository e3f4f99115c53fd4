"""How the runs of each job ended, in our own words and outside of Prefect's database.

prefect/jobs.json      for each job the last runs: when one ended, its code and incident, its counts in bands

It stands in IT's area, holds nobody, and is for telling alone: nothing decides by it. What is no record of
ours is left out when it is read, so a damaged file is one without records.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from flows.workspace import Workspace
from vault.private_files import alone, write_private

KEPT = 20
"""Runs of each job."""

_Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,63}$")]
_Told = Annotated[str, Field(pattern=r"^(not told|[0-9][0-9,]{0,19}( to [0-9][0-9,]{0,19})?)$")]


class Ended(BaseModel):
    """One run of a job."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    job: _Slug
    at: AwareDatetime
    code: str = Field(default="", pattern=r"^([A-Za-z][A-Za-z0-9_.-]{0,63})?$")
    """What went wrong; empty where nothing did."""
    incident: str = Field(default="", pattern=r"^([0-9a-f]{8}|none|not kept)?$")
    counts: dict[_Slug, _Told] = Field(default_factory=dict, max_length=40)
    """In bands."""

    @property
    def well(self) -> bool:
        """Whether it ended as it should."""
        return not self.code


class _Records(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    version: int = Field(default=1, ge=1, le=1)
    ended: tuple[Ended, ...] = ()


def record(
    workspace: Workspace,
    job: str,
    ended_at: datetime,
    code: str = "",
    incident: str = "",
    counts: Mapping[str, str] | None = None,
) -> None:
    """Note how a run of the job ended; `code` and `incident` are empty where it ended as it should."""
    new = Ended(job=job, at=ended_at, code=code, incident=incident, counts=dict(counts or {}))
    with alone(workspace.prefect_home / "jobs.lock"):
        every = sorted((*recorded(workspace), new), key=lambda each: each.at)
        kept = [each for name in _jobs(every) for each in _of(name, every)[-KEPT:]]
        told = _Records(ended=tuple(kept))
        write_private(_place(workspace), told.model_dump_json(indent=1).encode())


def recorded(workspace: Workspace) -> tuple[Ended, ...]:
    """Every run that is noted, those of each job oldest first."""
    try:
        return _Records.model_validate_json(_place(workspace).read_bytes()).ended
    except (FileNotFoundError, ValidationError):
        return ()


def last(workspace: Workspace) -> dict[str, Ended]:
    """The latest run of each job that has ended, by the job's name."""
    return {each.job: each for each in sorted(recorded(workspace), key=lambda each: each.at)}


def _jobs(ended: list[Ended]) -> list[str]:
    return sorted({each.job for each in ended})


def _of(job: str, ended: list[Ended]) -> list[Ended]:
    return [each for each in ended if each.job == job]


def _place(workspace: Workspace) -> Path:
    return workspace.prefect_home / "jobs.json"
