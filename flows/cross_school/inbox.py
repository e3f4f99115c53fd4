"""What schools have handed over, opened in the memory of the area's own account."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from flows.cross_school.area import Area
from flows.cross_school.letters import (
    FamiliesLetter,
    SubmissionLetter,
    read_families,
    read_submission,
)
from policy.cross_school import all_of
from schemas.words import Kind
from vault.cross_school import FAMILIES, Letter, is_recipient, opened_letter
from vault.errors import SealBrokenError, SealedContentError

LONGEST = timedelta(days=30)
"""How long a letter waits for its screening, as an extract waits for its audit."""

L = TypeVar("L", FamiliesLetter, SubmissionLetter)


@dataclass
class HandedOver:
    """What one school handed over. Nobody else's is in it."""

    school: str
    letters: list[Letter] = field(default_factory=list)
    """Every letter there was, readable or not."""
    families: FamiliesLetter | None = None
    submissions: dict[str, SubmissionLetter] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    """The stems of which no letter could be read."""
    expired: list[Letter] = field(default_factory=list)
    """Letters that have waited too long: they are not used, and go."""


def handed_over(area: Area, school: str, today: date) -> HandedOver:
    """All that one school handed over, of each stem the newest letter. Raises `AreaOutOfReachError`."""
    inbox = area.inbox(school)
    inbox.sweep()
    there = HandedOver(school, inbox.letters())
    there.families = _newest(area, there, FAMILIES, _families, today)
    for stem in sorted({each.stem for each in there.letters} - {FAMILIES}):
        if submission := _newest(area, there, stem, read_submission, today):
            there.submissions[stem] = submission
    return there


def _newest(
    area: Area, there: HandedOver, stem: str, reading: Callable[[str, bytes], L], today: date
) -> L | None:
    """The newest letter of a stem; a school that was killed while it handed over may have left two."""
    newest: L | None = None
    unread = False
    for letter in (each for each in there.letters if each.stem == stem):
        said = _read(area, there.school, letter, reading)
        if said is None:
            unread = True
        elif said.stamp.on < today - LONGEST:
            there.expired.append(letter)
        elif newest is None or newest.stamp.at < said.stamp.at:
            newest = said
    if newest is None and unread:
        there.unread.append(stem)
    return newest


def _read(area: Area, school: str, letter: Letter, reading: Callable[[str, bytes], L]) -> L | None:
    """What a letter says; None unless it is this school's, for this area and this place, and whole."""
    inbox = area.inbox(school)
    place, data = inbox.place(letter.stem), inbox.read(letter)
    if data is None:  # taken back meanwhile
        return None
    try:
        said = reading(place, opened_letter(place, data, area.keys.identity, area.addresses[school]))
    except (SealBrokenError, SealedContentError):
        return None
    return said if said.stamp.invented is area.settings.invented else None


def _families(place: str, body: bytes) -> FamiliesLetter:
    """The letter, if it is about people of that school and its answers can be sealed: others rely on it."""
    letter = read_families(place, body)
    kinds = {*letter.people["kind"].to_pylist()} <= {*Kind}
    own = all_of(place.split("/")[1], letter.people, letter.names, letter.links)
    if not (kinds and own and all(map(is_recipient, letter.recipients.values()))):
        raise SealedContentError
    return letter
