"""A new workspace, and what to do next."""

from pathlib import Path

import click

from flows.workspace import make_workspace


def make(folder: Path, school: dict[str, str]) -> None:
    """Make the workspace and show the DSL's passphrase, once."""
    workspace = make_workspace(folder, school)
    click.echo(f"Made a workspace in {folder}.")
    click.echo("")
    click.echo("The DSL's passphrase opens the overview and the workbook. It is shown this once:")
    click.echo(f"    {workspace.keys.dsl_passphrase}")
    click.echo(
        "The second reviewer's opens what concerns the DSL's own accounts. Hand it to that person alone:"
    )
    click.echo(f"    {workspace.keys.second_passphrase}")
    click.echo("")
    click.echo("What to do next, in this folder:")
    for step in (
        "Look through school.toml: the setting's name, its words, the DSL and the second reviewer.",
        "armslength roster load FILE...              the children and their parents/carers",
        "armslength staff load FILE                  the staff list (CSV or a workbook)",
        "armslength declarations load FILE           relationships the school knows of (CSV), if any",
        "armslength submit --staff REF FILE...       one person's exports, for each who hands in",
        "armslength audit",
    ):
        click.echo(f"  - {step}")
