"""Every byte that a program and its children write to a disk, as the kernel is asked to write it (strace)."""

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

STRACE = shutil.which("strace") or ""
"""Where it is; empty where it is not, as on anything but Linux."""
WRITES = "write,pwrite64,writev,pwritev,pwritev2"
UNSEEN = "mmap,sendfile,copy_file_range,splice,memfd_create"
"""Ways to a file that show no bytes here; nothing of ours uses one."""
LONGEST = 2**26
CALL = re.compile(r"^\d+ +(\w+)\((.*)")
DESCRIPTOR = re.compile(r"\d+<([^>]*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
NO_DISK = ("/dev/null", "/dev/tty", "/dev/pts", "/proc/", "/dev/shm/sem.")  # noqa: S108 - a semaphore is a number


class UnseenWriteError(AssertionError):
    """Something was written in a way that this does not follow."""


def disk_writes(command: Sequence[str], trace: Path, environment: Mapping[str, str]) -> dict[str, bytes]:
    """What the command wrote, in the order it wrote it, by the path it was written to; deleted files too."""
    options = [
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-y",
        "-xx",
        "-s",
        str(LONGEST),
        "-e",
        f"trace={WRITES},{UNSEEN}",
    ]
    subprocess.run(
        [STRACE, *options, "-e", "signal=none", "-o", str(trace), *command],
        env=dict(environment),
        check=True,
        capture_output=True,
    )
    found: dict[str, bytearray] = defaultdict(bytearray)
    with trace.open(encoding="ascii") as lines:
        for call in filter(None, map(CALL.match, lines)):
            for path in filter(is_on_disk, map(readable, DESCRIPTOR.findall(call[2])[:1])):
                found[path] += bytes_written(call[1], call[2])
    return {path: bytes(data) for path, data in found.items()}


def bytes_written(name: str, arguments: str) -> bytes:
    """The bytes that one call puts into a file."""
    if name == "mmap" and not ("PROT_WRITE" in arguments and "MAP_SHARED" in arguments):
        return b""
    texts = TEXT.findall(arguments)
    if name in UNSEEN.split(",") or any(shortened for _, shortened in texts):
        raise UnseenWriteError(name)
    return b"".join(bytes.fromhex(text.replace("\\x", "")) for text, _ in texts)


def readable(path: str) -> str:
    """The path of a descriptor, which strace writes in escapes."""
    return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path


def is_on_disk(path: str) -> bool:
    """Whether it is a file, in memory-backed folders too: no pipe, socket or terminal."""
    return path.startswith("/") and not path.startswith(NO_DISK)
