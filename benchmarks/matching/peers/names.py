"""What every peer is given: all names of a person as strings of their own, and each account's words."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

KEPT = 3
"""People an account, as ours."""

_NO_WORD = re.compile(r"[^\w\u0300-\u036f\u0900-\u0dff]+|_")
_BREAKS = re.compile(r"[._\-\d]+|(?<=[a-z])(?=[A-Z])")


class Names(NamedTuple):
    """texts[i] is a name of person owners[i]."""

    texts: list[str]
    owners: NDArray[np.int64]


class Lists(NamedTuple):
    """A set: the people's names, and the accounts' texts: the display name and the handle's words."""

    people: Names
    accounts: Names
    roster_ids: "pa.ChunkedArray[Any]"
    follower_ids: "pa.ChunkedArray[Any]"
    roster: pa.Table
    followers: pa.Table


def read_lists(folder: Path) -> Lists:
    """folder/{roster,followers}.parquet."""
    roster = pq.ParquetFile(folder / "roster.parquet").read()
    followers = pq.ParquetFile(folder / "followers.parquet").read()
    return Lists(
        _named(_names_of(row) for row in roster.to_pylist()),
        _named(_texts_of(row) for row in followers.to_pylist()),
        roster["roster_id"],
        followers["follower_id"],
        roster,
        followers,
    )


def _named(texts: Iterator[list[str]]) -> Names:
    pairs = [(text, place) for place, one in enumerate(texts) for text in dict.fromkeys(one) if text]
    return Names([text for text, _ in pairs], np.array([place for _, place in pairs], np.int64))


def _names_of(row: dict[str, str | None]) -> list[str]:
    """Legal, with the preferred forename, with the former surname, as one string; no middle names."""
    known = {name: plain(value or "") for name, value in row.items()}
    forenames = [known["forename"], known["preferred"]]
    surnames = [known["surname"], known["former_surname"]]
    both = [f"{one} {other}" for one in forenames for other in surnames if one and other]
    return both or [known["full_name"] or known["surname"] or known["forename"]]


def _texts_of(row: dict[str, str | None]) -> list[str]:
    return [plain(row["display_name"] or ""), unhandled(row["handle"] or "")]


def plain(text: str) -> str:
    """The usual cleaning: fancy letters made plain (NFKC), lower case, only letters, figures and spaces."""
    return " ".join(_NO_WORD.sub(" ", normalize("NFKC", text)).lower().split())


def unhandled(handle: str) -> str:
    """A handle's words: broken at dots, lines, figures and before capitals."""
    return " ".join(_BREAKS.sub(" ", handle.removeprefix("@")).split()).lower()


def write_best(
    lists: Lists, rows: Sequence[NDArray[np.float64]], out: Path, is_probability: bool = False
) -> None:
    """Write the KEPT best people of each account: rows are (text of an account, name of a person, score)."""
    texts, names, scores = rows
    account, person = (
        lists.accounts.owners[texts.astype(np.int64)],
        lists.people.owners[names.astype(np.int64)],
    )
    order = np.lexsort((person, -scores, account))
    account, person, scores = account[order], person[order], scores[order]
    _, first = np.unique(account * len(lists.roster_ids) + person, return_index=True)
    keep = np.zeros(len(account), bool)
    keep[first] = True
    account, person, scores = account[keep], person[keep], scores[keep]
    starts = np.flatnonzero(np.append(True, account[1:] != account[:-1])[: len(account)])
    rank = np.arange(len(account)) - np.repeat(starts, np.diff(starts, append=len(account)))
    kept = rank < KEPT
    columns: dict[str, Any] = {
        "follower_id": lists.follower_ids.take(account[kept]),
        "roster_id": lists.roster_ids.take(person[kept]),
        "score": pa.array(scores[kept]),
    }
    if is_probability:
        columns["probability"] = columns["score"]
    pq.write_table(pa.table(columns), out)


def read_pairs(file: Path) -> tuple[list[str], list[str]]:
    """name1 and name2 in lower case."""
    table = pq.ParquetFile(file).read(columns=["name1", "name2"])
    one, other = (
        [str(text or "").lower() for text in table[name].to_pylist()] for name in ("name1", "name2")
    )
    return one, other


def write_pairs(scores: Sequence[float], out: Path) -> None:
    """Scores in the pairs' order."""
    pq.write_table(pa.table({"score": pa.array(np.asarray(scores, np.float64))}), out)


def command(lists: Callable[..., None], pairs: Callable[..., None] | None = None) -> None:
    """`lists FOLDER OUT ...` or, where the peer can, `pairs FILE OUT ...`."""
    what, source, out, *options = sys.argv[1:]
    known = {"lists": lists} | ({"pairs": pairs} if pairs else {})
    known[what](Path(source), Path(out), *options)
