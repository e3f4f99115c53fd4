"""Meta's byte-by-byte escapes, undone once per string after JSON is parsed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contents import Element, page_of, words_in
from connectors.entries import Account, Entry, Made, Unreadable
from connectors.meta import (
    entries_in,
    entries_of,
    is_blank,
    is_on,
    label_and_value,
    labelled,
    made_on,
    main_part,
    moment,
    outermost,
    repaired,
)
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


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        (1_691_234_567, 1_691_234_567),
        ("1691234567", 1_691_234_567),
        (0, None),
        ("0", None),
        ("", None),
        ("soon", None),
        ("\u0661", None),
        ("9" * 5_000, None),
        (None, None),
    ],
)
def test_seconds_written_as_text_are_seconds_and_nought_is_no_date(written: object, seconds: int | None):
    assert moment({"timestamp": written}) == seconds


def named(item: object) -> Entry:
    return Account(str(item["value"])) if isinstance(item, dict) else Unreadable("no name")


LONE = {"string_list_data": [], "value": "Sam"}


@pytest.mark.parametrize(
    ("value", "entries"),
    [
        ([{"value": "Sam"}, 7], [Account("Sam"), Unreadable("no name")]),
        (LONE, [Account("Sam")]),
        (None, []),
        ([], []),
        ({}, [Unreadable("not a list")]),
        ({"value": "Sam"}, [Unreadable("not a list")]),
        ("Sam", [Unreadable("not a list")]),
        (False, [Unreadable("not a list")]),
        (0, [Unreadable("not a list")]),
    ],
)
def test_what_is_neither_a_list_nor_a_record_is_said_to_be_no_list(value: object, entries: list[Entry]):
    assert list(entries_of(value, named)) == entries


NO_USERNAME = Unreadable("no username")


@pytest.mark.parametrize(
    ("labels", "entry"),
    [
        ([("Name", "Sam")], Account("Sam")),
        ([("Nome", "Sam")], Account(handle="Sam")),
        ([("Nome", "Sam Okafor")], Account("Sam Okafor")),
        (
            [("Nimi", "Sam Okafor"), ("K\u00e4ytt\u00e4j\u00e4tunnus", "sam.o")],
            Account("Sam Okafor", "sam.o"),
        ),
        ([("Name", "Sam"), ("Username", "sam.o"), ("Biography", "hello")], Account("Sam", "sam.o")),
        ([("Name", "Sam"), ("Biography", "hello")], Account("Sam")),
        ([("Nome", "Sam"), ("Nome utente", "sam.o"), ("Biografia", "hello")], Account("Sam", "sam.o")),
        ([("Nom", "Sam"), ("Nom d\u2019utilisateur", "sam.o")], Account("Sam", "sam.o")),
        ([("Adresse", "x.example"), ("Nom", "Sam"), ("Nom d'utilisateur", "sam.o")], Account("Sam", "sam.o")),
        ([("Navn", "Sam"), ("Brukernavn", "sam.o"), ("Biografi", "hello")], NO_USERNAME),
        ([("Navn", "Sam"), ("By", "Leeds"), ("Username", "s"), ("Biografi", "hello")], Account(handle="s")),
        ([("URL", "x.example"), ("Web", "https://www.instagram.com/other")], NO_USERNAME),
        ([("Username", "first"), ("Username", "second")], Account(handle="first")),
        ([("Name", ""), ("", "")], NO_USERNAME),
        ([], NO_USERNAME),
    ],
)
def test_a_labelled_value_is_what_its_label_says_and_only_then_what_its_place_says(
    labels: list[tuple[str, str]], entry: Entry
):
    assert labelled(labels, None) == entry


def people_in(block: Element) -> int:
    return len(list(block.iter("b")))


def first_of(block: Element) -> Entry:
    names = list(map(words_in, block.iter("b")))
    return Account(names[0], since="then") if names else Unreadable("no name")


FURTHER = Unreadable("more than one person")


def in_block(content: str) -> str:
    return f'<div class="_a6-g">{content}</div>'


@pytest.mark.parametrize(
    ("content", "entries"),
    [
        ("<b>A</b>", [Account("A", since="then")]),
        (in_block("<b>A</b>"), [Account("A", since="then")]),
        ("", [Unreadable("no name")]),
        ("<b>A</b><b>B</b><b>C</b>", [Account("A"), FURTHER, FURTHER]),
        (
            in_block("<b>A</b>") + in_block("<b>B</b>"),
            [Account("A", since="then"), Account("B", since="then")],
        ),
        (
            in_block(in_block("<b>A</b>") + in_block("<b>B</b><b>C</b>")),
            [Account("A", since="then"), Account("B"), FURTHER],
        ),
        ("<b>A</b>" + in_block("<b>B</b>"), [Account("B", since="then"), FURTHER]),
    ],
)
def test_a_block_of_several_people_is_several_people_or_says_that_it_was_not_read(
    content: str, entries: list[Entry]
):
    main = main_part(page_of(f'<main role="main">{in_block(content)}</main>'.encode(), ""))
    assert main is not None
    (block,) = outermost(main, "_a6-g")
    assert list(entries_in(block, "_a6-g", people_in, first_of)) == entries
