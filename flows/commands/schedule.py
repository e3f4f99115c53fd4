"""The command that says when what runs by itself."""

import json
from datetime import date
from pathlib import Path

import click

from flows.commands.options import json_option, today_option, workspace_option


@click.command()
@json_option
@today_option
@workspace_option
def schedule(*, as_json: bool, today: date | None, workspace: Path | None) -> None:
    """Show each job's next five dates in UK time, and how the term dates are understood."""
    from flows.schedule_answer import in_words, schedule_of
    from flows.schedules import check_dates_left, the_moment
    from flows.workspace import find_workspace

    place, now = find_workspace(workspace), the_moment(today)
    answer = schedule_of(place, now)
    click.echo(json.dumps(answer, indent=2) if as_json else in_words(answer))
    check_dates_left(place, now)
