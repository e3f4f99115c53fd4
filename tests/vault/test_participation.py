"""What staff said to taking part: counts that tell of nobody, two reminders at most, and nothing by name."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.words import Answer
from vault.errors import CannotBeKeptError
from vault.keys import Keys
from vault.ledger import Draft
from vault.participation import FEWEST_CHANGES, FILE, MOST_REMINDERS, Participation, Told
from vault.shelf import Shelf

ON = date(2026, 11, 20)
STAFF = [f"{number:032x}" for number in range(12)]


class Kept:
    """A participation record, each change of which is carried out at once."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.shelf = Shelf(folder, keys)
        self.record = Participation(self.shelf)

    def say(self, person: str, answer: Answer, on: date = ON) -> None:
        draft = Draft()
        self.record.record(draft, person, answer, on)
        self.shelf.ledger.commit(draft)

    def remind(self, people: list[str], on: date = ON) -> None:
        draft = Draft()
        self.record.reminded(draft, people, on)
        self.shelf.ledger.commit(draft)

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


def test_a_person_is_reminded_twice_at_most_a_week_apart_and_not_once_they_have_answered(kept: Kept) -> None:
    person, other = STAFF[:2]
    for time in range(MOST_REMINDERS):
        on = ON + timedelta(days=7 * time)
        assert person in kept.record.to_remind(STAFF, on)
        kept.remind([person], on)
        assert person not in kept.record.to_remind(STAFF, on + timedelta(days=6))
    assert person not in kept.record.to_remind(STAFF, ON + timedelta(days=400))
    kept.say(other, Answer.DECLINED)
    assert other not in kept.record.to_remind(STAFF, ON)
    for refused in (person, other):
        with pytest.raises(CannotBeKeptError):
            kept.remind([refused], ON + timedelta(days=400))


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
    assert public == about_one | {"to_remind", "reminded", "told", "days", "forget"}
    root = Path(__file__).parents[2]
    asking = {
        path.relative_to(root).as_posix()
        for path in (root / "flows").rglob("*.py")
        if "answer_of(" in path.read_text(encoding="utf-8")
    }
    to_themselves = {"flows/stages/pages.py", "flows/subject_access/own_lists.py"}
    assert asking <= {"flows/participation.py"} | to_themselves
