"""Runs that do nothing but tell Prefect what an audit tells it.

`python -m benchmarks.trust.no_work TRUST SECONDS`: one flow run after another, each of as many tasks as an
audit has stages, with a line of log each and a page at the end. Answers how many there were, and how many
requests that took.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from flows.trust.file import Trust
from flows.trust.server import settled

STAGES = 10
PAGE = "counts " * 300


def main() -> None:
    """Run until the time is over."""
    with settled(Trust(Path(sys.argv[1]))):
        run = made()
    requests = counted_requests()
    run()  # what is done once is not counted
    requests[0], runs = 0, 0
    began = time.monotonic()
    while time.monotonic() - began < float(sys.argv[2]):
        run()
        runs += 1
    print(json.dumps({"runs": runs, "requests": requests[0], "seconds": time.monotonic() - began}))


def counted_requests() -> list[int]:
    """A cell in which every request of this process is counted from now on."""
    count = [0]
    plain, waiting = httpx.Client.send, httpx.AsyncClient.send

    def send(self: httpx.Client, *args: Any, **kwargs: Any) -> httpx.Response:
        count[0] += 1
        return plain(self, *args, **kwargs)

    async def send_async(self: httpx.AsyncClient, *args: Any, **kwargs: Any) -> httpx.Response:
        count[0] += 1
        return await waiting(self, *args, **kwargs)

    httpx.Client.send, httpx.AsyncClient.send = send, send_async  # type: ignore[method-assign]
    return count


def made() -> Any:
    """The flow."""
    from prefect import flow, get_run_logger, task
    from prefect.artifacts import create_markdown_artifact
    from prefect.cache_policies import NO_CACHE
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.log_filter import MARK

    @task(persist_result=False, cache_policy=NO_CACHE)
    def stage() -> None:
        get_run_logger().info("counts", extra={MARK: True})

    @flow(name="no-work", persist_result=False)
    def no_work() -> None:
        for _ in range(STAGES):
            stage()
        create_markdown_artifact(key="counts", markdown=PAGE)

    def run() -> None:
        with temporary_settings(
            {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
        ):  # it would wait a second at the end
            no_work()

    return run


if __name__ == "__main__":
    main()
