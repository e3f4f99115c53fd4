"""Every code that anybody can meet has a page, and every page says what its error says."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path

import click

from flows.cli import main

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "errors"
PACKAGES = [
    *("schemas", "connectors", "expectations", "matching", "policy"),
    *("reports", "vault", "samples", "flows"),
]
FAMILY = "armslength"
"""The code of all errors there are, which nobody meets."""
OUTCOMES = ("nothing-comparable", "nothing-readable")
"""Codes of no error: why a submission could not be checked, in `flows.stages.submissions`."""
WHO = {
    "The person who handed in.": "The person who handed in",
    "The DSL.": "The DSL",
    "IT.": "IT",
    "Us, who make Armslength.": "Us, who make Armslength",
}
"""Who mends it, as a page says it, and the heading of the index under which it stands."""
PARTS = (
    re.compile(r"# `(?P<code>[a-z-]+)`"),
    re.compile(r"> (?P<sentence>.+)"),
    re.compile(r"(?P<means>[^*>#].{30,})"),
    re.compile(r"\*\*What to do next\.\*\* (?P<next_step>.+)"),
    re.compile(r"\*\*Who mends it\.\*\* (?P<who>.+)"),
    re.compile(r"\*\*How to see that it is mended\.\*\* (?P<mended>.{12,})"),
)
"""The paragraphs of a page, in their order."""


@dataclass(frozen=True)
class Said:
    """What the class of an error says of it."""

    sentence: str
    next_step: str


@cache
def said() -> dict[str, Said]:
    """Every error that has a code of its own and that somebody may meet, by that code."""
    files = chain.from_iterable((ROOT / package).rglob("*.py") for package in PACKAGES)
    found = [error for path in files for error in _errors(path)]
    codes = [code for code, _ in found]
    assert len(codes) == len({*codes}), "a code is that of one error"
    return {code: error for code, error in found if code != FAMILY}


def _errors(path: Path) -> Iterator[tuple[str, Said]]:
    """Those of one module. Only one that puts a sentence together is imported: all take seconds."""
    for each in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(each, ast.ClassDef) and (code := _text_of(each, "code")):
            step = _text_of(each, "next_step")
            if step is None:
                module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
                step = getattr(module, each.name).next_step
            yield code, Said(_one_line(ast.get_docstring(each) or ""), step)


def _text_of(error: ast.ClassDef, name: str) -> str | None:
    """The text that the class gives that name; None where it gives none, or puts it together."""
    for each in error.body:
        match each:
            case (
                ast.Assign(targets=[ast.Name(given)], value=ast.Constant(str(text)))
                | ast.AnnAssign(target=ast.Name(given), value=ast.Constant(str(text)))
            ) if given == name:
                return text
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def pages() -> dict[str, dict[str, str]]:
    """The parts of each page, by its name."""
    return {path.stem: _parts(path) for path in PAGES.glob("*.md") if path.name != "README.md"}


def _parts(path: Path) -> dict[str, str]:
    paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
    quoted = [_one_line(each.replace("\n> ", "\n")) for each in paragraphs]
    assert len(quoted) == len(PARTS), path.name
    told = [part.fullmatch(each) for part, each in zip(PARTS, quoted, strict=True)]
    assert all(told), (path.name, told.index(None))
    return {name: text for each in told if each for name, text in each.groupdict().items()}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert pages().keys() == {*said(), *OUTCOMES}
    assert all(name == parts["code"] for name, parts in pages().items())


def test_a_page_says_what_its_error_says_word_for_word() -> None:
    for code, error in said().items():
        assert pages()[code]["sentence"] == error.sentence, code
        if error.next_step:
            assert pages()[code]["next_step"] == error.next_step, code


def test_a_page_says_more_than_its_error() -> None:
    for code, parts in pages().items():
        assert parts["means"] not in parts["sentence"], code
        assert _one_line(parts["mended"]) != parts["next_step"], code


def test_the_index_names_each_code_once_under_whoever_mends_it() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert {parts["who"] for parts in pages().values()} <= WHO.keys()
    for code, parts in pages().items():
        assert index.count(f"]({code}.md)") == 1, code
        under = index.partition(f"]({code}.md)")[0].rpartition("\n## ")[2].partition("\n")[0]
        assert under == WHO[parts["who"]], code
    assert {*re.findall(r"\]\(([a-z-]+)\.md\)", index)} == pages().keys()


def test_every_command_that_a_page_names_is_there() -> None:
    for path in PAGES.glob("*.md"):
        for line in re.findall(r"`armslength ([a-z][^`]*)`", path.read_text(encoding="utf-8")):
            command: click.Command = main
            for word in line.split():
                if isinstance(command, click.Group) and not word.startswith("-"):
                    command = command.commands[word]
            options = {name for each in command.params for name in each.opts}
            assert set(re.findall(r"--[a-z-]+", line)) <= options, (path.name, line)
