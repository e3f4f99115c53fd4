"""What staff said to taking part: counts that tell of nobody, two reminders at most, and nothing by name."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.words import Answer
from vault.bundles import pack
from vault.errors import CannotBeKeptError
from vault.keys import Keys
from vault.ledger import Draft
from vault.participation import FEWEST_CHANGES, FILE, MOST_REMINDERS, Participation, Told, Waits
from vault.shelf import Shelf

ON = date(2026, 11, 20)
STAFF = [f"{number:032x}" for number in range(12)]
WAITS = Waits(10, 14)


class Kept:
    """A participation record, each change of which is carried out at once."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.shelf = Shelf(folder, keys)
        self.record = Participation(self.shelf)

    def say(self, person: str, answer: Answer, on: date = ON) -> None:
        draft = Draft()
        self.record.record(draft, person, answer, on)
        self.shelf.ledger.commit(draft)

    def ask(self, people: list[str], on: date = ON) -> None:
        draft = Draft()
        self.record.ask(draft, people, on)
        self.shelf.ledger.commit(draft)

    def remind(self, people: list[str], on: date = ON, *, by_letter: bool = False) -> None:
        draft = Draft()
        self.record.reminded(draft, people, on, WAITS, by_letter=by_letter)
        self.shelf.ledger.commit(draft)

    def take_back(self, person: str, on: date = ON) -> None:
        draft = Draft()
        self.record.not_reminded(draft, person, on)
        self.shelf.ledger.commit(draft)

    def due(self, on: date) -> frozenset[str]:
        return self.record.to_remind(STAFF, on, WAITS)

    def told(self, people: list[str], on: date = ON) -> Told:
        draft = Draft()
        told = self.record.told(draft, people, on)
        self.shelf.ledger.commit(draft)
        return told

    def forget(self, people: list[str]) -> None:
        draft = Draft()
        self.record.forget(draft, people)
        self.shelf.ledger.commit(draft)


@pytest.fixture
def kept(tmp_path: Path, some_keys: Keys) -> Kept:
    return Kept(tmp_path, some_keys)


def test_nobody_has_answered_before_they_answer(kept: Kept) -> None:
    assert kept.told(STAFF).counts == dict.fromkeys(Answer, 0) | {Answer.NO_ANSWER: 12}


def test_the_last_answer_counts(kept: Kept) -> None:
    for person in STAFF[:5]:
        kept.say(person, Answer.YES)
        kept.say(person, Answer.DECLINED)
    assert kept.told(STAFF).counts[Answer.DECLINED] == 5


def test_counts_stand_still_until_five_answers_have_changed(kept: Kept) -> None:
    first = kept.told(STAFF)
    for person in STAFF[: FEWEST_CHANGES - 1]:
        kept.say(person, Answer.DECLINED)
        assert kept.told(STAFF, ON + timedelta(days=1)) == first
    kept.say(STAFF[FEWEST_CHANGES - 1], Answer.YES)
    later = kept.told(STAFF, ON + timedelta(days=2))
    assert later.on == ON + timedelta(days=2)
    assert (later.counts[Answer.DECLINED], later.counts[Answer.YES]) == (4, 1)


@settings(max_examples=8)
@given(st.lists(st.tuples(st.sampled_from(STAFF), st.sampled_from(Answer)), max_size=20))
def test_between_two_counts_that_differ_at_least_five_people_have_answered(
    tmp_path_factory: pytest.TempPathFactory, some_keys: Keys, answers: list[tuple[str, Answer]]
) -> None:
    kept = Kept(tmp_path_factory.mktemp("kept"), some_keys)
    told, now = kept.told(STAFF), dict.fromkeys(STAFF, Answer.NO_ANSWER)
    then = dict(now)
    for person, answer in answers:
        kept.say(person, answer)
        now[person] = answer
        again = kept.told(STAFF)
        if again != told:
            assert sum(then[each] != now[each] for each in STAFF) >= FEWEST_CHANGES
            told, then = again, dict(now)


def test_a_person_who_is_forgotten_does_not_show_in_the_counts_by_it(kept: Kept) -> None:
    for person in STAFF[:6]:
        kept.say(person, Answer.DECLINED)
    before = kept.told(STAFF)
    kept.forget(STAFF[:1])
    assert kept.told(STAFF[1:]) == before
    assert set(kept.record.days()) == set(STAFF[1:6])


def day(number: int) -> date:
    return ON + timedelta(days=number)


def test_a_person_is_reminded_some_days_after_being_asked_then_once_more_and_never_again(kept: Kept) -> None:
    person = STAFF[0]
    assert kept.due(day(400)) == frozenset(), "nobody was asked yet"
    kept.ask([person])
    for due, following in ((10, 24), (24, 400)):
        assert person not in kept.due(day(due - 1))
        assert kept.due(day(due)) == {person}
        kept.remind([person], day(due))
        assert person not in kept.due(day(following - 1))
    assert kept.record.reminders_of(person) == (day(10), day(24))
    assert kept.due(day(4000)) == frozenset()
    with pytest.raises(CannotBeKeptError):
        kept.remind([person], day(400))


