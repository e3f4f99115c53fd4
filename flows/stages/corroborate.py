"""What the lists say of one another, once every shard is matched and before anything is judged.

Lists that one audience may not see say nothing to it: the DSL's own and everybody else's are counted apart.
"""

from collections import defaultdict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.boundary import Counts
from flows.facts.contacts import AccountKey, key_of
from flows.households import households_of
from flows.ownership import ANOTHERS, whose
from flows.workroom import Workroom
from matching.corroboration import corroborated
from schemas.extract import Owner
from schemas.words import Band

Same = tuple[bool, str, str, str]
"""What two rows must share to be one account: audience, platform, and handle or profile address."""


def corroborate_matches(room: Workroom) -> Counts:
    """Every shard's matches with what other accounts say; each one's band without it is noted first."""
    households = households_of(room.roster.links)
    lists = _lists_of_accounts(room)
    more = 0
    for shard in room.shards:
        before = shard.matches
        room.own_bands |= {(*key_of(row), row["person_id"]): Band(row["band"]) for row in _rows(before)}
        shard.matches = corroborated(before, households, _lists(room, before, lists))
        more += _lines(room.not_about_dsl(shard.matches)) - _lines(room.not_about_dsl(before))
    return Counts("corroborate", {"lines_of_evidence": more})


def _lists_of_accounts(room: Workroom) -> dict[AccountKey, int]:
    """In how many staff members' lists each matched account stands; a colleague's own account counts once."""
    keys: dict[AccountKey, Same] = {}
    holders: dict[Same, set[str]] = defaultdict(set)
    for shard in room.shards:
        for row in shard.accounts.to_pylist():
            if same := _same(row):
                keys[key_of(row)] = room.is_dsls(row["submission_id"]), *same
                holders[keys[key_of(row)]].add(room.staff_of[row["submission_id"]])
    staff = room.staff.to_pylist()
    return {
        account: len(holders[same])
        for account, same in keys.items()
        if len(holders[same]) > 1 and not _is_a_colleagues(same, staff)
    }


def _same(row: dict[str, Any]) -> tuple[str, str, str] | None:
    """What tells an account from every other on its platform, if anything does."""
    if handle := row["handle"].strip().lstrip("@").casefold():
        return row["platform"], "handle", handle
    if address := row["profile_url"].strip().rstrip("/").casefold():
        return row["platform"], "address", address
    return None


def _is_a_colleagues(same: Same, staff: list[dict[str, Any]]) -> bool:
    """Whether the staff list has this account as somebody's own."""
    _, platform, kind, value = same
    return kind == "handle" and whose(Owner(handle=value), platform, "", staff) == ANOTHERS


def _lists(room: Workroom, matches: pa.Table, lists: dict[AccountKey, int]) -> list[int]:
    """For each match in how many lists its account stands: 1 where it may be a colleague, whom all know."""
    known = room.known.colleagues | room.known.namesakes_of_colleagues
    return [1 if row["person_id"] in known else lists.get(key_of(row), 1) for row in _rows(matches)]


def _rows(matches: pa.Table) -> list[dict[str, Any]]:
    return matches.select(["submission_id", "account_id", "person_id", "band"]).to_pylist()


def _lines(matches: pa.Table) -> int:
    return len(pc.list_flatten(matches["evidence"]))
