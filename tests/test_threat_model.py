"""Every promise of the documents leads to a test that is there, and every proof stands among the promises."""

import ast
import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import click
import pytest

from flows.cli import main

ROOT = Path(__file__).parents[1]
PROOFS = ROOT / "tests" / "proofs"
THREATS = [f"T{number}" for number in range(1, 26)]
NOT_BUILT = {"T23": "django"}
"""A threat to what does not exist yet, and a library that would come with it."""
GOALS = [f"M{number}" for number in range(1, 24)]
ASVS = {
    "1.2": range(1, 11),
    "1.3": range(1, 13),
    "1.5": range(1, 4),
    "5.1": range(1, 2),
    "5.2": range(1, 7),
    "5.3": range(1, 4),
    "5.4": range(1, 4),
    "11.1": range(1, 5),
    "11.2": range(1, 6),
    "11.3": range(1, 6),
    "11.4": range(1, 5),
    "11.5": range(1, 3),
    "11.6": range(1, 3),
    "11.7": range(1, 3),
    "16.1": range(1, 2),
    "16.2": range(1, 6),
    "16.3": range(1, 5),
    "16.4": range(1, 4),
    "16.5": range(1, 5),
}
"""The items of each section of ASVS 5.0.0 that docs/asvs.md goes through."""
ROLES = tomllib.loads((ROOT / "tests" / "vault" / "roles.toml").read_text(encoding="utf-8"))
READERS = {
    "service": "service",
    "dsl": "DSL",
    "second-reviewer": "second reviewer",
    "break-glass": "break-glass",
    "staff": "the person",
}
"""What docs/security.md calls the roles of roles.toml; "R" is whoever reads what concerns the person."""
LED = ["threat-model.md", "security.md", "asvs.md"]
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
OURS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(ROOT / "docs" / name for name in [*LED, "answers.md"]),
]

_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def rows(text: str, first: str) -> list[list[str]]:
    """The cells of every row of a table whose first cell fits the pattern."""
    cells = ([cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines())
    return [row for row in cells if len(row) > 1 and re.fullmatch(first, row[0])]


def proofs() -> list[list[str]]:
    """The table of proofs: goal, passes when, measured by, command, share, in full."""
    return rows(page("security.md").partition("\n## Proofs\n")[2], r"M\d+")


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_every_test_that_a_page_names_is_there(path: Path):
    named = _TEST.findall(path.read_text(encoding="utf-8"))
    assert [file for file, _ in named if not (ROOT / file).is_file()] == []
    assert [f"{file}::{test}" for file, test in named if test and test not in names_in(file)] == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_page_that_a_page_points_to_is_there(path: Path):
    links = _LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_command_and_option_that_a_page_names_is_there(path: Path):
    for line in re.findall(r"armslength ([a-z][^`\n#]*)", path.read_text(encoding="utf-8")):
        command: click.Command = main
        for word in line.split():
            if isinstance(command, click.Group) and not word.startswith("-"):
                command = command.commands[word]
        options = {name for each in command.params for name in each.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= options, line


def test_every_threat_stands_in_the_table_once_and_in_order():
    assert [row[0] for row in rows(page("threat-model.md"), r"T\d+")] == THREATS


@pytest.mark.parametrize("threat", THREATS)
def test_every_threat_leads_to_a_test_or_to_what_is_not_built(threat: str):
    ((_, _, counter, held_by),) = rows(page("threat-model.md"), threat)
    if threat in NOT_BUILT:
        assert "Not built yet" in counter
        assert NOT_BUILT[threat] not in (ROOT / "requirements.in").read_text(encoding="utf-8").lower()
    else:
        assert any(test for _, test in _TEST.findall(held_by))


def test_every_module_that_the_threat_model_names_is_there():
    named = re.findall(
        r"`((?:vault|flows|connectors|policy|reports|schemas|expectations)/[\w/.]+)`", page(LED[0])
    )
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert named


@pytest.mark.parametrize("name", LED[::2])
def test_it_is_said_that_no_command_compares_documents_as_long_as_none_does(name: str):
    sources = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "flows").rglob("*.py")}
    asking = [module for module, text in sources.items() if ".changed_documents(" in text]
    assert ("no command compares" in page(name)) == (asking == ["drills.py"])


def test_every_goal_stands_among_the_proofs():
    assert sorted({row[0] for row in proofs()}, key=GOALS.index) == GOALS


def test_every_proof_stands_in_the_table_and_every_row_leads_to_a_test():
    named = [{file for file, _ in _TEST.findall(measured)} for _, _, measured, *_ in proofs()]
    there = {path.relative_to(ROOT).as_posix() for path in PROOFS.glob("test_*.py")}
    assert all(named)
    assert there == {file for file in chain(*named) if file.startswith("tests/proofs/")}


@pytest.mark.parametrize("path", sorted(PROOFS.glob("test_*.py")), ids=lambda path: path.stem)
def test_a_proof_stands_under_the_goals_whose_figures_it_tells(path: Path):
    told = set(re.findall(r"figure\(\s*f?\"(M\d+)\"", path.read_text(encoding="utf-8")))
    file = path.relative_to(ROOT).as_posix()
    assert told == {goal for goal, _, measured, *_ in proofs() if file in measured}


def test_every_proof_has_a_command_and_says_what_was_measured_or_that_nothing_was():
    for row in proofs():
        assert len(row) == 6, row
        assert all(row), row


def test_the_command_of_a_proof_runs_the_file_beside_it():
    for _, _, measured, command, *_ in proofs():
        files = [file for file, _ in _TEST.findall(measured.partition("(small:")[0])]
        assert all(file in command for file in files), command


@pytest.mark.parametrize("section", ASVS)
def test_each_item_of_a_section_of_the_standard_is_answered_once(section: str):
    answered = [row[0] for row in rows(page("asvs.md"), re.escape(section) + r"\.\d+")]
    assert answered == [f"{section}.{number}" for number in ASVS[section]]


def test_an_item_is_met_by_a_test_or_it_is_said_why_not():
    for number, _, _, how, held_by in rows(page("asvs.md"), r"\d+\.\d+\.\d+"):
        met = any(test for _, test in _TEST.findall(held_by))
        excused = how.startswith(("Not applicable, because ", "Not met: ", "In part: "))
        assert met or excused, number


@pytest.mark.parametrize(("about", "lead"), [("both", ""), ("staff", "dsl"), ("dsl", "second-reviewer")])
def test_every_file_of_a_workspace_stands_among_what_is_kept_with_those_who_open_it(about: str, lead: str):
    kept = {row[0].strip("`"): row[2] for row in rows(page("security.md"), r"`[^`]+`")}
    for file, readers in ROLES[about].items():
        named = {role for role, word in READERS.items() if word in kept[file]}
        assert named | {lead for _ in re.findall(r"\bR\b", kept[file])} == set(readers), file


def test_every_file_that_needs_no_key_stands_among_what_is_kept():
    kept = {row[0].split("`")[1] for row in rows(page("security.md"), r"`[^`]+`.*")}
    assert set(ROLES["plain"]["files"]) <= kept
