import gc
from collections.abc import Iterator

import pytest

from connectors.rosters.collector import collector_paused


@pytest.fixture(autouse=True)
def _collector_left_on() -> Iterator[None]:
    yield
    gc.enable()


def test_the_collector_rests_and_is_on_again() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_is_on_again_after_an_error() -> None:
    with pytest.raises(KeyError), collector_paused():
        raise KeyError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()
