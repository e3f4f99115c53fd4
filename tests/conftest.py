"""What holds for every test: nothing is timed, and nothing reaches the state folder of the account.

Fewer examples than Hypothesis would try by itself: the suite is to stay under five minutes on two cores.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

PROOFS = Path(__file__).parent / "proofs"

settings.register_profile("untimed", deadline=None, max_examples=30)
settings.load_profile("untimed")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A run that leaves the proofs out does not even import the folder in which every test is one."""
    return True if collection_path == PROOFS and config.option.markexpr == "not proofs" else None


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
