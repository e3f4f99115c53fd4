"""A workspace of its own for each test, with keys of its own."""

from pathlib import Path

import pytest
from hypothesis import settings

from vault.keys import Keys, make_keys
from vault.store import Vault

settings.register_profile("vault", deadline=None)
settings.load_profile("vault")


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return make_keys(tmp_path / "keys")


@pytest.fixture(scope="session")
def some_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("some") / "keys")


@pytest.fixture(scope="session")
def other_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("other") / "keys")


@pytest.fixture
def vault(tmp_path: Path, keys: Keys) -> Vault:
    return Vault(tmp_path, keys)
