"""Meta's byte-by-byte escapes, undone once per string after JSON is parsed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.exports import read_exports
from connectors.meta import is_on, repaired
from tests.connectors.exports_by_hand import FRIENDS, zip_of

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def as_meta_writes(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")


@given(_TEXT)
def test_every_text_comes_back_as_it_was_meant(text: str):
    assert repaired(as_meta_writes(text)) == text


@given(_TEXT.filter(lambda text: any(character > "\u00ff" for character in text) or text.isascii()))
def test_text_that_is_right_already_stays_as_it_is(text: str):
    assert repaired(text) == text
    assert repaired(repaired(as_meta_writes(text))) == text


@pytest.mark.parametrize("name", ["Zoë", "Ångström", "José Müñoz", "Ünal", "Siân Ó Briain"])
def test_a_repaired_name_is_not_repaired_again(name: str):
    assert repaired(repaired(as_meta_writes(name))) == name


def test_the_raw_file_is_not_repaired_before_it_is_parsed(tmp_path: Path):
    """U+0022 and U+005C never stand in an escape of Meta's, but repairing raw text could make controls."""
    name = 'Ƣ "Quote" \\ Ă'
    content = json.dumps({"friends_v2": [{"name": as_meta_writes(name), "timestamp": 1}]})
    (extract,) = read_exports([zip_of(tmp_path / "a.zip", {FRIENDS: content})]).extracts
    assert extract.accounts["display_name"].to_pylist() == [name]


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("https://www.instagram.com/a", True),
        ("https://instagram.com/a", True),
        ("https://instagram.com.example.org/a", False),
        ("https://example.org/instagram.com/a", False),
        ("instagram.com", False),
        ("", False),
    ],
)
def test_a_host_is_compared_whole(address: str, is_ours: bool):
    assert is_on(address, "instagram.com") is is_ours
