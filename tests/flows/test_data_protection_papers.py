"""The papers say what the software does: the same times, tests that are there, commands that are there."""

import re
from pathlib import Path

import click
import pytest

from flows.cli import main
from flows.school import Retention
from policy.retention import Kept, Rules, sentence

ROOT = Path(__file__).parents[2]
PAPERS = ROOT / "docs" / "data-protection"
EVERY_PAPER = sorted(PAPERS.glob("*.md"))
NAMES = {
    "cross-school-dpia.md",
    "README.md",
    "dpia-template.md",
    "parents-website-notice.md",
    "records-of-processing.md",
    "retention-schedule.md",
    "staff-notice.md",
    "subject-access.md",
    "withdrawal.md",
}


def paper(name: str) -> str:
    return (PAPERS / name).read_text(encoding="utf-8")


def grade(text: str) -> float:
    """The school grade of Flesch and Kincaid (1975); five years more is the reading age."""
    sentences = len(re.findall(r"[.?!:](?=\s|$|[*\"])", text))
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(e|es|ed)$", "", each.lower())))) for each in words
    )
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_every_paper_is_there() -> None:
    assert {path.name for path in EVERY_PAPER} == NAMES


@pytest.mark.parametrize("kind", Kept)
def test_the_schedule_says_each_rule_as_the_policy_does(kind: Kept) -> None:
    assert f"| {sentence(kind, Rules())} |" in paper("retention-schedule.md")


def test_the_schedule_names_every_line_of_school_toml() -> None:
    named = set(re.findall(r"`([a-z_]+)`", paper("retention-schedule.md")))
    assert set(Retention.model_fields) <= named


def test_the_notice_for_staff_is_one_page_that_a_child_of_twelve_can_read() -> None:
    text = paper("staff-notice.md")
    assert len(text.split()) <= 450
    assert grade(text) + 5 <= 12


def test_the_notice_for_staff_says_the_times_that_the_rules_have() -> None:
    text, rules = " ".join(paper("staff-notice.md").split()), Rules()
    assert f"Your list: until the check is done, and {rules.extract_longest} days at most." in text
    assert f"until it is sorted out, and {rules.confirmed_months} months at most." in text
    assert f"Your page: {rules.report_months} months." in text


@pytest.mark.parametrize("path", EVERY_PAPER, ids=lambda path: path.name)
def test_a_paper_names_only_tests_and_pages_that_are_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for named in re.findall(r"`((?:tests|docs|policy)/[\w./-]+)`", text):
        assert (ROOT / named).exists(), named
    for linked in re.findall(r"\]\(([\w-]+\.md)(?:#[\w-]+)?\)", text):
        assert (PAPERS / linked).exists(), linked


@pytest.mark.parametrize("path", EVERY_PAPER, ids=lambda path: path.name)
def test_a_paper_names_only_commands_and_options_that_are_there(path: Path) -> None:
    for line in re.findall(r"armslength ([a-z][^`\n]*)", path.read_text(encoding="utf-8")):
        command: click.Command = main
        for word in line.split():
            if isinstance(command, click.Group) and not word.startswith("-"):
                command = command.commands[word]
        options = {name for each in command.params for name in each.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= options, line


@pytest.mark.parametrize("path", EVERY_PAPER, ids=lambda path: path.name)
def test_no_paper_states_a_year_or_a_paragraph_of_guidance(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"KCSIE|Keeping children safe|paragraph \d|Article (?!30)\d", text)
