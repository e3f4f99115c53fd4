"""The command that stays."""

import signal
import threading
from pathlib import Path

import click

from flows.commands.options import workspace_option


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),
    help="Of Prefect's pages; else as school.toml says.",
)
@workspace_option
def serve(port: int | None, workspace: Path | None) -> None:
    """Run the school's jobs by their schedules, with Prefect's pages on this machine, until stopped."""
    from flows.serving.supervisor import serve as stay
    from flows.workspace import find_workspace

    place, stopped = find_workspace(workspace), threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: stopped.set())
    stay(place, port or place.school.prefect.port, stopped)
