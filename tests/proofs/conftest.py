"""Every test in this folder is a proof. It tells its figure, and the figures stand together at the end."""

from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LONGEST = {HERE / f"test_{name}.py" for name in ("canaries", "chaos", "kills", "prefect_fails", "withdrawal")}
"""Begun first: two processes share the files, and neither should wait at the end for one of these."""

Figure = Callable[[str, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.proofs)
    items.sort(key=lambda item: item.path not in LONGEST)


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Tell what was measured: `figure("M10", "10,000 alterations, all found")`."""
    return lambda goal, told: record_property("figure", f"{goal}: {told}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = [
        line
        for report in terminalreporter.getreports("passed")
        for name, line in report.user_properties
        if name == "figure"
    ]
    if told:
        terminalreporter.section("what was proved")
        for line in sorted(told):
            terminalreporter.line(str(line))
