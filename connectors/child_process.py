"""The child process that reads: started when needed, asked one thing at a time, ended when it is worn."""

import os
import subprocess
import sys
from itertools import count
from threading import Timer
from typing import IO, Any

from connectors import frames
from connectors.process_limits import CREATION_FLAGS, PATIENCE

Message = dict[str, Any]

_NEEDED = frozenset({"PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT"})


class ChildProcess:
    """One child at a time. An answer that belongs to another question is never taken."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def ask(self, question: Message) -> Message:
        """The last message to this question: the answer, or what the child was doing when it died.

        Empty if it died without a word. A child that died, or says that it is worn, is ended.
        """
        number = next(self._numbers)
        last: Message = {}
        try:
            process = self._living()
            frames.send(_open_end(process.stdin), question | {"number": number})
            while message := _next_message(process):
                if message["number"] != number:
                    raise frames.FrameError
                last = message
                if "doing" not in message:
                    break
        except (OSError, ValueError, frames.FrameError):
            self.close()
            return last
        except BaseException:  # whatever it still says would be taken for the answer to the next question
            self.close()
            raise
        if last.get("is_worn", "doing" in last or not last):
            self.close()
        return last

    def close(self) -> None:
        """End the child, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    pipe.close()
            self._process = None

    def _living(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "connectors.reading_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback may quote a person
                env=_environment(),
                close_fds=True,
                creationflags=CREATION_FLAGS,
            )
        return self._process


def _environment() -> dict[str, str]:
    """What an interpreter needs to start: no token, passphrase or path that a file could make it tell.

    Without a home, it would ask the system who we are, which may ask a network.
    """
    needed = {name: told for name, told in os.environ.items() if name.upper() in _NEEDED}
    return needed | {"HOME": os.devnull}


def _next_message(process: "subprocess.Popen[bytes]") -> Any:
    timer = Timer(PATIENCE, process.kill)
    timer.start()
    try:
        return frames.receive(_open_end(process.stdout))
    finally:
        timer.cancel()


def _open_end(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # never: the child is started with pipes
        raise frames.FrameError
    return pipe
