"""Our own matcher, run as its user does: `armslength match`, from a cold start to the explained table."""

import sys
from pathlib import Path

import pyarrow.parquet as pq

COMMAND = str(Path(sys.executable).with_name("armslength"))

MANY, AS_IN_AN_AUDIT = 200_000, "0.2"
"""Accounts from which on only what an audit shows is asked for, and the probability that an audit shows."""


def on_lists(folder: Path, out: Path) -> list[str]:
    """The command that matches folder/{roster,followers}.parquet."""
    roster, accounts = folder / "roster.parquet", folder / "followers.parquet"
    files = ["--roster", str(roster), "--accounts", str(accounts), "--out", str(out)]
    many = pq.ParquetFile(accounts).metadata.num_rows > MANY
    return [COMMAND, "match", *files, *(["--min-probability", AS_IN_AN_AUDIT] if many else [])]


def on_pairs(file: Path, out: Path) -> list[str]:
    """The command that weighs pairs of names."""
    return [COMMAND, "match", "--pairs", str(file), "--out", str(out)]
