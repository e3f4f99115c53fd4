"""A band never tells one to four apart, and never tells more than a few people would notice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.bands import FOUND, NOT_TOLD, band, in_bands

COUNTS = st.integers(0, 10**9)


def lowest(told: str) -> int:
    return int(told.split(" ", maxsplit=1)[0].replace(",", ""))


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0"),
        (1, "1 to 4"),
        (4, "1 to 4"),
        (5, "5 to 9"),
        (19, "10 to 19"),
        (20, "20 to 49"),
        (99, "50 to 99"),
        (100, "100 to 199"),
        (1234, "1,000 to 1,999"),
        (5_000_000, "5,000,000 to 9,999,999"),
    ],
)
def test_a_count_is_told_as_its_band(count: int, told: str) -> None:
    assert band(count) == told


def test_a_negative_count_has_no_band() -> None:
    with pytest.raises(ValueError, match="not negative"):
        band(-1)


@given(st.integers(1, 4), st.integers(1, 4))
def test_one_to_four_are_never_told_apart(one: int, another: int) -> None:
    assert band(one) == band(another)


@given(COUNTS, COUNTS)
def test_more_is_never_told_as_less(one: int, another: int) -> None:
    less, more = sorted((one, another))
    assert lowest(band(less)) <= lowest(band(more))


@given(st.integers(1, 10**9))
def test_a_count_stands_in_its_own_band_with_three_others_or_more(count: int) -> None:
    first, last = (int(end.replace(",", "")) for end in band(count).split(" to "))
    assert first <= count <= last
    assert last - first >= 3
    assert band(first) == band(last) != band(last + 1)


@given(
    st.dictionaries(st.sampled_from([*FOUND, "checked", "people"]), st.integers(0, 10**6)), st.integers(0, 4)
)
def test_among_fewer_than_five_who_handed_in_nothing_found_is_told_not_even_nought(
    counts: dict[str, int], handed_in: int
) -> None:
    told = in_bands(counts, handed_in)
    assert {name for name, many in told.items() if many == NOT_TOLD} == counts.keys() & FOUND
    assert NOT_TOLD not in in_bands(counts, 5).values()
