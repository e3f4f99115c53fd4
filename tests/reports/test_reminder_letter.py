import io
from dataclasses import fields
from datetime import date

import pikepdf
import pypdfium2
from hypothesis import given
from hypothesis import strategies as st

from reports.reminder_letter import LONGEST, WIDTH, parts, plain_body, reminder_letter, subject
from reports.setting import Setting
from tests.reports.test_staff_report import grade

ON = date(2026, 11, 23)
OFFICER = "the data protection officer"
SAID = parts(Setting("Larchfield Primary School"), OFFICER)


def test_the_letter_is_one_tagged_page_with_the_words_of_the_e_mail(read, setting):
    letter = reminder_letter(setting, SAID, ON)
    pdf = pikepdf.open(io.BytesIO(letter))
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.Lang == "en-GB"
    assert pdf.docinfo["/Title"] == subject(SAID)
    assert len(pypdfium2.PdfDocument(letter)) == 1
    text = read(letter)
    assert " ".join(plain_body(SAID).split()) in text.replace(f"{subject(SAID)} ", "")
    assert letter == reminder_letter(setting, SAID, ON)


def test_the_words_say_that_it_is_voluntary_how_to_answer_and_whom_to_ask():
    body = " ".join(plain_body(SAID).split())
    for said in (
        "Taking part is voluntary",
        "You do not have to say why",
        "If you say no, nothing happens",
        "no list or report says who said no",
        "If you do not answer, nothing happens either",
        "Tell the designated safeguarding lead in person",
        "Ask the designated safeguarding lead",
        "you can ask the data protection officer",
    ):
        assert said in body
    assert "reminder" not in body.lower(), "nothing of how often somebody was written to"
    assert not any(character.isdigit() for character in body)


def test_the_words_have_no_place_for_a_person():
    assert {each.name for each in fields(Setting)} == {
        "name", "kind", "children", "ask", "ask_instead", "complain_to"
    }  # fmt: skip
    assert "Larchfield" not in subject(SAID)


def test_the_reading_age_is_twelve_or_below():
    assert grade(plain_body(SAID)) + 5 <= 12


@given(st.text(min_size=1, max_size=400), st.text(min_size=2, max_size=400))
def test_whatever_a_setting_is_called_the_lines_are_short_and_nothing_else_moves(name: str, ask: str):
    body = plain_body(parts(Setting(name, ask=ask), OFFICER))
    assert all(character == "\n" or character.isprintable() for character in body)
    assert body.count("\n\n") == plain_body(SAID).count("\n\n")
    assert all(len(line) <= max(WIDTH, LONGEST + 1) for line in body.splitlines())
    assert "nothing happens" in " ".join(body.split())
