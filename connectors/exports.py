"""The one call that reads what one person handed in: exports in, rows and counts out.

What others wrote is opened and parsed in a child process with bounds on memory and time. A child that dies of
a file is one clear error about that file; a new one reads the rest.
"""

import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Any, Self

import pyarrow as pa

from connectors import export_errors, frames
from connectors.process_limits import CREATION_FLAGS, MOST_SECONDS
from connectors.reading import Problem
from schemas.errors import ArmslengthError, HandedInError
from schemas.extract import Extract, ListCount, Owner
from schemas.tables import ACCOUNTS
from schemas.words import Relation

_PATIENCE = 5 * MOST_SECONDS
"""Seconds of the clock for one step; the processor's time is bounded in the child, where it can be."""
_MOST_DEATHS = 4

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
        self._child: subprocess.Popen[bytes] | None = None

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
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    pipe.close()
            self._child = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """The child's answer; None if too many children died of it, or one for no reason it had named.

        A file that a child died of is passed over; an archive that two died of is given up as a whole.
        """
        given_up: list[list[Any]] = []
        for _ in range(_MOST_DEATHS):
            last_words = self._ask_once(request | {"given_up": given_up})
            match last_words:
                case {"answer": dict(answer)}:
                    return answer
                case {"surprise": str(kind), "where": [*where]}:
                    raise ReadingFaultError("; ".join([kind, *where]))
                case {"doing": [int(archive), str(member)]} if [archive, ""] not in given_up:
                    died_before = any(archive == each for each, _ in given_up)
                    given_up.append([archive, "" if died_before else member])
                case _:
                    break
        return None

    def _ask_once(self, request: dict[str, Any]) -> dict[str, Any]:
        """The last message the child sent: its answer, or what it was doing when it died."""
        child = self._living_child()
        last_words: dict[str, Any] = {}
        try:
            frames.send(_open_end(child.stdin), request)
            while message := self._next_message(child):
                last_words = message
                if "doing" not in message:
                    break
        except (OSError, ValueError, frames.FrameError):
            pass
        if last_words.get("is_worn", "answer" not in last_words):
            self.close()
        return last_words

    @staticmethod
    def _next_message(child: "subprocess.Popen[bytes]") -> Any:
        timer = Timer(_PATIENCE, child.kill)
        timer.start()
        try:
            return frames.receive(_open_end(child.stdout))
        finally:
            timer.cancel()

    def _living_child(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-m", "connectors.reading_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback may quote a person
                creationflags=CREATION_FLAGS,
            )
        return self._child


def _open_end(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # never: the child is started with pipes
        raise frames.FrameError
    return pipe


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
