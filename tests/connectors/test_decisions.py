"""The workbook of an audit, filled in by hand in as many ways as people have, and read back."""

import io
import zipfile

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.formula import ArrayFormula
from rapidfuzz.distance import OSA

from connectors.decision_words import OFFERED, decision_of
from connectors.decisions import AUDIT_PROPERTY, Decided, DecisionsUnreadable, Slip, read_decisions
from reports import workbook as written
from reports.overview_facts import Evidence, Finding, Outcomes, Overview, RosterSide
from reports.setting import Setting
from reports.staff_facts import Contact
from reports.wording import DECISIONS
from schemas.words import Band, Decision, Kind, Relation, Verdict
from tests.reports.conftest import DAY

SHEETS = {
    Verdict.TO_CHECK: "To check",
    Verdict.DECLARED: "Declared",
    Verdict.FOR_INFORMATION: "For information",
}


def finding(number, verdict=Verdict.TO_CHECK):
    return Finding(
        f"find-{number:012x}",
        "Tegan Okonjo-Vale (S014)",
        Contact("instagram", Relation.FOLLOWER, "", f"tilda.marshbank_{number}"),
        RosterSide("Matilda Marshbank", Kind.PUPIL),
        Band.PROBABLE,
        verdict,
        8.0,
        1 / (number + 2),
        (Evidence("surname is the same", 8.0),),
    )


FINDINGS = (*map(finding, range(4)), finding(4, Verdict.DECLARED), finding(5, Verdict.FOR_INFORMATION))
FACTS = Overview(
    Setting("Larchfield Primary School"),
    "A-7F3K",
    DAY,
    "2023-08",
    "names-1",
    "",
    Outcomes(84, 3, 13),
    FINDINGS,
)
WRITTEN = written.workbook(FACTS)


def filled_in(cells, *, data=WRITTEN, sheet="To check"):
    """The workbook with these cells by finding's number and heading, as openpyxl saves it."""
    book = load_workbook(io.BytesIO(data))
    table = book[sheet]
    headings = [cell.value for cell in table[1]]
    numbers = {table.cell(row, 1).value: row for row in range(2, table.max_row + 1)}
    for (number, heading), value in cells.items():
        table.cell(numbers[f"find-{number:012x}"], headings.index(heading) + 1).value = value
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def slips(decisions):
    return [(each.sheet, each.row, each.slip) for each in decisions.problems]


def test_the_workbook_comes_with_nothing_decided_and_says_its_audit():
    read = read_decisions(WRITTEN)
    assert (read.audit_id, read.decided, read.problems) == ("A-7F3K", (), ())


def test_the_words_read_back_are_those_of_the_drop_down():
    assert {words: decision for decision, words in DECISIONS.items()} == OFFERED
    assert AUDIT_PROPERTY == written.AUDIT_PROPERTY


def test_decisions_of_every_sheet_are_read_by_their_findings_number():
    data = filled_in({(0, "Decision"): "same person", (0, "Reason"): "  She told me.\n"})
    data = filled_in({(4, "Decision"): "not the same person"}, data=data, sheet="Declared")
    data = filled_in({(5, "Decision"): "hand over"}, data=data, sheet="For information")
    assert set(read_decisions(data).decided) == {
        Decided("find-000000000000", Decision.SAME_PERSON, "She told me."),
        Decided("find-000000000004", Decision.NOT_THE_SAME),
        Decided("find-000000000005", Decision.HAND_OVER),
    }


@pytest.mark.parametrize(
    ("typed", "decision"),
    [
        ("Same Person", Decision.SAME_PERSON),
        ("SAME  PERSN.", Decision.SAME_PERSON),
        ("same", Decision.SAME_PERSON),
        ("not the same persno", Decision.NOT_THE_SAME),
        ("Not same person", Decision.NOT_THE_SAME),
        ("nto the same person", Decision.NOT_THE_SAME),
        ("Decalred", Decision.DECLARED),
        ("ask the membr of staff", Decision.ASK),
        ("Ask", Decision.ASK),
        ("Hand-over", Decision.HAND_OVER),
        ("handover", Decision.HAND_OVER),
        ("same person?", None),
        ("not sure", None),
        ("no same person", None),
        ("unsame person", None),
        ("maybe the same person", None),
        ("yes", None),
        ("person", None),
        ("not declared", None),
        ("do not hand over", None),
        ("same person " * 40, None),
    ],
)
def test_small_slips_are_read_and_what_leaves_a_doubt_is_not(typed, decision):
    assert decision_of(typed) is decision


@given(st.sampled_from(sorted(OFFERED)), st.data())
def test_no_two_slips_turn_one_answer_into_another(offered, data):
    typed = offered
    for _ in range(2):
        at = data.draw(st.integers(0, len(typed)))
        typed = (
            typed[:at]
            + data.draw(st.text("abenost ", max_size=1))
            + typed[at + data.draw(st.integers(0, 1)) :]
        )
    assume(OSA.distance(typed, offered) <= 2)
    assert decision_of(typed) in {None, OFFERED[offered]}


