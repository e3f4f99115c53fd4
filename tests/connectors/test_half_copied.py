"""What the name and the end of a file tell of whether it is all there."""

import zipfile
from pathlib import Path

import pytest

from connectors.half_copied import is_being_written, is_cut_short, is_junk_name


@pytest.mark.parametrize(
    ("name", "being_written", "junk"),
    [
        ("facebook.zip", False, False),
        ("facebook (1).zip", False, False),
        ("Connections.csv", False, False),
        ("départ.csv", False, False),
        ("facebook.zip.crdownload", True, False),
        ("facebook.zip.PART", True, False),
        ("Safari.download/facebook.zip", True, False),
        ("~$Connections.xlsx", True, False),
        ("~syncthing~facebook.zip.tmp", True, False),
        (".DS_Store", False, True),
        ("._facebook.zip", False, True),
        ("__MACOSX", False, True),
        ("__MACOSX/connections/._friends.json", False, True),
        ("Thumbs.db", False, True),
        (".facebook.zip.Xy12Ab", False, True),
        ("export/.stfolder/x", False, True),
    ],
)
def test_a_name_tells_what_is_no_export_or_none_yet(name: str, being_written: bool, junk: bool):
    assert (is_being_written(name), is_junk_name(name)) == (being_written, junk)


def test_a_zip_is_cut_short_until_its_last_byte_is_there(tmp_path: Path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("followers_1.json", "[]" * 500)
    whole = path.read_bytes()
    assert not is_cut_short(path)
    for size in (4, 40, len(whole) // 2, len(whole) - 30, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert is_cut_short(path)
        path.write_bytes(
            whole[:size] + bytes(len(whole) - size)
        )  # as a copy that has its size from the start
        assert is_cut_short(path) == (size < len(whole) - 1)


@pytest.mark.parametrize("data", [b"", b"PK", b"[]", b"\x1f\x8b\x08", b"First Name,Last Name\n"])
def test_what_is_no_zip_is_never_cut_short(tmp_path: Path, data: bytes):
    (tmp_path / "file").write_bytes(data)
    assert not is_cut_short(tmp_path / "file")
