import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples.upn import AUTHORITIES, SERIALS, check_letter, miswritten, upn


@pytest.mark.parametrize(
    ("letter", "digits"), [("B", "801200005001"), ("P", "801999925001"), ("D", "801999925002")]
)
def test_known_check_letters_are_right(letter: str, digits: str) -> None:
    assert check_letter(digits) == letter


@given(st.integers(2000, 2099), st.integers(0, SERIALS * len(AUTHORITIES) - 1))
def test_every_upn_has_thirteen_characters_and_its_own_check_letter(year: int, count: int) -> None:
    made = upn(year, count)
    assert (len(made), made[4:8]) == (13, "9999")
    assert made[0] == check_letter(made[1:])
    assert miswritten(made)[0] != check_letter(made[1:])
