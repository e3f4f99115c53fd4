"""The commands that ask whether all is as it should be."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.options import json_option, today_option, workspace_option

if TYPE_CHECKING:
    from flows.workspace import Workspace


@click.command()
@click.option("--scan", "scanning", is_flag=True, help="Search for names where none may be; takes minutes.")
@json_option
@today_option
@workspace_option
def doctor(*, scanning: bool, as_json: bool, today: date | None, workspace: Path | None) -> None:
    """Say what is as it should be, what is not and what to do; with --scan, whether a name leaked."""
    from flows.health import report
    from flows.health.checks import examine
    from flows.today import london_today
    from flows.workspace import find_workspace

    place = find_workspace(workspace)
    if scanning:
        _scan(place, as_json=as_json)
        return
    answers = examine(place, today or london_today())
    click.echo(json.dumps(report.answer(answers), indent=2) if as_json else report.in_words(answers))
    sys.exit(report.exit_code(answers))


def _scan(workspace: "Workspace", *, as_json: bool) -> None:
    from flows.health.scan import in_words, scan

    result = scan(workspace)
    click.echo(json.dumps(result.answer(), indent=2) if as_json else in_words(result))
    result.check()


@click.command()
@click.option("--page", "write_page", is_flag=True, help="Write IT's status page anew as well.")
@json_option
@today_option
@workspace_option
def status(*, write_page: bool, as_json: bool, today: date | None, workspace: Path | None) -> None:
    """Say what IT may know: the last audit in bands, jobs, versions, dates. No name and no path is in it."""
    from flows.status import in_words, status_of
    from flows.status_page import refresh
    from flows.today import london_today
    from flows.workspace import find_workspace

    place = find_workspace(workspace)
    told = status_of(place, today or london_today())
    click.echo(json.dumps(told, indent=2) if as_json else in_words(told))
    if write_page or told["mode"] == "private":
        refresh(place)
    if told["mode"] == "private":
        click.echo(
            "The same stands in two files beside the workspace, for IT: a page and its facts.", err=True
        )
