"""Meta's byte-by-byte escapes, undone once per string after JSON is parsed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contents import page_of
from connectors.entries import Made
from connectors.meta import is_blank, is_on, label_and_value, made_on, repaired
from tests.connectors.exports_by_hand import FRIENDS, zip_of
from tests.connectors.shared_reader import read_exports

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


def test_labels_are_repaired_as_values_are():
    pair = {"label": as_meta_writes("名前"), "value": as_meta_writes(" Zoë ")}
    assert label_and_value(pair) == ("名前", "Zoë")
    assert [label_and_value(item) for item in ({"label": "Name"}, {"value": 7}, None)] == [("", "")] * 3


def test_when_a_page_was_made_is_no_date_of_a_record():
    block = '<div class="_a6-g"><time datetime="2020-01-01">then</time></div>'
    footer = '<footer><time datetime="2026-08-11T12:11Z">now</time></footer>'
    page = page_of(f'<main role="main">{block}</main>{footer}'.encode(), "")
    assert list(made_on(page, "_a6-g")) == [Made("2026-08-11T12:11Z")]
    assert list(made_on(page_of(block.encode(), ""), "_a6-g")) == []


@pytest.mark.parametrize(
    ("written", "is_so"),
    [
        (b'<div role="main"> <p>\n</p></div>', True),
        (b"<p>Sam</p>", False),
        (b'<div role="main"></div><!-- <div class="pam _a6-g">Sam</div>', False),
    ],
)
def test_a_page_without_words_is_blank_unless_a_record_was_lost_in_it(written: bytes, is_so: bool):
    assert is_blank(page_of(written, ""), written) is is_so
