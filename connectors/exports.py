"""The one call that reads what one person handed in: exports in, rows and counts out.

What others wrote is opened and parsed in a child process with bounds on memory and time. A child that dies of
a file is one clear error about that file; a new one reads the rest.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from connectors import export_errors
from connectors.child_process import ChildProcess
from connectors.frames import Step
from connectors.problems import Problem
from schemas.errors import ArmslengthError, HandedInError
from schemas.extract import Extract, ListCount, Owner
from schemas.tables import ACCOUNTS
from schemas.words import Relation

_MOST_DEATHS = 12
_MOST_DEATHS_OF_AN_ARCHIVE = 3

_ERRORS = {
    error.code: error
    for error in vars(export_errors).values()
    if isinstance(error, type) and issubclass(error, HandedInError)
}


class ReadingFaultError(ArmslengthError):
    """Something went wrong on our side while a file was read, so nothing of it was kept."""

    code = "reading-fault"
    next_step = "Please report it with what stands in brackets; it quotes nothing of any file."


@dataclass(frozen=True)
class Reading:
    """One extract a platform, and what could not be read."""

    extracts: tuple[Extract, ...]
    problems: tuple[Problem, ...]


class ExportReader:
    """Reads one hand-in after another through one child process; use it as a context manager.

    The child is started when it is first needed, and again after it died of a file.
    """

    def __init__(self) -> None:
        self._child = ChildProcess()

    def read(self, paths: Sequence[Path], requested: Collection[str] = ()) -> Reading:
        """Everything one person handed in: ZIPs, folders, loose files, in any order and any number of parts.

        `requested` names the platforms whose further files (`ON_REQUEST`) the person said may be opened.
        Raises nothing that a file handed in can cause; each such cause is a `Problem`.
        """
        answer = self._ask({"ask": "read", "paths": _absolute(paths), "requested": list(requested)})
        if answer is None:
            return Reading((), (Problem(0, export_errors.ArchiveTooCostlyError()),))
        return reading_of(answer)

    def peek(self, paths: Sequence[Path], *, everything: bool = False) -> dict[str, Any]:
        """How the files are laid out, without one value of theirs, and `errors`; see `peeking`."""
        request = {"ask": "peek", "paths": _absolute(paths), "requested": [], "everything": everything}
        answer = self._ask(request)
        if answer is None:
            raise export_errors.ArchiveTooCostlyError
        return answer

    def close(self) -> None:
        """End the child, if there is one."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, question: dict[str, Any]) -> dict[str, Any] | None:
        """The child's answer; None if children died of the hand-in as a whole.

        A file that a child died of is passed over, and so is an archive that three died of.
        """
        died_of: list[Step] = []
        was_silent = False
        while True:
            match self._child.ask(question | {"given_up": _given_up(died_of)}):
                case {"answer": dict(answer)}:
                    return answer
                case {"surprise": str(kind), "where": [*where]}:
                    raise ReadingFaultError("; ".join([kind, *where]))
                case {"doing": [int(archive), str(member)]} if len(died_of) <= _MOST_DEATHS and archive >= 0:
                    died_of.append((archive, member))
                case {} if not was_silent:  # it may have been ended while it was idle
                    was_silent = True
                case {} if not died_of:
                    raise ReadingFaultError("the process that reads does not start")
                case _:
                    return None


def _given_up(died_of: Sequence[Step]) -> list[Step]:
    """What is not tried again: each such file, an archive with three, and after many any archive with one."""
    deaths = Counter(archive for archive, _ in died_of)
    most = 1 if len(died_of) > _MOST_DEATHS - 1 else _MOST_DEATHS_OF_AN_ARCHIVE
    return [*died_of, *((archive, "") for archive, times in deaths.items() if times >= most)]


def read_exports(paths: Sequence[Path], requested: Collection[str] = ()) -> Reading:
    """`ExportReader.read` for one hand-in alone."""
    with ExportReader() as reader:
        return reader.read(paths, requested)


def _absolute(paths: Sequence[Path]) -> list[str]:
    return [str(path.absolute()) for path in paths]


def reading_of(answer: Mapping[str, Any]) -> Reading:
    """What a child's answer says, as tables and errors."""
    return Reading(tuple(map(_extract, answer["extracts"])), tuple(_problems(answer["problems"])))


def _problems(written: Sequence[Sequence[Any]]) -> Iterator[Problem]:
    for file, code, detail, platform in written:
        yield Problem(file, _ERRORS[code](detail), platform)


def _extract(written: Mapping[str, Any]) -> Extract:
    return Extract(
        platform=written["platform"],
        layout=written["layout"],
        accounts=_accounts(written["columns"]),
        lists=tuple(
            ListCount(**count | {"relation": Relation(count["relation"])}) for count in written["lists"]
        ),
        owner=Owner(**written["owner"]),
        unopened=written["unopened"],
        notes=tuple(written["notes"]),
        made=date.fromisoformat(written["made"]) if written["made"] else None,
        fingerprint=written["fingerprint"],
    )


def _accounts(columns: Mapping[str, list[Any]]) -> pa.Table:
    """An ACCOUNTS table numbered from 0, without a submission."""
    rows = len(columns["relation"])
    since = pa.array(columns["since"], pa.int32()).cast(pa.date32())
    filled: dict[str, Any] = {
        "submission_id": [""] * rows,
        "account_id": range(rows),
        **columns,
        "since": since,
    }
    return pa.table(filled, schema=ACCOUNTS)
