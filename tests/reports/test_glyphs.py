import csv
import unicodedata
from datetime import date
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.glyphs import TABLE, has_glyph
from reports.plain_text import shown
from reports.typeset import ReportNotSet, pdf, set_in_type

DAY = date(2026, 1, 1)
SCRIPTS = list(
    csv.DictReader((Path(__file__).parent / "scripts.csv").read_text(encoding="utf-8").splitlines())
)


def ranges():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(int(end, 16) for end in line.split("-")) for line in lines]


def letters():
    """Every letter and sign of the table, and of the tens of thousands of Han and Hangul each fiftieth."""
    for first, last in ranges():
        for point in range(first, last + 1):
            is_sampled = 0x3400 <= point <= 0x9FFF or 0xAC00 <= point <= 0xD7A3 or point >= 0x20000
            if unicodedata.category(chr(point))[0] != "M" and (not is_sampled or point % 50 == 0):
                yield chr(point)


def test_every_character_of_the_table_of_glyphs_is_printed_by_the_fonts_at_hand():
    set_in_type("glyphs", {"text": " ".join(letters())}, DAY)  # raises where one would be an empty box


def test_a_character_without_a_glyph_is_refused_by_the_typesetter():
    assert not has_glyph("\u1400")
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        set_in_type("glyphs", {"text": "\u1400"}, DAY)


@pytest.mark.parametrize("row", SCRIPTS, ids=lambda row: row["script"])
def test_each_script_is_printed_as_it_stands(row):
    assert shown(row["sample"]).text == row["sample"]
    set_in_type("glyphs", {"text": row["sample"]}, DAY)


def test_a_mark_that_no_font_has_beside_its_letter_is_shown_by_number(read):
    text = "ன\u20e8"  # three dots of mathematics below a Tamil letter
    with pytest.raises(typst.TypstError):
        set_in_type("glyphs", {"text": text}, DAY)
    assert read(pdf("glyphs", {"text": text}, DAY)) == "ன[U+20E8]"


def test_an_error_of_a_template_quotes_nobody():
    with pytest.raises(ReportNotSet) as raised:
        pdf("glyphs", {"name": "Tilda Marshbank"}, DAY)
    assert "Marshbank" not in str(raised.value)
    assert raised.value.__context__ is None


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_no_text_whatever_stops_a_report(text):
    assert pdf("glyphs", {"text": text}, DAY).startswith(b"%PDF")
