"""A worker that takes from Prefect which job is due and whose it is, and nothing else.

Prefect's own process worker does what the server tells it: a command, an environment, a deployment's pull
steps, any entrypoint. Then whoever has the server's password, which IT needs to look at runs, could run
anything with the account that opens a school's keys. This one starts a module of ours by name, in an
environment made here. It also starts sooner: Prefect's imports Prefect twice for every run.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
from anyio.abc import TaskStatus
from prefect.client.schemas.objects import FlowRun, State
from prefect.runner._flow_run_executor import FlowRunExecutionResult, FlowRunExecutorContext
from prefect.runner._process_manager import ProcessHandle
from prefect.runner._starter_engine import EngineCommandStarter
from prefect.utilities.processutils import command_to_string
from prefect.workers.process import ProcessJobConfiguration, ProcessWorker, ProcessWorkerResult

from flows.serving.due import Due
from flows.serving.pool import POOL
from flows.workspace import VARIABLE
from vault.private_files import private_folder


class NoHooks:
    """What a deployment's code would do after a crash is not loaded: no code is."""

    async def run_cancellation_hooks(self, flow_run: FlowRun, state: State[Any]) -> None:
        """Nothing."""

    async def run_crashed_hooks(self, flow_run: FlowRun, state: State[Any]) -> None:
        """Nothing."""


class OwnRuns(ProcessWorker):
    """A process worker whose runs are ours."""

    def __init__(self, due: Callable[[str], Due], name: str, queue: str, limit: int) -> None:
        """Work on up to `limit` runs at once; `due` tells what a deployment's name stands for, or raises."""
        super().__init__(POOL, [queue], name, create_pool_if_not_found=False, limit=limit)
        self._due = due

    async def get_and_submit_flow_runs(self) -> list[FlowRun]:
        """Ask for the next runs, unless all hands are full: each time takes the server half a second."""
        if self.limiter.available_tokens < 1:
            return []
        return await super().get_and_submit_flow_runs()

    async def run(
        self,
        flow_run: FlowRun,
        configuration: ProcessJobConfiguration,  # noqa: ARG002 - the server's words
        task_status: "TaskStatus[int] | None" = None,
    ) -> ProcessWorkerResult:
        """Run it in a process of its own, and wait until that has ended."""
        due = self._due(await self._deployment(flow_run))
        execution: FlowRunExecutionResult | None = None
        async with FlowRunExecutorContext() as context:
            starter = _starter(due, context)
            executor = context.create_executor(
                flow_run, starter, propose_submitting=False, hook_runner=NoHooks()
            )

            async def execute(*, task_status: "TaskStatus[ProcessHandle]") -> None:
                nonlocal execution
                execution = await executor.submit(task_status=task_status)

            async with anyio.create_task_group() as group:
                handle = await group.start(execute)
                if task_status:
                    task_status.started(handle.pid or 0)
        if execution is None or execution.status_code is None:
            raise RuntimeError("the run's process did not start")
        return ProcessWorkerResult(
            status_code=execution.status_code, identifier=str(execution.handle.pid or 0)
        )

    async def _deployment(self, flow_run: FlowRun) -> str:
        """The name of the run's deployment; empty where it has none."""
        if flow_run.deployment_id is None:
            return ""
        return (await self.client.read_deployment(flow_run.deployment_id)).name


def _starter(due: Due, context: FlowRunExecutorContext) -> EngineCommandStarter:
    home = private_folder(due.workspace / "prefect").resolve()
    command = [sys.executable, "-I", "-m", "flows.serving.own_run", due.job.name]
    ours: dict[str, str | None] = {
        VARIABLE: str(due.workspace.resolve()),
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        # A failed run's state tells where its result would lie: the worker's home, not the school's folder.
        "PREFECT_RESULTS_LOCAL_STORAGE_PATH": str(Path(os.environ["PREFECT_HOME"]) / "storage"),
    }
    return EngineCommandStarter(
        command=command_to_string(command),
        cwd=home,
        env=ours,
        stream_output=False,
        control_channel=context.control_channel,
        env_overrides_settings=True,
    )
