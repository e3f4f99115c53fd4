"""Which failed stage is worth another try: one that only reads, and found a file held by another program."""

from typing import Any

from prefect.client.schemas.objects import State

from flows.boundary import PipelineError

HELD_FOR_A_MOMENT = frozenset({"OSError", "PermissionError", "BlockingIOError", "TimeoutError"})
"""Kinds of errors of a file that a virus scanner, a backup or a network drive is busy with."""


def held_for_a_moment(_task: object, _run: object, state: State[Any]) -> bool:
    """Whether a stage failed on a file that another program was busy with, as Prefect asks before a retry."""
    try:
        state.result()
    except PipelineError as failure:
        return failure.code in HELD_FOR_A_MOMENT
    return False
