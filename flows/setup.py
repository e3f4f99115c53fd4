"""A new workspace, and what to do next."""

from pathlib import Path

import click

from flows.keys.making import EVERYBODY, check_place, handed_over
from flows.workspace import make_workspace
from vault.keys import Secrets


def make(folder: Path, school: dict[str, str], sheet: Path | None = None, *, private: bool = False) -> None:
    """Make the workspace and show what belongs to people, once; the printed key on `sheet` if named."""
    check_place(folder, sheet)
    secrets = Secrets()
    make_workspace(folder, school, secrets, private=private)
    click.echo(f"Made a workspace in {folder}.")
    click.echo("")
    for line in handed_over(secrets, EVERYBODY, sheet, school["name"]):
        click.echo(line)
    click.echo("")
    click.echo("What to do next, in this folder:")
    for step in (
        "Look through school.toml: the setting's name, its words, the DSL and the second reviewer.",
        "armslength data-protection record --dpia-signed DATE   first of all: docs/data-protection/README.md",
        "armslength roster load FILE...              the children and their parents/carers",
        "armslength staff load FILE                  the staff list (CSV or a workbook)",
        "armslength declarations load FILE           relationships the school knows of (CSV), if any",
        "armslength submit --staff REF FILE...       one person's exports, for each who hands in",
        "armslength audit",
    ):
        click.echo(f"  - {step}")
