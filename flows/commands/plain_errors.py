"""What a command says when it cannot do what it was asked."""

import sys
import traceback
from pathlib import Path
from typing import Any

import click

from schemas.errors import ArmslengthError, ConfigurationError


class PlaceUnusable(ConfigurationError):
    """A file or folder named here cannot be opened or written."""

    code = "place-unusable"
    next_step = "See that its folder is there and that this account may write to it."


class PlainErrors(click.Group):
    """Says what is wrong and what to do next; never a traceback with a person's data in it."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn an error into its sentence and exit code."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ArmslengthError as error:
            say_error(error)
            code = error.exit_code
        except OSError:
            say_error(PlaceUnusable())
            code = PlaceUnusable.exit_code
        except Exception as surprise:  # noqa: BLE001 - its text may quote a person: only where it arose is shown
            say_surprise(surprise)
            code = 70
        sys.exit(code)


def say_error(error: ArmslengthError, file: int = 0) -> None:
    """One error on the error stream, with its code and, where one is meant, the number of the file."""
    number = file or error.file
    where = f"file {number}: " if number else ""
    click.echo(f"{where}{error.message} [{error.code}]", err=True)


def say_surprise(surprise: Exception) -> None:
    """Our own fault: its kind and where it arose, without its text and without a line of any file."""
    click.echo(f"Something went wrong on our side: {type(surprise).__name__}, in", err=True)
    for frame in traceback.extract_tb(surprise.__traceback__)[-3:]:
        click.echo(f"  {Path(frame.filename).name}, line {frame.lineno}: {frame.name}", err=True)
