"""A change is made whole or not at all, whatever fails and whenever a process dies."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.errors import JournalDamagedError
from vault.ledger import JOURNAL, LOCK, Draft, Ledger
from vault.private_files import others_may_read, sweep

NAMES = ["one", "two", "folder/three", "folder/deeper/four", "other/five"]
CONTENTS = st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=30), max_size=5)
DRAFTS = st.builds(Draft, CONTENTS, st.sets(st.sampled_from(NAMES)))

COMMITTING = """
import sys
from pathlib import Path
from vault.ledger import Draft, Ledger

folder, who = Path(sys.argv[1]), sys.argv[2]
ledger = Ledger(folder)
for number in range(20):
    with ledger.alone():
        count = int((folder / "count").read_bytes()) + 1
        ledger.commit(Draft({"count": str(count).encode(), f"{who}/{number}": b"done"}))
"""


class PowerCut(BaseException):
    """What nothing catches and tidies up after: a process that is no more."""


def state(folder: Path) -> dict[str, bytes]:
    """Every file by name, but for what stands there while a change is made."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != LOCK]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def after(before: dict[str, bytes], draft: Draft) -> dict[str, bytes]:
    """What is there once the draft is committed."""
    kept = {name: data for name, data in before.items() if name not in draft.removals}
    return kept | draft.writes


def drafted(draft: Draft) -> Draft:
    """The same draft, put together as callers do."""
    made = Draft()
    made.remove(*draft.removals)
    for name, data in draft.writes.items():
        made.write(name, data)
    return made


@contextmanager
def failing_at(call: int, error: Callable[[], BaseException], *, ever_after: bool) -> Iterator[list[int]]:
    """The `call`th step that changes the disk fails; with `ever_after` every one that follows as well."""
    count = [0]
    changing = [(os, "replace"), (os, "unlink"), (os, "mkdir"), (os, "fsync"), (os, "open")]
    whole = {name: getattr(module, name) for module, name in changing}

    def watched(name: str) -> Callable[..., object]:
        def step(*given: object, **options: object) -> object:
            count[0] += 1
            if count[0] == call or (ever_after and count[0] > call):
                raise error()
            return whole[name](*given, **options)

        return step

    with pytest.MonkeyPatch.context() as patch:
        for module, name in changing:
            patch.setattr(module, name, watched(name))
        yield count


def test_a_draft_does_the_last_thing_said_of_a_file() -> None:
    draft = Draft()
    draft.write("a", b"1")
    draft.remove("a", "b")
    draft.write("b", b"2")
    assert (draft.writes, draft.removals) == ({"b": b"2"}, {"a"})


@settings(max_examples=12)
@given(before=CONTENTS, draft=DRAFTS)
def test_a_commit_writes_and_removes_just_what_the_draft_says(before: dict[str, bytes], draft: Draft) -> None:
    draft = drafted(draft)
    with TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder))
        ledger.commit(Draft(before))
        ledger.commit(draft)
        assert state(Path(folder)) == after(before, draft)
        assert not ledger.recover()


@settings(max_examples=40)
@given(before=CONTENTS, draft=DRAFTS, call=st.integers(1, 45), cut=st.booleans())
def test_whatever_step_fails_the_old_state_or_the_new_is_there_and_never_a_mix(
    before: dict[str, bytes], draft: Draft, call: int, *, cut: bool
) -> None:
    draft = drafted(draft)
    with TemporaryDirectory() as place:
        folder = Path(place)
        Ledger(folder).commit(Draft(before))
        error = PowerCut if cut else lambda: OSError(errno.ENOSPC, "no space left")
        failed = False
        with failing_at(call, error, ever_after=cut):
            try:
                Ledger(folder).commit(draft)
            except (PowerCut, OSError):
                failed = True
        recovered = Ledger(folder)
        recovered.recover()
        sweep_all(folder)
        assert state(folder) in ([before, after(before, draft)] if failed else [after(before, draft)])
        assert not recovered.recover(), "recovering again changes nothing"


@settings(max_examples=12)
@given(draft=DRAFTS.filter(lambda draft: draft.writes), calls=st.lists(st.integers(1, 12), max_size=4))
def test_a_recovery_that_is_cut_short_any_number_of_times_is_finished_by_the_next(
    draft: Draft, calls: list[int]
) -> None:
    draft = drafted(draft)
    with TemporaryDirectory() as place:
        folder = Path(place)
        committed_but_not_carried_out(folder, draft)
        for call in calls:
            with failing_at(call, PowerCut, ever_after=True):
                try:
                    Ledger(folder).recover()
                except PowerCut:
                    continue
        Ledger(folder).recover()
        assert state(folder) == after({}, draft)


def committed_but_not_carried_out(folder: Path, draft: Draft) -> None:
    """As a process leaves it that dies the moment its journal is in place."""

    class Dies(Ledger):
        def _carry_out(self) -> bool:
            if (self.folder / JOURNAL).exists():
                raise PowerCut
            return False

    with pytest.raises(PowerCut):
        Dies(folder).commit(draft)


