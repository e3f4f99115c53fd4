"""The child process in which files written by others are read: `python -m connectors.reading_child`.

It is asked one hand-in at a time and answers in the messages of `frames`: `doing` before each step that a
hostile file could make its last, then either the answer or where a fault of ours arose. It writes no file.
"""

import os
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

from connectors import frames
from connectors.export_errors import ArchiveTooCostlyError, MemberTooCostlyError
from connectors.frames import Step
from connectors.peeking import peek
from connectors.platforms import platforms
from connectors.problems import Problem
from connectors.process_limits import MOST_SECONDS, allow, limit_this_process
from connectors.reading import Read, open_all, read

_FRAMES_SHOWN = 3
_LEAST_SECONDS = 0.5
_WHOLE = -1
_MUCH = 16 * 2**20  # bytes; what they became in memory is not all given back

Say = Callable[[dict[str, Any]], None]


class Reporter:
    """Says what is about to be done, and allows the time for it.

    What a child before this one died of is not done again. An archive has its time; once that is spent, each
    of its files gets a little more, so that one large list does not take the others with it.
    """

    def __init__(self, say: Say, given_up: Collection[Step], *, is_patient: bool) -> None:
        self._say = say
        self._given_up = set(given_up)
        self._is_patient = is_patient
        self._doing: Step = (0, "")
        self._since = time.process_time()
        self._spent: defaultdict[int, float] = defaultdict(float)

    def about_to_list(self, archive: int) -> None:
        """Say so, or refuse to."""
        if (archive, "") in self._given_up:
            raise ArchiveTooCostlyError
        self._begin(archive, "")

    def about_to_open(self, archive: int, member: str, shown_as: str) -> None:
        """Say so, or refuse to."""
        if (archive, member) in self._given_up:
            raise MemberTooCostlyError(shown_as)
        if not self._begin(archive, member):
            raise MemberTooCostlyError(shown_as)

    def on_the_whole(self) -> None:
        """What follows concerns everything handed in, and no file is to blame for it."""
        self._begin(_WHOLE, "")
        self._spent[_WHOLE] = 0
        allow(MOST_SECONDS)

    def still_reading(self) -> None:
        """Give a large file more time, where the person asked for it to be read."""
        if self._is_patient:
            self._begin(*self._doing)
            self._spent.clear()

    def _begin(self, archive: int, member: str) -> bool:
        """Whether the archive has time left for it."""
        now = time.process_time()
        self._spent[self._doing[0]] += now - self._since
        self._since, self._doing = now, (archive, member)
        spent = self._spent[archive]
        self._say({"doing": self._doing})
        allow(max(MOST_SECONDS - spent, _LEAST_SECONDS))
        return spent < 2 * MOST_SECONDS


def main() -> None:
    """Answer requests until there are no more; `is_worn` says that a fresh child should take the next one."""
    limit_this_process()
    asking, answering = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = sys.stderr
    platforms()  # every module of ours is there before the first file is opened
    while (request := frames.receive(asking)) is not None:
        _answer(request, partial(_send, answering, request["number"]))


def _send(pipe: IO[bytes], number: int, message: dict[str, Any]) -> None:
    frames.send(pipe, message | {"number": number})


def _answer(request: dict[str, Any], say: Say) -> None:
    """Say the answer, or why there is none."""
    try:
        say(_answered(request, say))
    except MemoryError:
        say({"costly": True, "is_worn": True})


def _answered(request: dict[str, Any], say: Say) -> dict[str, Any]:
    allow(MOST_SECONDS)
    given_up = {(archive, member) for archive, member in request["given_up"]}
    reporter = Reporter(say, given_up, is_patient=bool(request["requested"]))
    paths = list(map(Path, request["paths"]))
    try:
        if request["ask"] == "peek":
            return {"answer": _peeked(paths, reporter, everything=request["everything"]), "is_worn": True}
        done = read(paths, request["requested"], reporter)
        return {"answer": written(done), "is_worn": done.size > _MUCH or _was_costly(done)}
    except MemoryError:
        raise
    except Exception as surprise:  # noqa: BLE001 - its text may quote a person: only where it arose is sent
        places = traceback.extract_tb(surprise.__traceback__)[-_FRAMES_SHOWN:]
        where = [f"{Path(place.filename).name}, line {place.lineno}: {place.name}" for place in places]
        return {"surprise": type(surprise).__name__, "where": where}


def _peeked(paths: Sequence[Path], reporter: Reporter, *, everything: bool) -> dict[str, Any]:
    """The answer of `armslength peek --json`."""
    problems: list[Problem] = []
    with ExitStack() as stack:
        archives = list(open_all(paths, stack, problems, reporter))
        answer = peek(archives, everything=everything, watch=reporter)
    errors = [
        {"code": problem.error.code, "file": problem.file, "message": problem.error.message}
        for problem in problems
    ]
    return answer | {"errors": errors}


def _was_costly(read: Read) -> bool:
    return any(isinstance(problem.error, MemberTooCostlyError) for problem in read.problems)


def written(read: Read) -> dict[str, Any]:
    """What was read, as JSON can hold it."""
    return {
        "extracts": [
            {
                "platform": drawn.platform,
                "layout": drawn.layout,
                "columns": drawn.columns,
                "lists": list(map(asdict, drawn.lists)),
                "owner": asdict(drawn.owner),
                "unopened": drawn.unopened,
                "notes": drawn.notes,
                "made": drawn.made.isoformat() if drawn.made else None,
                "fingerprint": drawn.fingerprint,
            }
            for drawn in read.drawn
        ],
        "problems": [
            [problem.file, problem.error.code, problem.error.detail, problem.platform]
            for problem in read.problems
        ],
    }


if __name__ == "__main__":
    main()
