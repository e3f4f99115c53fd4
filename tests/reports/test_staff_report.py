import dataclasses
import io
import json
import re
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from reports import staff_facts
from reports.guides import guide
from reports.staff_facts import Contact, Problem, StaffReport
from reports.staff_report import staff_report
from schemas.words import Relation

HOSTILE = json.loads((Path(__file__).parent / "hostile_names.json").read_text(encoding="utf-8"))

# No word of the report may tell whom a contact may be, or how sure a program is.
ROSTER_WORDS = r"\b(roster|score|probability|probable|band|verdict|strong|year \d|class|UPN|bits?)\b"


def test_a_report_is_tagged_in_british_english_with_a_title_for_those_who_listen_to_it(report):
    pdf = pikepdf.open(io.BytesIO(staff_report(report())))
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert pdf.Root.Lang == "en-GB"
    assert pdf.docinfo["/Title"] == "Your social media check: Larchfield Primary School"
    assert "pdfuaid" in bytes(pdf.Root.Metadata.read_bytes()).decode()


def test_the_same_facts_make_the_same_bytes(report):
    assert staff_report(report()) == staff_report(report())


def test_a_contact_is_shown_as_it_stands_in_the_readers_own_export(report, contact, read):
    look_at = (
        contact("Matilda Marshbank", "tilda_m", "snapchat", Relation.FRIEND, date(2024, 3, 2)),
        contact(handle="only.a.handle", relation=Relation.FOLLOWER),
    )
    text = read(staff_report(report(look_at=look_at)))
    assert "1 Matilda Marshbank tilda_m Snapchat Friends 2 Mar 2024" in text
    assert "2 only.a.handle Instagram Followers not known" in text
    assert "Please look at 2 contacts" in text


def test_the_lines_of_both_groups_are_counted_on(report, contact, read):
    text = read(staff_report(report(look_at=(contact("Ann Ode"),), probably_fine=(contact("Anne Oade"),))))
    assert text.index("1 Ann Ode") < text.index("Probably fine These") < text.index("2 Anne Oade")


def test_the_facts_of_a_report_have_no_place_for_the_roster():
    names = {
        field.name
        for kind in (StaffReport, Contact, staff_facts.ExportRead, Problem)
        for field in dataclasses.fields(kind)
    }
    assert not names & {"roster", "person", "person_id", "kind", "band", "verdict", "weight", "probability"}


def test_a_report_says_nothing_of_the_roster_nor_how_sure_a_program_is(report, contact, exports, read):
    full = report(
        exports=tuple(exports.values()),
        look_at=(contact("Matilda Marshbank", platform="linkedin", relation=Relation.FRIEND),),
        probably_fine=(contact("M. Marsh"),),
        problems=(Problem("File 2", "The file ends in the middle.", "Ask for it again."),),
    )
    assert not re.search(ROSTER_WORDS, read(staff_report(full)), re.IGNORECASE)


def test_checked_and_not_checked_never_look_alike(report, exports, read):
    checked = read(staff_report(report(exports=(exports["instagram"],))))
    not_checked = read(staff_report(report(exports=(exports["x"],))))
    assert "Checked, and nothing to look at" in checked
    assert "Could not be checked" not in checked
    assert "Checked, and nothing to look at" not in not_checked
    assert "64 0 64 × Could not be checked" in not_checked
    assert "X gives only numbers" in not_checked


def test_a_list_checked_in_part_says_how_many_were_not_and_why(report, exports, read):
    text = read(staff_report(report(exports=(exports["linkedin"],))))
    assert "498 490 8 ½ Checked in part" in text
    assert "LinkedIn: 8 accounts. LinkedIn hides the names of some members" in text
    assert "We left 12 other files unopened" in text


def test_a_file_that_could_not_be_read_is_named_by_its_number_and_never_passes_for_nothing_found(
    report, read
):
    problem = Problem("File 2", "The file ends in the middle.", "Ask for it again.", "truncated")
    text = read(staff_report(report(exports=(), problems=(problem,))))
    assert "Could not be checked" in text
    assert "File 2. The file ends in the middle. Ask for it again. (Code: truncated.)" in text


def test_steps_are_given_only_for_platforms_with_something_to_look_at(report, contact, exports, read):
    text = read(
        staff_report(report(look_at=(contact("A B"),), probably_fine=(contact("C D", platform="x"),)))
    )
    for act in guide("instagram").acts_for({Relation.FOLLOWER}):
        assert f"{act.title}. {act.steps}" in text
    assert "Remove this follower" not in text
    assert "How to remove" not in read(staff_report(report()))


def test_steps_checked_more_than_six_months_ago_carry_a_warning(report, contact, read):
    look_at = (contact("A B"),)
    checked = guide("instagram").checked_on
    fresh = read(staff_report(report(look_at=look_at, on=checked)))
    old = read(staff_report(report(look_at=look_at, on=checked.replace(year=checked.year + 1))))
    assert "steps checked on" in fresh
    assert "may be out of date" not in fresh
    assert "These steps may be out of date" in old


def test_a_report_says_how_to_disagree_complain_and_stop_and_by_which_rules_it_was_made(report, read):
    text = read(staff_report(report()))
    for words in (
        "Ask the designated safeguarding lead",
        "Write to the head",
        "Information Commissioner",
        "Taking part is your choice",
        "Policy version 2023-08, criteria version names-1",
        "Receipt R-7Q4K-22MD, 22 November 2026",
    ):
        assert words in text


