import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.plain_text import NAME_LENGTH, shown, shown_in_a_cell

HERE = Path(__file__).parent
HOSTILE = json.loads((HERE / "hostile_names.json").read_text(encoding="utf-8"))
ANY_TEXT = st.text(st.characters(codec=None), max_size=300)

SAME = ["Jane O'Neill", "Siôn ap Gwŷn", "محمد عبد الله", "کیانی‌پور", "ශ්‍රීමතී", "👩‍👧‍👦", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "❤️", "𝓙𝓪𝓷𝓮"]
CHANGED = [
    ("Jane \u202eenaJ", "Jane enaJ"),
    ("J\u200ba\u200dne", "Jane"),
    ("\u001b[31mJane", "[U+001B][31mJane"),
    ("Ja\u0000ne", "Ja[U+0000]ne"),
    ("Jane\r\nSmith", "Jane Smith"),
    ("Jane \ud800", "Jane [U+D800]"),
    ("ᐃᓄᒃ", "[U+1403][U+14C4][U+1483]"),
    ("\ufdfd", "[U+FDFD]"),
    ("e\u0301\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301"),
    ("\u200b\u2060", ""),
]


@pytest.mark.parametrize("name", SAME)
def test_an_ordinary_name_of_any_script_is_shown_as_it_stands(name):
    assert shown(name).text == name
    assert not shown(name).unusual


@pytest.mark.parametrize(("name", "expected"), CHANGED)
def test_what_cannot_be_seen_is_left_out_or_shown_by_number(name, expected):
    assert shown(name).text == expected
    assert shown(name).unusual or name == expected


def test_a_long_name_is_cut_and_says_so():
    assert len(shown("x" * 10_000).text) == NAME_LENGTH
    assert shown("x" * 10_000).text.endswith("…")
    assert shown("x" * 10_000).shortened


def test_a_name_is_never_cut_between_a_letter_and_its_mark():
    assert shown("é" * 200, 10).text == "é" * 9 + "…"
    assert shown("e\u0301" * 200, 10).text == "e\u0301" * 4 + "…"


@given(ANY_TEXT)
def test_what_is_shown_is_one_line_of_visible_characters(text):
    line = shown(text).text
    assert len(line) <= NAME_LENGTH
    assert line == " ".join(line.split())
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert not any(
        mark in line for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff"
    )


@given(ANY_TEXT)
def test_what_is_shown_once_is_not_changed_by_showing_it_again(text):
    once = shown(text).text
    assert shown(once).text == once


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["what"])
def test_a_cell_never_holds_a_character_that_a_workbook_refuses(case):
    text = shown_in_a_cell(case["name"]).text
    assert text.isprintable() or "\u200c" in text or "\u200d" in text or "\u3000" in text
    text.encode("utf-8")
