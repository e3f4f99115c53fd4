import dataclasses
import io
import json
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from reports.overview_facts import Evidence, Gone, History, Outcomes, ProfileCheck
from reports.wording import DECISIONS, VERDICTS
from reports.workbook import workbook
from schemas.words import Change, Decision, Verdict
from tests.reports.conftest import DAY

HOSTILE = json.loads((Path(__file__).parent / "hostile_names.json").read_text(encoding="utf-8"))
SHEETS = [
    "Read me",
    "To check",
    "Declared",
    "For information",
    "Evidence",
    "Hand-ins",
    "Since last time",
    "Gone since last time",
    "Coverage",
    "Data quality",
    "Set aside",
    "Roster changes",
    "Outcomes",
    "Profiles",
    "Passphrase slips",
    "About",
]
DECIDED_ON = (Verdict.TO_CHECK, Verdict.DECLARED, Verdict.FOR_INFORMATION)


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def markup(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_sheets_stand_in_the_order_of_their_use(facts):
    assert opened(workbook(facts())).sheetnames == SHEETS


def test_every_table_keeps_its_header_in_view_can_be_filtered_and_prints_on_its_side(facts, slips):
    for sheet in opened(workbook(facts(), slips)).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert "2 years and 3 months overdue" in sheet.oddHeader.center.text
        if sheet.title not in {"Read me", "About"}:
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref
            assert sheet.print_title_rows == "$1:$1"


def test_each_finding_is_a_row_with_both_sides(facts):
    header, row = rows(opened(workbook(facts()))["To check"])
    found = dict(zip(header, row, strict=True))
    assert found["Contact: user name"] == "tilda.marshbank_10"
    assert found["May be, on the roster"] == "Matilda Marshbank"
    assert found["Who"] == "Pupil"
    assert found["For"] == "surname is the same; forename is a short form of Matilda"
    assert found["Against"] == "only a user name to compare"


def test_the_lines_of_evidence_add_up_to_their_total(facts):
    _, *lines = rows(opened(workbook(facts()))["Evidence"])
    *each, total = lines
    assert [line[-3] for line in each] == ["for", "for", "against"]
    assert total[-3] == "total"
    assert sum(line[-1] for line in each) == pytest.approx(total[-1])


def test_a_finding_stands_on_the_sheet_of_its_verdict(facts, finding):
    findings = (finding(1), finding(2, verdict=Verdict.DECLARED), finding(3, verdict=Verdict.FOR_INFORMATION))
    book = opened(workbook(facts(findings=findings)))
    assert [book[title]["A2"].value for title in SHEETS[1:4]] == ["F001", "F002", "F003"]


def test_a_slip_holds_what_one_person_needs_to_open_their_report(facts, slips):
    _, row = rows(opened(workbook(facts(), slips))["Passphrase slips"])
    assert row == [
        "R-7Q4K-22MD",
        "S014",
        "Tegan Okonjo-Vale",
        "R-7Q4K-22MD.pdf",
        "plum brisk tunnel ochre vivid",
    ]


def test_the_three_outcomes_have_rows_of_their_own(facts):
    _, *lines = rows(opened(workbook(facts(outcomes=Outcomes(84, 3, 2))))["Outcomes"])
    assert [(line[0], line[-1]) for line in lines[:3]] == [
        ("Checked", 84),
        ("Could not be checked", 3),
        ("Not handed in", "Fewer than 5"),
    ]


def test_what_is_asked_about_exports_has_a_sheet_of_its_own_by_staff_reference(facts, hand_in):
    note = hand_in("S015", ask="", seen="No list of followers was in this export.")
    _, *lines = rows(opened(workbook(facts(hand_ins=(hand_in(), note))))["Hand-ins"])
    assert lines[0] == [
        "S014",
        "Instagram",
        "Its lists are the same as in one before.",
        "Was a newer one meant?",
    ]
    assert lines[1] == ["S015", "Instagram", "No list of followers was in this export.", None]


def test_profiles_are_two_counts_and_of_few_people_not_even_those(facts):
    _, *many = rows(opened(workbook(facts(profiles=ProfileCheck(40, 12))))["Profiles"])
    _, *few = rows(opened(workbook(facts(profiles=ProfileCheck(4, 0))))["Profiles"])
    _, *none = rows(opened(workbook(facts(profiles=ProfileCheck(0, 0))))["Profiles"])
    assert [line[1] for line in many] == ["40", "12"]
    assert few[0][1] == "Fewer than 5"
    assert "not given" in few[1][1]
    assert [line[1] for line in none] == ["0", "not known"]


def hostile(finding, contact, name):
    made = finding(
        contact=contact(name, name), staff=name, note=name, rule=name, evidence=[Evidence(name, 3)]
    )
    return dataclasses.replace(made, roster=dataclasses.replace(made.roster, name=name, detail=name))


def test_a_hostile_name_is_a_text_and_never_a_formula(facts, finding, contact, slips):
    names = [case["name"] for case in HOSTILE]
    findings = tuple(hostile(finding, contact, name) for name in names)
    handed_out = [dataclasses.replace(slips[0], staff_name=name) for name in names]
    data = workbook(facts(findings=findings, may_see=tuple(names)), handed_out)
    assert not any(re.search(r"<f[ >/]", text) for text in markup(data).values())
    book = opened(data)
    assert {"=1+1", "#N/A", "-2+3", "01/02/2024"} <= {cell.value for cell in book["To check"]["I"]}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type in {"s", "inlineStr", "n", "d"} for cell in row)
            assert all(cell.quotePrefix for cell in row if isinstance(cell.value, str))


