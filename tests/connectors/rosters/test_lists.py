import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.rosters import tabular
from connectors.rosters.columns import lay_out
from connectors.rosters.headers import read_heading
from connectors.rosters.people import Gathered, Why
from connectors.rosters.reference import rows_of
from connectors.rosters.sheets import Sheet
from schemas.errors import RosterError
from schemas.words import Observed

WORDS = {word for row in rows_of("column_aliases") for word in row["words"].split()}
HEADINGS = st.sampled_from(
    [
        *(
            "Name",
            "Child's name",
            "Forename",
            "Surname",
            "First name",
            "Known as",
            "DOB",
            "UPN",
            "ID",
            "Type",
        ),
        *("Mum", "Dad", "Parent 1", "Parent 2 name", "Parent(s)", "Contact 1", "Relationship", "Priority"),
        *("Court order", "Start date", "Leaver", "Active", "Status", "Notes", "Family", "Child ID", "Email"),
        *("Marit Lind's hat", "", "Emergency contact details", "Callum Brough"),
    ]
)
CELLS = st.sampled_from(
    [
        *("Teddy Lind", "LIND, Teddy", "Marit", "Lind", "Mr & Mrs J Smith", "Mum: Marit, Dad: Callum (step)"),
        *(
            "",
            "",
            "TBC",
            "NO CONTACT father",
            "NO CONTACT Callum Brough",
            "07700 900123",
            "44258",
            "1/2/2022",
        ),
        *(
            "c1",
            "c1;c9",
            "Mother",
            "Child",
            "Parent",
            "Staff",
            "T",
            "F",
            "Left",
            "Leavers",
            "Owl class",
            "🦖",
        ),
    ]
)


def sheet(*rows: list[str], name: str = "") -> Sheet:
    width = max(map(len, rows))
    return Sheet(pd.DataFrame([[*row, *[""] * (width - len(row))] for row in rows], dtype=str), name)


def blocks(*headings: str) -> list[tuple[str, dict[str, int]]]:
    layout = lay_out([read_heading(heading) for heading in headings])
    return [(block.owner, block.places) for block in (layout.child, *layout.adults)]


@settings(max_examples=30)
@given(st.lists(HEADINGS, min_size=2, max_size=10), st.lists(st.lists(CELLS, max_size=10), max_size=8))
def test_any_list_is_read_or_refused_and_no_heading_of_a_persons_is_said(
    headings: list[str], rows: list[list[str]]
) -> None:
    try:
        said = tabular.read("csv", [sheet(headings, *rows)])
    except RosterError:
        return
    for name in (*said.columns_kept, *said.columns_dropped):
        assert {word for word in name.split() if not word.isdigit()} <= WORDS | {"column"}
    assert all(0 <= tie.child < len(said.children) and 0 <= tie.adult < len(said.adults) for tie in said.ties)
    assert all(any(child.written) or child.is_elsewhere or child.source_id for child in said.children)


@pytest.mark.parametrize(
    ("headings", "owners"),
    [
        (
            ("Parent Forename", "Parent Forename", "Parent Surname", "Parent Surname"),
            [{"forename": 0, "surname": 2}, {"forename": 1, "surname": 3}],
        ),
        (
            ("Parent Forename", "Parent Surname", "Parent Forename", "Parent Surname", "Parent email"),
            [{"forename": 0, "surname": 1}, {"forename": 2, "surname": 3, "email": 4}],
        ),
        (
            ("Relationship", "Priority", "Contact name", "Court order"),
            [{"relationship": 0, "priority": 1, "full_name": 2, "restricted": 3}],
        ),
        (("Mum's details", "Mum's email", "Dad"), [{"email": 1, "full_name": 0}, {"full_name": 2}]),
        (("Mum's details", "Mum's name"), [{"full_name": 1}]),
        (("Title", "Forename", "Surname"), [{"title": 0, "forename": 1, "surname": 2}]),
    ],
)
def test_an_adults_columns_are_found_in_any_order(
    headings: tuple[str, ...], owners: list[dict[str, int]]
) -> None:
    child = ("Forename", "Surname") if headings[0] == "Title" else ("Child's name",)
    found = [places for _, places in blocks(*child, *headings)[1:]]
    assert found == [{what: place + len(child) for what, place in owner.items()} for owner in owners]


