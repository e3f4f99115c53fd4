"""The matcher on its own: tables in, table out."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from connectors.match_tables import read_match_accounts, read_match_roster, read_pairs
from matching import columns
from matching.matcher import find_matches
from matching.pairs import weigh_pairs
from matching.roster import build_index
from schemas.tables import ACCOUNTS


def match_tables(roster: Path, accounts: Path, out: Path, *, top: int, minimum: float) -> None:
    """Write follower_id, roster_id, score, probability and explanation: at most `top` rows an account."""
    people, names = read_match_roster(roster)
    followers = read_match_accounts(accounts)
    matches = find_matches(as_accounts(followers), build_index(names, people), top=top, minimum=minimum)
    written: dict[str, Any] = {
        "follower_id": followers["follower_id"].take(matches["account_id"]),
        "roster_id": matches["person_id"],
        "score": matches["weight"],
        "probability": matches["probability"],
        "explanation": columns.text(json.dumps(each) for each in matches["evidence"].to_pylist()),
    }
    write_table(pa.table(written), out)


def weigh(pairs: Path, out: Path) -> None:
    """Write name1, name2, score and probability in the input's order."""
    write_table(weigh_pairs(read_pairs(pairs)), out)


def as_accounts(followers: pa.Table) -> pa.Table:
    """ACCOUNTS of a followers' table: one list a `list_id`, numbered in the table's order."""
    rows = followers.num_rows
    nothing = pa.repeat(columns.text([""])[0], rows)
    given: dict[str, Any] = {
        "submission_id": followers["list_id"],
        "account_id": columns.whole_numbers(range(rows)),
        "platform": nothing,
        "relation": nothing,
        **{name: followers[name] for name in ("display_name", "handle", "profile_url", "email")},
        "since": pa.nulls(rows, pa.date32()),
    }
    return pa.Table.from_arrays([given[field.name] for field in ACCOUNTS], schema=ACCOUNTS)


def write_table(table: pa.Table, out: Path) -> None:
    """As Parquet where the name says so, else as CSV."""
    if out.suffix.lower() == ".parquet":
        pq.write_table(table, out)
    else:
        pc_csv.write_csv(table, out)