@pytest.mark.parametrize("header", ["=1+1", "&P &R fish & chips", "", "\u202ex", "x" * 500])
def test_the_header_of_a_printed_page_is_plain_text_too(header, facts):
    assert opened(workbook(facts(policy_review=header))).sheetnames == SHEETS


def test_a_cell_holds_no_more_than_a_cell_can(facts, finding, contact):
    data = workbook(facts(findings=(finding(contact=contact("x" * 100_000)),)))
    assert len(opened(data)["To check"]["I2"].value) == 32_767


def column(sheet, heading):
    header, *lines = rows(sheet)
    return [line[header.index(heading)] for line in lines]


def test_a_decision_is_picked_from_five_words_and_none_is_picked_beforehand(facts, finding):
    findings = tuple(finding(n, verdict=verdict) for n, verdict in enumerate(DECIDED_ON))
    book = opened(workbook(facts(findings=findings)))
    for verdict in DECIDED_ON:
        sheet = book[VERDICTS[verdict]]
        assert column(sheet, "Decision") == column(sheet, "Reason") == [None]
        (offered,) = sheet.data_validations.dataValidation
        assert offered.formula1.strip('"').split(",") == list(DECISIONS.values())
        assert str(offered.sqref) == "B2"
        assert not sheet.protection.sheet


def test_a_sheet_without_findings_offers_nothing(facts):
    assert not opened(workbook(facts(findings=())))["To check"].data_validations.dataValidation


def test_what_is_new_of_a_finding_stands_beside_it(facts, finding):
    news = "surname is the same; about 1 person in 32,000 bears it"
    findings = (
        finding(1),
        finding(2, history=History(Change.CHANGED, news=(news,), asked_on=date(2026, 9, 12))),
        finding(3, history=History(Change.CHANGED, asked_on=date(2026, 9, 12))),
        finding(4, history=History(Change.KNOWN, asked_on=date(2026, 11, 1))),
    )
    assert column(opened(workbook(facts(findings=findings)))["To check"], "What is new") == [
        "new",
        f"changed: {news}",
        "changed: the evidence is stronger than before",
        "known",
    ]


def test_a_dispute_an_earlier_decision_and_a_long_wait_stand_beside_their_finding(facts, finding):
    asked = {"change": Change.KNOWN, "asked_on": DAY - timedelta(days=61)}
    told = History(
        **asked, decision=Decision.ASK, decided_on=date(2026, 10, 2), disputed_on=date(2026, 10, 9)
    )
    findings = (
        finding(1, history=told),
        finding(2, history=History(**asked | {"asked_on": DAY - timedelta(days=60)})),
        finding(3, history=History(**asked), verdict=Verdict.DECLARED),
        finding(4, history=History(**asked, decision=Decision.SAME_PERSON, decided_on=date(2026, 10, 2))),
    )
    book = opened(workbook(facts(findings=findings)))
    assert column(book["To check"], "Said before") == [
        (
            "The member of staff says: that is not them (9 October 2026). "
            "Decided on 2 October 2026: ask the member of staff. "
            "Open since 22 September 2026: more than 60 days."
        ),
        "First asked on 23 September 2026.",
        "Decided on 2 October 2026: same person.",
    ]
    counts = {line[0]: line[-1] for line in rows(book["Since last time"])[1:]}
    assert counts == {
        "New": 0,
        "Changed": 0,
        "Known": 4,
        "Gone": 0,
        "Left out": 0,
        "Disputed": 1,
        "Open too long": 1,
    }


def test_what_is_gone_is_a_number_and_days(facts):
    gone = (
        Gone("find-0f3a", date(2026, 3, 2), date(2026, 9, 12)),
        Gone("find-77c1", date(2026, 3, 2), date(2026, 9, 12), Decision.SAME_PERSON),
    )
    _, *lines = rows(opened(workbook(facts(gone=gone)))["Gone since last time"])
    assert [(line[0], line[-1]) for line in lines] == [
        ("find-0f3a", "not decided"),
        ("find-77c1", "same person"),
    ]
