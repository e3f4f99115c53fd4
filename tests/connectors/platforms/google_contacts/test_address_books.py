"""An address book handed in by itself is known by what it holds; what is no name and no address stays out."""

import zipfile
from pathlib import Path

import pytest

from connectors.vcards import CUT_OFF, Card, cards_of, ends_early
from tests.connectors.exports_by_hand import zip_of
from tests.connectors.shared_reader import read_exports

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sam Okafor\r\nTEL:+44 7700 900123\r\nEND:VCARD\r\n"
TABLE = (
    "First Name,Last Name,Organization Name,Notes,Labels,E-mail 1 - Value,Phone 1 - Value\r\n"
    "Sam,Okafor,,secret,* myContacts,sam@example.org ::: okafor@example.org,+44 7700 900123\r\n"
)
OLD_TABLE = (
    "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value\r\n"
    "Sam Okafor,Sam,,Okafor,* myContacts,* Home,sam@example.org\r\n"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("contacts.vcf", CARD),
        ("Everybody (2).VCF", CARD),
        ("contacts.csv", TABLE),
        ("عناوين.csv", TABLE),
        ("old.csv", OLD_TABLE),
    ],
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
    """Their last byte is wrong, which whoever reads beyond the header finds out."""
    uploaded = "Athlete ID,Contact Type,Contact,Contact Source,Contact Name\n" + ",email,x,phone,Sam\n" * 500
    made = tmp_path / "a.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("contacts.csv", f"{uploaded}~end~")
        archive.writestr("following.csv", "Following Athlete ID,x\n1,y\n")
    made.write_bytes(made.read_bytes().replace(b"~end~", b"~END~"))
    reading = read_exports([made])
    assert not reading.problems
    assert [extract.platform for extract in reading.extracts] == ["strava"]


@pytest.mark.parametrize("shift", range(0, 60, 20))
def test_a_large_table_with_line_breaks_in_its_cells_is_read_whole(tmp_path: Path, shift: int):
    """Wherever the part that is looked at first may end."""
    note = "x" * shift + "a line of a long note\nand another line of it\n" * 3
    rows = "".join(f'Sam,Okafor {n},,"{note}",* myContacts,s{n}@example.org,\r\n' for n in range(300))
    made = zip_of(
        tmp_path / "a.zip",
        {"Takeout/Contacts/My Contacts/My Contacts.csv": TABLE.splitlines()[0] + "\n" + rows},
    )
    (tmp_path / "contacts.csv").write_text(TABLE.splitlines()[0] + "\n" + rows, encoding="utf-8")
    for path in (made, tmp_path / "contacts.csv"):
        reading = read_exports([path])
        assert not reading.problems
        assert reading.extracts[0].accounts.num_rows == 300


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
        ('FN;ENCODING=b:U2Ft\nEMAIL;X="a:b";Y="c":a@b.example', Card("Sam", email="a@b.example")),
        ("", Card()),
    ],
)
def test_a_card_says_names_and_the_first_address(lines: str, card: Card):
    text = f"BEGIN:VCARD\n{lines}\nEND:VCARD\n"
    assert list(cards_of(text)) == list(cards_of(text.replace("\n", "\r\n"))) == [card]
    assert not ends_early(text)


@pytest.mark.parametrize(
    "kind", ["KIND:group", "kind:ORG", "X-ADDRESSBOOKSERVER-KIND:group", "KIND:location"]
)
def test_what_is_no_individual_is_no_person(kind: str):
    (card,) = cards_of(f"BEGIN:VCARD\nFN:Choir\n{kind}\nEND:VCARD\n")
    assert isinstance(card, Card)
    assert not card.is_person


def test_a_card_that_begins_before_the_last_one_ended_loses_nobody_silently():
    text = "BEGIN:VCARD\nFN:Sam\nBEGIN:VCARD\nFN:Ade\nEND:VCARD\nEMAIL:stray@example.org\n"
    assert list(cards_of(text)) == [CUT_OFF, Card("Ade")]


def test_a_card_inside_another_leaves_the_other_whole():
    inner = "AGENT:\nBEGIN:VCARD\nFN:Ade\nEND:VCARD\n"
    text = f"BEGIN:VCARD\nFN:Sam\n{inner}EMAIL:sam@example.org\nEND:VCARD\n"
    assert list(cards_of(text)) == [Card("Ade"), Card("Sam", email="sam@example.org")]


def test_a_line_of_many_quotation_marks_is_read_in_no_time():
    assert list(cards_of("BEGIN:VCARD\nFN;" + '"x"' * 50_000 + "\nEND:VCARD\n")) == [Card()]


def test_a_card_that_is_cut_off_is_no_card():
    assert list(cards_of("BEGIN:VCARD\nFN:Sam Oka")) == [CUT_OFF]
    assert ends_early("BEGIN:VCARD\nFN:Sam Oka")