def test_nobody_who_has_answered_is_reminded_nor_asked_once_more(kept: Kept) -> None:
    for person, answer in zip(STAFF, (Answer.YES, Answer.NOTHING_TO_SUBMIT, Answer.DECLINED), strict=False):
        kept.say(person, answer)
        kept.ask([person], day(1))
        assert kept.record.answer_of(person) is answer
        assert kept.due(day(400)) == frozenset()
        with pytest.raises(CannotBeKeptError):
            kept.remind([person], day(400))


def test_the_second_reminder_is_never_within_a_week_of_the_first(kept: Kept) -> None:
    kept.ask(STAFF[:1])
    kept.remind(STAFF[:1], day(10))
    hasty = Waits(0, 0)
    assert not kept.record.to_remind(STAFF, day(16), hasty)
    assert kept.record.to_remind(STAFF, day(17), hasty)


def test_being_asked_once_more_moves_nobodys_first_day(kept: Kept) -> None:
    kept.ask(STAFF[:1])
    kept.ask(STAFF[:2], day(5))
    assert kept.record.days() == {STAFF[0]: ON, STAFF[1]: day(5)}
    assert kept.due(day(10)) == {STAFF[0]}
    assert not kept.record.has_answers()
    kept.say(STAFF[1], Answer.DECLINED)
    assert kept.record.has_answers()


def test_a_reminder_that_never_left_is_taken_back_and_no_other(kept: Kept) -> None:
    kept.ask(STAFF[:1])
    kept.remind(STAFF[:1], day(10))
    kept.take_back(STAFF[0], day(11))
    kept.take_back(STAFF[1], day(10))
    assert kept.record.reminders_of(STAFF[0]) == (day(10),)
    kept.take_back(STAFF[0], day(10))
    assert kept.due(day(10)) == {STAFF[0]}


def test_a_letter_is_listed_until_its_person_answers_or_the_next_reminder(kept: Kept) -> None:
    first, second, third = STAFF[:3]
    kept.ask(STAFF[:3])
    kept.remind([first, second], day(10), by_letter=True)
    kept.remind([third], day(10))
    assert kept.record.letters(STAFF) == {first: day(10), second: day(10)}
    kept.say(first, Answer.DECLINED)
    kept.remind([second], day(24))
    assert kept.record.letters(STAFF) == {}


def test_what_was_kept_before_there_were_letters_is_read(kept: Kept) -> None:
    said = {"answer": "no_answer", "on": ON.isoformat(), "reminded": [ON.isoformat()]}
    bundle = pack("participation", {}, {"said": {STAFF[0]: said}, "told": None})
    kept.shelf.put(FILE, bundle)
    assert kept.due(day(14)) == {STAFF[0]}
    assert kept.record.letters(STAFF) == {}


@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(["ask", "remind", "yes"]), st.integers(0, 60)), max_size=25))
def test_whatever_happens_and_however_the_clock_runs_nobody_has_more_than_two(
    tmp_path_factory: pytest.TempPathFactory, some_keys: Keys, steps: list[tuple[str, int]]
) -> None:
    kept, person = Kept(tmp_path_factory.mktemp("kept"), some_keys), STAFF[0]
    given_after_an_answer = 0
    for step, number in steps:
        if step == "ask":
            kept.ask([person], day(number))
        elif step == "yes":
            kept.say(person, Answer.YES, day(number))
        elif kept.due(day(number)):
            given_after_an_answer += kept.record.answer_of(person) is not Answer.NO_ANSWER
            kept.remind([person], day(number))
    assert len(kept.record.reminders_of(person)) <= MOST_REMINDERS
    assert given_after_an_answer == 0


def test_a_reference_in_plain_is_refused_and_nothing_readable_is_on_disk(kept: Kept) -> None:
    with pytest.raises(CannotBeKeptError):
        kept.say("S014", Answer.YES)
    kept.say(STAFF[3], Answer.DECLINED)
    sealed = (kept.shelf.folder / FILE).read_bytes()
    assert STAFF[3].encode() not in sealed
    assert Answer.DECLINED.encode() not in sealed


def test_one_persons_answer_is_asked_for_by_their_own_page_and_by_no_command() -> None:
    public = {name for name in vars(Participation) if not name.startswith("_")}
    about_one = {"record", "answer_of", "reminders_of"}
    of_the_silent = {"ask", "to_remind", "reminded", "not_reminded", "letters"}
    assert public == about_one | of_the_silent | {"has_answers", "told", "days", "forget"}
    root = Path(__file__).parents[2]
    asking = {
        path.relative_to(root).as_posix()
        for path in (root / "flows").rglob("*.py")
        if "answer_of(" in path.read_text(encoding="utf-8")
    }
    to_themselves = {"flows/stages/pages.py", "flows/subject_access/own_lists.py"}
    to_leave_them_out = {"flows/cross_school/handing_over.py"}
    assert asking <= {"flows/participation.py"} | to_themselves | to_leave_them_out
