"""What a person writes of a finding, read as a decision; what leaves a doubt is none."""

import re
from difflib import SequenceMatcher

from schemas.words import Decision

OFFERED = {
    "same person": Decision.SAME_PERSON,
    "not the same person": Decision.NOT_THE_SAME,
    "declared": Decision.DECLARED,
    "ask the member of staff": Decision.ASK,
    "hand over": Decision.HAND_OVER,
}
"""The words of the workbook's drop-down."""
_ALSO = {
    "same": Decision.SAME_PERSON,
    "the same": Decision.SAME_PERSON,
    "the same person": Decision.SAME_PERSON,
    "not same": Decision.NOT_THE_SAME,
    "not the same": Decision.NOT_THE_SAME,
    "not same person": Decision.NOT_THE_SAME,
    "not a same person": Decision.NOT_THE_SAME,
    "ask": Decision.ASK,
    "ask staff": Decision.ASK,
    "ask member of staff": Decision.ASK,
    "handover": Decision.HAND_OVER,
}
_ENOUGH_ALIKE = 0.85
_BETWEEN_WORDS = re.compile(r"[\s.,;:!_\-\u2010-\u2015\u200b\"'‘’“”]+")
_LONGEST = 60


def decision_of(text: str) -> Decision | None:
    """The decision these words say, in any case and with a small slip; None where they might say another."""
    words = _BETWEEN_WORDS.sub(" ", text).strip().casefold()
    said = (OFFERED | _ALSO).get(words)
    if said is not None or "?" in words or len(words) > _LONGEST:
        return said
    return next((decision for offered, decision in OFFERED.items() if _is_a_slip(words, offered)), None)


def _is_a_slip(words: str, offered: str) -> bool:
    """Whether one is the other but for a slip inside a word; a word more or less can turn its meaning."""
    return (
        words[:1] == offered[0]
        and words.count(" ") == offered.count(" ")
        and SequenceMatcher(None, words, offered, autojunk=False).ratio() >= _ENOUGH_ALIKE
    )
