"""A backup opens nothing by itself, is written whole, and comes back whole or not at all."""

import io
import json
import shutil
import tarfile
from datetime import date
from errno import ENOSPC
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError
from tests.canary import find_canaries
from tests.flows.passphrases import SECRETS
from tests.vault.invented import NAMES_OF_ALL, STAFF_MEMBER, STAFF_REF, extract_of, staff
from vault.backups import (
    LABEL,
    OPEN_NOTHING,
    BackupIncomplete,
    BackupInside,
    BackupTaken,
    BackupUnreadable,
    Holds,
    RestoreTaken,
    back_up,
    put_back,
)
from vault.errors import KeysLockedError
from vault.keys import FILES, Keys, load_keys, make_keys
from vault.ledger import LOCK
from vault.private_files import PART, others_may_read
from vault.store import Vault

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
LABELLED = {"version": 1, "holds": "workspace", "files": 0}
SECRETS_OF_OURS = sorted({f"keys/{name}" for name in FILES} - OPEN_NOTHING)


@pytest.fixture
def workspace(vault: Vault) -> Path:
    """A workspace with a staff list, somebody's hand-in, and what no backup is to hold."""
    vault.keep_tables("staff", {"staff": staff(STAFF_MEMBER)}, {})
    vault.keep_submission(STAFF_REF, [extract_of("instagram", *NAMES_OF_ALL)], MONDAY)
    (vault.folder / "prefect").mkdir()
    (vault.folder / "prefect" / "prefect.db").touch()
    (vault.folder / f"{PART}0123").touch()
    return vault.folder


