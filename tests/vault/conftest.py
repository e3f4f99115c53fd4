"""A workspace of its own for each test, with keys of its own, and a second copy of its tombstones."""

from pathlib import Path

import pytest

from tests.flows.passphrases import SECRETS
from tests.vault.invented import OTHER_SECRETS
from vault.keys import Keys, make_keys
from vault.store import Vault


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return make_keys(tmp_path / "keys", SECRETS)


@pytest.fixture(scope="session")
def some_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("some") / "keys", SECRETS)


@pytest.fixture(scope="session")
def other_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("other") / "keys", OTHER_SECRETS)


@pytest.fixture
def second_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("account") / "tombstones"


@pytest.fixture
def vault(tmp_path: Path, keys: Keys, second_copy: Path) -> Vault:
    return Vault(tmp_path, keys, second_copy)
