"""The commands on the policy's own review."""

import json
from datetime import date
from pathlib import Path

import click

from flows.commands.options import Day, json_option, today_option, workspace_option
from flows.today import london_today


@click.group(invoke_without_command=True)
@click.pass_context
@json_option
@today_option
@workspace_option
def policy(ctx: click.Context, workspace: Path | None, today: date | None, *, as_json: bool) -> None:
    """Say when the policy was agreed, when its review is due, and when it was reviewed."""
    if ctx.invoked_subcommand:
        return
    from flows.policy_watch import answer, in_words
    from flows.workspace import find_workspace

    told = answer(find_workspace(workspace), today or london_today())
    click.echo(json.dumps(told, indent=2) if as_json else in_words(told))


@policy.command("review")
@workspace_option
@click.option("--on", required=True, type=Day(), help="The day the policy was reviewed.")
def policy_review(on: date, workspace: Path | None) -> None:
    """Write into school.toml that the policy was reviewed."""
    from flows.policy_watch import answer, in_words, record_review
    from flows.workspace import find_workspace

    click.echo(in_words(answer(record_review(find_workspace(workspace), on), london_today())))
