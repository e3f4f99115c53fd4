"""Small rosters and lists of invented people, as the tables that matching takes."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from matching.roster import RosterIndex, build_index
from schemas.tables import ACCOUNTS, NAMES

Row = dict[str, Any]


def name(person_id: str, forename: str, surname: str, *, kind: str = "legal", middle: str = "") -> Row:
    return {
        "person_id": person_id,
        "name_kind": kind,
        "forename": forename,
        "middle": middle,
        "surname": surname,
        "full_name": f"{forename} {surname}",
    }


def roster(names: Iterable[Row]) -> RosterIndex:
    return build_index(pa.Table.from_pylist(list(names), schema=NAMES))


def account(number: int, display_name: str = "", handle: str = "", **others: Any) -> Row:
    given = {
        "submission_id": "s1",
        "account_id": number,
        "platform": "facebook",
        "relation": "friend",
        "display_name": display_name,
        "handle": handle,
        "profile_url": "",
        "email": "",
        "since": None,
    }
    return given | others


def accounts(rows: Iterable[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=ACCOUNTS)
