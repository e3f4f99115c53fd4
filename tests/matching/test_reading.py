"""A column read at once says of every text what `names` says of it alone."""

import subprocess
import sys
import unicodedata

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import columns
from matching.names import parse_handle, parse_name
from matching.reading import parse_handles, parse_names
from matching.spelling import spelt
from matching.texts import ROWS, chunks

PIECES = [
    "Sarah", "jones", "O'Brien", "Ellie's", "James'", "Mum", "née", "nee", "formerly", "xx", "x", "xoxo",
    "Mrs", "(", ")", "Bob)", "[", '"', "“", "”", ",", "🌸", "é", "e\u0301", "Zoë", "s4rah", "aaaa", "aaa",
    "1999", "4a", "王小明", "김", "Пётр", "аda", "ﷺ", "’s", "’", "`", "'", " ", "  ", "-", "_", ".", "\0",
    "\n", "\t", "coach", "nurse", "rep", "sen", "the", "official", "McDonald", "SARAH", "XMLHttp", "0",
    "𝓢𝓪", "🅂am", "ß", "ǅ", "ı", "İ", "ⓢ", "½", "´", "ʼ", "\u200d", "\ufe0f", "\u00a0", "ａｂ", "a" * 190,
    "al", "was", "xxx", ":)", "\ud800",
]  # fmt: skip
TEXTS = st.lists(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
        st.text(max_size=30),
    ),
    max_size=6,
)
ONE_BY_ONE = [(parse_names, parse_name), (parse_handles, parse_handle)]


@pytest.mark.parametrize(("at_once", "alone"), ONE_BY_ONE)
@settings(deadline=None)
@given(TEXTS)
def test_a_text_says_the_same_in_a_column_as_alone(at_once, alone, texts):
    read = at_once(texts)
    assert [read.name(row) for row in range(len(texts))] == [alone(text) for text in texts]


@pytest.mark.parametrize(("at_once", "alone"), ONE_BY_ONE)
@settings(deadline=None)
@given(TEXTS)
def test_an_arrow_column_in_parts_says_the_same_as_a_list(at_once, alone, texts):
    half = len(texts) // 2
    whole = columns.text(texts)
    read = at_once(pa.chunked_array([whole[:half], whole[half:]], type=pa.string()))
    assert [read.name(row) for row in range(len(texts))] == [alone(text) for text in texts]


@pytest.mark.parametrize("at_once", [parse_names, parse_handles])
def test_more_rows_than_a_chunk_holds_keep_their_order(at_once):
    texts = [f"Word{chr(97 + number % 26)} Jones" for number in range(2 * ROWS + 3)]
    read = at_once(texts)
    assert len(read.starts) == len(texts) + 1
    for row in (0, ROWS - 1, ROWS, 2 * ROWS, 2 * ROWS + 2):
        assert read.name(row).words == (f"word{chr(97 + row % 26)}", "jones")


def test_an_empty_cell_names_nobody():
    read = parse_names(pa.array(["Sarah", None, "Ann"]))
    assert [read.name(row).words for row in range(3)] == [("sarah",), (), ("ann",)]


def test_a_long_text_is_cut_before_anything_is_made_of_it():
    texts = ["Sarah Jones", "ab " * 70_000, "Ann", "é" * 200_000, "Lee"]
    (read,) = chunks(columns.text(texts))
    assert len(read.letters) < 1_000
    assert [parse_names(columns.text(texts)).name(row) for row in range(5)] == [
        parse_name(text) for text in texts
    ]


@settings(deadline=None)
@given(st.text(min_size=1, max_size=8))
def test_a_character_read_alone_is_what_it_is_among_others(text):
    (texts,) = chunks([f"a{text}a", unicodedata.normalize("NFC", f"a{text}a")])
    written, read = spelt(texts)
    for row, source in enumerate((f"a{text}a", unicodedata.normalize("NFC", f"a{text}a"))):
        if read[row] and not source.isascii() and not set(source) & set("([{\"“,'’"):
            assert parse_name(written.text(row)) == parse_name(source)


def test_reading_a_column_does_without_pandas():
    code = (
        "import sys; from matching import columns; from matching.reading import parse_handles, parse_names;"
        "n = ['Zoë (Jo) 🌸', 'Ng, Ann'];"
        "parse_names(n); parse_handles(columns.text(n)); sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
