"""Whatever is sealed opens unchanged with its own keys, and not at all otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.canary import find_canaries
from tests.vault.invented import CONTACT
from vault.ciphertext import seal, unseal
from vault.errors import SealBrokenError
from vault.keys import Keys


@given(data=st.binary(max_size=5000))
def test_what_is_sealed_opens_unchanged(some_keys: Keys, data: bytes) -> None:
    assert unseal(seal(data, some_keys), some_keys) == data


def test_other_keys_do_not_open_it(some_keys: Keys, other_keys: Keys) -> None:
    with pytest.raises(SealBrokenError) as refusal:
        unseal(seal(b"data", some_keys), other_keys)
    assert (refusal.value.code, refusal.value.exit_code) == ("seal-broken", 5)


def test_every_changed_byte_is_refused(some_keys: Keys) -> None:
    sealed = seal(b"A register of nobody" * 200, some_keys)
    for place in range(0, len(sealed), 7):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBrokenError):
            unseal(bytes(changed), some_keys)


@given(place=st.integers(0, 1000), change=st.integers(1, 255))
def test_any_change_anywhere_is_refused(some_keys: Keys, place: int, change: int) -> None:
    sealed = bytearray(seal(b"A register of nobody" * 50, some_keys))
    sealed[place] ^= change
    with pytest.raises(SealBrokenError):
        unseal(bytes(sealed), some_keys)


@pytest.mark.parametrize("size", [1, 1000, 65536, 65537, 200_000])
def test_a_missing_end_is_refused(some_keys: Keys, size: int) -> None:
    sealed = seal(b"x" * size, some_keys)
    # age writes chunks of 64 KiB and 16 bytes: also a cut exactly between two chunks must show.
    cuts = {0, 1, 100, len(sealed) // 2, len(sealed) - 17, len(sealed) - 1, len(sealed) - (size % 65536) - 16}
    for cut in cuts:
        with pytest.raises(SealBrokenError):
            unseal(sealed[:cut], some_keys)


def test_an_added_end_is_refused(some_keys: Keys) -> None:
    with pytest.raises(SealBrokenError):
        unseal(seal(b"data", some_keys) + b"x", some_keys)


@given(data=st.binary(max_size=300))
def test_anything_else_is_refused(some_keys: Keys, data: bytes) -> None:
    for start in (b"", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519 "):
        with pytest.raises(SealBrokenError):
            unseal(start + data, some_keys)


def test_nothing_of_it_can_be_read(some_keys: Keys) -> None:
    assert find_canaries(CONTACT, [CONTACT])
    assert find_canaries(seal(CONTACT.encode() * 100, some_keys), [CONTACT]) == []


def test_the_same_data_looks_different_each_time(some_keys: Keys) -> None:
    assert seal(b"data", some_keys) != seal(b"data", some_keys)
