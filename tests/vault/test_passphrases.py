"""Five words that nobody can guess and anybody can type."""

import math

from vault.passphrases import WORDS, five_words, word_list


def test_the_list_has_every_word_once() -> None:
    assert len(set(word_list())) == 7776
    assert all(3 <= len(word) <= 9 and word.islower() and word.isascii() for word in word_list())


def test_a_passphrase_is_five_words_of_the_list() -> None:
    for _ in range(200):
        words = five_words().split(" ")
        assert len(words) == WORDS
        assert set(words) <= set(word_list())


def test_five_words_hold_sixty_four_bits() -> None:
    assert WORDS * math.log2(len(word_list())) > 64


def test_no_two_passphrases_are_alike() -> None:
    assert len({five_words() for _ in range(2000)}) == 2000


def test_words_are_drawn_from_the_whole_list_at_every_place() -> None:
    drawn = [five_words().split(" ") for _ in range(8000)]
    # 8,000 even draws from 7,776 words meet 4,997 of them, give or take 39 (one standard deviation).
    for place in zip(*drawn, strict=True):
        assert 4800 < len(set(place)) < 5200


def test_one_word_says_nothing_about_the_next() -> None:
    drawn = [five_words().split(" ") for _ in range(8000)]
    pairs = {(words[0], words[1]) for words in drawn}
    assert len(pairs) > 7980
