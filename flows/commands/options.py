"""The options and arguments that several commands take."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click


class APath(click.Path):
    """A path that is not empty. Whether it is there is for the reader to say: click would quote its name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; an empty text, as an unset variable gives, would be this folder."""
        if not str(value):
            self.fail("a path is empty", param, ctx)
        return super().convert(value, param, ctx)


A_PATH = APath(path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


class Day(click.ParamType[date]):
    """A date written as 2026-11-22."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            self.fail("a date is written as 2026-11-22", param, ctx)


class Since(click.ParamType[date | str]):
    """A date, or the word for the day of the last load."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | str:
        """The date or “last”, or a usage error."""
        return "last" if value == "last" else Day().convert(value, param, ctx)


workspace_option = click.option(
    "--workspace", type=FOLDER, help="The workspace; else the one this folder stands in."
)
today_option = click.option("--today", type=Day(), default=None, help="The day the answer is about.")
json_option = click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
names_option = click.option(
    "--names-from-posts",
    is_flag=True,
    help="X lists ids alone: with the person's explicit word, name those whom their own posts mention.",
)
wonde_option = click.option(
    "--wonde",
    is_flag=True,
    help="Fetch the roster from Wonde, as school.toml says; files may come beside it.",
)
mapping_option = click.option(
    "--mapping",
    "mapping_files",
    type=A_PATH,
    multiple=True,
    help="What a list's columns hold, from `roster map`; else the mappings kept in the workspace.",
)
since_option = click.option(
    "--since",
    type=Since(),
    metavar="DATE|last",
    help="Of Wonde, only what changed since then or the last load.",
)
second_option = click.option(
    "--second-reviewer",
    is_flag=True,
    help="For what concerns the DSL's own accounts.",
)
files = click.argument("files", nargs=-1, required=True, type=A_PATH)
files_or_none = click.argument("files", nargs=-1, type=A_PATH)
