"""The words of the reports for dates, counts and relations."""

from collections.abc import Iterable
from datetime import date

from reports.guides import guide
from schemas.words import Band, Decision, Kind, Relation, Verdict

FEW = 5  # fewer people than this could be told apart by those who know them

LISTS = {
    Relation.FRIEND: "Friends",
    Relation.FOLLOWER: "Followers",
    Relation.FOLLOWING: "People you follow",
    Relation.REQUEST_RECEIVED: "Requests you were sent",
    Relation.REQUEST_SENT: "Requests you sent",
    Relation.CONTACT: "Address book",
}

LISTS_OF_STAFF = LISTS | {
    Relation.FOLLOWING: "People they follow",
    Relation.REQUEST_RECEIVED: "Requests received",
    Relation.REQUEST_SENT: "Requests sent",
}

BANDS = {Band.STRONG: "Strong", Band.PROBABLE: "Probable", Band.POSSIBLE: "Possible"}

VERDICTS = {
    Verdict.TO_CHECK: "To check",
    Verdict.DECLARED: "Declared",
    Verdict.FOR_INFORMATION: "For information",
    Verdict.OUT_OF_SCOPE: "Out of scope",
}

DECISIONS = {
    Decision.SAME_PERSON: "same person",
    Decision.NOT_THE_SAME: "not the same person",
    Decision.DECLARED: "declared",
    Decision.ASK: "ask the member of staff",
    Decision.HAND_OVER: "hand over",
}

KINDS = {Kind.PUPIL: "Pupil", Kind.PARENT_CARER: "Parent or carer"}


def platform_title(platform: str) -> str:
    """The platform as it writes itself: `X (Twitter)`, `LinkedIn`."""
    return guide(platform).title


def list_title(platform: str, relation: Relation, *, own: bool = True) -> str:
    """A list as its platform calls it; `own` when the reader is the person whose list it is."""
    return guide(platform).lists.get(relation) or (LISTS if own else LISTS_OF_STAFF)[relation]


def day(on: date | None) -> str:
    """`3 September 2024`; empty when not known."""
    return f"{on.day} {on:%B %Y}" if on else ""


def short_day(on: date | None) -> str:
    """`3 Sep 2024`; empty when not known."""
    return f"{on.day} {on:%b %Y}" if on else ""


def number(count: int) -> str:
    """`1,204`."""
    return f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """`1 contact`, `1,204 contacts`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def few(count: int) -> str:
    """A count that points at nobody: one to four are "fewer than 5"."""
    return f"Fewer than {FEW}" if 0 < count < FEW else number(count)


def share(part: int, whole: int) -> str:
    """A part of many people that points at nobody: neither at who is in it nor at who is not."""
    if not part:
        return "none"
    if part < FEW:
        return few(part).lower()
    return number(part) if whole - part >= FEW else f"{number(max(FEW, whole - FEW + 1))} or more"


def as_sentence(words: str) -> str:
    """The words with a capital before them and a stop after them."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def together(words: Iterable[str]) -> str:
    """`one`, `one and another`, `one, another and a third`."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last
