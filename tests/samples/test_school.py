import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from samples.plants import COLLEAGUE_PARENT, OWN_CHILD, PLANTS
from samples.school import IDENTITIES, write_school

Table = Callable[[Path], list[dict[str, str]]]
KINDS = {kind.slug for kind in (*PLANTS, OWN_CHILD, COLLEAGUE_PARENT)}


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(school: Path, tmp_path: Path) -> None:
    write_school(tmp_path, pupils=100, staff=14, contacts=60, seed=7)
    assert digests(tmp_path) == digests(school)


def test_another_seed_gives_another_school(school: Path, tmp_path: Path) -> None:
    write_school(tmp_path, pupils=100, staff=14, contacts=5, seed=8)
    other, here = digests(tmp_path), digests(school)
    assert not {other[name] for name in ("staff.csv", "truth.csv")} & set(here.values())


def test_the_kinds_of_connection_are_exactly_the_documented_ones() -> None:
    assert {
        "exact",
        "nickname",
        "typo",
        "initial",
        "swapped",
        "former_surname",
        "half_of_double_barrelled",
        "accents",
        "decorated",
        "handle_only",
        "forename_only",
        "following",
        "request",
        "colleague_parent",
        "own_child",
        "declared",
        "namesake",
    } == KINDS


@pytest.mark.parametrize("seed", range(6))
def test_a_small_school_has_at_least_three_connections_of_every_kind(
    seed: int, tmp_path: Path, table: Table
) -> None:
    write_school(tmp_path, pupils=100, staff=14, contacts=3, seed=seed)
    counts = Counter(row["plant"] for row in table(tmp_path / "truth.csv"))
    assert set(counts) == KINDS
    assert min(counts.values()) >= 3


def test_some_staff_hand_in_nothing_and_some_only_x(school: Path, table: Table) -> None:
    accounts = [row["accounts"] for row in table(school / "staff.csv")]
    assert accounts.count("") == 1
    assert [one.split(":")[0] for one in accounts if ";" not in one].count("x") >= 1
    folders = {path.name for path in (school / "exports").iterdir()}
    assert folders == {row["staff_ref"] for row in table(school / "staff.csv") if row["accounts"]}


def test_only_a_namesake_is_somebody_else_and_only_the_declared_are_declared(
    school: Path, table: Table
) -> None:
    for row in table(school / "truth.csv"):
        assert (row["same_person"] == "false") == (row["plant"] == "namesake")
        assert (row["declared"] == "true") == (row["plant"] == "declared")


def test_every_declared_connection_is_in_the_declarations(school: Path, table: Table) -> None:
    said = {
        (row["staff_ref"], row["roster_id"] or row["person"]) for row in table(school / "declarations.csv")
    }
    meant = {
        (row["staff_ref"], row["roster_id"] or f"{row['forename']} {row['surname']}")
        for row in table(school / "truth.csv")
        if row["declared"] == "true"
    }
    assert said == meant


def test_a_colleague_who_is_a_parent_is_on_the_staff_list(school: Path, table: Table) -> None:
    staff = {(row["forename"], row["surname"]): row["staff_ref"] for row in table(school / "staff.csv")}
    colleagues = [row for row in table(school / "truth.csv") if row["plant"] == "colleague_parent"]
    assert all(staff[row["forename"], row["surname"]] != row["staff_ref"] for row in colleagues)


@pytest.mark.parametrize("roster", IDENTITIES)
@pytest.mark.parametrize(("pupils", "staff"), [(10, 1), (10, 9)])
def test_the_smallest_school_can_be_written_in_every_roster_format(
    roster: str, pupils: int, staff: int, tmp_path: Path, table: Table
) -> None:
    write_school(tmp_path, pupils=pupils, staff=staff, contacts=4, seed=1, roster=roster)
    assert len(table(tmp_path / "staff.csv")) == staff
    assert len(list((tmp_path / "roster").iterdir())) == 1
