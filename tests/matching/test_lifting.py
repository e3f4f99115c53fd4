"""What is no part of a name is lifted out of it; what only may be one stays."""

import pytest

from matching.names import parse_name


@pytest.mark.parametrize(
    "written", ["Ellie's Mum", "Mum of Ellie", "mum to Ellie and Jack 💙", "Mumof Ellie"]
)
def test_an_account_named_after_a_child_is_not_the_childs(written):
    assert "ellie" not in (*parse_name(written).words, *parse_name(written).also)


@pytest.mark.parametrize(
    "written", ["Sarah Jones mum of Ellie", "Sarah Jones (Mum of Ellie)", "Sarah Jones, mummy to Ellie"]
)
def test_a_child_beside_a_name_is_left_out(written):
    assert parse_name(written).words == ("sarah", "jones")
    assert parse_name(written).also == ()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Babcia Zosia", ("zosia",)),
        ("Amma Priya", ("priya",)),
        ("Rt Hon Ann Lee MP", ("ann", "lee")),
        ("Omar al Khalid", ("omar", "khalid")),
        ("Ann Lee, MBBS", ("ann", "lee")),
        ("Ann Lee Childminding", ("ann", "lee")),
    ],
)
def test_kin_words_titles_and_trades_are_no_names(written, words):
    assert parse_name(written).words == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Ma Jun Li", ("ma", "jun", "li")),
        ("Smith Al", ("smith", "al")),
        ("Nana Mensah", ("nana", "mensah")),
        ("Sarah Nee", ("sarah", "nee")),
        ("Nani", ("nani",)),
    ],
)
def test_a_name_that_only_looks_like_something_else_is_kept(written, words):
    assert parse_name(written).words == words


def test_a_word_that_is_none_in_handles_only_is_a_name_in_a_bracket():
    assert parse_name("Sarah Jones (Ng)").also == ("ng",)
    assert parse_name("Ann, Ng").words == ("ng", "ann")


def test_a_former_name_needs_a_name_behind_its_marker():
    assert parse_name("Sarah Smith formally Jones").also == ("jones",)
    assert parse_name("Sarah Was").words == ("sarah", "was")
