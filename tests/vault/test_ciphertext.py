"""Whatever is sealed opens unchanged with the keys it was sealed to, and not at all otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.canary import find_canaries
from tests.vault.invented import CONTACT
from vault.ciphertext import new_identity, recipient_of, seal, unseal
from vault.errors import SealBrokenError

OURS, OTHERS = new_identity(), new_identity()
TO_US = [recipient_of(OURS)]


@given(data=st.binary(max_size=5000))
def test_what_is_sealed_opens_unchanged(data: bytes) -> None:
    assert unseal(seal(data, TO_US), OURS) == data


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealBrokenError) as refusal:
        unseal(seal(b"data", TO_US), OTHERS)
    assert (refusal.value.code, refusal.value.exit_code) == ("seal-broken", 5)


def test_every_changed_byte_is_refused() -> None:
    sealed = seal(b"A register of nobody" * 200, TO_US)
    for place in range(0, len(sealed), 7):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBrokenError):
            unseal(bytes(changed), OURS)


@given(place=st.integers(0, 1000), change=st.integers(1, 255))
def test_any_change_anywhere_is_refused(place: int, change: int) -> None:
    sealed = bytearray(seal(b"A register of nobody" * 50, TO_US))
    sealed[place] ^= change
    with pytest.raises(SealBrokenError):
        unseal(bytes(sealed), OURS)


@pytest.mark.parametrize("size", [1, 1000, 65536, 65537, 200_000])
def test_a_missing_end_is_refused(size: int) -> None:
    sealed = seal(b"x" * size, TO_US)
    # age writes chunks of 64 KiB and 16 bytes: also a cut exactly between two chunks must show.
    cuts = {0, 1, 100, len(sealed) // 2, len(sealed) - 17, len(sealed) - 1, len(sealed) - (size % 65536) - 16}
    for cut in cuts:
        with pytest.raises(SealBrokenError):
            unseal(sealed[:cut], OURS)


def test_an_added_end_is_refused() -> None:
    with pytest.raises(SealBrokenError):
        unseal(seal(b"data", TO_US) + b"x", OURS)


@given(data=st.binary(max_size=300))
def test_anything_else_is_refused(data: bytes) -> None:
    for start in (b"", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519 "):
        with pytest.raises(SealBrokenError):
            unseal(start + data, OURS)


def test_nothing_of_it_can_be_read() -> None:
    assert find_canaries(CONTACT, [CONTACT])
    assert find_canaries(seal(CONTACT.encode() * 100, TO_US), [CONTACT]) == []


def test_the_same_data_looks_different_each_time() -> None:
    assert seal(b"data", TO_US) != seal(b"data", TO_US)


def test_each_of_several_readers_opens_it_alone() -> None:
    sealed = seal(b"data", [recipient_of(OURS), recipient_of(OTHERS)])
    assert unseal(sealed, OURS) == unseal(sealed, OTHERS) == b"data"
    with pytest.raises(SealBrokenError):
        unseal(sealed, new_identity())


def test_every_new_key_is_another() -> None:
    assert len({new_identity() for _ in range(20)}) == 20


def test_a_broken_seal_carries_nothing_of_the_data() -> None:
    with pytest.raises(SealBrokenError) as refusal:
        unseal(seal(CONTACT.encode(), TO_US), OTHERS)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__
