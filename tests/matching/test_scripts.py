"""Names in a script of their own beside Latin spellings."""

import numpy as np
import pytest

from matching.reference import rows
from matching.scripts.across import FLOOR, compare_across
from matching.scripts.correspondences import correspondences
from matching.scripts.nearest import nearest_forms
from matching.scripts.symbols import script_of, symbols

SCRIPTS = ("cyrillic", "arabic", "hebrew", "indic", "hangul", "kana", "han", "other")

SAME = [
    ("Мария", "maria"),
    ("Чайковский", "tchaikovsky"),
    ("محمد", "muhammad"),
    ("شہزاد", "shahzad"),
    ("מרים", "miriam"),
    ("गुरप्रीत", "gurpreet"),
    ("ਗੁਰਪ੍ਰੀਤ", "gurpreet"),
    ("প্রিয়াঙ্কা", "priyanka"),
    ("민준", "minjun"),
    ("스티븐", "steven"),
    ("スティーブン", "steven"),
    ("亨利", "henry"),
    ("小明", "xiaoming"),
    ("Παπαδόπουλος", "papadopoulos"),
    ("გიორგი", "giorgi"),
]


@pytest.mark.parametrize(("native", "form"), SAME)
def test_a_spelling_that_sounds_so_speaks_for_the_person(native, form):
    assert compare_across([native], [form])[0] > 3


@pytest.mark.parametrize(("native", "form"), SAME)
def test_another_name_speaks_against(native, form):
    other = "wilkinson" if form != "wilkinson" else "maria"
    assert FLOOR <= compare_across([native], [other])[0] < -1


def test_the_nearer_spelling_says_more():
    maria, marina, mark = compare_across(["Мария"] * 3, ["maria", "marina", "mark"])
    assert maria > marina > mark


def test_a_word_in_latin_letters_or_an_empty_one_says_nothing():
    assert compare_across(["Sarah", "Мария", ""], ["sarah", "", "sarah"]).tolist() == [0, 0, 0]
    assert len(compare_across([], [])) == 0


def test_a_pair_says_the_same_whatever_stands_beside_it():
    natives, forms = zip(*SAME, strict=True)
    together = compare_across(natives, forms)
    alone = [compare_across([native], [form])[0] for native, form in SAME]
    assert together == pytest.approx(alone)


def test_a_common_name_says_no_more_than_its_rarity():
    shares = np.array([0.05, 1e-6])
    common, rare = compare_across(["محمد"] * 2, ["muhammad"] * 2, shares)
    assert common < np.log2(1 / 0.05) < rare


def test_letters_that_no_table_knows_are_no_error_and_settle_nothing():
    bits = compare_across(["𐎀𐎁", "Ꙟ", "ﷺ"], ["sarah", "sarah", "a"])
    assert np.isfinite(bits).all()
    assert (bits < 4).all()


def test_the_nearest_spellings_hold_the_right_one():
    forms = [form for _, form in SAME] + [row["name"] for row in list(rows("surname_frequencies"))[:1000]]
    words, found = nearest_forms([native for native, _ in SAME], forms, most=100)
    for place, (native, form) in enumerate(SAME):
        assert form in {forms[at] for at in found[words == place]}, script_of(native)


def test_the_nearest_of_no_words_or_no_spellings_are_none():
    assert [len(places) for places in nearest_forms([], ["sarah"])] == [0, 0]
    assert [len(places) for places in nearest_forms(["Мария"], [])] == [0, 0]
    assert [len(places) for places in nearest_forms(["Sarah"], ["sarah"])] == [0, 0]


@pytest.mark.parametrize(
    ("word", "script"),
    [("Sarah", "latin"), ("Zoë", "latin"), ("Мария", "cyrillic"), ("محمد", "arabic"), ("שרה", "hebrew"),
     ("राम", "indic"), ("민준", "hangul"), ("さくら", "kana"), ("佐々木", "han"), ("Ελένη", "other")],
)  # fmt: skip
def test_a_words_script_is_known(word, script):
    assert script_of(word) == script


def test_syllables_are_taken_apart_into_their_sounds():
    assert symbols("シュルマン") == ("^", "sy", "u", "r", "u", "m", "a", "N", "$")
    assert symbols("亨利") == ("^", "h-", "eng", "l-", "i", "$")
    assert symbols("राम") == ("^", "र", "ा", "म", "ə", "$")
    assert symbols("রাম") == symbols("राम")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_table_of_correspondences_has_no_row_twice_and_its_chances_sum_to_one(script):
    pairs = [(row["latin"], row["native"]) for row in rows(f"scripts/{script}")]
    assert len(pairs) == len(set(pairs))
    assert correspondences(script).joint.sum() == pytest.approx(1)
