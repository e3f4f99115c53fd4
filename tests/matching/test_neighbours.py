"""The forms a word may stand for: none that a comparison finds to agree is overlooked."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.comparisons import LEVELS, compare_many
from matching.neighbours import AT_ONCE, neighbours
from matching.sounds import sound
from matching.variants import gendered, pet_stems, variants

NAMES = [
    "elizabeth", "liz", "betty", "alexander", "alec", "sasha", "katarzyna", "kasia", "mohammed", "mohd",
    "rhys", "oluwaseun", "seun", "ann", "li", "s", "k", "kowalska", "kowalski", "popov", "popova", "akhtar",
    "akhter", "smith", "smyth", "nowakwojcik", "aa", "aaaa", "sharma", "belaya", "beliy",
    "abcdefghijklmnopqrstuvwxyz",
]  # fmt: skip
LETTERS = st.sampled_from("abehikosyz")


def _edited(word, kind, place, letter):
    place %= len(word)
    start, end = word[:place], word[place + 1 :]
    return {
        "same": word, "without": start + end, "with": start + letter + word[place:],
        "other": start + letter + end, "swapped": start + end[:1] + word[place] + end[1:], "beginning": start,
        "ending": end, "pet": start + "ie", "sy": start + "sy", "initial": word[0],
    }[kind] or word  # fmt: skip


KINDS = ["same", "without", "with", "other", "swapped", "beginning", "ending", "pet", "sy", "initial"]
WORDS = st.builds(_edited, st.sampled_from(NAMES), st.sampled_from(KINDS), st.integers(0, 30), LETTERS)
VOCABULARIES = st.lists(WORDS, max_size=20, unique=True)


def _found(field, words, forms):
    first, second = neighbours(field, words, forms)
    return {(words[one], forms[other]) for one, other in zip(first.tolist(), second.tolist(), strict=True)}


def _one_edit_apart(one, other):
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    kinds = ["without", "other", "swapped"]
    reached = {
        _edited(one, kind, place, letter) for kind in kinds for place in range(len(one)) for letter in other
    }
    return other in reached or any(_edited(other, "without", place, "") == one for place in range(len(other)))


def _may_agree(field, word, form):
    """What a comparison may find, pair by pair, without an index."""
    if 1 in {len(word), len(form)}:
        return word[0] == form[0]
    if word == form or form in variants(field, word) or _one_edit_apart(word, form):
        return True
    if field == "surname":
        return form in gendered(word)
    short, long = sorted((word, form), key=len)
    part = len(long) - len(short) > 1 and len(short) > 2
    cut = part and (long.startswith(short) or (len(short) > 3 and long.endswith(short)))
    return cut or any(form.startswith(stem) for stem in pet_stems(word))


@pytest.mark.parametrize("field", ["forename", "surname"])
@settings(deadline=None)
@given(VOCABULARIES, VOCABULARIES)
def test_every_pair_that_may_agree_is_found(field, words, forms):
    words, forms = ([word[:24] for word in some] for some in (words, forms))
    found = _found(field, words, forms)
    expected = {(word, form) for word in words for form in forms if _may_agree(field, word, form)}
    assert expected <= found


@pytest.mark.parametrize("field", ["forename", "surname"])
@settings(deadline=None)
@given(VOCABULARIES, VOCABULARIES)
def test_every_pair_that_a_comparison_calls_alike_in_sound_is_found(field, words, forms):
    pairs = [(word, form) for word in words for form in forms]
    if not pairs:
        return
    shown, beside = zip(*pairs, strict=True)
    levels = compare_many(field, shown, beside).level
    names = [LEVELS[field][level].name for level in levels.tolist()]
    found = _found(field, words, forms)
    assert all(pair in found for pair, name in zip(pairs, names, strict=True) if name == "sound")


@settings(deadline=None)
@given(VOCABULARIES, VOCABULARIES)
def test_no_pair_is_found_twice_and_they_stand_in_the_order_of_words(words, forms):
    first, second = neighbours("forename", words, forms)
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    assert pairs == sorted(set(pairs))


def test_more_words_than_are_looked_up_at_once_keep_their_places():
    words = [f"{'q' * (number % 7)}x" for number in range(AT_ONCE)] + ["sarah"]
    first, second = neighbours("forename", words, ["ann", "sarah"])
    assert (first.tolist()[-1], second.tolist()[-1]) == (AT_ONCE, 1)


@pytest.mark.parametrize(
    ("field", "word", "form"),
    [
        ("forename", "liz", "elizabeth"),
        ("forename", "elizabeth", "liz"),
        ("forename", "jonsy", "jonathan"),
        ("surname", "belaya", "beliy"),
        ("surname", "beliy", "belaya"),
        ("surname", "mohamed", "muhammad"),
    ],
)
def test_names_far_apart_in_letters_are_joined_by_a_table_a_pet_ending_or_their_sound(field, word, form):
    assert (word, form) in _found(field, [word], [form])


def test_names_that_have_nothing_in_common_are_no_neighbours():
    assert sound("smith") != sound("patel")
    assert _found("surname", ["smith", "li", "x"], ["patel", "lu", "jones"]) == set()


def test_finding_neighbours_does_without_pandas():
    code = (
        "import sys; from matching.neighbours import neighbours;"
        "neighbours('forename', ['liz'], ['elizabeth']); sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
