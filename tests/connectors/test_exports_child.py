"""What a file can do to the process that reads it, and what becomes of the others."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from connectors.exports import ExportReader, Reading, ReadingFaultError
from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING, FRIENDS, followers, friends, zip_of

CRASHES = """
import os
from connectors import contents, members, reading_child
parse = members.json_of
def crash(text, where):
    if "crash" in text:
        os._exit(1)
    if "fault" in text:
        raise KeyError(text)
    return parse(text, where)
members.json_of = crash
reading_child.main()
"""
"""A child whose parser of JSON crashes as a fault in C would, or raises what nobody expects."""


@pytest.fixture
def reader() -> Iterator[ExportReader]:
    with ExportReader() as reader:
        yield reader


@pytest.fixture
def fragile(reader: ExportReader, monkeypatch: pytest.MonkeyPatch) -> ExportReader:
    """A reader whose children die of the word "crash" and are surprised by the word "fault"."""
    start = subprocess.Popen

    def started(_: object, **options: object) -> object:
        return start([sys.executable, "-c", CRASHES], **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", started)
    return reader


def _interrupted(_: object) -> None:
    raise KeyboardInterrupt


def handles(reading: Reading) -> list[str]:
    return [handle for extract in reading.extracts for handle in extract.accounts["handle"].to_pylist()]


def codes(reading: Reading) -> list[str]:
    return [problem.error.code for problem in reading.problems]


def test_a_file_that_needs_too_much_memory_is_one_error_and_the_others_are_read(
    reader: ExportReader, tmp_path: Path
):
    made = tmp_path / "a.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(FRIENDS, '{"friends_v2": [' + "[]," * 12_000_000 + "[]]}")
        archive.writestr(FOLLOWERS, followers("a"))
    reading = reader.read([made])
    assert codes(reading) == ["member-too-costly"]
    assert handles(reading) == ["a"]


def test_a_crash_is_one_error_about_the_file_it_came_from_and_the_others_are_read(
    fragile: ExportReader, tmp_path: Path
):
    made = zip_of(
        tmp_path / "a.zip",
        {FOLLOWERS: followers("a"), FOLLOWING: followers("crash"), FRIENDS: friends("Sam Crash")},
    )
    reading = fragile.read([made])
    assert codes(reading) == ["member-too-costly"]
    assert reading.problems[0].error.detail == FOLLOWING
    assert sorted(handles(reading)) == ["", "a"]
    assert handles(fragile.read([zip_of(tmp_path / "b.zip", {FOLLOWERS: followers("b")})])) == ["b"]


def test_a_hand_in_that_crashes_again_and_again_is_given_up_as_a_whole(fragile: ExportReader, tmp_path: Path):
    lists = {FOLLOWERS.replace("1", str(number)): followers("crash") for number in range(20)}
    reading = fragile.read([zip_of(tmp_path / "a.zip", lists)])
    assert codes(reading) == ["archive-too-costly"]
    assert not reading.extracts


def test_archives_that_crash_again_and_again_do_not_take_a_good_one_with_them(
    fragile: ExportReader, tmp_path: Path
):
    lists = {FOLLOWERS.replace("1", str(number)): followers("crash") for number in range(4)}
    bad = [zip_of(tmp_path / f"{number}.zip", lists) for number in range(2)]
    reading = fragile.read([*bad, zip_of(tmp_path / "good.zip", {FOLLOWERS: followers("a")})])
    assert [(problem.file, problem.error.code) for problem in reading.problems] == [
        (1, "archive-too-costly"),
        (2, "archive-too-costly"),
    ]
    assert handles(reading) == ["a"]


def test_a_child_that_was_ended_while_it_waited_is_replaced(reader: ExportReader, tmp_path: Path):
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("a")})
    assert handles(reader.read([made])) == ["a"]
    for child in psutil.Process().children():
        child.kill()
    assert handles(reader.read([made])) == ["a"]


def test_what_was_left_unheard_is_never_the_answer_to_the_next_question(
    reader: ExportReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first, second = (zip_of(tmp_path / f"{name}.zip", {FOLLOWERS: followers(name)}) for name in "ab")
    with monkeypatch.context() as interrupted:
        interrupted.setattr("connectors.child_process.frames.receive", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            reader.read([first])
    assert handles(reader.read([second])) == ["b"]


def test_a_child_that_never_starts_is_our_fault_and_not_the_files(
    reader: ExportReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    start = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda _, **options: start([sys.executable, "-c", "import absent"], **options)
    )
    with pytest.raises(ReadingFaultError):
        reader.read([zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("a")})])


def test_one_list_beside_tens_of_thousands_of_photos_is_read(reader: ExportReader, tmp_path: Path):
    made = tmp_path / "a.zip"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(FOLLOWERS, followers("a"))
        for number in range(20_000):
            archive.writestr(f"media/posts/{number}.jpg", b"")
    assert handles(reader.read([made])) == ["a"]


def test_a_fault_of_ours_says_where_it_arose_and_quotes_nothing(fragile: ExportReader, tmp_path: Path):
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("fault", "sam.okafor")})
    with pytest.raises(ReadingFaultError) as raised:
        fragile.read([made])
    assert "KeyError" in raised.value.message
    assert "okafor" not in raised.value.message
    assert raised.value.exit_code == 70


def test_the_child_knows_no_table_library(tmp_path: Path):
    asked = "import sys, connectors.reading_child; print(json.dumps(sorted(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", f"import json; {asked}"], check=True, capture_output=True, cwd=tmp_path
    )
    modules = {name.partition(".")[0] for name in json.loads(loaded.stdout)}
    assert not modules & {"pyarrow", "pandas", "numpy", "prefect", "great_expectations"}


def test_a_closed_reader_opens_again_when_it_is_needed(reader: ExportReader, tmp_path: Path):
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("a")})
    assert handles(reader.read([made])) == ["a"]
    reader.close()
    assert handles(reader.read([made])) == ["a"]
