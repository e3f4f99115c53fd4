"""However a process of ours dies, and whatever its libraries print, nobody is quoted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.quiet import muffled

CANARY = "Zephyrine Quillfeather"
SCRIPT = f"""
import gc, json, logging, os, resource, sys, threading, warnings
from pathlib import Path
import click
from flows.commands.plain_errors import PlainErrors
group, folder, ways = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
name = "{CANARY}"
warnings.simplefilter("always")

class Past(BaseException): pass

class Falls:
    def __del__(self): raise ValueError(name)

class Unprintable:
    def __str__(self): raise ValueError(name)

def deep(told): return deep(told + name[:1])

@click.group(cls=PlainErrors if group == "quiet" else click.Group, invoke_without_command=True)
def main(): exec(compile(work, "<way>", "exec"))

for number, work in enumerate(ways):
    child = os.fork()
    if not child:
        said = os.open(folder / str(number), os.O_CREAT | os.O_WRONLY, 0o600)
        os.dup2(said, 1); os.dup2(said, 2)
        sys.argv[1:] = []
        main()
        break
    _, ended = os.waitpid(child, 0)
    (folder / f"{{number}}.code").write_text(str(os.waitstatus_to_exitcode(ended)))
"""
"""Each way to die in a process of its own, started by a copy: what they need is imported once."""

DEATHS = {
    "an error": "raise ValueError(name)",
    "past Exception": "raise Past(name)",
    "a class named for a person": "raise type(name.split()[0], (Exception,), {})(name)",
    "out of memory": "raise MemoryError(name)",
    "too deep": "deep(name)",
    "exit with a sentence": "sys.exit(name)",
    "Ctrl-C": "raise KeyboardInterrupt(name)",
    "end of input": "raise EOFError(name)",
    "a file": "open('/nowhere/' + name)",
    "a group": "raise ExceptionGroup(name, [ValueError(name)])",
    "a note": "error = ValueError('x'); error.add_note(name); raise error",
    "a thread": "it = threading.Thread(target=int, args=(name,), name=name); it.start(); it.join()",
    "while tidying up": "Falls(); gc.collect()",
    "a warning": "warnings.warn(name, stacklevel=1)",
    "a captured warning": "logging.basicConfig(); logging.captureWarnings(True); warnings.warn(name)",
    "the root logger": "logging.error(name)",
    "a configured root": "logging.basicConfig(level=0); logging.getLogger('fontTools').error('%s', name)",
    "a handler of a library": (
        "it = logging.getLogger('pikepdf'); it.addHandler(logging.StreamHandler()); it.critical(name)"
    ),
    "a logged traceback": (
        "logging.basicConfig()\ntry: int(name)\nexcept ValueError: logging.exception('failed')"
    ),
    "a record that cannot be printed": "logging.basicConfig(); logging.error('%d', name)",
    "an argument that cannot be printed": "logging.basicConfig(); logging.error('%s', Unprintable())",
    "an error while the interpreter ends": "import atexit; atexit.register(int, name)",
    "the size of a core": "click.echo(resource.getrlimit(resource.RLIMIT_CORE))",
}
SILENT = {"Ctrl-C", "end of input", "too deep", "the size of a core"}
"""What says nothing by itself."""


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is copied by fork")


def said(group: str, folder: Path) -> dict[str, tuple[int, str]]:
    """The exit code and what was said, by way."""
    folder.mkdir()
    told = json.dumps(list(DEATHS.values()))
    subprocess.run([sys.executable, "-c", SCRIPT, group, str(folder), told], check=False, capture_output=True)
    return {
        way: (int((folder / f"{number}.code").read_text()), (folder / str(number)).read_text("utf-8"))
        for number, way in enumerate(DEATHS)
    }


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    return said("quiet", tmp_path_factory.mktemp("quiet") / "said")


def quoting(ways: dict[str, tuple[int, str]]) -> set[str]:
    return {way for way, (_, text) in ways.items() if any(part in text for part in CANARY.split())}


def test_however_a_process_dies_and_whatever_it_prints_nobody_is_quoted(
    ways: dict[str, tuple[int, str]],
) -> None:
    assert quoting(ways) == set()


def test_the_same_deaths_quote_a_person_where_nothing_is_done_about_it(tmp_path: Path) -> None:
    assert quoting(said("loud", tmp_path / "said")) == set(DEATHS) - SILENT


def test_a_surprise_tells_its_kind_and_place_and_its_exit_code(ways: dict[str, tuple[int, str]]) -> None:
    code, text = ways["an error"]
    assert code == 70
    assert "Something went wrong on our side: ValueError" in text
    assert "<way>, line 1: <module>" in text
    assert ways["past Exception"][0] == ways["exit with a sentence"][0] == 70


def test_no_core_is_left(ways: dict[str, tuple[int, str]]) -> None:
    assert ways["the size of a core"] == (0, "(0, 0)\n")


def test_what_is_printed_inside_a_stage_is_not_seen(capfd: pytest.CaptureFixture[str]) -> None:
    sys.stdout.write("before\n")
    with muffled():
        sys.stdout.write(CANARY)
        sys.stderr.write(CANARY)
        os.write(1, CANARY.encode())
        os.write(2, CANARY.encode())
        subprocess.run(["echo", CANARY], check=True)  # noqa: S607
    sys.stdout.write("after\n")
    assert capfd.readouterr() == ("before\nafter\n", "")


def test_what_is_left_in_a_stream_that_somebody_kept_is_not_seen_later() -> None:
    kept = "import sys\nfrom flows.quiet import muffled\nkept = sys.stdout\n"
    kept += f"with muffled():\n    kept.write({CANARY!r})\nsys.stdout.write('after')"
    assert subprocess.run([sys.executable, "-c", kept], check=True, capture_output=True).stdout == b"after"


def test_muffling_leaves_no_file_open() -> None:
    before = len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0
    with muffled():
        pass
    assert (len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0) == before
