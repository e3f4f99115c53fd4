"""What the proofs measured, printed when they have run: the worst of each class."""

from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table of every class that was read whole, the slowest first."""
    rows = [
        row
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, row in report.user_properties
        if name == "hostile"
    ]
    if not rows:
        return
    terminalreporter.section("hostile files, by class")
    terminalreporter.write_line("| class | files | slowest, s | most memory, MB |\n|---|---|---|---|")
    for name, files, seconds, memory in sorted(rows, key=lambda row: -row[2]):
        terminalreporter.write_line(f"| {name} | {files} | {seconds:.2f} | {memory:.0f} |")
    terminalreporter.write_line(f"{len(rows)} classes, {sum(row[1] for row in rows):,} files")
