import dataclasses
import io
import json
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from reports.overview import MOST_HAND_INS, MOST_QUESTIONS, overview
from reports.overview_facts import Evidence, Gone, History, Outcomes, ProfileCheck
from reports.wording import share
from schemas.words import Band, Change, Verdict

HOSTILE = json.loads((Path(__file__).parent / "hostile_names.json").read_text(encoding="utf-8"))


def test_the_overview_is_tagged_in_british_english_and_has_a_title(facts):
    pdf = pikepdf.open(io.BytesIO(overview(facts())))
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.Lang == "en-GB"
    assert pdf.docinfo["/Title"] == "Audit overview: Larchfield Primary School"


def test_every_page_says_how_long_the_review_of_the_policy_is_overdue(facts, finding):
    many = facts(findings=tuple(finding(n) for n in range(30)))
    pages = list(pypdfium2.PdfDocument(overview(many)))
    assert len(pages) > 2
    assert all("2 years and 3 months overdue" in page.get_textpage().get_text_range() for page in pages)


def test_a_question_shows_both_sides_and_what_speaks_for_and_against(facts, read):
    text = read(overview(facts()))
    for words in (
        "tilda.marshbank_10",
        "Instagram, Followers, since 2 Mar 2024",
        "Matilda Marshbank",
        "Pupil: Year 4",
        "+ surname is the same",
        "− only a user name to compare",
        "a question for a person",
        "Strong",
    ):
        assert words in text


def test_an_overview_never_speaks_of_guilt(facts, read):
    text = read(overview(facts())).lower()
    assert not any(
        word in text for word in ("breach", "violation", "offender", "suspect", "guilty", "0.97", "97")
    )


def test_the_three_outcomes_stand_apart_and_few_who_handed_nothing_in_are_not_counted_out(facts, read):
    assert "84 checked 3 could not be checked 13 not handed in" in read(overview(facts()))
    few = read(overview(facts(outcomes=Outcomes(84, 3, 2))))
    assert "Fewer than 5 not handed in" in few


def test_questions_declared_and_information_are_counted_by_band(facts, finding, read):
    findings = (
        finding(1),
        finding(2, band=Band.POSSIBLE),
        finding(3, verdict=Verdict.DECLARED, note="Agreed by the head on 4 September 2025"),
        finding(4, verdict=Verdict.FOR_INFORMATION, band=Band.PROBABLE),
    )
    text = read(overview(facts(findings=findings)))
    assert "To check 1 0 1 2 Declared 1 0 0 1 For information 0 1 0 1" in text
    assert "Agreed by the head on 4 September 2025" in text


def test_new_changed_known_gone_and_disputed_are_counted_and_stand_beside_their_findings(
    facts, finding, read
):
    asked = date(2026, 3, 2)
    findings = (
        finding(1),
        finding(2, history=History(Change.CHANGED, ("surname is the same",), asked_on=asked)),
        finding(3, history=History(Change.KNOWN, asked_on=asked, disputed_on=date(2026, 5, 1))),
        finding(4, verdict=Verdict.DECLARED, history=History(Change.KNOWN, asked_on=asked)),
    )
    gone = (Gone("find-0f3a", asked, date(2026, 9, 12)),)
    text = read(overview(facts(findings=findings, gone=gone, dismissed=5)))
    assert "New Changed Known Gone Left out Disputed Open too long 1 1 2 1 5 1 2" in text
    assert "changed: surname is the same" in text
    assert "The member of staff says: that is not them (1 May 2026)." in text
    assert "Open since 2 March 2026: more than 60 days." in text


def test_the_strongest_of_many_questions_are_shown_and_the_rest_pointed_to(facts, finding, read):
    strong = [finding(n, staff=f"Strong {n}") for n in range(MOST_QUESTIONS)]
    weak = [finding(100 + n, staff=f"Weak {n}", probability=0.3, band=Band.POSSIBLE) for n in range(7)]
    text = read(overview(facts(findings=tuple(weak + strong))))
    assert "Weak" not in text
    assert "7 more are in the workbook" in text


def test_evidence_beyond_the_weightiest_lines_is_pointed_to(facts, finding, read):
    evidence = tuple(Evidence(f"sentence {n}", 6.0 - n) for n in range(6))
    text = read(overview(facts(findings=(finding(evidence=evidence),))))
    assert "sentence 3" in text
    assert "sentence 4" not in text
    assert "and 2 more in the workbook" in text


def test_nothing_to_check_is_said_only_of_those_who_were_checked(facts, read):
    assert "This says something only about those who were checked" in read(overview(facts(findings=())))


def test_coverage_roster_quality_and_failures_are_counts_with_sentences(facts, read):
    text = read(overview(facts()))
    for words in (
        "X (Twitter) Followers 9 1,204 0 0 1,204",
        "Accounts The entry has neither a name nor a user name 12",
        "Roster The UPN does not pass its check letter 7",
        "People who joined the roster 14",
        "unrecognised We could not tell the platform. Ask for it as JSON. 2",
        "local authority’s designated officer (LADO)",
        "9f2c1e77aa0b4d5e",
    ):
        assert words in text


def test_what_is_asked_about_exports_is_a_question_about_files(facts, hand_in, read):
    text = read(overview(facts(hand_ins=(hand_in(),))))
    assert "Questions about what was handed in" in text
    assert "S014 Instagram Its lists are the same as in one before. Was a newer one meant?" in text
    assert "Questions about what was handed in" not in read(overview(facts()))


def test_questions_about_exports_come_before_notes_and_the_rest_is_pointed_to(facts, hand_in, read):
    notes = tuple(hand_in(f"N{n:03}", ask="") for n in range(MOST_HAND_INS))
    text = read(overview(facts(hand_ins=(*notes, hand_in("Q001")))))
    assert text.index("Q001") < text.index("N000")
    assert "1 more is in the workbook" in text


def test_profiles_are_a_count_that_points_at_nobody(facts, read):
    def said(looked_at, with_details):
        return read(overview(facts(profiles=ProfileCheck(looked_at, with_details))))

    assert "People with something of the kind: 12." in said(40, 12)
    assert "People with something of the kind: fewer than 5." in said(40, 3)
    assert "People with something of the kind: 36 or more." in said(40, 40)
    assert "People with something of the kind: none." in said(40, 0)
    assert said(4, 0) == said(3, 3) != said(0, 0)
    assert "it is not known" in said(0, 0)


def test_no_share_of_many_people_tells_of_one_of_them():
    for whole in range(5, 60):
        told = [share(part, whole) for part in range(whole + 1)]
        assert told[0] == "none"
        assert all(told.count(words) >= min(4, whole - 4) for words in (told[1], told[-1]))


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["what"])
def test_a_hostile_name_on_either_side_stays_harmless_text(case, facts, finding, contact, read):
    name = case["name"]
    hostile = finding(contact=contact(name, name), staff=name)
    person = dataclasses.replace(hostile.roster, name=name, detail=name)
    hostile = dataclasses.replace(
        hostile, roster=person, evidence=(Evidence(name, 3.0),), note=name, rule=name
    )
    declared = dataclasses.replace(hostile, verdict=Verdict.DECLARED)
    text = read(overview(facts(findings=(hostile, declared), may_see=(name,))))
    assert "Who may see this" in text
    if name.isascii() and name.isprintable() and len(name.split()) == 1:
        assert name in text.replace(" ", "")
