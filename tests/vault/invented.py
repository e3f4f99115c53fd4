"""Extracts and tables about people who do not exist."""

from datetime import date

import pyarrow as pa

from schemas.extract import Extract, ListCount, Owner
from schemas.tables import ACCOUNTS, FINDINGS, NAMES, PEOPLE, STAFF
from schemas.words import Reader, Relation
from tests.flows.passphrases import SECRETS
from vault.audits import ForReader, PersonsPage
from vault.keys import Keys, Secrets
from vault.readers import unlock

CONTACT = "Seren Applegarth-Nwosu"
PUPIL = "Ottoline Brackenbury"
PARENT = "Gwenllian Przybylska"
STAFF_MEMBER = "Bartholomew Inkpen"
STAFF_REF = "INKPEN-B-0417"
OTHER_SECRETS = Secrets(
    dsl="apple bracket candle dimple ember",
    second_reviewer="fable garnet hollow inkwell jumper",
    rounds=1_000,
)
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


def findings(sentence: str) -> pa.Table:
    row = {
        **dict.fromkeys(FINDINGS.names, ""),
        "account_id": 0,
        "weight": 8.0,
        "probability": 0.99,
        "evidence": [{"sentence": sentence, "bits": 8.0}],
    }
    return pa.Table.from_pylist([row], schema=FINDINGS)


def identity(keys: Keys, reader: Reader = Reader.DSL) -> str:
    """What a reader opens their files with."""
    printed = {Reader.SERVICE: keys.service, Reader.BREAK_GLASS: SECRETS.break_glass}
    return printed.get(reader) or unlock(keys.people[reader], SECRETS.of(reader)).identity


def documents(report: bytes, reader: Reader = Reader.DSL, about: str = "") -> ForReader:
    """A reader's documents of an audit; `report` is a locked PDF."""
    prefix = {Reader.DSL: "", Reader.SECOND_REVIEWER: "second-"}[reader]
    made = {f"{prefix}overview.pdf": report, f"{prefix}open.html": b"<!doctype html>"}
    return ForReader(reader, made, "one two three four five", {"about": about})


def page(
    report: bytes,
    submission_id: str,
    receipt: str = "r-0123456789",
    reader: Reader = Reader.DSL,
    told: str = "",
) -> PersonsPage:
    """A person's page, `report` twice; what it is sealed with tells `told`."""
    return PersonsPage(submission_id, receipt, reader, report, report, {"slip": told})
