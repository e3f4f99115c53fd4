"""The register remembers pairs by fingerprints and days, and quotes nobody."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.words import Reader
from tests.vault.invented import CONTACT, NAMES_OF_ALL
from vault.errors import CannotBeKeptError, NothingKeptError, SealedContentError
from vault.keys import Keys
from vault.ledger import Draft
from vault.register import FILE, Pair, Register, finding_file, hold_file
from vault.shelf import Shelf

PAIR = "0123456789abcdef" * 2
PAIRS = st.dictionaries(
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.builds(
        Pair,
        st.from_regex(r"sub-[0-9a-f]{12}", fullmatch=True),
        st.sampled_from([Reader.DSL, Reader.SECOND_REVIEWER]),
        st.dictionaries(st.sampled_from(["first_seen", "bands"]), st.text(max_size=12)),
        st.sampled_from(["", "2026-11-20"]),
    ),
    max_size=4,
)


@pytest.fixture
def register(tmp_path: Path, keys: Keys) -> Register:
    return Register(Shelf(tmp_path, keys))


def keep(register: Register, folder: Path, keys: Keys, pairs: dict[str, Pair]) -> None:
    draft = Draft()
    register.keep(draft, pairs)
    Shelf(folder, keys).ledger.commit(draft)


def test_nothing_is_remembered_before_the_first_audit(register: Register) -> None:
    assert register.pairs() == {}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS)
def test_what_is_kept_is_all_that_comes_back(
    register: Register, tmp_path: Path, keys: Keys, pairs: dict[str, Pair]
) -> None:
    keep(register, tmp_path, keys, pairs)
    assert register.pairs() == pairs


@pytest.mark.parametrize("key", [CONTACT, PAIR[:31], PAIR.upper(), f"{PAIR}\n", ""])
def test_a_key_that_is_no_fingerprint_is_refused_and_not_quoted(register: Register, key: str) -> None:
    draft = Draft()
    with pytest.raises(CannotBeKeptError) as refusal:
        register.keep(draft, {key: Pair("sub-0123456789ab", Reader.DSL, {})})
    assert not [name for name in NAMES_OF_ALL if name in refusal.value.message]
    assert draft == Draft()


def test_another_file_in_its_place_is_refused(register: Register, tmp_path: Path, keys: Keys) -> None:
    keep(register, tmp_path, keys, {})
    (tmp_path / "memory.age").write_bytes((tmp_path / FILE).read_bytes())
    (tmp_path / FILE).write_bytes(Shelf(tmp_path, keys).sealed(b"anything else"))
    with pytest.raises(SealedContentError):
        register.pairs()


def test_a_pairs_files_are_named_by_its_fingerprint() -> None:
    assert finding_file(PAIR) == f"findings/{PAIR}.age"
    assert hold_file(PAIR) == f"holds/{PAIR}.age"


@pytest.mark.parametrize("pair", ["", "..", f"../{PAIR}", f"{PAIR}/..", CONTACT])
def test_what_is_no_pair_leads_to_no_file(pair: str) -> None:
    for file_of in (finding_file, hold_file):
        with pytest.raises(NothingKeptError):
            file_of(pair)