def sweep_all(folder: Path) -> None:
    for each in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        sweep(each, older_than=-1)


def test_a_change_that_was_decided_is_carried_out_before_the_next(tmp_path: Path) -> None:
    committed_but_not_carried_out(tmp_path, Draft({"one": b"first", "two": b"first"}))
    Ledger(tmp_path).commit(Draft({"two": b"second"}))
    assert state(tmp_path) == {"one": b"first", "two": b"second"}


def test_a_change_that_was_decided_is_carried_out_before_anybody_reads_alone(tmp_path: Path) -> None:
    committed_but_not_carried_out(tmp_path, Draft({"one": b"first"}))
    with Ledger(tmp_path).alone():
        assert state(tmp_path) == {"one": b"first"}


def test_what_fails_before_it_counts_leaves_nothing_beside(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.commit(Draft({"one": b"old"}))
    with pytest.raises(TypeError):
        ledger.commit(Draft({"one": b"new", "two": "text is no bytes"}))  # type: ignore[dict-item]
    assert state(tmp_path) == {"one": b"old"}


def test_what_is_asked_for_last_is_written_with_the_rest(tmp_path: Path) -> None:
    Ledger(tmp_path).commit(Draft({"one": b"1"}), lambda: {"log": b"entry"})
    assert state(tmp_path) == {"one": b"1", "log": b"entry"}


def test_where_the_last_cannot_be_had_nothing_is_changed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        Ledger(tmp_path).commit(Draft({"one": b"1"}), lambda: {"log": bytes(1 // 0)})
    assert state(tmp_path) == {}


def test_nothing_to_change_changes_nothing(tmp_path: Path) -> None:
    Ledger(tmp_path).commit(Draft())
    assert state(tmp_path) == {}


def test_the_journal_quotes_no_content(tmp_path: Path) -> None:
    committed_but_not_carried_out(tmp_path, Draft({"one": b"some content"}, {"two"}))
    assert b"content" not in (tmp_path / JOURNAL).read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_nobody_else_may_read_a_change_at_any_stage(tmp_path: Path) -> None:
    committed_but_not_carried_out(tmp_path / "workspace", Draft({"folder/one": b"1"}))
    assert [path for path in tmp_path.rglob("*") if others_may_read(path)] == []


def test_being_alone_may_be_nested_and_ends_with_the_outermost(tmp_path: Path) -> None:
    ledger, other = Ledger(tmp_path), Ledger(tmp_path)
    with ThreadPoolExecutor(1) as pool:
        with ledger.alone():
            with ledger.alone():
                ledger.commit(Draft({"one": b"ours"}))
            waits = pool.submit(other.commit, Draft({"one": b"theirs"}))
            assert (tmp_path / "one").read_bytes() == b"ours"
        waits.result()
    assert (tmp_path / "one").read_bytes() == b"theirs"


def test_whoever_fails_while_alone_lets_the_others_on(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with pytest.raises(ZeroDivisionError), ledger.alone():
        _ = 1 // 0
    Ledger(tmp_path).commit(Draft({"one": b"1"}))
    ledger.commit(Draft({"two": b"2"}))
    assert state(tmp_path) == {"one": b"1", "two": b"2"}


def test_threads_of_one_process_lose_no_change(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.commit(Draft({"count": b"0"}))

    def add(_: int) -> None:
        with ledger.alone():
            ledger.commit(Draft({"count": str(int((tmp_path / "count").read_bytes()) + 1).encode()}))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(20)))
    assert (tmp_path / "count").read_bytes() == b"20"


def test_processes_that_commit_at_once_lose_no_change(tmp_path: Path) -> None:
    Ledger(tmp_path).commit(Draft({"count": b"0"}))
    started = [
        subprocess.Popen([sys.executable, "-c", COMMITTING, str(tmp_path), who]) for who in ("a", "b", "c")
    ]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert (tmp_path / "count").read_bytes() == b"60"
    assert len(state(tmp_path)) == 1 + 60


@pytest.mark.parametrize(
    "journal",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        b'{"renames": {}}',
        b'{"renames": [1], "removals": []}',
        b'{"renames": {"part": 1}, "removals": []}',
        b'{"renames": {}, "removals": ["../one"]}',
        b'{"renames": {"/one": "two"}, "removals": []}',
    ],
)
def test_a_damaged_journal_stops_everything_and_changes_nothing(tmp_path: Path, journal: bytes) -> None:
    ledger = Ledger(tmp_path)
    ledger.commit(Draft({"one": b"before"}))
    (tmp_path / JOURNAL).write_bytes(journal)
    for attempt in (ledger.recover, lambda: ledger.commit(Draft({"one": b"after"}))):
        with pytest.raises(JournalDamagedError) as refusal:
            attempt()
        assert (refusal.value.exit_code, refusal.value.__context__) == (5, None)
    assert state(tmp_path) == {"one": b"before", JOURNAL: journal}
