"""The page on a roster: what it says, in which order, and that it is set whatever stands in it."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.roster_quality import (
    age_in_words,
    not_on_roll_in_words,
    places_in_words,
    roster_quality,
    source_title,
)
from reports.roster_quality_facts import Change, LoadedSource, Place, RosterQuality, RosterRemark
from reports.setting import Setting

TODAY = date(2026, 11, 20)
FACTS = RosterQuality(
    setting=Setting("Alder Lane"),
    on=TODAY,
    sources=(LoadedSource("Workbook", 58, 97, 101, 3, date(2026, 11, 3)),),
    children=1266,
    parent_carers=97,
    links=101,
    not_on_roll=5,
    not_on_roll_because="4 have left, 1 is yet to join",
    compared="Compared with the load of 1 September 2026.",
    changes=(Change("Children", "20", "58", is_great=True),),
    reason="The nursery joined us.",
    to_mend=(RosterRemark("The date cannot be read.", "Enter it again.", 2, (Place("", (4, 17)),)),),
    left_out=(RosterRemark("These are firms.", "Nothing needs to be done.", 1),),
    worth_knowing=(RosterRemark("Most names are in capitals.", "", 0),),
    notes=("57 repeated entries of adults joined.",),
    columns_kept=("forename",),
    columns_dropped=("ethnicity",),
    staff=("2 members of staff are parents.",),
    may_see=("The DSL",),
)
BARE = replace(
    FACTS, changes=(), reason="", to_mend=(), left_out=(), worth_knowing=(), notes=(), staff=(), sources=()
)


def text_of(page: bytes) -> str:
    document = pypdfium2.PdfDocument(page)
    return " ".join(" ".join(each.get_textpage().get_text_range().split()) for each in document)


def test_the_page_says_what_was_loaded_what_changed_and_then_what_to_do_the_weightiest_first() -> None:
    text = text_of(roster_quality(FACTS))
    said = [
        "1,266",
        "1 kind of thing to put right, 1 kind of thing left out and 1 kind of thing worth knowing.",
        "Made on 3 November 2026, 17 days before",
        "Not on roll: 4 have left, 1 is yet to join.",
        "a great change",
        "The nursery joined us.",
        "Rows 4 and 17",
        "These are firms.",
        "Most names are in capitals.",
        "57 repeated entries of adults joined.",
        "2 members of staff are parents.",
        "ethnicity",
    ]
    assert [each for each in said if each not in text] == []
    assert sorted(said, key=text.index) == said


def test_nothing_to_put_right_is_said_and_never_an_empty_table() -> None:
    text = text_of(roster_quality(BARE))
    assert "Nothing to put right, and nothing was left out." in text
    assert "What to do in your system" not in text
    assert "reason" not in text


def test_the_page_is_a_tagged_pdf() -> None:
    with pikepdf.open(io.BytesIO(roster_quality(FACTS))) as document:
        assert document.Root.MarkInfo.Marked


@settings(max_examples=8)
@given(st.text(max_size=700))
def test_whatever_is_typed_as_a_reason_the_page_is_set(reason: str) -> None:
    assert roster_quality(replace(BARE, reason=reason)).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("ctf", "Common Transfer File (CTF)"),
        ("csv#2", "File 2: List (CSV)"),
        ("sims-report", "SIMS Report"),
        ("oneroster-1.1", "OneRoster 1.1"),
    ],
)
def test_a_source_is_called_by_its_name(source: str, title: str) -> None:
    assert source_title(source) == title


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((), ""),
        ((Place("", (4,)),), "Row 4"),
        ((Place("", (4, 5)),), "Rows 4 and 5"),
        ((Place("", (4, 6, 7, 8, 12)),), "Rows 4, 6 to 8 and 12"),
        (
            (Place("", tuple(range(1, 101, 2))),),
            "Rows " + ", ".join(map(str, range(1, 40, 2))) + " and 30 more",
        ),
        (
            (Place("File 1: CTF", (9,)), Place("File 2: CTF", (3, 9))),
            "File 1: CTF, row 9; File 2: CTF, rows 3 and 9",
        ),
    ],
)
def test_rows_are_told_by_file_and_in_runs(places: tuple[Place, ...], words: str) -> None:
    assert places_in_words(places) == words


def test_who_is_not_on_roll_is_told_by_why_not() -> None:
    assert (
        not_on_roll_in_words({"left": 3, "to_join": 1, "without_pupil": 0}) == "3 have left, 1 is yet to join"
    )


def test_a_file_that_does_not_say_when_it_was_made_is_not_taken_for_todays() -> None:
    assert age_in_words(None, TODAY) == "the file does not say when it was made"
    assert age_in_words(TODAY, TODAY) == "made on 20 November 2026"
