"""What is asked about the exports themselves, in the person's own report and in the reviewer's overview."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flows.earlier import anothers
from flows.ownership import UNKNOWN, ExportOfAnotherPerson, whose
from flows.questions import Word, asked
from flows.workroom import Workroom
from reports.overview_facts import HandInQuestion
from reports.staff_facts import ExportRead
from reports.wording import as_sentence
from schemas.extract import Extract
from vault.store import Question, Submission


def hand_in_questions(room: Workroom, submission_ids: Iterable[str]) -> Iterator[HandInQuestion]:
    """By staff reference, each question and then each note of the reading."""
    opened = (each for ref, each in room.handed_in.items() if ref in set(submission_ids))
    for submission in sorted(opened, key=lambda each: each.staff_ref):
        for question in (*_refused(submission), *_own(room, submission), *_shared(room, submission)):
            words = asked(question.word)
            yield HandInQuestion(submission.staff_ref, question.platform, words.seen, words.ask)
        for extract in submission.extracts:
            for note in extract.notes:
                yield HandInQuestion(submission.staff_ref, extract.platform, as_sentence(note))


def with_questions(
    room: Workroom, submission: Submission, exports: Iterable[ExportRead]
) -> tuple[ExportRead, ...]:
    """The exports of a person's report, each with what is asked about it; of others it tells nothing."""
    words: dict[str, list[str]] = {}
    for question in _own(room, submission):
        words.setdefault(question.platform, []).append(asked(question.word).to_person)
    return tuple(replace(each, notes=(*each.notes, *words.get(each.platform, ()))) for each in exports)


def _refused(submission: Submission) -> list[Question]:
    """Exports that were not kept; the person reads of them under what could not be read."""
    codes = ((each.platform, each.code) for each in submission.unread)
    platforms = dict.fromkeys(platform for platform, code in codes if code == ExportOfAnotherPerson.code)
    return [Question(platform, Word.ANOTHERS_ACCOUNT) for platform in platforms]


def _own(room: Workroom, submission: Submission) -> list[Question]:
    """What the day of the hand-in raised of the exports that count, and whether they are theirs by now."""
    staff = room.staff.to_pylist()
    unlisted = (
        Question(each.platform, Word.ACCOUNT_NOT_LISTED)
        for each in submission.extracts
        if whose(each.owner, each.platform, submission.staff_ref, staff) == UNKNOWN
    )
    counting = {each.platform for each in submission.extracts}
    return [*unlisted, *(each for each in submission.questions if each.platform in counting)]


def _shared(room: Workroom, submission: Submission) -> list[Question]:
    shared = anothers(submission.extracts, _of_others(room, submission))
    return [Question(each.platform, Word.SAME_AS_ANOTHERS) for each in shared]


def _of_others(room: Workroom, submission: Submission) -> list[Extract]:
    """What others handed in; of the DSL's only the second reviewer's documents may show a trace."""
    return [
        extract
        for ref, other in room.handed_in.items()
        if ref != submission.submission_id
        and (room.is_dsls(submission.submission_id) or not room.is_dsls(ref))
        for extract in other.extracts
    ]
