"""Every case of every platform: folder, ZIP and wrapped ZIP say what is expected; no more is opened."""

import zipfile
from pathlib import Path

import pytest

from connectors.archive import open_archive
from connectors.members import HandIn
from connectors.platforms import platforms
from connectors.reading import allow_list
from tests.connectors.platforms import platform_cases
from tests.connectors.shared_reader import read_exports

CASES = [pytest.param(case, id=platform_cases.name_of(case)) for case in platform_cases.cases()]


def test_every_platform_has_cases():
    assert {case.parent.name for case in platform_cases.cases()} == set(platforms())


@pytest.mark.parametrize("case", CASES)
def test_a_case_reads_as_expected(case: Path):
    reading = read_exports(platform_cases.exports_of(case))
    assert platform_cases.accounts(reading) == platform_cases.expected_table(case, "accounts.csv")
    assert platform_cases.lists(reading) == platform_cases.expected_table(case, "lists.csv")
    assert platform_cases.rest(reading) == platform_cases.expected_rest(case)


@pytest.mark.parametrize("wrapper", ["", "Jane Roe/facebook-jane.roe-2026-01-01-AbCdEfGh/"])
@pytest.mark.parametrize("case", CASES)
def test_a_zip_reads_like_the_folder_however_it_is_wrapped(case: Path, wrapper: str, tmp_path: Path):
    zips = [
        platform_cases.zipped(export, tmp_path / f"{number}.zip", wrapper)
        for number, export in enumerate(platform_cases.exports_of(case))
    ]
    reading = read_exports(zips)
    assert platform_cases.accounts(reading) == platform_cases.expected_table(case, "accounts.csv")
    assert platform_cases.lists(reading) == platform_cases.expected_table(case, "lists.csv")
    assert platform_cases.rest(reading) == platform_cases.expected_rest(case)


@pytest.mark.parametrize("case", CASES)
def test_counts_add_up_and_rows_are_numbered_from_nought(case: Path):
    for extract in read_exports(platform_cases.exports_of(case)).extracts:
        for count in extract.lists:
            parts = (count.with_display_name, count.handle_only, count.not_comparable, count.unreadable)
            assert count.entries == sum(parts)
        comparable = sum(count.with_display_name + count.handle_only for count in extract.lists)
        assert extract.accounts["account_id"].to_pylist() == list(range(comparable))
        assert set(extract.accounts["submission_id"].to_pylist()) <= {""}


@pytest.mark.parametrize("case", CASES)
def test_what_is_on_no_list_is_never_opened(case: Path, tmp_path: Path):
    """Members that no platform lists are broken on purpose: opening one would be a problem in the reading."""
    zips = [
        _with_unlisted_members_broken(platform_cases.zipped(export, tmp_path / f"{number}.zip"))
        for number, export in enumerate(platform_cases.exports_of(case))
    ]
    assert platform_cases.rest(read_exports(zips)) == platform_cases.expected_rest(case)


def _with_unlisted_members_broken(path: Path) -> Path:
    archive = open_archive(path, 1)
    listed = {file.entry.name for file in HandIn([archive], allow_list(platforms())).files()}
    archive.close()
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as zip_file:
        for info in zip_file.infolist():
            if info.filename not in listed:
                start = info.header_offset + 30 + len(info.filename.encode())
                content[start : start + info.compress_size] = b"\xff" * info.compress_size
    path.write_bytes(content)
    return path
