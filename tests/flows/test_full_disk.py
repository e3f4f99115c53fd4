"""A full disk is said in plain words, wherever it is met."""

import errno
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from flows.boundary import Counts, PipelineError, guarded
from flows.commands.plain_errors import PlainErrors
from flows.full_disk import DiskFull, is_full_disk
from flows.serving.supervisor import tried
from vault.errors import SecondCopyError

HERE = Path("a file of ours")


class Drawer:
    """Where no incident can be kept: that needs room too."""

    def keep_incident(self, _: str) -> str:
        raise OSError(errno.ENOSPC, "No space left on device", str(HERE))


def full(code: int = errno.ENOSPC) -> None:
    raise OSError(code, "No space left on device", str(HERE))


def second_copy() -> None:
    try:
        full()
    except OSError:
        raise SecondCopyError from None


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_and_a_used_up_share_of_it_are_the_same(code: int) -> None:
    assert is_full_disk(OSError(code, "text"))


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "text"), ValueError(errno.ENOSPC), OSError("text")])
def test_nothing_else_is_taken_for_a_full_disk(error: Exception) -> None:
    assert not is_full_disk(error)


def test_a_stage_that_meets_a_full_disk_says_so_and_quotes_no_path() -> None:
    @guarded("report", lambda _: Drawer())
    def write(_: str) -> Counts:
        full()
        return Counts("report")

    with pytest.raises(PipelineError) as failed:
        write("run-1")
    assert str(failed.value) == "report: disk-full (incident not kept)"
    assert isinstance(failed.value.mendable, DiskFull)
    assert failed.value.__cause__ is failed.value.__context__ is None
    assert failed.value.mendable.__context__ is None


@pytest.mark.parametrize("meets", [full, second_copy])
def test_a_command_that_meets_a_full_disk_says_so_and_quotes_no_path(meets: click.Command) -> None:
    group = PlainErrors(commands={"meets": click.Command("meets", callback=meets)})
    said = CliRunner().invoke(group, ["meets"])
    assert said.exit_code == DiskFull.exit_code
    assert said.stderr == f"{DiskFull().message} [disk-full]\n"
    assert str(HERE) not in said.output


def test_what_stays_says_so_and_tries_again() -> None:
    assert tried(full) == tried(second_copy) == DiskFull().message
    assert tried(lambda: {}[str(HERE)]).startswith("Prefect did not answer as it should (KeyError)")
    assert tried(lambda: None) == ""
