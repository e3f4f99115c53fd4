import numpy as np
import pytest

from benchmarks.matching.measures import (
    Found,
    Judged,
    Task,
    among,
    calibration_error,
    false_alarms,
    first_right,
    interval,
    judge,
    quality,
    ratio,
    recall_at_few,
)

# Four accounts: 0 is person 0, 1 is person 1, 2 and 3 are unrelated.
TASK = Task(4, np.array([0, 1]), np.array([0, 1]))


def judged(*rows: tuple[int, int, float], with_probability: bool = True) -> Judged:
    follower, person, score = (np.array(column) for column in zip(*rows, strict=True))
    return judge(TASK, Found(follower, person, score, score if with_probability else None))


def test_a_perfect_matcher_scores_one_everywhere() -> None:
    found = judged((0, 0, 0.9), (1, 1, 0.9))
    assert quality(found) == (1.0, 0.9, 1.0, 1.0)
    assert (first_right(found), recall_at_few(found)) == (1.0, 1.0)


def test_what_is_not_written_counts_as_missed() -> None:
    found = judged((0, 0, 0.9))
    assert quality(found).f1 == pytest.approx(2 / 3)
    assert (first_right(found), recall_at_few(found), quality(found).average_precision) == (0.5, 0.5, 0.5)


def test_rows_of_one_score_stand_or_fall_together() -> None:
    found = judged((0, 0, 0.9), (2, 0, 0.9))
    assert quality(found).recall_at_95 == 0.0
    assert quality(found).f1 == pytest.approx(0.5)


def test_false_alarms_are_unrelated_accounts_and_not_rows() -> None:
    found = judged((0, 1, 0.9), (2, 0, 0.8), (2, 1, 0.7), (3, 0, 0.1))
    assert false_alarms(found, 0.5) == 1


def test_a_score_that_an_unrelated_account_reaches_is_not_within_few_false_alarms() -> None:
    assert recall_at_few(judged((0, 0, 0.9), (1, 1, 0.6), (2, 0, 0.6))) == 0.5


def test_the_calibration_error_is_the_gap_between_what_is_said_and_what_is_true() -> None:
    assert calibration_error(judged((0, 0, 0.75), (1, 0, 0.75))) == pytest.approx(0.25)
    assert calibration_error(judged((0, 0, 0.75), (1, 0, 0.1))) == pytest.approx(0.25)
    assert calibration_error(judged((0, 0, 0.75), with_probability=False)) is None


def test_a_group_is_judged_by_its_own_accounts_only() -> None:
    part = among(judged((0, 0, 0.9), (1, 0, 0.9), (3, 0, 0.9)), np.array([True, False, True, False]), TASK)
    assert (part.total, first_right(part), false_alarms(part, 0.5)) == (1, 1.0, 0)


def test_a_matcher_that_finds_nothing_has_no_figures_above_nought() -> None:
    nothing = np.array([], np.int64)
    found = judge(TASK, Found(nothing, nothing, nothing.astype(float), None))
    assert quality(found).f1 == first_right(found) == recall_at_few(found) == 0.0


def test_an_interval_holds_its_share() -> None:
    low, high = interval(5, 1000)
    assert low < 0.005 < high


def test_the_whole_against_itself_is_once_and_a_group_without_alarms_has_an_upper_end() -> None:
    assert ratio(50, 10_000, 50, 10_000) == (1.0, 1.0, 1.0)
    none = ratio(0, 1_000, 50, 10_000)
    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(0.6)
