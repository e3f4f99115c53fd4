from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.roster import read_roster
from connectors.rosters import bundle, oneroster
from connectors.rosters.bundle import Member, members_of
from connectors.rosters.named_files import NamedFiles

HERE = Path(__file__).parent


def counting(member: Member, opened: list[str]) -> Member:
    def read(inner: Callable[[], bytes] = member.read) -> bytes:
        opened.append(member.file_name)
        return inner()

    return replace(member, read=read)


@pytest.mark.parametrize("case", ["version_1_1", "a_teacher_who_is_a_guardian"])
def test_of_oneroster_only_four_files_are_ever_opened(case: str) -> None:
    opened: list[str] = []
    members = [counting(member, opened) for member in members_of(HERE / "oneroster" / case / "roster")]
    oneroster.read(members)
    assert "users.csv" in opened
    assert set(opened) <= {"manifest.csv", "users.csv", "roles.csv", "demographics.csv"}
    assert {member.file_name for member in members} - set(opened) <= {"orgs.csv", "userprofiles.csv"}


def test_a_password_is_gone_before_anything_is_made_of_a_row() -> None:
    files = NamedFiles(members_of(HERE / "oneroster" / "version_1_1" / "roster"), "oneroster_columns")
    for _, row in files.table("users.csv").rows:
        assert "secret" not in row.values()


def test_what_tells_namesakes_apart_is_in_nothing_that_comes_out() -> None:
    roster = read_roster(HERE / "ctf" / "siblings" / "roster.xml")
    out = f"{roster.people.to_pylist()}{roster.names.to_pylist()}{roster.links.to_pylist()}{roster.notes}"
    for told in ("07700", "900111", "Alder", "ZZ1"):
        assert told not in out


def test_a_folder_of_junk_is_too_large_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "MOST_MEMBERS", 1)
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(bundle.RosterTooLarge):
        members_of(tmp_path)
