"""`roster check`: each file on its own, all of them together, and nobody's name in any of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from expectations.records import SetAside
from flows.rosters.answers import rosters_in_words
from flows.rosters.remarks import by_expectation
from schemas.words import Severity
from tests.connectors.rosters.roster_cases import HERE, roster_of
from tests.flows.conftest import TODAY
from tests.flows.rosters import FIRST, LAST, families, roster_file
from tests.flows.test_commands import run


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is answered of two lists and a PDF between them, every file named after a child."""
    folder = tmp_path_factory.mktemp("Quillfeather")
    bears = roster_file(folder / "Zephyrine Quillfeather.csv", families())
    (folder / "Leopoldine Thistlemere.csv").write_bytes(b"%PDF-1.7")
    owls = [*families(first=6, count=5), "1099,Zephyrine,Larkmoor,Test,Parent,,,Jo,Larkmoor"]
    files = [bears, folder / "Leopoldine Thistlemere.csv", roster_file(folder / "owls.csv", owls)]
    said = run("roster", "check", "--json", "--today", TODAY, *files)
    assert said.exit_code == 4, said.output
    return dict(json.loads(said.output))


def test_each_file_is_counted_on_its_own_and_all_of_them_together(answer: dict[str, Any]) -> None:
    assert [each["children"] for each in answer["sources"]] == [6, 6]
    assert [each["made"] for each in answer["sources"]] == [None, None]
    assert answer["together"]["children"] == 12
    assert answer["together"]["parent_carers"] == 23


def test_a_file_that_is_refused_does_not_hide_what_the_others_say(answer: dict[str, Any]) -> None:
    assert [(each["code"], each["file"]) for each in answer["errors"]] == [("roster-pdf", 2)]
    words = rosters_in_words(answer, TODAY)
    assert "On roll on 20 November 2026: 6 children, 12 parents and carers, 12 links between them" in words
    assert "file 2: " in words


def test_a_sentence_says_what_to_do_and_where(answer: dict[str, Any]) -> None:
    own, together = rosters_in_words(answer, TODAY).split("All files together:")
    assert "Left out (not looked for):" in own
    assert "row 7)" in own
    assert "file 3: List (CSV), row 7)" in together


def test_changes_are_counted_as_what_they_make_of_the_file_before_them() -> None:
    files = [roster_of(HERE / "oneroster" / case) for case in ("version_1_1", "delta_1_1")]
    said = run("roster", "check", "--json", "--today", TODAY, *files)
    answer = json.loads(said.output)
    assert (said.exit_code, answer["errors"]) == (0, [])
    assert answer["sources"][1]["children"] == answer["together"]["children"] == 2


def test_a_heading_does_not_promise_what_a_line_below_it_takes_back(tmp_path: Path) -> None:
    roster = roster_file(tmp_path / "a.csv", [*families(), ",,,Ottoline,Inkpen,,,,"])
    words = run("roster", "check", "--today", TODAY, roster).output
    _, to_put_right = words.split("To put right (looked for all the same, unless a line says otherwise):")
    assert "No child is named in these rows, so nobody of them was looked for." in to_put_right


def test_only_a_file_that_says_it_is_old_is_called_old(tmp_path: Path) -> None:
    old = HERE / "ctf" / "full" / "roster.xml"
    said = run(
        "roster", "check", "--json", "--today", "2026-11-20", old, roster_file(tmp_path / "a.csv", families())
    )
    assert said.exit_code == 0, said.output
    together = json.loads(said.output)["together"]["reported"]
    assert [each["source"] for each in together if each["expectation"] == "source_is_recent"] == ["ctf#1"]


def test_nobody_is_named_in_any_of_it(answer: dict[str, Any]) -> None:
    said = json.dumps(answer) + rosters_in_words(answer, TODAY)
    assert [name for name in (*FIRST, *LAST) if name.casefold() in said.casefold()] == []


def test_people_count_before_their_names() -> None:
    """Of an adult who is not looked for every name is left out, too."""
    left_out = ("name_may_be_looked_for", Severity.WARNING)
    remarks = [SetAside("names", *left_out, 24, "csv", (6,)), SetAside("people", *left_out, 15, "csv", (6,))]
    assert [each.count for each in by_expectation(remarks)] == [15]
