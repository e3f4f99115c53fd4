"""An address book handed in by itself is known by what it holds; what is no name and no address stays out."""

from pathlib import Path

import pytest

from connectors.vcards import Card, cards_of, ends_early
from tests.connectors.exports_by_hand import zip_of
from tests.connectors.shared_reader import read_exports

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sam Okafor\r\nTEL:+44 7700 900123\r\nEND:VCARD\r\n"
TABLE = (
    "First Name,Last Name,Organization Name,Notes,Labels,E-mail 1 - Value,Phone 1 - Value\r\n"
    "Sam,Okafor,,secret,* myContacts,sam@example.org ::: okafor@example.org,+44 7700 900123\r\n"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [("contacts.vcf", CARD), ("Everybody (2).VCF", CARD), ("contacts.csv", TABLE), ("عناوين.csv", TABLE)],
)
def test_an_address_book_handed_in_by_itself_may_have_any_name(tmp_path: Path, name: str, content: str):
    (tmp_path / name).write_text(content, encoding="utf-8")
    reading = read_exports([tmp_path / name])
    assert [extract.platform for extract in reading.extracts] == ["google_contacts"]
    assert reading.extracts[0].accounts["display_name"].to_pylist() == ["Sam Okafor"]
    assert "7700" not in repr(reading.extracts[0].accounts.to_pylist())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("genome.vcf", "##fileformat=VCFv4.2\n#CHROM\tPOS\n"),
        ("people.csv", "First Name,Last Name\nSam,Okafor\n"),
        ("outlook.csv", "First Name,Last Name,E-mail Address\nSam,Okafor,sam@example.org\n"),
    ],
)
def test_other_files_of_these_kinds_are_not_claimed(tmp_path: Path, name: str, content: str):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert "google_contacts" not in {each.platform for each in read_exports([tmp_path / name]).extracts}


def test_the_contacts_another_platform_uploaded_stay_closed(tmp_path: Path):
    made = zip_of(
        tmp_path / "a.zip", {"contacts.csv": TABLE, "following.csv": "Following Athlete ID,x\n1,y\n"}
    )
    (extract,) = read_exports([made]).extracts
    assert (extract.platform, extract.unopened) == ("strava", 1)


@pytest.mark.parametrize(
    ("lines", "card"),
    [
        ("FN:Sam\nN:Okafor;Sam;;;", Card("Sam", "Sam Okafor")),
        (
            "item1.FN;X=Y:Sam\nitem2.email;type=HOME:a@b.example\nEMAIL:c@d.example",
            Card("Sam", "", "a@b.example"),
        ),
        ("FN:A\\, B\\nC \\\\ D", Card("A, B C \\ D")),
        ("N:O\\;Kafor,Ade;Sam,Jo;;;", Card("", "Sam,Jo O;Kafor,Ade")),
        ("FN:Wilhel\n mina\n\t Roe", Card("Wilhelmina Roe")),
        ("FN;ENCODING=QUOTED-PRINTABLE:=C5=81=\n=C3=B3d=C5=BA", Card("Łódź")),
        ("FN;QUOTED-PRINTABLE:Zo=EB", Card("Zoë")),
        ("ORG:Choir;Altos\nNOTE:FN:nobody\nbroken line", Card(organisation="Choir")),
        ("PHOTO;ENCODING=b:AAAA\n BBBB\n\nFN:Sam", Card("Sam")),
        ("", Card()),
    ],
)
def test_a_card_says_names_and_the_first_address(lines: str, card: Card):
    text = f"BEGIN:VCARD\n{lines}\nEND:VCARD\n"
    assert list(cards_of(text)) == list(cards_of(text.replace("\n", "\r\n"))) == [card]
    assert not ends_early(text)


def test_a_card_that_is_cut_off_is_no_card():
    assert not list(cards_of("BEGIN:VCARD\nFN:Sam Oka"))
    assert ends_early("BEGIN:VCARD\nFN:Sam Oka")
