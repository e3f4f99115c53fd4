"""Every test in this folder is a proof. It tells its figure, and the figures stand together at the end."""

from collections.abc import Callable
from pathlib import Path

import pytest

FIGURES = pytest.StashKey[list[str]]()
HERE = Path(__file__).parent

Figure = Callable[[str, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.proofs)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Tell what was measured: `figure("M10", "10,000 alterations, all found")`."""
    figures = request.config.stash[FIGURES]
    return lambda goal, told: figures.append(f"{goal}: {told}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[FIGURES]:
        terminalreporter.section("what was proved")
        for line in sorted(config.stash[FIGURES]):
            terminalreporter.line(line)
