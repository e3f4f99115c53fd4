"""The answer to whoever asks what is kept of them, as a document."""

from datetime import date

import pypdfium2
import pytest

from reports.setting import Setting
from reports.subject_access import Section, SubjectAccess, in_numbers, subject_access

ON = date(2026, 11, 23)
FULL = Section("Staff list", "Your line.", ("What", "As it is kept"), (("surname", "Gullthorpe"),))
EMPTY = Section("Withdrawals", "A number.", ("Number",))


def text_of(facts: SubjectAccess) -> str:
    document = pypdfium2.PdfDocument(subject_access(facts))
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def test_what_is_surely_theirs_what_may_be_and_what_is_closed_stand_apart() -> None:
    alike = Section("A name like yours", "It may be.", ("Name",), (("Gullthorp",),))
    closed = ("Something more may be kept.",)
    facts = SubjectAccess(Setting("Alder Lane"), ON, "a member of staff", (FULL, EMPTY), (alike,), closed)
    told = text_of(facts)
    places = [
        told.index(each)
        for each in (
            "Gullthorpe",
            "Nothing is kept",
            "Withdrawals",
            "somebody else Th",
            "Gullthorp ",
            "more may",
        )
    ]
    assert places == sorted(places)
    assert "as far as it could be opened" in told
    assert [*in_numbers(facts)] == [
        "  Staff list: 1 row",
        "  Withdrawals: nothing",
        "  A name like yours (may be another person): 1 row",
        "  Something more may be kept.",
    ]


def test_nothing_of_a_long_text_is_cut_off() -> None:
    words = [f"word{number}" for number in range(900)]
    long = Section("Failures", "What was said.", ("Incident", "What it says"), (("0a", " ".join(words)),))
    told = text_of(SubjectAccess(Setting("Alder Lane"), ON, "a member of staff", (long,)))
    assert {"word0", "word450", "word899"} <= set(told.split())


def test_a_row_that_does_not_fit_its_headings_is_our_fault() -> None:
    with pytest.raises(ValueError, match="each heading"):
        Section("Staff list", "Your line.", ("What",), (("surname", "Gullthorpe"),))