def test_a_childs_name_may_be_half_owned() -> None:
    assert blocks("Child's surname", "First name", "Mum")[0] == ("child", {"surname": 0, "forename": 1})


def test_rows_above_the_column_names_that_may_be_people_are_said() -> None:
    said = tabular.read(
        "csv",
        [
            sheet(
                ["Teddy Lind", "1/2/2022", "Marit"],
                ["Name", "DOB", "Mum"],
                ["Isla Lind", "2/2/2022", "Marit"],
            )
        ],
    )
    assert said.set_aside == {Why.NO_CHILD: [1]}
    assert len(said.children) == 1


def test_a_sheets_name_is_the_room_and_is_not_kept() -> None:
    rows = ["Name", "Mum"], ["Teddy Lind", "Marit Lind"]
    said = tabular.read("xlsx", [sheet(*rows, name="Owls"), sheet(*rows, name="Lind family room")])
    assert len(said.children) == 2
    assert "Owls" not in str(said)


@pytest.mark.parametrize(
    ("cell", "restricted"),
    [
        *(("T", True), ("yes", True), ("x", True), ("No contact", True), ("Order of 2024", True)),
        *(
            ("F", False),
            ("", False),
            ("None", False),
            ("n/a", False),
            ("No restrictions", False),
            ("-", False),
        ),
    ],
)
def test_a_court_order_is_of_the_adult_in_its_row(cell: str, restricted: bool) -> None:
    said = tabular.read(
        "csv",
        [sheet(["Child", "Contact name", "Relationship", "Court order"], ["Teddy", "Sam", "Dad", cell])],
    )
    assert [tie.restricted for tie in said.ties] == [restricted]


@pytest.mark.parametrize(
    ("headings", "cells", "is_read"),
    [
        (("Active",), ("N",), False),
        (("Active",), ("Y",), True),
        (("On roll",), ("false",), False),
        (("Leaver",), ("Y",), False),
        (("Leaver",), ("N",), True),
        (("Left",), ("31/08/2025",), True),
        (("Status",), ("Leaver",), False),
        (("Status",), ("Guest",), True),
    ],
)
def test_who_has_left_is_not_read_however_that_is_said(
    headings: tuple[str], cells: tuple[str], is_read: bool
) -> None:
    said = tabular.read("csv", [sheet(["Name", *headings, "Mum"], ["Teddy Lind", *cells, "Marit Lind"])])
    assert bool(said.children) is is_read
    assert said.observed == ([] if is_read else [(Observed.LEFT, 2)])


def test_a_line_between_people_is_nobody_and_a_child_without_details_is_somebody() -> None:
    header = ["Name", "DOB", "Mum"]
    lines = [[line, "", ""] for line in ("Owls", "Year 2", "Bear class", "Page 3 of 4", "Total: 23")]
    said = tabular.read("csv", [sheet(header, *lines, ["Teddy Lind", "", ""], ["Isla Lind", "", "Marit"])])
    assert [child.written.forename for child in said.children] == ["Teddy", "Isla"]
    assert said.set_aside == {Why.NO_CHILD: [2, 3, 4, 5, 6]}


def test_what_a_column_never_kept_holds_is_in_nothing_that_comes_out() -> None:
    said: Gathered = tabular.read(
        "csv",
        [sheet(["Name", "Medical notes", "Password", "Mum"], ["Teddy Lind", "asthma", "hunter2", "Marit"])],
    )
    assert not {"asthma", "hunter2"} & set(str(said).replace("'", " ").split())
    assert said.columns_dropped == ("medical notes", "password")
