"""A process that quotes nobody: what it says by itself is kinds of errors and places in the code.

Python and its libraries print more than they are asked for: tracebacks of an unexpected death, of a thread,
of a `__del__`; warnings; log records nobody handles, and those a handler fails on, with their arguments. The
text of any of them may be a name, and whoever keeps the service's journal would read it.
"""

import logging
import os
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import TracebackType

from flows.boundary import kind_of
from flows.log_filter import quotes_nobody

if sys.platform != "win32":
    import ctypes
    import resource

_PR_SET_DUMPABLE = 4
_FRAMES_SHOWN = 3


def be_quiet() -> None:
    """From now on this process, its threads and its libraries print no text of an error and leave no core."""
    sys.excepthook = _died
    threading.excepthook = _thread_died
    sys.unraisablehook = _could_not_raise
    warnings.showwarning = _say_no_warning
    logging.raiseExceptions = False
    logging.lastResort = None
    logging.setLogRecordFactory(_record)
    leave_no_core()


def leave_no_core() -> None:
    """No image of this process's memory, which holds keys and people, is written when it crashes (POSIX)."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # a core may be piped to a program whatever the limit is
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


@contextmanager
def muffled() -> Iterator[None]:
    """Nothing printed inside the block is seen: no `print`, nor what native code writes by itself."""
    with ExitStack() as stack:
        nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
        streams = (sys.stdout, sys.stderr)
        for stream in streams:
            stream.flush()
        stack.enter_context(redirect_stdout(nowhere))
        stack.enter_context(redirect_stderr(nowhere))
        for descriptor in (1, 2):
            before = os.dup(descriptor)
            stack.callback(os.close, before)
            stack.callback(os.dup2, before, descriptor)
            os.dup2(nowhere.fileno(), descriptor)
        for stream in streams:  # whoever kept one of them may have left something in it
            stack.callback(stream.flush)
        yield


def places(trace: TracebackType | None) -> list[str]:
    """Where an error arose, innermost last: file, line and function, without a line of any file."""
    frames = traceback.extract_tb(trace)[-_FRAMES_SHOWN:]
    return [f"{Path(frame.filename).name}, line {frame.lineno}: {frame.name}" for frame in frames]


def told(what: str, error: BaseException | None, trace: TracebackType | None) -> str:
    """An error in lines that quote nobody."""
    kind = kind_of(error) if error else "error"
    return "\n  ".join([f"{what}: {kind}, in", *places(trace)]) + "\n"


def _died(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    what = "Stopped" if issubclass(kind, KeyboardInterrupt) else "Something went wrong on our side"
    _say(told(what, error, trace))


def _thread_died(args: threading.ExceptHookArgs) -> None:
    _say(told("Something went wrong in a thread", args.exc_value, args.exc_traceback))


def _could_not_raise(unraisable: "sys.UnraisableHookArgs") -> None:
    _say(told("Something went wrong while tidying up", unraisable.exc_value, unraisable.exc_traceback))


def _say_no_warning(*_: object, **__: object) -> None:
    """A warning's text may quote what it warns of."""


def _say(text: str) -> None:
    if sys.stderr is not None:  # None while the interpreter ends
        sys.stderr.write(text)


class _Withheld(logging.LogRecord):
    """A record nobody vouches for: its logger and level, and not what it says."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.msg, self.args = "(withheld)", ()
        self.exc_info = self.exc_text = self.stack_info = None


def _record(*args: object, **kwargs: object) -> logging.LogRecord:
    """Every record of this process, whichever library makes it and whichever handler prints it."""
    record = logging.LogRecord(*args, **kwargs)  # type: ignore[arg-type]
    return record if quotes_nobody(record.pathname) else _Withheld(*args, **kwargs)
