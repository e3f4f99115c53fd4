"""Files are written whole or not at all, and for their owner alone."""

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vault import private_files
from vault.private_files import (
    alone,
    held,
    others_may_read,
    private_folder,
    remove_files,
    settle,
    sweep,
    write_part,
    write_private,
)

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead of modes")
OLD = b"old" * 100_000
NEW = b"new" * 100_000

KILLED = """
import os, signal, sys
from pathlib import Path
from vault.private_files import write_private

moment, call, path = sys.argv[1:]

def watch(frame, event, function):
    if event == moment and function.__name__ == call:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

sys.setprofile(watch)
write_private(Path(path), b"new" * 100_000)
"""

WRITING = """
import sys
from pathlib import Path
from vault.private_files import write_private

while True:
    for content in (b"old", b"new"):
        write_private(Path(sys.argv[1]), content * 100_000)
        print(flush=True)
"""


@posix_only
def test_only_the_owner_may_read_what_is_written(tmp_path: Path) -> None:
    earlier = os.umask(0)
    try:
        write_private(tmp_path / "one" / "two" / "file", b"data")
    finally:
        os.umask(earlier)
    assert (tmp_path / "one" / "two" / "file").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "one" / "two").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o700
    assert not others_may_read(tmp_path / "one" / "two" / "file")


@posix_only
def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    assert others_may_read(tmp_path / "open")
    assert private_folder(tmp_path / "open") == tmp_path / "open"
    assert not others_may_read(tmp_path / "open")


@posix_only
def test_writing_a_file_does_not_close_the_folder_it_is_in(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    write_private(tmp_path / "shared" / "file", b"")
    assert others_may_read(tmp_path / "shared")
    assert not others_may_read(tmp_path / "shared" / "file")


@posix_only
def test_after_the_umask_libraries_files_are_private_too(tmp_path: Path) -> None:
    earlier = os.umask(0o022)
    try:
        private_files.restrict_umask()
        (tmp_path / "by a library").write_bytes(b"")
    finally:
        os.umask(earlier)
    assert not others_may_read(tmp_path / "by a library")


def test_a_file_is_replaced(tmp_path: Path) -> None:
    write_private(tmp_path / "file", OLD)
    write_private(tmp_path / "file", NEW)
    assert (tmp_path / "file").read_bytes() == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    write_private(tmp_path / "file", OLD)
    with pytest.raises(TypeError):
        write_private(tmp_path / "file", "text is no bytes")  # type: ignore[arg-type]
    assert (tmp_path / "file").read_bytes() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_part_is_whole_beside_its_place_and_not_in_it(tmp_path: Path) -> None:
    write_private(tmp_path / "file", OLD)
    part = write_part(tmp_path / "file", NEW)
    assert (part.parent, part.read_bytes()) == (tmp_path, NEW)
    assert (tmp_path / "file").read_bytes() == OLD


def test_a_part_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write_part(tmp_path / "file", "text is no bytes")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_held_by_one_alone_and_let_go(tmp_path: Path) -> None:
    with held(tmp_path / "lock") as first, held(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with held(tmp_path / "lock") as again:
        assert again


def test_whoever_waits_for_a_lock_gets_it_when_it_is_let_go(tmp_path: Path) -> None:
    seen: list[str] = []

    def waiting() -> None:
        with alone(tmp_path / "lock"):
            seen.append("second")

    with ThreadPoolExecutor(1) as pool:
        with alone(tmp_path / "lock"):
            waits = pool.submit(waiting)
            time.sleep(0.1)
            seen.append("first")
        waits.result()
    assert seen == ["first", "second"]


@posix_only
def test_a_disk_that_knows_no_locks_is_told_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(descriptor: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(private_files.fcntl, "flock", no_locks)
    with pytest.raises(OSError, match="no locks"), alone(tmp_path / "lock"):
        pass


def test_a_folder_that_is_not_there_needs_no_settling(tmp_path: Path) -> None:
    settle(tmp_path / "gone")


def test_of_many_writes_at_once_one_is_there_whole(tmp_path: Path) -> None:
    contents = [bytes([number]) * 200_000 for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_private(tmp_path / "file", content), contents))
    assert (tmp_path / "file").read_bytes() in contents
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("moment", "call", "expected"),
    [
        ("c_call", "write", OLD),
        ("c_return", "write", OLD),
        ("c_return", "flush", OLD),
        ("c_return", "fsync", OLD),
        ("c_call", "replace", OLD),
        ("c_return", "replace", NEW),
    ],
)
def test_a_process_killed_while_writing_leaves_the_old_or_the_new(
    tmp_path: Path, moment: str, call: str, expected: bytes
) -> None:
    write_private(tmp_path / "file", OLD)
    arguments = [sys.executable, "-c", KILLED, moment, call, str(tmp_path / "file")]
    killed = subprocess.run(arguments, check=False)
    assert killed.returncode not in {0, 1}
    assert (tmp_path / "file").read_bytes() == expected
    assert sweep(tmp_path, older_than=-1) == (expected is OLD)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_process_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    for tenths_of_a_millisecond in range(0, 120, 12):
        writer = subprocess.Popen([sys.executable, "-c", WRITING, tmp_path / "file"], stdout=subprocess.PIPE)
        with writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(tenths_of_a_millisecond / 10_000)
            writer.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        assert (tmp_path / "file").read_bytes() in {OLD, NEW}


def test_a_sweep_spares_a_write_under_way(tmp_path: Path) -> None:
    (tmp_path / ".part-0123456789abcdef").write_bytes(b"")
    (tmp_path / "file").write_bytes(b"")
    assert sweep(tmp_path) == 0
    os.utime(tmp_path / ".part-0123456789abcdef", (0, 0))
    os.utime(tmp_path / "file", (0, 0))
    assert sweep(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_that_is_gone_already_is_removed_without_a_word(tmp_path: Path) -> None:
    write_private(tmp_path / "one", b"")
    remove_files([tmp_path / "one", tmp_path / "two", tmp_path / "gone" / "three"])
    assert list(tmp_path.iterdir()) == []
