"""Which cells name somebody: not a placeholder, not a test record, not an organisation.

A real person must never be lost to a word, so a word decides alone only where no listed UK surname is
spelt like it; `data/reference/expectations/*.csv` says which words those are.
"""

import csv
import re
from functools import cache

from schemas.places import REFERENCE

_WORD = re.compile(r"[^\W_]+")
_BRACKETED = re.compile(r"\([^)]*\)")
_FOLDED_TO_LATIN = "\u00df\u0130\u0149\u017f\u01f0\u1e96-\u1e9a\u1e9e\u212a\ufb00-\ufb06"
"""Signs that case folding, and not lower case, turns into the letters of listed words."""
_NUMBER_AT_END = re.compile(r"\d+$")


def words_of(name: str) -> list[str]:
    """The words of a name in lower case, without punctuation."""
    return _WORD.findall(name.casefold())


def has_letter(cell: str) -> bool:
    """At least one letter, of any script."""
    return any(map(str.isalpha, cell))


def is_placeholder(name: str) -> bool:
    """Nothing but words that stand for "no name here", or no letter at all."""
    if not has_letter(name):
        return True
    words, listed = words_of(_unbracketed(name)), _listed("placeholders")
    return " ".join(words) in listed or all(listed.get(word) == "every" for word in words)


def is_test_record(name: str) -> bool:
    """A record made to try the system out: one unmistakable word, or nothing but words of such records.

    One such word by itself may be a surname ("Guest"); with a number ("Pupil 12") it is not.
    """
    words, listed = words_of(_unbracketed(name)), _listed("test_records")
    bare = [stem for word in words if (stem := _NUMBER_AT_END.sub("", word))]
    if any(listed.get(word) == "alone" or word.startswith("zz") for word in bare):
        return True
    several = len(words) > 1 or bare != words
    return several and bool(bare) and all(word in listed for word in bare)


def is_organisation(name: str) -> bool:
    """An organisation or a professional by office: the name is, or ends in, the word for one."""
    words = words_of(_unbracketed(name))
    listed = _listed("organisations")
    return " ".join(words) in listed or any(
        listed.get(" ".join(words[start:])) == "end" for start in range(len(words))
    )


def doubtful(table: str) -> str:
    """An RE2 pattern for names in lower case, which finds at least those a table's words decide about."""
    last = "|".join(sorted({words.rpartition(" ")[2] for words in _listed(table)}))
    apart = r"[^\pL\pN]"
    return rf"[{_FOLDED_TO_LATIN}]|^\PL*$|(?:^|{apart})(?:zz|(?:{last})\pN*(?:{apart}|$))"


def _unbracketed(name: str) -> str:
    """The name without words in brackets, unless it is all there is: "Jo Smith (childminder)" is Jo Smith."""
    bare = _BRACKETED.sub(" ", name)
    return bare if has_letter(bare) else name


@cache
def _listed(table: str) -> dict[str, str]:
    """Words or phrases of a table, with where they decide."""
    path = REFERENCE / "expectations" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["words"]: row["where"] for row in csv.DictReader(lines)}
