"""The process of one run: `python -m flows.serving.own_run JOB`, started by `flows.serving.own_runs`.

What it runs stands in `flows.jobs.registry`, and not on the server. Prefect's settings, the run's id and the
workspace stand in the environment it is given.
"""

import os
import sys
from importlib import import_module
from typing import Any
from uuid import UUID

from prefect._internal.control_listener import configure_from_env
from prefect.engine import handle_engine_signals
from prefect.flow_engine import load_flow_run, run_flow

from flows.jobs.registry import Job
from flows.quiet import be_quiet
from flows.serving.due import job_of


def main() -> None:
    """Run the job as the run whose id stands in the environment."""
    be_quiet()
    configure_from_env()  # how a cancelled run, and one that has ended by itself, is told to the worker
    run_id = UUID(os.environ["PREFECT__FLOW_RUN_ID"])
    with handle_engine_signals(run_id):
        run_flow(flow_of(job_of(sys.argv[1])), flow_run=load_flow_run(run_id))


def flow_of(job: Job) -> Any:
    """The job's flow, by its entrypoint in our registry."""
    module, _, name = job.entrypoint.rpartition(".")
    return getattr(import_module(module), name)


if __name__ == "__main__":
    main()
