"""What holds of the XML sources whatever a school writes into them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.roster import read_roster
from connectors.rosters import isams, sims_report
from connectors.rosters.errors import RosterDamaged, RosterUnsafe
from connectors.rosters.markup import Branch, parse_xml
from tests.connectors.rosters.roster_cases import as_csv

HERE = Path(__file__).parent
SIMS = HERE / "sims" / "correct" / "roster"
TAG = re.compile(r"(</?)([A-Za-z_]+)")


def escaped(heading: str) -> str:
    """A heading as .NET writes it as the name of an element."""
    return "".join(each if each.isascii() and each.isalnum() else f"_x{ord(each):04X}_" for each in heading)


@pytest.mark.parametrize("source", ["ctf/correct", "isams/correct"])
@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_a_document_is_read_in_any_case_of_its_elements(
    tmp_path: Path, source: str, change: "type[str]"
) -> None:
    written = HERE / source / "roster.xml"
    text = TAG.sub(lambda tag: tag[1] + change(tag[2]), written.read_text(encoding="utf-8"))
    (tmp_path / "roster.xml").write_text(text, encoding="utf-8")
    one, other = read_roster(written), read_roster(tmp_path / "roster.xml")
    for table in ("people", "names", "links"):
        assert as_csv(getattr(one, table)) == as_csv(getattr(other, table))


def test_sims_reports_say_the_same_in_any_order() -> None:
    reports = [parse_xml(path.read_bytes()) for path in sorted(SIMS.iterdir())]
    said, turned = sims_report.read(reports), sims_report.read(reports[::-1])
    assert (said.children, said.adults, said.ties) == (turned.children, turned.adults, turned.ties)
    assert said.staff == turned.staff == 3


def test_who_is_staff_in_sims_is_told_by_the_person_and_by_nothing_else() -> None:
    said = sims_report.read([parse_xml(path.read_bytes()) for path in sorted(SIMS.iterdir())])
    assert {adult.source_id for adult in said.adults if adult.staff_mark} == {"7003"}


def test_an_isams_contact_with_the_number_of_a_member_of_staff_is_another_person() -> None:
    said = isams.read([parse_xml((HERE / "isams" / "correct" / "roster.xml").read_bytes())])
    assert {adult.source_id: adult.staff_mark for adult in said.adults if adult.staff_mark} == {
        "3041": "3041"
    }


@given(st.text(st.characters(max_codepoint=0xFFFF), max_size=30))
def test_a_heading_is_read_through_its_escapes(heading: str) -> None:
    assert sims_report.unescaped(escaped(heading)) == heading


@given(st.text(max_size=200))
def test_text_that_is_no_document_is_one_clear_error(text: str) -> None:
    for data in (text.encode("utf-8", "ignore"), f"<CTfile>{text}".encode("utf-8", "ignore")):
        with pytest.raises((RosterDamaged, RosterUnsafe)) as caught:
            parse_xml(data)
        assert caught.value.__context__ is None


def test_comments_instructions_and_blanks_are_no_text() -> None:
    root = parse_xml(b"<a>\n <B> <!-- x --> Lind<?y z?>-Holm </B>\n <b>twice</b><c/></a>")
    document = Branch.of(root)
    assert document.texts() == {"b": "Lind-Holm"}
    assert list(document.cells()) == [("B", "Lind-Holm"), ("b", "twice"), ("c", "")]
    assert document.names == {"a", "b", "c"}
    assert document.branch("d").branch("e").texts() == {}
