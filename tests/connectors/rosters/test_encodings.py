from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.encodings import decode
from connectors.roster import read_roster

TEXT = "Forename,Surname,Mum\nSiân,Rees,Zoë Rees\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_a_list_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "roster.csv").write_bytes(TEXT.encode(encoding))
    roster = read_roster(tmp_path / "roster.csv")
    assert roster.names["full_name"].to_pylist() == ["Siân Rees", "Zoë Rees"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_ctf_is_read_by_its_bytes_whatever_it_declares(tmp_path: Path, encoding: str) -> None:
    text = (
        '<?xml version="1.0" encoding="ISO-8859-5"?><CTfile><CTFpupilData><Pupil><Forename>Siân</Forename>'
        "<Surname>Rees</Surname><Contacts><Contact><Forename>Zoë</Forename><Surname>Rees</Surname>"
        "<Relationship>PAM</Relationship></Contact></Contacts></Pupil></CTFpupilData></CTfile>"
    )
    (tmp_path / "roster.xml").write_bytes(text.encode(encoding))
    assert read_roster(tmp_path / "roster.xml").names["full_name"].to_pylist() == ["Siân Rees", "Zoë Rees"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("hint", ["", "sep=\n"])
def test_a_list_is_read_with_any_delimiter(tmp_path: Path, delimiter: str, hint: str) -> None:
    text = hint.replace("\n", f"{delimiter}\n") + TEXT.replace(",", delimiter)
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    assert len(read_roster(tmp_path / "roster.csv").people) == 2


def test_what_excel_saves_as_unicode_text_is_read(tmp_path: Path) -> None:
    """UTF-16 with tabs: the one text format of Excel's that keeps every name."""
    text = "Forename\tSurname\tMum\r\nŁucja\tNowak\tZoë Nowak\r\n"
    (tmp_path / "roster.txt").write_bytes(text.encode("utf-16"))
    assert read_roster(tmp_path / "roster.txt").names["full_name"].to_pylist() == ["Łucja Nowak", "Zoë Nowak"]


def test_one_damaged_character_does_not_turn_the_others() -> None:
    assert decode("Siân, Zoë, Łucja".encode() + b"\xff") == "Siân, Zoë, Łucja\ufffd"


@given(st.binary(max_size=200))
def test_decoding_never_raises(data: bytes) -> None:
    assert isinstance(decode(data), str)


@given(st.text(max_size=100), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_what_is_written_as_utf8_is_read_back(text: str, encoding: str) -> None:
    if "\x00" not in text and not text.startswith("\ufeff") and "\ufffd" not in text:
        assert decode(text.encode(encoding)) == text