def test_moved_columns_sorted_hidden_filtered_rows_and_further_sheets_change_nothing():
    book = load_workbook(io.BytesIO(filled_in({(1, "Decision"): "ask", (2, "Decision"): "declared"})))
    table = book["To check"]
    rows = [[cell.value for cell in row] for row in table.iter_rows()]
    places = [3, 17, 1, *range(4, 17), 0, *range(18, len(rows[0])), 2]
    moved = book.create_sheet("Mine", 0)
    moved.append(["Notes of the meeting"])
    moved.append([])
    for row in (rows[0], *reversed(rows[1:])):
        moved.append([*(row[place] for place in places), "a note of my own"])
    moved.column_dimensions["A"].hidden = True
    moved.row_dimensions[4].hidden = True
    moved.auto_filter.ref = moved.dimensions
    moved.sheet_state = "hidden"
    del book["To check"]
    chart = BarChart()
    chart.add_data(Reference(book["Coverage"], min_col=4, min_row=1, max_row=2))
    book.create_chartsheet("Chart", 0).add_chart(chart)
    read = read_decisions(saved(book))
    assert {(each.finding_id, each.decision) for each in read.decided} == {
        ("find-000000000001", Decision.ASK),
        ("find-000000000002", Decision.DECLARED),
    }
    assert not read.problems


def test_words_that_are_none_of_the_five_are_a_problem_that_quotes_no_cell():
    read = read_decisions(filled_in({(1, "Decision"): "Matilda is my niece"}))
    assert slips(read) == [(2, 3, Slip.UNKNOWN_WORDS)]
    assert "Matilda" not in read.problems[0].message
    assert "Sheet 2, row 3" in read.problems[0].message


@pytest.mark.parametrize("value", [7, True, DAY, "#N/A", 0.5])
def test_a_decision_that_is_no_text_is_a_problem(value):
    assert slips(read_decisions(filled_in({(0, "Decision"): value}))) == [(2, 2, Slip.UNKNOWN_WORDS)]


@pytest.mark.parametrize("reason", [None, "", "  ", "-", "…"])
def test_the_same_person_needs_a_reason(reason):
    read = read_decisions(filled_in({(0, "Decision"): "same person", (0, "Reason"): reason}))
    assert (read.decided, slips(read)) == ((), [(2, 2, Slip.NO_REASON)])


@pytest.mark.parametrize("heading", ["Finding", "Decision", "Reason"])
def test_a_formula_decides_nothing_whatever_it_comes_to(heading):
    cells = {(0, "Decision"): "same person", (0, "Reason"): "She told me.", (0, heading): '="ask"'}
    assert slips(read_decisions(filled_in(cells))) == [(2, 2, Slip.FORMULA)]
    cells[0, heading] = ArrayFormula("B2", '="ask"')
    assert slips(read_decisions(filled_in(cells))) == [(2, 2, Slip.FORMULA)]


def test_a_reason_that_looks_like_a_formula_and_is_a_text_is_a_reason():
    book = load_workbook(io.BytesIO(filled_in({(0, "Decision"): "same person"})))
    book["To check"]["C2"].value = "=she told me"
    book["To check"]["C2"].data_type = "s"
    (decided,) = read_decisions(saved(book)).decided
    assert decided.reason == "=she told me"


def test_one_finding_with_two_decisions_is_a_problem_and_neither_is_taken():
    book = load_workbook(io.BytesIO(filled_in({(0, "Decision"): "ask", (1, "Decision"): "declared"})))
    copied = book.copy_worksheet(book["To check"])
    copied["B2"].value = "not the same person"
    read = read_decisions(saved(book))
    assert [each.finding_id for each in read.decided] == ["find-000000000001"]
    place = book.worksheets.index(copied) + 1
    assert slips(read) == [(2, 2, Slip.CONTRADICTION), (place, 2, Slip.CONTRADICTION)]


def test_one_finding_decided_twice_alike_is_decided_once_with_its_reason():
    book = load_workbook(io.BytesIO(filled_in({(0, "Decision"): "ask"})))
    copied = book.copy_worksheet(book["To check"])
    copied["C2"].value = "He knows."
    assert read_decisions(saved(book)).decided == (Decided("find-000000000000", Decision.ASK, "He knows."),)


def test_a_decision_beside_no_finding_is_a_problem():
    read = read_decisions(filled_in({(0, "Decision"): "ask", (0, "Finding"): None}))
    assert slips(read) == [(2, 2, Slip.NO_FINDING)]


def test_the_audit_is_told_by_the_sheet_about_where_a_program_drops_the_property():
    book = load_workbook(io.BytesIO(WRITTEN))
    del book.custom_doc_props[AUDIT_PROPERTY]
    assert read_decisions(saved(book)).audit_id == "A-7F3K"


def without_columns():
    book = Workbook()
    book.active.append(["Decision", "Matilda Marshbank"])
    return saved(book)


def with_two_columns():
    book = load_workbook(io.BytesIO(WRITTEN))
    book["To check"]["Z1"] = "Decision"
    return saved(book)


def of_no_audit():
    book = load_workbook(io.BytesIO(WRITTEN))
    del book.custom_doc_props[AUDIT_PROPERTY]
    del book["About"]
    return saved(book)


def a_bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(30 * 2**20))
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Matilda Marshbank",
        b"PK\x03\x04" + bytes(40),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        WRITTEN[: len(WRITTEN) // 2],
        without_columns(),
        with_two_columns(),
        of_no_audit(),
        a_bomb(),
    ],
    ids=["empty", "text", "stump", "locked", "cut", "other table", "two columns", "no audit", "bomb"],
)
def test_what_is_no_workbook_of_an_audit_is_one_error_that_quotes_nothing(data):
    with pytest.raises(DecisionsUnreadable) as caught:
        read_decisions(data)
    error = caught.value
    assert (error.exit_code, error.__cause__, error.__context__) == (3, None, None)
    assert "Matilda" not in error.message


@settings(max_examples=25)
@given(st.binary(max_size=400), st.integers(0, len(WRITTEN)))
def test_no_bytes_whatever_end_in_another_error(noise, at):
    for data in (noise, WRITTEN[:at] + noise + WRITTEN[at + len(noise) :]):
        try:
            read = read_decisions(data)
        except DecisionsUnreadable:
            continue
        assert read.decided == ()
