"""What an entry of a calendar of term dates is about, by the words of its summary.

An entry is taken only where all its words are known. A school's diary is full of others that sound alike:
"Half-term club", "Summer term parents' evening", "Year 6: last day of term concert".
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What an entry can be about."""

    TERM = auto()
    """A term, or a half-term in the sense of half a term: days with school."""
    STARTS = auto()
    """The first day of a term or of half a term."""
    ENDS = auto()
    """The last day of one."""
    HALF_TERM = auto()
    """A half-term holiday."""
    HALF_TERM_STARTS = auto()
    HALF_TERM_ENDS = auto()
    HOLIDAY = auto()
    """A holiday whose days say which."""
    CLOSED = auto()
    """Single days without school: inset days, bank holidays."""


class Length(Enum):
    """How long an entry is, as far as that tells what it is."""

    DAY = auto()
    WEEK = auto()
    """Several days, up to the longest half-term holiday."""
    BETWEEN = auto()
    """Too long for a half-term holiday and too short for half a term."""
    TERM = auto()


@dataclass(frozen=True, slots=True)
class Words:
    """What a summary says: the roles of its words, the season it names, whether any word is unknown."""

    roles: frozenset[str]
    season: str = ""
    unknown: bool = False

    @property
    def of_terms(self) -> bool:
        """Whether it speaks of terms, holidays or closures at all."""
        return bool(self.roles & {"term", "half-term", "holiday", "closed", "inset", "bank-holiday"})

    @property
    def of_half_term(self) -> bool:
        """Whether it speaks of a half-term holiday, and not of the first or second half of a term."""
        return "half-term" in self.roles and "number" not in self.roles


LONGEST_SUMMARY = 300
"""Characters; what is longer tells a story."""
LONGEST_HALF_TERM = 18
"""Days: two weeks and the weekends around them, with a day to spare."""
SHORTEST_TERM = 22
"""Days: half a summer term after the latest Easter there is."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_PHRASES = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"['’‘]", ""),
        (rf"\b(?:{_NTH} *[-–—/&] *)?{_NTH} (?:of )?{_MONTH}\b", " "),
        (rf"\b{_MONTH} {_NTH}\b", " "),
        (r"\b\d{1,2}[.:]\d\d *(?:[ap]m)?\b|\b\d{1,2} *[ap]m\b", " "),
        (r"\b(?:school|academic) year\b", " term "),
        (r"\b20\d\d(?: *[-–/] *(?:20)?\d\d)?\b|\b\d\d/\d\d\b", " "),
        (r"\b(?:half|mid)[ -]*terms?\b", " half-term "),
        (r"\b(?:breaks?|breaking)[ -]+up\b", " breakup "),
        (r"\b(?:bank|public|statutory)[ -]+holidays?\b", " bankholiday "),
        (r"\bin[ -]?service\b|\bnon[ -]?(?:pupil|teaching|contact)\b", " inset "),
        (r"\b(?:staff|teachers?|school) (?:training|development)\b|\bprofessional development\b", " inset "),
        (r"\bgood friday\b|\beaster monday\b|\bchristmas (?:day|eve)\b|\bboxing day\b", " bankholiday "),
        (r"\bnew years? (?:day|eve)\b|\bmay day\b|\bst (?:andrew|patrick)s day\b", " bankholiday "),
        (r"\bearly (?=may\b)", " "),
        (r"\bno (?:school|pupils|children)\b", " closed "),
        (r"\b(?:last|final) (?:school )?day (?=before\b)", " breakup "),
        (r"\b(?:last|final) (?:school )?day\b", " ends "),
        (r"\bfirst (?:school )?day (?=back\b|after\b)", " returns "),
        (r"\bfirst (?:school )?day\b", " starts "),
    )
)
_ROLES = {
    role: set(words.split())
    for role, words in {
        "half-term": "half-term",
        "term": "term terms termtime",
        "holiday": "holiday holidays hols break vacation",
        "closed": "closed closure shut",
        "inset": "inset insets training baker occasional pd cpd",
        "starts": "start starts starting begin begins beginning commence commences",
        "returns": "return returns reopen reopens opens resume resumes back",
        "ends": "end ends ending finish finishes",
        "closes": "breakup close closes",
        "half": "half",
        "number": "1 2 3 4 5 6 1st 2nd 3rd 4th 5th 6th first second third one two three four five six",
        "season": "autumn spring summer michaelmas hilary lent trinity advent winter christmas easter",
        "bank-holiday": "bankholiday",
        "": "january february march april may june july august september october november december "
        "whitsun whit week day days date dates the of for all to in on at and a before after from re our "
        "school schools academy nursery pupils pupil children students student staff only non time "
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri "
        "england wales scotland uk substitute noon",
    }.items()
}
_ROLE_OF = {word: role for role, words in reversed(_ROLES.items()) for word in words}
_WORD = re.compile(r"half-term|\w+")


def words_of(summary: str) -> Words:
    """What a summary says; where what stands before a colon is no word of ours, what stands after it."""
    if len(summary) > LONGEST_SUMMARY:
        return Words(frozenset(), unknown=True)
    text = unicodedata.normalize("NFKC", summary).casefold()
    words = _words(text)
    after = text.partition(":")[2]
    return _words(after) if words.unknown and after.strip() else words


def kind_of(words: Words, length: Length) -> Kind | None:
    """What an entry of these words and this length is; None where that cannot be told."""
    begins, finishes = words.roles & {"starts", "returns"}, words.roles & {"ends", "closes"}
    if words.unknown or (begins and finishes):
        return None
    if begins or finishes:
        return _turn(words) if length is Length.DAY else None
    return _stretch(words.roles, length)


def _words(text: str) -> Words:
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    found = _WORD.findall(text)
    roles = {_ROLE_OF.get(word) for word in found}
    season = next((word for word in found if _ROLE_OF.get(word) == "season"), "")
    return Words(frozenset(role for role in roles if role), season, None in roles)


def _turn(words: Words) -> Kind | None:
    """What begins or ends on a single day."""
    roles = words.roles
    starts = bool(roles & {"starts", "returns"})
    comes_or_goes = bool(roles & {"returns", "closes"})
    if not comes_or_goes and words.of_half_term:
        return Kind.HALF_TERM_STARTS if starts else Kind.HALF_TERM_ENDS
    of_term = roles & {"term", "half-term"} or roles >= {"season", "number"}
    if of_term or "returns" in roles or ("closes" in roles and roles & {"season", "holiday"}):
        return Kind.STARTS if starts else Kind.ENDS
    return None


def _stretch(roles: frozenset[str], length: Length) -> Kind | None:
    """What lasts for those days."""
    if roles & {"inset", "bank-holiday"}:
        return Kind.CLOSED if length in {Length.DAY, Length.WEEK} else None
    off = roles & {"holiday", "closed"}
    if "half-term" in roles and (off or length is not Length.TERM):
        is_holiday = off or "number" not in roles
        return Kind.HALF_TERM if is_holiday and length in {Length.DAY, Length.WEEK} else None
    if off:
        return Kind.CLOSED if length is Length.DAY else Kind.HOLIDAY
    is_term = roles & {"term", "half-term"} or roles >= {"season", "number"}
    return Kind.TERM if is_term and length is Length.TERM else None
