"""Tables and facts come back as they went in, from their own place only."""

import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tables import ACCOUNTS, NAMES
from tests.vault.invented import CONTACT, findings, names, people
from vault.bundles import SCHEMAS, pack, unpack
from vault.errors import CannotBeKeptError, SealedContentError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
FACTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@given(full_names=st.lists(TEXT, max_size=6), facts=st.dictionaries(TEXT, FACTS, max_size=3))
def test_any_text_comes_back_unchanged(full_names: list[str], facts: dict[str, object]) -> None:
    bundle = unpack("roster", pack("roster", {"names": names(*full_names)}, facts))
    assert bundle.facts == facts
    assert bundle.tables["names"].equals(names(*full_names))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_of_the_house_can_be_kept(name: str) -> None:
    table = SCHEMAS[name].empty_table()
    assert unpack("x", pack("x", {name: table}, {})).tables == {name: table}


def test_evidence_inside_a_table_comes_back() -> None:
    table = findings("surname is the same")
    assert unpack("x", pack("x", {"findings": table}, {})).tables["findings"].equals(table)


def test_several_tables_of_one_kind_stay_apart() -> None:
    tables = {"names/0": names("A"), "names/1": names("B")}
    assert unpack("x", pack("x", tables, {})).tables == tables


@given(before=TEXT, after=TEXT, half=st.characters(categories=["Cs"]))
def test_half_a_character_is_refused_and_not_quoted(before: str, after: str, half: str) -> None:
    with pytest.raises(CannotBeKeptError) as refusal:
        pack("x", {}, {"note": before + half + after})
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__
    assert refusal.value.detail == "facts: text that is not UTF-8"


def test_bytes_that_are_no_text_are_refused_in_a_table() -> None:
    broken = pa.array([b"\xff\xfe"], pa.binary()).view(pa.string())
    table = pa.table([broken] * len(NAMES), schema=NAMES)
    with pytest.raises(CannotBeKeptError, match="names: text that is not UTF-8"):
        pack("x", {"names": table}, {})


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("accounts", pa.table({"display_name": [CONTACT]})),
        ("accounts", NAMES.empty_table()),
        ("raw_members", ACCOUNTS.empty_table()),
    ],
)
def test_a_table_without_a_schema_of_ours_is_refused(name: str, table: pa.Table) -> None:
    with pytest.raises(CannotBeKeptError) as refusal:
        pack("x", {name: table}, {})
    assert CONTACT not in refusal.value.message


def test_a_null_where_none_may_be_is_refused() -> None:
    table = pa.table([pa.array([None], pa.string())] * len(NAMES), schema=NAMES)
    with pytest.raises(CannotBeKeptError, match="names, column person_id"):
        pack("x", {"names": table}, {})


@pytest.mark.parametrize("column", ["upn", "former_upn", "date_of_birth", "year_group", "status"])
def test_what_only_the_expectations_need_is_never_kept(column: str) -> None:
    assert pack("roster", {"people": people("p1", "p2")}, {})
    with pytest.raises(CannotBeKeptError, match=column) as refusal:
        pack("roster", {"people": people("p1", **{column: "A823432112345"})}, {})
    assert "A823432112345" not in refusal.value.message


def test_a_fact_that_json_does_not_know_is_refused() -> None:
    for fact in (object(), float("nan")):
        with pytest.raises((TypeError, ValueError)):
            pack("x", {}, {"fact": fact})


def test_a_bundle_of_another_place_is_refused() -> None:
    with pytest.raises(SealedContentError) as refusal:
        unpack("staff", pack("roster", {}, {}))
    assert (refusal.value.code, refusal.value.exit_code) == ("sealed-content", 5)


def test_a_bundle_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as later:
        later.setattr("vault.bundles.VERSION", "2")
        written = pack("roster", {}, {})
    with pytest.raises(SealedContentError):
        unpack("roster", written)


def test_a_table_with_another_schema_than_today_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    old = pa.schema([("full_name", pa.string())])
    with monkeypatch.context() as earlier:
        earlier.setitem(SCHEMAS, "names", old)
        written = pack("roster", {"names": old.empty_table()}, {})
    with pytest.raises(SealedContentError):
        unpack("roster", written)


@given(data=st.binary(max_size=400))
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(SealedContentError):
        unpack("roster", data)


def test_facts_are_plain_json() -> None:
    facts = {"spelling": "Siân", "counts": [1, 2]}
    assert json.loads(json.dumps(unpack("x", pack("x", {}, facts)).facts)) == facts
