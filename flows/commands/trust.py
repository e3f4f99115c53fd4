"""The commands of a trust: many schools on several hosts."""

import json
import signal
import sys
import threading
from pathlib import Path

import click

from flows.commands.options import A_PATH, FOLDER, json_option

trust_option = click.option(
    "--trust", "folder", type=FOLDER, help="The folder of trust.toml; else ARMSLENGTH_TRUST, or this folder."
)


@click.group()
def trust() -> None:
    """A trust: many schools on several hosts, each school apart from the others."""


@trust.command("init")
@click.argument("folder", type=FOLDER)
@click.option("--host", default="host-1", help="This host's name in Prefect; another for each host.")
def trust_init(folder: Path, host: str) -> None:
    """Make the folder of a host of the trust, with its trust.toml."""
    from flows.trust.file import make_trust

    click.echo(f"Made {make_trust(folder, host).path}. Its lines say what each is for.")


@trust.command("add")
@trust_option
@click.option("--reference", default="", metavar="school-0a1b2c", help="Where it has one; else random.")
@click.argument("workspace", type=FOLDER)
def trust_add(folder: Path | None, workspace: Path, reference: str) -> None:
    """Let this host run the school of that workspace, and say by which reference it is known."""
    from flows.trust.file import add_school, find_trust
    from flows.workspace import Workspace

    click.echo(add_school(find_trust(folder), Workspace(workspace).folder, reference))


@trust.command("deploy")
@trust_option
def trust_deploy(folder: Path | None) -> None:
    """Write every school's deployments on the trust's server; a worker does the same once a day."""
    from flows.trust.file import find_trust
    from flows.trust.server import settled

    place = find_trust(folder)
    with settled(place):
        from prefect.client.orchestration import get_client

        from flows.trust.deploying import deploy
    with get_client(sync_client=True) as client:
        unread = deploy(client, place)
    click.echo(f"{len(place.schools) - len(unread)} of {len(place.schools)} schools are deployed.")
    for school in unread:
        click.echo(f"{school.reference} could not be read: {school.problem}", err=True)
    sys.exit(5 if unread else 0)


@trust.command("work")
@trust_option
def trust_work(folder: Path | None) -> None:
    """Work on the runs of this host's schools until stopped."""
    from flows.trust.file import find_trust
    from flows.trust.server import settled

    place = find_trust(folder)
    with settled(place):
        from flows.trust.working import work
    click.echo(f"Working on {len(place.schools)} schools' runs as {place.told.host.name}. Ctrl-C stops it.")
    work(place)


@trust.command("server")
@trust_option
@click.option("--port", default=4200, type=click.IntRange(1024, 65535), help="On this machine alone.")
def trust_server(folder: Path | None, port: int) -> None:
    """Run the trust's Prefect server until stopped, in Postgres where trust.toml names a database."""
    from flows.trust.file import find_trust
    from flows.trust.server import server_of

    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    server = server_of(find_trust(folder), port)
    try:
        server.wait()
        click.echo(f"Runs: http://127.0.0.1:{port}. Ctrl-C stops it.")
        while server.runs and not stopped.wait(1.0):
            pass
    finally:
        server.stop()
    sys.exit(0 if stopped.is_set() else 5)


@trust.command("status")
@json_option
@trust_option
def trust_status(folder: Path | None, *, as_json: bool) -> None:
    """Say what this host has: its schools by reference, and whether the trust's server answers."""
    from flows.trust.file import find_trust
    from flows.trust.overview import host_in_words, of_host

    told = of_host(find_trust(folder))
    click.echo(json.dumps(told, indent=2) if as_json else host_in_words(told))
    sys.exit(0 if told["server_answers"] else 5)


@trust.command("overview")
@json_option
@trust_option
@click.argument("others", nargs=-1, type=A_PATH)
def trust_overview(folder: Path | None, others: tuple[Path, ...], *, as_json: bool) -> None:
    """Say of each school, by its reference, how its last audit went, in bands; and the totals.

    OTHERS are what the same command with --json said on the trust's other hosts.
    """
    from flows.trust.file import find_trust
    from flows.trust.overview import in_words, overview

    told = overview(find_trust(folder), others)
    click.echo(json.dumps(told, indent=2) if as_json else in_words(told))