@pytest.fixture
def archives(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    place = tmp_path_factory.mktemp("elsewhere")
    for holds in Holds:
        back_up(workspace, place / f"{holds}.tar", holds)
    return sorted(place.iterdir())


def names_in(archive: Path) -> set[str]:
    with tarfile.open(archive) as tar:
        return set(tar.getnames())


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def written(path: Path, label: object, **members: bytes) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, data in {LABEL: json.dumps(label).encode(), **members}.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return path


def test_what_opens_anything_is_in_the_other_archive(archives: list[Path]) -> None:
    of_keys, of_workspace = map(names_in, archives)
    assert of_keys == {LABEL, *(f"keys/{name}" for name in FILES)}
    assert of_workspace & {*SECRETS_OF_OURS} == set()
    assert of_workspace >= {*OPEN_NOTHING} & {f"keys/{name}" for name in FILES}
    assert not {name for name in of_workspace if name.startswith(("prefect/", PART)) or name.endswith(LOCK)}
    assert find_canaries(archives, NAMES_OF_ALL) == []
    assert not any(map(others_may_read, archives))


def test_both_together_are_the_workspace_again(
    workspace: Path, archives: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("restored")
    put_back(folder, archives[::-1])
    left_out = {LOCK, "prefect/prefect.db", f"{PART}0123"}
    assert files(folder) == {name: data for name, data in files(workspace).items() if name not in left_out}
    assert not any(others_may_read(path) for path in folder.rglob("*"))
    restored = Vault(folder, load_keys(folder / "keys"))
    assert restored.hand_ins.waiting().keys() == {restored.submission_id_of(STAFF_REF)}


def test_nobody_who_withdrew_since_comes_back(
    vault: Vault,
    archives: list[Path],
    keys: Keys,
    second_copy: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    gone = vault.submission_id_of(STAFF_REF)
    vault.forget_person(gone, TUESDAY)
    folder = tmp_path_factory.mktemp("restored")
    put_back(folder, archives)
    restored = Vault(folder, keys, second_copy)
    assert restored.hand_ins.waiting() == {}
    assert restored.tombstones.all() == {gone: TUESDAY}


def test_keys_that_were_replaced_since_are_those_of_the_workspaces_own_day(
    workspace: Path, archives: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    (workspace / "keys" / "dsl.json").write_bytes(b"newer")
    newer = archives[0].with_name("newer.tar")
    back_up(workspace, newer, Holds.WORKSPACE)
    folder = tmp_path_factory.mktemp("restored")
    put_back(folder, [newer, archives[0]])
    assert (folder / "keys" / "dsl.json").read_bytes() == b"newer"


def test_a_backup_is_never_written_over_nor_into_what_it_is_of(workspace: Path, archives: list[Path]) -> None:
    before = archives[1].read_bytes()
    with pytest.raises(BackupTaken):
        back_up(workspace, archives[1], Holds.WORKSPACE)
    assert archives[1].read_bytes() == before
    with pytest.raises(BackupInside):
        back_up(workspace, workspace / "log" / ".." / "mine.tar", Holds.WORKSPACE)
    assert not (workspace / "mine.tar").exists()


def test_a_backup_that_fails_half_way_leaves_nothing(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path_factory.mktemp("elsewhere")

    def full(*_: object) -> None:
        raise OSError(ENOSPC, "full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="full"):
        back_up(workspace, place / "mine.tar", Holds.WORKSPACE)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "refusal"),
    [((1,), BackupIncomplete), ((0,), BackupIncomplete), ((1, 1), BackupIncomplete)],
    ids=["no keys", "no workspace", "one twice"],
)
def test_half_of_it_is_not_put_back(
    archives: list[Path], tmp_path: Path, given: tuple[int, ...], refusal: type[ConfigurationError]
) -> None:
    with pytest.raises(refusal):
        put_back(tmp_path / "restored", [archives[each] for each in given])
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize(
    "name", ["../outside", "/outside", "a/../../outside", "C:/outside", "a\\..\\..\\outside"]
)
def test_nothing_is_put_back_outside_of_the_folder(archives: list[Path], tmp_path: Path, name: str) -> None:
    crafted = written(tmp_path / "crafted.tar", LABELLED | {"files": 1}, **{name: b"x"})
    with pytest.raises(BackupUnreadable):
        put_back(tmp_path / "restored", [archives[0], crafted])
    assert not (tmp_path / "restored").exists()
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize(
    "label",
    [LABELLED | {"version": 2}, LABELLED | {"holds": "another"}, LABELLED | {"files": 1}, {}, [], None],
)
def test_what_this_version_did_not_write_is_refused(
    archives: list[Path], tmp_path: Path, label: object
) -> None:
    with pytest.raises(BackupUnreadable):
        put_back(tmp_path / "restored", [archives[0], written(tmp_path / "other.tar", label)])


def test_an_archive_that_is_cut_short_is_refused_wherever(archives: list[Path], tmp_path: Path) -> None:
    whole = archives[1].read_bytes()
    inside = len(whole.rstrip(b"\0"))
    for length in (0, 100, 512, 700, inside // 2, inside - 1):
        (tmp_path / "cut.tar").write_bytes(whole[:length])
        with pytest.raises(BackupUnreadable) as refused:
            put_back(tmp_path / "restored", [archives[0], tmp_path / "cut.tar"])
        assert (refused.value.__cause__, refused.value.__context__) == (None, None)
    assert not (tmp_path / "restored").exists()


def test_nothing_is_put_back_over_anything(workspace: Path, archives: list[Path]) -> None:
    before = files(workspace)
    with pytest.raises(RestoreTaken):
        put_back(workspace, archives)
    assert files(workspace) == before
    shutil.rmtree(workspace)
    workspace.mkdir()
    assert put_back(workspace, archives) > 0


def test_in_the_private_mode_one_archive_is_enough_and_opens_with_a_passphrase_alone(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    place = tmp_path_factory.mktemp("private")
    keys = make_keys(place / "workspace" / "keys", SECRETS, private=True)
    Vault(place / "workspace", keys).keep_tables("staff", {"staff": staff(STAFF_MEMBER)}, {})
    back_up(place / "workspace", place / "day.tar", Holds.WORKSPACE)
    put_back(place / "restored", [place / "day.tar"])
    with pytest.raises(KeysLockedError):
        load_keys(place / "restored" / "keys")
    opened = load_keys(place / "restored" / "keys", lambda _: SECRETS.break_glass)
    assert Vault(place / "restored", opened).open_tables("staff").tables["staff"].num_rows == 1
