"""Who has withdrawn stays gone, whatever is put back and whatever cannot be written."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vault.invented import STAFF_REF
from vault.errors import CannotBeKeptError, SecondCopyError, TombstonesDamagedError
from vault.ledger import Draft, Ledger
from vault.tombstones import FILE, Tombstones

ONE, OTHER = "sub-0123456789ab", "sub-ba9876543210"
MONDAY, TUESDAY = date(2026, 1, 12), date(2026, 1, 13)


@pytest.fixture
def tombstones(tmp_path: Path, second_copy: Path) -> Tombstones:
    return Tombstones(tmp_path, second_copy)


def bury(tombstones: Tombstones, folder: Path, submission_id: str, on: date = MONDAY) -> None:
    draft = Draft()
    tombstones.bury(draft, [submission_id], on)
    Ledger(folder).commit(draft)


def test_nobody_has_withdrawn_before_somebody_does(tombstones: Tombstones) -> None:
    assert tombstones.all() == {}
    assert ONE not in tombstones
    assert tombstones.forgotten_here() == set()


def test_both_lists_know_who_withdrew_and_when(
    tombstones: Tombstones, tmp_path: Path, second_copy: Path
) -> None:
    bury(tombstones, tmp_path, ONE)
    bury(tombstones, tmp_path, OTHER, TUESDAY)
    assert ONE in tombstones
    assert tombstones.all() == {ONE: MONDAY, OTHER: TUESDAY}
    assert (tmp_path / FILE).read_bytes() == second_copy.read_bytes()


def test_without_a_second_place_the_workspace_alone_knows(tmp_path: Path) -> None:
    alone = Tombstones(tmp_path, None)
    bury(alone, tmp_path, ONE)
    assert alone.all() == {ONE: MONDAY}
    assert alone.forgotten_here() == set()


def test_a_workspace_put_back_from_before_is_known_by_what_it_forgot(
    tombstones: Tombstones, tmp_path: Path
) -> None:
    bury(tombstones, tmp_path, ONE)
    (tmp_path / FILE).unlink()
    assert tombstones.forgotten_here() == {ONE}
    assert tombstones.all() == {ONE: MONDAY}


def test_whoever_withdraws_is_in_the_second_list_before_the_change_is_made(
    tombstones: Tombstones, second_copy: Path
) -> None:
    tombstones.bury(Draft(), [ONE], MONDAY)
    assert second_copy.exists()
    assert tombstones.forgotten_here() == {ONE}


def test_a_second_list_that_was_lost_is_made_again_by_the_next_withdrawal(
    tombstones: Tombstones, tmp_path: Path, second_copy: Path
) -> None:
    bury(tombstones, tmp_path, ONE)
    second_copy.unlink()
    bury(tombstones, tmp_path, OTHER)
    assert (tmp_path / FILE).read_bytes() == second_copy.read_bytes()
    assert tombstones.all().keys() == {ONE, OTHER}


@settings(max_examples=10)
@given(days=st.lists(st.integers(0, 400), max_size=4), kept_from=st.integers(0, 400))
def test_old_ones_are_forgotten_in_both_lists_and_no_others(
    tmp_path_factory: pytest.TempPathFactory, days: list[int], kept_from: int
) -> None:
    folder = tmp_path_factory.mktemp("workspace")
    tombstones, draft = Tombstones(folder, folder / "second"), Draft()
    for number, day in enumerate(days):
        bury(tombstones, folder, f"sub-{number:012x}", MONDAY + timedelta(days=day))
    old = {each for each, on in tombstones.all().items() if on < MONDAY + timedelta(days=kept_from)}
    tombstones.forget(draft, old)
    Ledger(folder).commit(draft)
    expected = {f"sub-{number:012x}" for number, day in enumerate(days) if day >= kept_from}
    assert tombstones.all().keys() == expected
    assert tombstones.forgotten_here() == set()


@pytest.mark.parametrize(
    "line", ["sub-0123456789ab", "sub-0123456789ab 2026-02-30", f"{STAFF_REF} 2026-01-12", "\xff", "\0" * 20]
)
def test_a_damaged_list_is_never_taken_for_a_shorter_one(
    tombstones: Tombstones, tmp_path: Path, second_copy: Path, line: str
) -> None:
    bury(tombstones, tmp_path, ONE)
    for place in (tmp_path / FILE, second_copy):
        whole = place.read_bytes()
        place.write_bytes(whole + line.encode("latin-1") + b"\n")
        with pytest.raises(TombstonesDamagedError) as refusal:
            tombstones.all()
        assert STAFF_REF not in str(refusal.value)
        place.write_bytes(whole)
    assert ONE in tombstones


@pytest.mark.parametrize("given_id", [STAFF_REF, "", "sub-0123456789ab\nsub-0123456789ac 2026-01-12"])
def test_nothing_but_an_opaque_id_is_written(
    tombstones: Tombstones, second_copy: Path, given_id: str
) -> None:
    with pytest.raises(CannotBeKeptError) as refusal:
        tombstones.bury(Draft(), [given_id], MONDAY)
    assert STAFF_REF not in refusal.value.message
    assert not second_copy.exists()


def test_where_the_second_list_cannot_be_kept_nothing_is_withdrawn(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_bytes(b"")
    unwritable, draft = Tombstones(tmp_path, tmp_path / "in the way" / "second"), Draft()
    with pytest.raises(SecondCopyError) as refusal:
        unwritable.bury(draft, [ONE], MONDAY)
    assert (refusal.value.code, refusal.value.exit_code) == ("second-copy", 5)
    assert draft == Draft()


def test_what_a_killed_withdrawal_left_beside_the_second_list_is_swept(
    tombstones: Tombstones, tmp_path: Path, second_copy: Path
) -> None:
    bury(tombstones, tmp_path, ONE)
    second_copy.with_name(".part-0123456789abcdef").write_bytes(b"")
    assert tombstones.sweep(older_than=600) == 0
    assert tombstones.sweep(older_than=-1) == 1
    assert [path.name for path in second_copy.parent.iterdir()] == [second_copy.name]
    assert Tombstones(tmp_path, None).sweep(older_than=-1) == 0
