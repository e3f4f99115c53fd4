"""What a line of evidence is about, whoever it is said of: by this, evidence is known again.

How common a name is, how many people fit an account, how weighty a line is: all of that drifts from audit to
audit. What stays is that a surname is the same, or that another account may be of the same household.
"""

from collections.abc import Mapping
from typing import Any

ANOTHER = "another"
"""The kind of a sentence that no phrase below stands in: it asks again, once, rather than never."""

_FIELDS = ("forename", "surname")
_SAME, _FORM, _LETTERS = "same", "a form", "alike in letters"
_WEAKER = {_SAME: (_SAME, _FORM, _LETTERS), _FORM: (_FORM, _LETTERS), _LETTERS: (_LETTERS,)}
"""What says more of a name says everything that the rest would have: Seun is no news after Oluwaseun."""

_OF_A_NAME = {
    " is the same as the ": _SAME,
    " are forms of one forename": _FORM,
    " is another spelling of ": _FORM,
    " is now and then used for ": _FORM,
    " as the other sex bears it": _FORM,
    " as another script writes it": _FORM,
    " begins with ": _LETTERS,
    " is like a pet form of ": _LETTERS,
    " is one slip of the pen from ": _LETTERS,
    " is a part of ": _LETTERS,
    " sounds like ": _LETTERS,
    " is spelt much like ": _LETTERS,
}
_OF_ITS_OWN = {
    " is the middle name on the roster": ("middle name", "middle initial"),
    "The middle initial ": ("middle initial",),
    ", another forename of theirs": ("another forename",),
    ", another surname of theirs": ("another surname",),
    "The e-mail address is the one on the roster": ("e-mail address",),
    "a member of the same household": ("household",),
    "The same account stands in the lists of ": ("several lists",),
}
_OF_NO_KIND = (
    "Before any name is compared",
    " expected in Great Britain",
    "The surname stands before the forename",
    " fits this account too",
    " fit this account too",
    "another person on the roster whom this account fits too",
    " is not the middle name on the roster",
    " is not on the roster",
    " holds several words that the roster does not",
    "other letter stands in the ",
    "other letters stand in the ",
    " reads as well as another name",
    "Another source shows another ",
)
"""What is said of circumstances, or against: as evidence for a pair it asks nobody again."""


def evidence_of(finding: Mapping[str, Any]) -> frozenset[str]:
    """The kinds of evidence that speak for a row of FINDINGS, each as strong as it is."""
    return frozenset(
        kinds[0] for line in finding["evidence"] if line["bits"] > 0 and (kinds := kinds_of(line["sentence"]))
    )


def told_in(finding: Mapping[str, Any]) -> frozenset[str]:
    """Every kind that a reader of this row of FINDINGS is told, whichever way it speaks, and all weaker."""
    return frozenset(kind for line in finding["evidence"] for kind in kinds_of(line["sentence"]))


def kinds_of(sentence: str) -> tuple[str, ...]:
    """What a sentence is about, the strongest first; nothing where it is no evidence for a pair."""
    if any(phrase in sentence for phrase in _OF_NO_KIND):
        return ()
    for phrase, kinds in _OF_ITS_OWN.items():
        if phrase in sentence:
            return kinds
    for phrase, grade in _OF_A_NAME.items():
        if phrase in sentence:
            field = _field_of(sentence)
            return tuple(f"{field}: {each}" for each in _WEAKER[grade])
    return () if " is not " in sentence else (ANOTHER,)


def _field_of(sentence: str) -> str:
    """Which of the names a sentence is about: it says so last, whatever name the roster has before."""
    return max(_FIELDS, key=sentence.casefold().rfind)
