"""Every error a reader may meet says what it is, what to do next, and by which code IT may speak of it."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from schemas.errors import ArmslengthError, ConfigurationError, HandedInError, RosterError

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "connectors",
    "expectations",
    "flows",
    "matching",
    "policy",
    "reports",
    "samples",
    "schemas",
    "vault",
)
TREE = (ArmslengthError, HandedInError, RosterError, ConfigurationError)
EXIT_CODES = {2, 3, 4, 5, 70}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def defines_an_error(module: Path) -> bool:
    """Whether a class in the file has a code: looked up in its text, so that nothing slow is imported."""
    classes = (
        each for each in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(each, ast.ClassDef)
    )
    return any(
        isinstance(line, ast.Assign) and [ast.unparse(each) for each in line.targets] == ["code"]
        for each in classes
        for line in each.body
    )


def subclasses_of(error: type[ArmslengthError]) -> set[type[ArmslengthError]]:
    return {error}.union(*(subclasses_of(each) for each in error.__subclasses__()))


def every_error() -> list[type[ArmslengthError]]:
    for package in PACKAGES:
        for module in sorted((ROOT / package).rglob("*.py")):
            if defines_an_error(module):
                import_module(".".join(module.relative_to(ROOT).with_suffix("").parts))
    ours = (each for each in subclasses_of(ArmslengthError) if each.__module__.partition(".")[0] in PACKAGES)
    return sorted(ours, key=lambda each: (each.__module__, each.__qualname__))


ERRORS = every_error()


def test_every_package_that_refuses_something_is_among_them() -> None:
    assert {each.__module__.partition(".")[0] for each in ERRORS} >= {
        *("connectors", "expectations", "flows", "policy", "reports", "schemas", "vault")
    }


def test_no_two_errors_share_a_code() -> None:
    codes = [each.code for each in ERRORS]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__qualname__)
def test_an_error_has_a_code_of_its_own_a_sentence_and_an_exit_code(error: type[ArmslengthError]) -> None:
    assert error in TREE or "code" in vars(error)
    assert SLUG.fullmatch(error.code)
    sentence = vars(error)["__doc__"]
    assert sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert error.exit_code in EXIT_CODES


@pytest.mark.parametrize(
    "error", [each for each in ERRORS if each not in TREE], ids=lambda error: error.__qualname__
)
def test_an_error_says_what_to_do_next(error: type[ArmslengthError]) -> None:
    assert error.next_step.endswith(".")


@pytest.mark.parametrize(
    "error",
    [each for each in ERRORS if each.__init__ is ArmslengthError.__init__],
    ids=lambda error: error.__qualname__,
)
def test_an_error_needs_no_detail(error: type[ArmslengthError]) -> None:
    assert error().message.endswith(error.next_step)
    assert f" (2 rows). {error.next_step}".rstrip() in error("2 rows").message
