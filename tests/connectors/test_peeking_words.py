"""The list of words that may be shown: as few names as can be, and a reason for each that is left."""

import csv
import unicodedata
from functools import cache

from connectors.peeking.words import shown_name, vocabulary
from schemas.places import REFERENCE

NAMES = REFERENCE / "names"
COMMON = 30
"""Bearers in a million, of a forename or a surname."""
ESSENTIAL = {"friend"}


def rows(path: str) -> list[dict[str, str]]:
    with (REFERENCE / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def bearers() -> dict[str, float]:
    """Every name that the matcher knows, with how many in a million bear it; 0 where that is not known."""
    found: dict[str, float] = {}
    for table in ("forename_frequencies", "surname_frequencies", "surname_estimates"):
        for row in rows(f"names/{table}.csv"):
            found[row["name"]] = max(found.get(row["name"], 0), float(row["per_million"]))
    several = [
        *(f"{row['forename']} {row['shown_as']}" for row in rows("names/short_forms.csv")),
        *(row["spellings"] for row in rows("names/spelling_families.csv")),
        *(f"{row['forenames']} {row['surnames']}" for row in rows("names/communities.csv")),
    ]
    return dict.fromkeys(" ".join(several).split(), 0.0) | found


def plain(word: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word) if letter.isascii() and letter.isalpha()
    )


def test_every_word_that_is_a_name_too_has_a_reason_to_be_there():
    words = [row for row in rows("export_words.csv") if row["kind"] == "word"]
    assert {row["word"] for row in words if row["why"]} == {
        row["word"] for row in words if plain(row["word"]) in bearers()
    }


def test_no_word_is_a_common_name_unless_no_layout_could_be_told_without_it():
    assert {word for word in vocabulary().words if bearers().get(plain(word), 0) >= COMMON} == ESSENTIAL


def test_a_name_that_is_a_word_too_is_never_shown_by_itself():
    names = {word for word in vocabulary().beside if bearers().get(plain(word), 0) >= COMMON}
    assert {"day", "page", "may"} <= names
    assert not any(shown_name(name) for name in names)
    assert not any(shown_name(f"{one} {other}") for one in names for other in names)


def test_every_common_name_is_hidden():
    common = {name for name, number in bearers().items() if number >= COMMON} - ESSENTIAL
    assert not [name for name in common if shown_name(name) or shown_name(name.capitalize())]


def test_the_list_is_in_order_without_repeats_and_in_one_form():
    told = rows("export_words.csv")
    assert len({(row["word"], row["kind"]) for row in told}) == len(told)
    folded = [row["word"] for row in told if row["kind"] in {"word", "beside"}]
    assert all(word == unicodedata.normalize("NFC", word).casefold() for word in folded)
    for kind in ("word", "beside", "exact"):
        words = [row["word"] for row in told if row["kind"] == kind]
        assert words == sorted(words)


def test_what_opens_a_file_does_not_also_keep_it_closed():
    assert vocabulary().people.isdisjoint(vocabulary().closed)
