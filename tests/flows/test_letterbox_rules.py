"""What holds of the hand-in folder in whatever order things come, lie, change and go."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flows.letterbox.looking import Box, Letter, Look
from flows.letterbox.memory import FORGOTTEN_AFTER, Fate, Known, Memory, after
from flows.letterbox.ripeness import DAY, Terms, to_delete, to_take

SETTLE, REFUSED_DAYS = 30, 7
LYING = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"), max_size=3)
"""What lies in a folder, and in which state: the state is the whole of what a look sees of it."""
LOOKS = st.lists(st.tuples(st.integers(1, 60), st.none() | LYING), min_size=1, max_size=25)
"""Looks so many seconds apart; None is a share that looks empty."""


def box_of(lying: dict[str, str]) -> Box:
    letters = tuple(Letter(Path(mark), mark, state, ()) for mark, state in sorted(lying.items()))
    return Box("S1", Path("S1"), "box", letters)


def look_of(lying: dict[str, str] | None) -> Look:
    return Look([] if lying is None else [box_of(lying)])


def terms(now: int) -> Terms:
    return Terms(now, SETTLE, REFUSED_DAYS)


@given(looks=LOOKS)
def test_only_what_lay_unchanged_is_taken_and_only_with_all_beside_it(
    looks: list[tuple[int, dict[str, str] | None]],
):
    memory: Memory = {}
    now, unchanged_since = 0, dict[tuple[str, str], int]()
    for seconds, lying in looks:
        now += seconds
        memory = after(memory, look_of(lying), now)
        if lying is None:
            continue
        unchanged_since = {each: unchanged_since.get(each, now) for each in lying.items()}
        taken = to_take(box_of(lying), memory, terms(now))
        assert len(taken) in {0, len(lying)}
        assert all(now - unchanged_since[each.mark, each.state] >= SETTLE for each in taken)


@given(
    known=st.dictionaries(
        st.sampled_from("abc"),
        st.builds(Known, st.sampled_from("xyz"), st.sampled_from(Fate), st.integers(0, 10 * DAY)),
    ),
    lying=LYING,
    now=st.integers(10 * DAY, 30 * DAY),
)
def test_nothing_is_deleted_that_was_neither_taken_nor_refused_for_its_days(
    known: dict[str, Known], lying: dict[str, str], now: int
):
    memory = after({"box": known}, look_of(lying), now)
    for letter, _ in to_delete(box_of(lying), memory, terms(now)):
        before = known[letter.mark]
        assert before.state == letter.state
        assert before.fate in {Fate.TAKEN, Fate.STUCK} or (
            before.fate is Fate.REFUSED and now - before.since >= REFUSED_DAYS * DAY
        )


@given(
    known=st.dictionaries(
        st.sampled_from("abc"), st.builds(Known, st.just("x"), st.sampled_from(Fate), st.just(0))
    )
)
def test_a_folder_that_is_away_is_remembered_for_its_days_and_no_longer(known: dict[str, Known]):
    memory = {"box": known} if known else {}
    assert after(memory, look_of(None), FORGOTTEN_AFTER - 1) == memory
    assert after(memory, look_of(None), FORGOTTEN_AFTER) == {}


@given(moment=st.integers(0, 100), back=st.integers(0, 100))
def test_a_clock_that_was_set_back_never_makes_a_file_wait_longer(moment: int, back: int):
    memory = after({}, look_of({"a": "x"}), moment)
    memory = after(memory, look_of({"a": "x"}), moment - back)
    assert to_take(box_of({"a": "x"}), memory, terms(moment - back + SETTLE))
