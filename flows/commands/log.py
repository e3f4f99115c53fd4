"""The commands on the audit log: what was done in this workspace, without a name."""

import json
from datetime import date
from pathlib import Path

import click

from flows.commands.options import Day, json_option, workspace_option


@click.group()
def log() -> None:
    """What was done in this workspace, without a name."""


@log.command("verify")
@json_option
@workspace_option
@click.option("--head", "heads", multiple=True, metavar="VALUE", help="A value that a report printed.")
def log_verify(heads: tuple[str, ...], workspace: Path | None, *, as_json: bool) -> None:
    """Say whether the log is what was written, and whether it is the one that reports printed values of."""
    from flows.audit_trail import of_verified, verified_in_words, where
    from flows.workspace import find_workspace
    from vault.errors import LogBrokenError

    verified = find_workspace(workspace).vault.log.verify(heads)
    click.echo(json.dumps(of_verified(verified), indent=2) if as_json else verified_in_words(verified))
    if not verified.holds:
        raise LogBrokenError(where(verified))


@log.command("show")
@json_option
@workspace_option
@click.option("--since", type=Day(), metavar="DATE", help="Only entries of that day (UTC) and later.")
def log_show(since: date | None, workspace: Path | None, *, as_json: bool) -> None:
    """Show the entries of a log that holds."""
    from flows.audit_trail import lines_in_words, lines_since, of_lines
    from flows.workspace import find_workspace

    lines = lines_since(find_workspace(workspace).vault.log, since)
    click.echo(json.dumps(of_lines(lines), indent=2) if as_json else lines_in_words(lines))
