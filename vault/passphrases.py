"""Passphrases that people type: five words of EFF's long list.

The list: Electronic Frontier Foundation, "EFF's New Wordlists for Random Passphrases" (2016), CC BY 3.0 US,
as shipped by xkcdpass.
"""

import functools
import secrets

from xkcdpass.xkcd_password import generate_wordlist

WORDS_IN_LIST = 7776
WORDS = 5


def five_words() -> str:
    """Five words joined by spaces, each drawn by the system's secure generator: 64.6 bits.

    Spaces, because four words of the list have a hyphen of their own.
    """
    return " ".join(secrets.choice(word_list()) for _ in range(WORDS))


@functools.cache
def word_list() -> tuple[str, ...]:
    """The 7,776 words, sorted."""
    words = sorted(generate_wordlist("eff-long", min_length=3, max_length=9))
    # xkcdpass falls back to whatever dictionary the system has when its own file is missing.
    if len(words) != WORDS_IN_LIST:
        raise RuntimeError(f"the word list has {len(words)} words instead of {WORDS_IN_LIST}")
    return tuple(words)
