"""Adding a platform is one file: a module in the folder is found, asked and merged like the others."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import connectors.platforms
from connectors.exports import reading_of
from connectors.member_paths import spelled_out
from connectors.platforms import platforms
from connectors.reading import read
from connectors.reading_child import written
from tests.connectors.exports_by_hand import FRIENDS, friends, zip_of
from tests.connectors.shared_reader import read_exports

_NAMED_IN_A_NAME = {"handle", "year", "month", "day", "seconds", "part"}
DOCS = Path(__file__).parents[2] / "docs" / "adding-a-platform.md"


def module_of_the_docs() -> str:
    """The platform module that the documentation shows, so that what it says stays true."""
    (module,) = re.findall(r"```python\n(\"\"\"Postcards.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return module


@pytest.fixture
def with_postcards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "postcards.py").write_text(module_of_the_docs(), encoding="utf-8")
    monkeypatch.setattr(
        connectors.platforms, "__path__", [*connectors.platforms.__path__, str(tmp_path / "more")]
    )
    platforms.cache_clear()
    yield
    platforms.cache_clear()


@pytest.mark.usefixtures("with_postcards")
def test_a_module_in_the_folder_is_all_it_takes(tmp_path: Path):
    pals = '[{"pal": "Sam Okafor", "since": "2020-01-02"}, {"pal": ""}, 7]'
    made = zip_of(
        tmp_path / "a.zip",
        {"postcards/pals.json": pals, "postcards/cards.json": "secret", FRIENDS: friends("B")},
    )
    reading = reading_of(written(read([made])))  # the child process knows only the folder itself
    assert not reading.problems
    assert [extract.platform for extract in reading.extracts] == ["facebook", "postcards"]
    postcards = reading.extracts[1]
    assert postcards.accounts["display_name"].to_pylist() == ["Sam Okafor"]
    assert (postcards.lists[0].entries, postcards.lists[0].unreadable, postcards.unopened) == (3, 1, 1)


def test_without_the_module_the_platform_is_unknown(tmp_path: Path):
    made = zip_of(tmp_path / "a.zip", {"postcards/pals.json": "[]"})
    assert [problem.error.code for problem in read_exports([made]).problems] == ["export-unrecognised"]


@pytest.mark.parametrize("name", sorted(platforms()))
def test_a_platform_answers_everything_it_is_asked(name: str):
    platform = platforms()[name]
    assert platform.TITLE
    assert platform.__doc__
    assert isinstance(platform.ASKS_FOR_DATES, bool)
    assert platform.COVERAGE
    for pattern in (*platform.MEMBERS, *platform.SIGNS):
        for path in spelled_out(pattern):
            assert path == path.lower(), "paths are compared in lower case"
            assert not set(path) & set("?[]'\\"), "a pattern is a path, with # and * for what varies"
    assert all(kind.startswith("*.") for kind in platform.LOOSE)
    for name_of_archive in platform.ARCHIVE_NAMES:
        assert set(re.compile(name_of_archive).groupindex) <= _NAMED_IN_A_NAME
