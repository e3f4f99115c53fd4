"""Extracts and tables about people who do not exist."""

from datetime import date

import pyarrow as pa

from schemas.extract import Extract, ListCount, Owner
from schemas.tables import ACCOUNTS, FINDINGS, NAMES, OUTCOMES, PEOPLE, STAFF
from schemas.words import Relation

CONTACT = "Seren Applegarth-Nwosu"
PUPIL = "Ottoline Brackenbury"
PARENT = "Gwenllian Przybylska"
STAFF_MEMBER = "Bartholomew Inkpen"
STAFF_REF = "INKPEN-B-0417"
NAMES_OF_ALL = [CONTACT, PUPIL, PARENT, STAFF_MEMBER, STAFF_REF]


def extract_of(platform: str, *names: str, layout: str = "2023-json") -> Extract:
    rows = [
        {
            "submission_id": "",
            "account_id": number,
            "platform": platform,
            "relation": Relation.FOLLOWER,
            "display_name": name,
            "handle": f"handle{number}",
            "profile_url": "",
            "email": "",
            "since": None,
        }
        for number, name in enumerate(names)
    ]
    counts = ListCount(Relation.FOLLOWER, layout, len(names) + 2, len(names), 0, 1, 1)
    owner = Owner("b.inkpen", STAFF_MEMBER, {"bio": f"Year 4, friend of {CONTACT}"})
    accounts = pa.Table.from_pylist(rows, schema=ACCOUNTS)
    notes = ("41 other files were left unopened",)
    made = date(2026, 1, 12)
    return Extract(platform, layout, accounts, (counts,), owner, 41, notes, made, "0f" * 32)


def people(*person_ids: str, **cells: str) -> pa.Table:
    empty = dict.fromkeys(PEOPLE.names, "") | {"source_row": 2, "starts": None, "ends": None}
    rows = [empty | {"person_id": person_id, "kind": "pupil"} | cells for person_id in person_ids]
    return pa.Table.from_pylist(rows, schema=PEOPLE)


def names(*full_names: str) -> pa.Table:
    empty = dict.fromkeys(NAMES.names, "")
    return pa.Table.from_pylist([empty | {"full_name": name} for name in full_names], schema=NAMES)


def staff(*surnames: str) -> pa.Table:
    empty = dict.fromkeys(STAFF.names, "") | {"starts": None, "ends": None, "handles": []}
    return pa.Table.from_pylist([empty | {"surname": surname} for surname in surnames], schema=STAFF)


def outcomes(*staff_refs: str) -> pa.Table:
    rows = [
        {"submission_id": "", "staff_ref": ref, "outcome": "not_handed_in", "code": ""} for ref in staff_refs
    ]
    return pa.Table.from_pylist(rows, schema=OUTCOMES)


def findings(sentence: str) -> pa.Table:
    row = {
        **dict.fromkeys(FINDINGS.names, ""),
        "account_id": 0,
        "weight": 8.0,
        "probability": 0.99,
        "evidence": [{"sentence": sentence, "bits": 8.0}],
    }
    return pa.Table.from_pylist([row], schema=FINDINGS)
