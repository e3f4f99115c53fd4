"""The cross-school screening of a trust: what schools handed over is answered, and gone.

It opens letters with the area's own key, and no workspace: it has no key to any.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows.boundary import Counts
from flows.cross_school.area import Area, CrossSchoolDpiaMissing, dpia_stands
from flows.cross_school.inbox import LONGEST, HandedOver, handed_over
from flows.cross_school.letters import Answer, FamiliesLetter, answer_letters
from flows.cross_school.matching import screening_of
from flows.trail import told
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import Event
from vault.bundles import pack
from vault.cross_school import FAMILIES, TOLD, Letter, Mailbox, sealed_letter
from vault.errors import AreaOutOfReachError
from vault.ledger import Draft
from vault.private_files import held

FEWEST_SCHOOLS = 2


class ScreeningUnderWay(ConfigurationError):
    """Another screening of this area is under way; nothing was done."""

    code = "screening-under-way"
    next_step = "Wait until it has ended."


@dataclass(frozen=True)
class _Answered:
    """A school's answers, with what they answer."""

    there: HandedOver
    school: FamiliesLetter
    answers: Mapping[str, Answer]


def screen(area: Area, today: date) -> Counts:
    """Answer every submission that schools handed over; what was read of their letters is gone afterwards.

    With the families of one school alone nothing is screened, and its letters wait. What is told is how many
    settings and letters there were, and nothing of a person. Raises `CrossSchoolDpiaMissing` and
    `ScreeningUnderWay`.
    """
    if not dpia_stands(area.settings):
        raise CrossSchoolDpiaMissing
    with held(area.folder / "screening.lock") as alone:
        if not alone:
            raise ScreeningUnderWay
        area.ledger.recover()
        schools = [*filter(None, (_reached(area, each, today) for each in sorted(area.addresses)))]
        with_families = [each for each in schools if each.families]
        counts = {
            "settings": len(with_families),
            "not_handed_over": len(area.addresses) - len(with_families),
            "unread": sum(len(each.unread) for each in schools),
        }
        answered = _answered(area, with_families, today) if len(with_families) >= FEWEST_SCHOOLS else []
        _commit(area, schools, answered, today, counts)
        for each in schools:
            area.outbox(each.school).let_the_other_side_read()
    return Counts("screened", counts)


def _reached(area: Area, school: str, today: date) -> HandedOver | None:
    """What a school handed over; None where its mailboxes cannot be used: the others go on."""
    try:
        area.outbox(school).sweep()
        return handed_over(area, school, today)
    except AreaOutOfReachError:
        return None


def _answered(area: Area, schools: Sequence[HandedOver], today: date) -> list[_Answered]:
    screening = screening_of(schools, today, area.policy, str(area.keys.card).encode("ascii"))
    return [
        _Answered(each, each.families, screening.answers(each, each.families))
        for each in schools
        if each.families
    ]


def _commit(
    area: Area,
    schools: Sequence[HandedOver],
    answered: Sequence[_Answered],
    today: date,
    counts: Mapping[str, int],
) -> None:
    """One change of the area: answers are put out, and what they answer is removed with all that is old."""
    draft = Draft()
    with area.ledger.alone():
        for there in schools:
            inbox, outbox = area.inbox(there.school), area.outbox(there.school)
            uncollected = outbox.older_than(today - LONGEST)
            draft.remove(*_files(inbox, there.expired), *_files(outbox, uncollected))
        for each in answered:
            _answer(area, each, draft, today, counts)
        area.commit(draft, told(Event.CROSS_SCHOOL_SCREENED, Reader.SERVICE, counts=counts))


def _answer(area: Area, answered: _Answered, draft: Draft, today: date, counts: Mapping[str, int]) -> None:
    inbox, outbox = area.inbox(answered.there.school), area.outbox(answered.there.school)
    still_there = {each.stem for each in inbox.letters()} - {FAMILIES}  # whoever withdrew meanwhile is not
    letters = dict(_letters(outbox, answered, still_there, area))
    facts = {"on": today.isoformat(), "unread_here": sorted(answered.there.unread)} | dict(counts)
    service = [answered.school.recipients[Reader.SERVICE]]
    body = pack(outbox.place(TOLD), {}, facts)
    letters[TOLD] = sealed_letter(outbox.place(TOLD), body, service, area.keys.signer)
    before = [each for each in outbox.letters() if each.stem in letters]
    draft.remove(*_files(inbox, answered.there.letters), *_files(outbox, before))
    for stem, letter in letters.items():
        draft.write(f"{outbox.name}/{outbox.new_name(stem)}", letter)


def _letters(
    outbox: Mailbox, answered: _Answered, still_there: set[str], area: Area
) -> Iterator[tuple[str, bytes]]:
    """An answer a submission, for whoever reads what is asked of it, and for the printed key."""
    answers = {one: each for one, each in answered.answers.items() if one in still_there}
    of = answered.school.recipients
    for one, body in zip(answers, answer_letters(answers.values()), strict=True):
        reader = answered.there.submissions[one].reader
        stem = f"{one}.{reader}"
        readers = [of[reader], of[Reader.BREAK_GLASS]]
        # Signed for whom it is about: should another person become the lead, another reader is to open it.
        yield stem, sealed_letter(outbox.place(one), body, readers, area.keys.signer)


def _files(box: Mailbox, letters: Sequence[Letter]) -> Iterator[str]:
    return (f"{box.name}/{each.name}" for each in letters)
