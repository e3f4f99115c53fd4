"""Who is measured: ours, and the peers, each with what it can be asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.matching import ours
from benchmarks.matching.environment import PYTHON

Command = Callable[[Path, Path], list[str]]
"""(what to match, where to write) -> the command."""


class Matcher(NamedTuple):
    """How to run one, and how to read it.

    scale: the score of a perfect match; most: of more accounts so many at random are given, and the table
    says so; note: what a reader must know.
    """

    name: str
    lists: Command
    pairs: Command | None
    scale: float = 1.0
    most: int | None = None
    note: str = ""


def _peer(module: str, *options: str) -> tuple[Command, Command]:
    def command(what: str) -> Command:
        start = [str(PYTHON), "-m", f"benchmarks.matching.peers.{module}", what]
        return lambda source, out: [*start, str(source), str(out), *options]

    return command("lists"), command("pairs")


OURS = Matcher("Armslength", ours.on_lists, ours.on_pairs)

PEERS = (
    Matcher("rapidfuzz WRatio", *_peer("edit_distance", "WRatio"), 100.0, 6_000),
    Matcher("rapidfuzz token_sort_ratio", *_peer("edit_distance", "token_sort_ratio"), 100.0),
    Matcher("rapidfuzz Jaro-Winkler", *_peer("edit_distance", "Jaro-Winkler")),
    Matcher("string_grouper", *_peer("ngrams")),
    Matcher(
        "Splink", _peer("record_linkage")[0], None, note="lists only: it learns from columns, not from pairs"
    ),
    Matcher(
        "nomenklatura logic-v2",
        *_peer("rules"),
        1.0,
        2_000,
        "it compares pairs and has no search in bulk, so it is given 2,000 accounts at most, and for each "
        "the five names most alike by rapidfuzz's token_set_ratio",
    ),
)


def peers(names: str) -> list[Matcher]:
    """`all`, `none`, or those whose names hold one of the words between commas."""
    if names in {"all", "none"}:
        return list(PEERS) if names == "all" else []
    words = [word.strip().lower() for word in names.split(",")]
    return [peer for peer in PEERS if any(word in peer.name.lower() for word in words)]
