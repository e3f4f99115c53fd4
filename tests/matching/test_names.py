"""Names taken apart, each layer of dressing on its own."""

import pytest

from matching.folding import LONGEST, folded, plain
from matching.frequencies import frequencies
from matching.names import parse_handle, parse_name
from matching.reference import rows
from matching.sounds import sound
from matching.variants import variants


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Sarah Jones", ("sarah", "jones")),
        ("Dr. Sarah Jones-Okafor", ("sarah", "jones", "okafor")),
        ("Jones, Sarah", ("sarah", "jones")),
        ("O'Brien", ("obrien",)),
        ("王小明", ("xiao", "ming", "wang")),
        ("Mummy Ellie xx", ("ellie",)),
        ("Sarah x", ("sarah",)),
        ("xx", ("xx",)),
        ("🇬🇧 Sarah 🇬🇧", ("sarah",)),
        ("", ()),
    ],
)
def test_a_display_name_is_taken_apart(written, words):
    assert parse_name(written).words == words


def test_what_is_lifted_out_is_remembered():
    parsed = parse_name("Mrs Sarah Smith (née Okafor)")
    assert parsed.words == ("sarah", "smith")
    assert parsed.also == ("okafor",)
    assert parsed.lifted == ("mrs",)


@pytest.mark.parametrize(
    ("handle", "words"),
    [
        ("sarah.jones92", ("sarah", "jones")),
        ("SarahJones", ("sarah", "jones")),
        ("SARAHJONES", ("sarahjones",)),
        ("its_sarahjones_xx", ("sarahjones",)),
    ],
)
def test_a_handle_is_split_where_its_letters_change(handle, words):
    assert parse_handle(handle).words == words


def test_no_layer_lets_a_name_grow():
    assert len(plain("ﷺ" * LONGEST)) <= LONGEST
    assert len(folded("ﷺ" * LONGEST)) <= LONGEST


def test_a_name_in_no_table_is_rare_and_not_impossible():
    assert 0 < frequencies("surname").share("quillfeather") < frequencies("surname").share("smith")


def test_spellings_of_one_name_sound_alike_and_short_names_only_like_themselves():
    assert sound("mohammed") == sound("muhamad") == sound("mhmd")
    assert sound("lu") != sound("li")


def test_names_that_stand_for_one_another_do_so_both_ways():
    assert "elizabeth" in variants("forename", "liz")
    assert "liz" in variants("forename", "elizabeth")
    assert "kowalski" in variants("surname", "kowalska")
    assert "kowalska" in variants("surname", "kowalski")


@pytest.mark.parametrize("table", ["short_forms", "spelling_families", "lifted_words", "communities"])
def test_a_reference_table_has_no_empty_cell_and_no_row_twice(table):
    found = [tuple(row.values()) for row in rows(table)]
    assert all(all(cell.strip() for cell in row) for row in found)
    assert len(found) == len(set(found))