def test_a_contact_is_disputed_by_receipt_and_by_the_line_it_is_printed_on(report, contact, read):
    look_at = (contact("Ada Brisk"), contact("Cleo Dunmore"))
    page = report(look_at=look_at, probably_fine=(contact("Edda Fernbury"),))
    text = read(staff_report(page))
    assert {line: each.display_name for line, each in page.by_line.items()} == {
        1: "Ada Brisk",
        2: "Cleo Dunmore",
        3: "Edda Fernbury",
    }
    assert all(f"{line} {each.display_name} Instagram" in text for line, each in page.by_line.items())
    assert "“That is not them.”" in text
    assert "Say your receipt, R-7Q4K-22MD, and the number of the line" in text


def test_the_words_of_the_setting_are_its_own(report, setting, read):
    nursery = dataclasses.replace(setting, kind="nursery", children="children", ask="Ms Ode-Larkin")
    text = read(staff_report(report(setting=nursery)))
    assert "names of children and of their parents" in text
    assert "Ask Ms Ode-Larkin" in text
    assert "pupils" not in text


def test_two_hundred_contacts_go_on_over_the_pages_under_repeated_headings(report, contact):
    look_at = tuple(contact(f"Given{n} Family{n}", f"given.family{n}") for n in range(200))
    pages = list(pypdfium2.PdfDocument(staff_report(report(look_at=look_at))))
    assert len(pages) > 5
    texts = [page.get_textpage().get_text_range() for page in pages]
    assert all("Contact, as in your export" in text for text in texts[:-2])
    assert all(f"Page {n} of {len(pages)}" in text for n, text in enumerate(texts, start=1))


def test_what_the_reader_says_of_themselves_is_looked_at_for_them_and_said_to_be_counted(report, read):
    note = "The bio on your Instagram page seems to tell a phone number."
    text = read(staff_report(report(profile_notes=(note,), profiles_read=("instagram", "x"))))
    assert "what you say about yourself on Instagram and X (Twitter)" in text
    assert note in text
    assert "You do not need to do anything" not in text
    assert "how many people have such details on their page, but not who" in text


def test_a_profile_without_details_and_one_that_was_not_there_never_look_alike(report, read):
    clean = read(staff_report(report(profiles_read=("instagram",))))
    absent = read(staff_report(report(profiles_without_text=("instagram",))))
    assert "We saw nothing that we need to tell you about" in clean
    assert "We saw nothing" not in absent
    assert "no such text from Instagram, so we could not look at it" in absent
    assert "Your own profile" not in read(staff_report(report()))


def test_a_note_says_which_platform_it_is_about(report, exports, read):
    export = dataclasses.replace(exports["instagram"], notes=("no list of followers was in this export",))
    assert "Instagram: No list of followers was in this export." in read(
        staff_report(report(exports=(export,)))
    )


def test_an_ordinary_report_fits_on_two_pages(report, contact, exports):
    look_at = (contact("A B"), contact("C D", platform="linkedin", relation=Relation.FRIEND))
    full = report(exports=tuple(exports.values()), look_at=look_at, probably_fine=(contact("E F"),))
    assert len(pypdfium2.PdfDocument(staff_report(full))) <= 2


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["what"])
def test_a_hostile_name_stays_harmless_text(case, report, contact, read):
    name = case["name"]
    pdf = staff_report(report(look_at=(contact(name, name), contact("Marker Afterwards"))))
    text = read(pdf)
    assert "Marker Afterwards" in text
    assert "If you disagree, or want to stop" in text
    assert not {"/JavaScript", "/JS", "/Launch", "/URI", "/EmbeddedFile"} & keys_of(pdf)
    if name.isascii() and name.isprintable():
        assert name in text


def test_a_name_of_ten_thousand_letters_takes_one_row(report, contact, read):
    pdf = staff_report(report(look_at=(contact("W" * 10_000), contact("Marker Afterwards"))))
    assert len(pypdfium2.PdfDocument(pdf)) <= 2
    assert "W" * 119 + "…" in read(pdf).replace(" ", "")
    assert "(shortened)" in read(pdf)


def test_many_files_that_could_not_be_read_go_on_over_the_pages(report, read):
    problems = tuple(Problem(f"File {n}", "The file ends in the middle. Ask again. " * 3) for n in range(60))
    text = read(staff_report(report(problems=problems)))
    assert "File 0." in text
    assert "File 59." in text
    assert "Taking part is your choice" in text


def test_the_reading_age_is_twelve_or_below(report, read):
    assert grade(read(staff_report(report(exports=())))) + 5 <= 12


def test_the_reading_age_of_what_is_said_of_a_profile_is_twelve_or_below(report, read):
    note = "The bio on your Instagram page seems to tell a phone number."
    full = report(profile_notes=(note,), profiles_read=("instagram",), profiles_without_text=("x",))
    text = read(staff_report(full))
    part = text[text.index("Your own profile") : text.index("If you disagree")]
    assert grade(part) + 5 <= 12


@pytest.mark.parametrize(
    "platform", ["facebook", "instagram", "linkedin", "snapchat", "tiktok", "x", "other"]
)
def test_the_reading_age_of_each_guide_is_twelve_or_below(platform):
    assert grade(" ".join(f"{act.steps} {act.effect}" for act in guide(platform).acts)) + 5 <= 12


def keys_of(pdf):
    """Every key and name of the PDF's objects."""
    found = set()
    for thing in pikepdf.open(io.BytesIO(pdf)).objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            found |= set(thing.keys()) | {
                str(value) for value in dict(thing.items()).values() if is_name(value)
            }
    return found


def is_name(value):
    return isinstance(value, pikepdf.Name)


def grade(text):
    """The school grade of Flesch and Kincaid (1975); five years more is the reading age."""
    sentences = len(re.findall(r"[.?!:](?=\s|$)", text))
    words = re.findall(r"[A-Za-z’']+", text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word):
    groups = re.findall(r"[aeiouy]+", word.lower().removesuffix("e").removesuffix("es").removesuffix("ed"))
    return max(1, len(groups))
