"""Our own matcher, run as its user does: `armslength match`, from a cold start to the explained table."""

import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("armslength"))


def on_lists(folder: Path, out: Path) -> list[str]:
    """The command that matches folder/{roster,followers}.parquet."""
    roster, accounts = folder / "roster.parquet", folder / "followers.parquet"
    return [COMMAND, "match", "--roster", str(roster), "--accounts", str(accounts), "--out", str(out)]


def on_pairs(file: Path, out: Path) -> list[str]:
    """The command that weighs pairs of names."""
    return [COMMAND, "match", "--pairs", str(file), "--out", str(out)]
