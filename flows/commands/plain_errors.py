"""What a command says when it cannot do what it was asked."""

import sys
from typing import Any

import click

from flows.full_disk import DiskFull, is_full_disk
from flows.quiet import be_quiet, told
from flows.typed import forget
from schemas.errors import ArmslengthError, ConfigurationError

OUR_FAULT = 70


class PlaceUnusable(ConfigurationError):
    """A file or folder named here cannot be opened or written."""

    code = "place-unusable"
    next_step = "See that its folder is there and that this account may write to it."


class PlainErrors(click.Group):
    """Says what is wrong and what to do next; never a traceback with a person's data in it."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as the program that this process is."""
        be_quiet()
        return super().__call__(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn an error into its sentence and exit code."""
        forget()
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise  # click says these, and of the last that it was stopped
        except (ArmslengthError, OSError) as error:
            known = _mendable(error)
            say_error(known)
            code = known.exit_code
        except SystemExit as ended:
            code = _code_of(ended)
        except BaseException as surprise:  # noqa: BLE001 - its text may quote a person: only where it arose is shown
            say_surprise(surprise)
            code = OUR_FAULT
        sys.exit(code)


def say_error(error: ArmslengthError, file: int = 0) -> None:
    """One error on the error stream, with its code and, where one is meant, the number of the file."""
    number = file or error.file
    where = f"file {number}: " if number else ""
    click.echo(f"{where}{error.message} [{error.code}]", err=True)


def say_surprise(surprise: BaseException) -> None:
    """Our own fault: its kind and where it arose, without its text and without a line of any file."""
    click.echo(told("Something went wrong on our side", surprise, surprise.__traceback__), err=True, nl=False)


def _mendable(error: ArmslengthError | OSError) -> ArmslengthError:
    """The error as whoever reads it can mend it; a system's own text would name a path."""
    if is_full_disk(error):
        return DiskFull()
    return error if isinstance(error, ArmslengthError) else PlaceUnusable()


def _code_of(ended: SystemExit) -> int:
    """The exit code; where a library ends the process with a sentence, Python would print it."""
    if ended.code is None or isinstance(ended.code, int):
        return ended.code or 0
    say_surprise(ended)
    return OUR_FAULT
