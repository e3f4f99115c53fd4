"""What holds for every test: nothing is timed, and nothing reaches the state folder of the account.

Fewer examples than Hypothesis would try by itself: the suite is to stay under five minutes on two cores.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None, max_examples=30)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where withdrawals are noted outside of a workspace; programs that tests start inherit it."""
    before = os.environ.get("ARMSLENGTH_STATE")
    os.environ["ARMSLENGTH_STATE"] = str(tmp_path_factory.mktemp("state"))
    yield
    if before is None:
        del os.environ["ARMSLENGTH_STATE"]
    else:
        os.environ["ARMSLENGTH_STATE"] = before
