"""Messages between a process and its child: a length of four bytes, and that much JSON."""

import json
import struct
from typing import IO, Any

Step = tuple[int, str]
"""What is being read: an archive's number, and a member's name or an empty text for the archive itself."""

_LENGTH = struct.Struct(">I")
LARGEST = 2**28
"""Bytes; longer than any list of people that may be read."""


class FrameError(Exception):
    """The other end stopped in the middle of a message, or sent none of ours."""


def send(pipe: IO[bytes], message: object) -> None:
    """Write one message. Text is escaped to ASCII, so half a surrogate pair in a path travels too."""
    data = json.dumps(message, separators=(",", ":")).encode("ascii")
    pipe.write(_LENGTH.pack(len(data)) + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """The next message; None where the other end is closed. Raises FrameError for anything else."""
    head = pipe.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise FrameError
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST:
        raise FrameError
    data = pipe.read(length)
    if len(data) < length:
        raise FrameError
    return json.loads(data)
