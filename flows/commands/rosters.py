"""The commands on the roster, the staff list and the declarations."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.options import (
    A_PATH,
    files_or_none,
    json_option,
    mapping_option,
    since_option,
    today_option,
    wonde_option,
    workspace_option,
)
from flows.today import london_today

if TYPE_CHECKING:
    from flows.rosters.sources import Source


@click.group()
def roster() -> None:
    """The roster of children and parents/carers."""


@roster.command("check")
@json_option
@today_option
@workspace_option
@wonde_option
@since_option
@mapping_option
@files_or_none
def roster_check(
    files: tuple[Path, ...],
    *,
    as_json: bool,
    today: date | None,
    workspace: Path | None,
    mapping_files: tuple[Path, ...],
    wonde: bool,
    since: date | str | None,
) -> None:
    """Say what would be read from a roster, without any name in it."""
    from flows.rosters import answers
    from flows.rosters.checking import check_roster
    from flows.workspace import find_workspace

    read = _rosters(files, workspace, since, mapping_files, wonde=wonde)
    day = today or london_today()
    place = find_workspace(workspace) if workspace or wonde else None
    answer = answers.of_rosters(check_roster(read, day, place), len(files))
    click.echo(json.dumps(answer, indent=2) if as_json else answers.rosters_in_words(answer, day))
    sys.exit(4 if answer["errors"] else 0)


@roster.command("load")
@workspace_option
@today_option
@click.option("--staff", "staff_file", type=A_PATH, help="The staff list, kept and compared with the roster.")
@click.option("--reason", default="", help="Why the roster differs a great deal from the last one.")
@wonde_option
@since_option
@mapping_option
@files_or_none
def roster_load(
    files: tuple[Path, ...],
    workspace: Path | None,
    today: date | None,
    staff_file: Path | None,
    reason: str,
    *,
    mapping_files: tuple[Path, ...],
    wonde: bool,
    since: date | str | None,
) -> None:
    """Keep the roster of these files, encrypted, in place of the last one, and write the DSL's page on it."""
    from flows.rosters.loading import load
    from flows.workspace import find_workspace

    place, day = find_workspace(workspace), today or london_today()
    read = _rosters(files, place.folder, since, mapping_files, wonde=wonde)
    click.echo(load(place, read, day, reason=reason, staff_file=staff_file))


@roster.command("map")
@json_option
@today_option
@workspace_option
@click.option("--set", "corrections", multiple=True, metavar='G="mother phone"', help="What column G holds.")
@click.option("--header-row", type=click.IntRange(1), help="The row that names the columns, if we miss it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Else into the workspace.")
@click.argument("file", type=A_PATH)
def roster_map(
    file: Path,
    corrections: tuple[str, ...],
    header_row: int | None,
    out: Path | None,
    workspace: Path | None,
    today: date | None,
    *,
    as_json: bool,
) -> None:
    """Propose what the columns of a list kept by hand hold, put it right with --set, and keep it."""
    from flows.rosters.mappings import NO_MAPPINGS, Wishes, in_words, keep, known_mappings, map_list
    from flows.workspace import find_workspace

    place = None if out else find_workspace(workspace).folder
    known = known_mappings((), place) if place else NO_MAPPINGS
    mapped = map_list(file, Wishes(corrections, header_row or 0), known, today or london_today())
    path = None if mapped.error else keep(mapped.mapping, place, out)
    click.echo(json.dumps(mapped.answer(), indent=2) if as_json else in_words(mapped, path))
    sys.exit(4 if mapped.error else 0)


def _rosters(
    files: tuple[Path, ...],
    workspace: Path | None,
    since: date | str | None,
    mapping_files: tuple[Path, ...],
    *,
    wonde: bool,
) -> "list[Source]":
    """What each file says and, where it is asked for, what Wonde does."""
    from flows.rosters.mappings import known_mappings
    from flows.rosters.sources import sources
    from flows.workspace import workspace_folder

    known = known_mappings(mapping_files, workspace_folder(workspace))
    if not wonde:
        if since or not files:
            raise click.UsageError("--since goes with --wonde." if since else "Give files, or --wonde.")
        return sources(files, known)
    from flows.rosters.wonde import with_wonde
    from flows.workspace import find_workspace

    return with_wonde(find_workspace(workspace), sources(files, known), since)


@click.group()
def staff() -> None:
    """The staff list."""


@staff.command("load")
@workspace_option
@click.argument("file", type=A_PATH)
def staff_load(file: Path, workspace: Path | None) -> None:
    """Keep this staff list, encrypted, in place of the last one."""
    from flows.rosters.staff import load_staff
    from flows.workspace import find_workspace

    click.echo(load_staff(find_workspace(workspace), file))


@click.group()
def declarations() -> None:
    """Relationships the school knows of."""


@declarations.command("load")
@workspace_option
@click.argument("file", type=A_PATH)
def declarations_load(file: Path, workspace: Path | None) -> None:
    """Keep these declarations, encrypted, in place of the last ones."""
    from flows.rosters.declared import load_declarations
    from flows.workspace import find_workspace

    click.echo(load_declarations(find_workspace(workspace), file))
