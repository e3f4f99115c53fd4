from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matching.channel import likeness
from matching.comparisons import LEVELS, compare_many, scale_of
from matching.frequencies import frequencies
from matching.letters_aligned import steps
from matching.slips import Slips
from matching.word_pairs import WordPairs

WORDS = st.text(ascii_lowercase[:6], min_size=1, max_size=20)
VOCABULARY = st.lists(WORDS, max_size=12)
FIELDS = ["forename", "surname"]


def _level(field, shown, form):
    return LEVELS[field][compare_many(field, [shown], [form]).level[0]].name


def _bits(field, shown, form, closely=False):
    return compare_many(field, [shown], [form], closely).bits[0]


def _floor(field):
    return np.log2(scale_of(field).each("different"))


@pytest.mark.parametrize(
    ("field", "shown", "form", "level"),
    [
        ("forename", "sarah", "sarah", "same"),
        ("forename", "s", "sarah", "initial"),
        ("forename", "j", "sarah", "different"),
        ("forename", "liz", "elizabeth", "short_form"),
        ("forename", "elizabeth", "liz", "short_form"),
        ("surname", "obryan", "obrien", "family"),
        ("forename", "zorblie", "zorblan", "pet"),
        ("forename", "mark", "mary", "slip"),
        ("forename", "sarah", "mark", "different"),
        ("surname", "kowalska", "kowalski", "gendered"),
        ("surname", "smyth", "smith", "family"),
        ("surname", "fetherstone", "featherstone", "slip"),
        ("surname", "okonkwo", "featherstone", "different"),
    ],
)
def test_the_first_level_that_holds_is_the_one_found(field, shown, form, level):
    assert _level(field, shown, form) == level


@pytest.mark.parametrize("field", FIELDS)
@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), max_size=12))
def test_a_pair_says_the_same_alone_and_among_others(field, pairs):
    shown, forms = [one for one, _ in pairs], [other for _, other in pairs]
    together = compare_many(field, shown, forms)
    alone = [compare_many(field, [one], [other]) for one, other in pairs]
    assert together.level.tolist() == [each.level[0] for each in alone]
    assert np.allclose(together.bits, [each.bits[0] for each in alone])


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("closely", [False, True])
def test_no_words_have_nothing_to_say(field, closely):
    compared = compare_many(field, [], [], closely)
    assert len(compared.level) == len(compared.bits) == 0


@pytest.mark.parametrize("field", FIELDS)
@settings(deadline=None)
@given(WORDS, WORDS)
def test_likeness_is_the_same_either_way_round_and_bounded(field, one, other):
    there, back = likeness(field).bits(WordPairs.of([one, other], [other, one]))
    assert there == pytest.approx(back)
    assert abs(there) <= 8


@pytest.mark.parametrize(
    ("shown", "form"),
    [
        ("mary", "mark"),
        ("mark", "mary"),
        ("jade", "jane"),
        ("sean", "dean"),
        ("barry", "harry"),
        ("kevin", "kelvin"),
    ],
)
def test_a_forename_an_edit_from_another_speaks_against_it(shown, form):
    assert _bits("forename", shown, form) < -1


@pytest.mark.parametrize(
    ("shown", "form"),
    [("harris", "harrison"), ("marsh", "walsh"), ("wilson", "watson"), ("johnson", "jones")],
)
def test_a_surname_like_another_speaks_against_it(shown, form):
    assert _bits("surname", shown, form) < -3


@pytest.mark.parametrize(("shown", "form"), [("sarah", "mark"), ("aaron", "karen"), ("alan", "ian")])
def test_names_with_nothing_in_common_stay_at_the_floor(shown, form):
    assert _bits("forename", shown, form, closely=True) == pytest.approx(_floor("forename"), abs=0.2)


@pytest.mark.parametrize(
    ("field", "variant", "stranger", "form"),
    [
        ("forename", "katya", "karen", "katarzyna"),
        ("forename", "stefan", "steve", "stjepan"),
        ("forename", "betinho", "renato", "alberto"),
        ("surname", "cox", "cole", "cocks"),
    ],
)
def test_a_variant_no_table_knows_is_less_of_a_contradiction_than_another_name(
    field, variant, stranger, form
):
    assert _bits(field, variant, form, closely=True) > _bits(field, stranger, form, closely=True)


@pytest.mark.parametrize("field", FIELDS)
@settings(deadline=None)
@given(WORDS, WORDS)
def test_a_close_look_never_speaks_against_two_words_more(field, shown, form):
    assert _bits(field, shown, form, closely=True) >= _bits(field, shown, form) - 1e-9


@given(VOCABULARY, VOCABULARY)
def test_slips_are_every_pair_one_edit_apart(words, others):
    other, word = Slips(words).near(others)
    expected = {
        (place, at)
        for place, one in enumerate(others)
        for at, two in enumerate(words)
        if OSA.distance(one, two) == 1
    }
    assert set(zip(other.tolist(), word.tolist(), strict=True)) == expected


def test_a_string_is_charged_for_every_listed_name_within_an_edit():
    shares = frequencies("surname")
    near = [name for name in shares.names if OSA.distance("smitt", name, score_cutoff=1) == 1]
    (charged,) = shares.shares_within_a_slip(["smitt"])
    assert "smith" in near
    assert charged == pytest.approx(sum(map(shares.share_if_listed, near)))


@given(WORDS, WORDS)
def test_an_alignment_uses_every_letter_once(one, other):
    taken = [step for step in steps([one], [other])[0].tolist() if step >= 0]
    letters = [code for step in taken for code in divmod(step % 729, 27) if code < 26]
    assert sorted(letters) == sorted(ord(letter) - ord("a") for letter in one[:14] + other[:14])
