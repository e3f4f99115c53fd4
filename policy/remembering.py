"""What is remembered of a pair from audit to audit: fingerprints, days and what was decided; nobody's name.

Nothing dismissed is asked again without evidence that was not there when it was dismissed; nothing confirmed
is lost; everything else stays a question until a person answers it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from policy.pairs import BANDS, Seen
from schemas.words import Band, Change, Decision, Reader


@dataclass(frozen=True, slots=True)
class Remembered:
    """One pair. `told` and `bands` say on which day each was told first; `lists` are those it stood on last.

    `decided_about` is the day of the audit that was decided about: what came to light between it and
    `decided_on` was not before the eyes of whoever decided. `dispute_open` until a decision answers it.
    `gone_on` is the day of the audit that read its lists and did not find it there any more.
    """

    pair: str
    submission_id: str
    reader: Reader
    first_seen: date
    last_seen: date
    lists: frozenset[str] = frozenset()
    told: Mapping[str, date] = field(default_factory=dict)
    bands: Mapping[Band, date] = field(default_factory=dict)
    decision: Decision | None = None
    decided_on: date | None = None
    decided_about: date | None = None
    disputed_on: date | None = None
    dispute_open: bool = False
    gone_on: date | None = None


def remember(before: Remembered | None, seen: Seen, today: date) -> Remembered:
    """What is known of the pair after an audit on this day has seen it."""
    old = before or Remembered(seen.pair, seen.submission_id, seen.reader, today, today)
    return replace(
        old,
        reader=seen.reader,
        last_seen=today,
        lists=seen.lists,
        told=dict.fromkeys(sorted(seen.told), today) | dict(old.told),
        bands={seen.band: today} | dict(old.bands),
        gone_on=None,
    )


def what_changed(before: Remembered | None, seen: Seen) -> Change:
    """How the pair stands to what was known of it: since it was decided or else since the audit before."""
    if before is None:
        return Change.NEW
    known, band = _known(before)
    stronger = BANDS.index(seen.band) > band
    return Change.CHANGED if stronger or seen.speaking_for - known else Change.KNOWN


def news(before: Remembered | None, seen: Seen) -> frozenset[str]:
    """The kinds of evidence, as fingerprints, that speak for the pair now and were not told before."""
    return seen.speaking_for - _known(before)[0] if before else frozenset()


def ask_again(before: Remembered | None, seen: Seen) -> bool:
    """Whether the pair is a question in this audit: answered ones are not, without anything new.

    A declaration is an answer as long as it stands on the list of declarations: the rules of the policy see
    to that, so here it stays a question.
    """
    if before is None or before.dispute_open:
        return True
    match before.decision:
        case Decision.SAME_PERSON:
            return False
        case Decision.NOT_THE_SAME:
            return what_changed(before, seen) is Change.CHANGED
    return True


def is_shown(before: Remembered | None, seen: Seen) -> bool:
    """Whether the pair stands in the audit's workbook: as a question, or as what was confirmed."""
    return ask_again(before, seen) or (before is not None and before.decision is Decision.SAME_PERSON)


def is_dismissed(remembered: Remembered) -> bool:
    """Whether they are not the same, and no audit since the one decided about has seen more of them."""
    dismissed = remembered.decision is Decision.NOT_THE_SAME
    return dismissed and remembered.decided_about == remembered.last_seen


def decide(remembered: Remembered, decision: Decision, today: date, about: date) -> Remembered:
    """The pair once a person has decided today about what the audit of the day `about` told them.

    A decision about an older audit than the last one decided about changes nothing: it comes too late.
    """
    if remembered.decided_about is not None and about < remembered.decided_about:
        return remembered
    return replace(remembered, decision=decision, decided_on=today, decided_about=about, dispute_open=False)


def dispute(remembered: Remembered, today: date) -> Remembered:
    """The pair once the member of staff has said "that is not them": whatever was decided, it is open."""
    return replace(remembered, disputed_on=today, dispute_open=True)


def gone(
    before: Iterable[Remembered], seen: Collection[str], lists_read: Collection[str]
) -> Iterator[Remembered]:
    """The pairs that stood on lists read now and are not there any more; `seen` are fingerprints of pairs.

    A list that was not handed in, or not read, says nothing of anybody: who stood on it is not gone.
    """
    read = frozenset(lists_read)
    for each in before:
        if each.gone_on is None and each.pair not in seen and each.lists and each.lists <= read:
            yield each


def miss(remembered: Remembered, today: date) -> Remembered:
    """The pair once an audit on this day found it gone."""
    return replace(remembered, gone_on=today)


def by_pair(
    decisions: Mapping[str, Decision], pairs: Mapping[str, str]
) -> tuple[dict[str, Decision], frozenset[str]]:
    """What was decided of each pair, and the finding_ids that contradict another of their pair.

    `decisions` and `pairs` are by finding_id; several findings are about one pair where an account stands on
    several lists. Of a pair that is contradicted nothing is decided; findings that nobody knows are left out.
    """
    said: dict[str, set[Decision]] = {}
    for finding_id, decision in decisions.items():
        if finding_id in pairs:
            said.setdefault(pairs[finding_id], set()).add(decision)
    agreed = {pair: next(iter(each)) for pair, each in said.items() if len(each) == 1}
    contradicting = {each for each in decisions if each in pairs and pairs[each] not in agreed}
    return agreed, frozenset(contradicting)


def as_json(remembered: Remembered) -> dict[str, Any]:
    """The pair as JSON can hold it."""
    return {each.name: _plain(getattr(remembered, each.name)) for each in fields(remembered)}


def from_json(stated: Mapping[str, Any]) -> Remembered:
    """The pair as `as_json` wrote it."""
    days = {name: _day(stated[name]) for name in _DAYS}
    return Remembered(
        pair=stated["pair"],
        submission_id=stated["submission_id"],
        reader=Reader(stated["reader"]),
        first_seen=date.fromisoformat(stated["first_seen"]),
        last_seen=date.fromisoformat(stated["last_seen"]),
        lists=frozenset(stated["lists"]),
        told={kind: date.fromisoformat(day) for kind, day in stated["told"].items()},
        bands={Band(band): date.fromisoformat(day) for band, day in stated["bands"].items()},
        decision=Decision(stated["decision"]) if stated["decision"] else None,
        dispute_open=stated["dispute_open"],
        **days,
    )


_DAYS = ("decided_on", "decided_about", "disputed_on", "gone_on")


def _known(before: Remembered) -> tuple[frozenset[str], int]:
    """The kinds of evidence told and the place of the highest band, until the decision if there is one."""
    until = before.decided_about or before.last_seen
    told = frozenset(kind for kind, day in before.told.items() if day <= until)
    bands = [BANDS.index(band) for band, day in before.bands.items() if day <= until]
    return told, max(bands, default=-1)


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case Mapping():
            return {str(name): each.isoformat() for name, each in sorted(value.items())}
    return value


def _day(stated: str | None) -> date | None:
    return date.fromisoformat(stated) if stated else None
