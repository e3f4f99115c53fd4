"""Everybody on the staff list gets a page: inside no two states look alike, outside all of them do."""

import dataclasses
import io
import re
from typing import get_origin

import pikepdf
import pypdfium2
import pytest

from reports.staff_facts import (
    OF_A_SUBMISSION,
    Contact,
    Page,
    Problem,
    StaffReport,
    page_without_submission,
)
from reports.staff_report import staff_report
from schemas.words import Answer, Relation
from tests.canary import find_canaries
from tests.reports.conftest import INSTAGRAM, LINKEDIN, STAFF_REPORT, X
from vault.documents import alike_size, lock_pdf, opens_with
from vault.passphrases import five_words

WORDS_INSIDE = {
    "look": "Please look at 2 contacts",
    "nothing": "Checked, and nothing to look at",
    "not_checked": "Could not be checked",
    "nothing_handed_in": "You have not handed anything in for this audit. You do not have to.",
    "nothing_to_submit": "You told us you have nothing to hand in.",
    "held": "Your page is not ready yet",
}


@pytest.fixture(scope="module")
def pages():
    """The page of each state."""
    empty = StaffReport(**STAFF_REPORT | {"exports": ()})
    names = (("Wilhelmina Ashgrove", "w_ash"), ("Tarquin Bellweather", ""))
    look_at = tuple(Contact("instagram", Relation.FOLLOWER, *name) for name in names)
    look = dataclasses.replace(empty, exports=(INSTAGRAM, LINKEDIN, X), look_at=look_at)
    problem = Problem("File 1", "It ends in the middle.")
    return {
        "look": look,
        "nothing": dataclasses.replace(empty, exports=(INSTAGRAM,)),
        "not_checked": dataclasses.replace(empty, problems=(problem,)),
        "nothing_handed_in": dataclasses.replace(empty, page=Page.NOTHING_HANDED_IN),
        "nothing_to_submit": dataclasses.replace(empty, page=Page.NOTHING_TO_SUBMIT),
        "held": look.held(),
    }


@pytest.fixture(scope="module")
def unlocked(pages):
    """Each page set in type."""
    return {state: staff_report(facts) for state, facts in pages.items()}


@pytest.fixture(scope="module")
def locked(unlocked):
    """Each page as it is handed out, with what opens it."""
    size = alike_size(map(len, unlocked.values()))
    passphrases = {state: five_words() for state in unlocked}
    return {
        state: (lock_pdf(pdf, passphrases[state], size), passphrases[state])
        for state, pdf in unlocked.items()
    }


def test_inside_each_state_says_what_it_is_and_nothing_of_another(unlocked, read):
    headings = {state: read(pdf) for state, pdf in unlocked.items()}
    for state, words in WORDS_INSIDE.items():
        saying = {other for other, text in headings.items() if words in text}
        assert saying - {"look"} == {state} - {"look"}  # a page with contacts also says which lists failed
    assert WORDS_INSIDE["look"] in headings["look"]


def test_outside_all_pages_look_the_same(locked):
    documents = [document for document, _ in locked.values()]
    assert len({len(document) for document in documents}) == 1
    version, keys = one_of({visible_keys(document) for document in documents})
    assert version.startswith(b"%PDF-")
    assert not keys & {b"/Page", b"/Count", b"/Kids", b"/Title", b"/Author", b"/CreationDate"}


def test_an_unlocked_page_shows_its_number_of_pages_and_its_title(unlocked):
    keys = visible_keys(unlocked["look"])[1]
    assert {b"/Page", b"/Count", b"/Title"} <= keys


def test_no_word_of_any_state_stands_outside_the_encryption(unlocked, locked, read):
    words = [
        *WORDS_INSIDE.values(),
        "Wilhelmina Ashgrove",
        "Tarquin Bellweather",
        "Larchfield",
        "R-7Q4K-22MD",
    ]
    inside = [read(pdf) for pdf in unlocked.values()]
    assert {leak.canary for leak in find_canaries(inside, words)} == set(words)
    assert find_canaries([document for document, _ in locked.values()], words) == []


def test_a_padded_page_opens_everywhere_and_stays_tagged_and_strong(unlocked, locked):
    for state, (document, passphrase) in locked.items():
        assert opens_with(document, passphrase)
        assert text_of(document, passphrase) == text_of(unlocked[state])
        with pikepdf.open(io.BytesIO(document), password=passphrase) as opened:
            assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
            assert opened.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in opened.Root
            assert opened.check_pdf_syntax() == []


def test_a_held_page_is_the_same_whatever_was_handed_in(report, contact, exports):
    stuffed = report(exports=tuple(exports.values()), look_at=(contact("Wilhelmina Ashgrove"),) * 50)
    unread = report(exports=(), problems=(Problem("File 1", "It ends in the middle."),))
    assert stuffed.held() == unread.held() == report().held()
    assert staff_report(stuffed.held()) == staff_report(unread.held())


def test_a_held_page_says_who_will_speak_with_the_reader_and_not_why(unlocked, read):
    text = read(unlocked["held"])
    assert "Your page is not ready yet The designated safeguarding lead will speak with you." in text
    beginning = text[: text.index("If you disagree")]
    assert not re.search(r"\b(odd|unusual|many|larger|edited|problem|wrong|contacts?)\b", beginning)


def test_declining_not_answering_and_not_coming_to_it_give_the_very_same_page(report):
    kinds = {page_without_submission(each) for each in (Answer.DECLINED, Answer.NO_ANSWER, Answer.YES)}
    assert kinds == {Page.NOTHING_HANDED_IN}
    assert page_without_submission(Answer.NOTHING_TO_SUBMIT) is Page.NOTHING_TO_SUBMIT


def test_a_page_without_a_submission_can_hold_nothing_of_one(report, contact):
    for page in set(Page) - {Page.HANDED_IN}:
        with pytest.raises(ValueError, match="nothing of a submission"):
            report(page=page)
        with pytest.raises(ValueError, match="nothing of a submission"):
            report(exports=(), look_at=(contact("Wilhelmina Ashgrove"),), page=page)


def test_every_part_that_a_submission_fills_goes_from_a_held_page(report):
    fields = dataclasses.fields(report())
    filled = {each.name for each in fields if get_origin(each.type) is tuple}
    assert filled == set(OF_A_SUBMISSION)


def test_every_page_says_who_sees_it_and_how_to_disagree_complain_leave_and_have_a_copy(unlocked, read):
    for pdf in unlocked.values():
        text = read(pdf)
        for words in (
            "Who sees what.",
            "If you disagree, or want to stop",
            "Complaints. Write to the head. You can also complain to the Information Commissioner",
            "You can say no, or stop, at any time.",
            "You can have a copy of all we keep about you",
            "Policy version 2023-08, criteria version names-1.",
            "Everybody gets a page.",
        ):
            assert words in text


def visible_keys(document: bytes) -> tuple[bytes, frozenset[bytes]]:
    """The version, and every key and name that stands outside of the encryption."""
    outside = re.sub(rb"stream\r?\n.*?endstream", b"", document, flags=re.DOTALL)
    kinds_of_font = rb"/CIDFontType\w+"  # a limit, told in docs/held-reports.md
    return document[:8], frozenset(re.findall(rb"/[A-Za-z]+", re.sub(kinds_of_font, b"", outside)))


def one_of(things):
    (only,) = things
    return only


def text_of(pdf: bytes, passphrase: str | None = None) -> list[str]:
    document = pypdfium2.PdfDocument(pdf, password=passphrase)
    return [page.get_textpage().get_text_range() for page in document]
