import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.rosters.headers import Header, find_header, read_heading
from connectors.rosters.reference import rows_of
from schemas.places import REFERENCE

MEANINGS = {
    *("id", "upn", "title", "forename", "legal_forename", "middle", "surname", "legal_surname"),
    *(
        "full_name",
        "preferred_forename",
        "preferred_surname",
        "former_forename",
        "former_surname",
        "date_of_birth",
    ),
    *(
        "year_group",
        "starts",
        "ends",
        "status",
        "email",
        "phone",
        "address",
        "relationship",
        "responsibility",
    ),
    *("kind", "family", "former_upn", "current", "priority", "restricted", "staff_link", "staff_mark"),
}


def test_every_alias_is_read_as_it_is_written() -> None:
    for row in rows_of("column_aliases"):
        heading = read_heading(row["words"].title() if len(row["words"]) > 3 else row["words"].upper())
        match row["part"]:
            case "field":
                assert heading.field == row["meaning"]
                assert row["meaning"] in MEANINGS
            case "owner":
                heading = read_heading(f"{row['words']} 1 forename")
                assert (heading.owner, heading.field) == (row["meaning"], "forename")
            case "owned":
                assert heading.field in {"", "full_name", "details"}
                heading = read_heading(f"Parent 1 {row['words']}")
                assert (heading.owner, heading.field) == ("parent", row["meaning"])
            case _:
                assert (heading.field, bool(heading.words)) == ("", True)


@pytest.mark.parametrize(
    ("cell", "owner", "field"),
    [
        ("Parent/Carer 1 – First Name", "parent", "forename"),
        ("PrimaryParentLastName", "parent", "surname"),
        ("Mum's e-mail", "mother", "email"),
        ("Child’s name", "child", "full_name"),
        ("Name of child", "child", "full_name"),
        ("P1 Forename", "parent", "forename"),
        ("Forename (Parent 2)", "parent", "forename"),
        ("D.O.B.", "", "date_of_birth"),
        ("Parental responsibility (T/F)", "", "responsibility"),
        ("Guardian 2", "parent", "full_name"),
        ("CHILD'S SURNAME", "child", "surname"),
        ("Child.FirstName *", "child", "forename"),
        ("Parent1FirstName", "parent", "forename"),
        ("Mum / Dad", "parent", "full_name"),
        ("Parent(s)/Carer(s) with parental responsibility", "parent", "full_name"),
        ("Mum's contact details", "mother", "details"),
        ("Emergency contact 2 (name and number)", "emergency contact", "full_name"),
        ("N.O.K.", "emergency contact", "full_name"),
        ("3rd contact surname", "contact", "surname"),
        ("PR? Y/N", "", "responsibility"),
        ("DOB (dd/mm/yyyy)", "", "date_of_birth"),
        ("Court order (T/F)", "", "restricted"),
        ("Contact 1 Priority", "contact", "priority"),
        ("Known as", "", "preferred_forename"),
        ("Adm. No.", "", "id"),
        ("Previous UPN", "", "former_upn"),
        ("Mother tongue", "", ""),
        ("Nan picks up on Tuesdays", "", ""),
        ("P", "", ""),
        ("Theodora Lind", "", ""),
        ("", "", ""),
    ],
)
def test_a_heading_says_whose_it_is_and_what(cell: str, owner: str, field: str) -> None:
    heading = read_heading(cell)
    assert (heading.owner, heading.field) == (owner, field)


@pytest.mark.parametrize(
    "row",
    [
        ["Teddy", "Lind", "Mother", "Marit Lind", "Father", "Sam Holt"],
        ["Theodora Lind", "Marit Lind", "Sam Holt"],
        ["1", "Teddy", "Lind", "11/02/2022", "Owls"],
        ["Reg", "House", "Will Street", "Grace Child"],
        ["Lee", "Child", "Mark", "Parent"],
        ["Last", "First"],
        ["Child", "Reg", "Mother", "Parent", "May"],
        ["Forename", "Surname", "teddy@example.org"],
        ["Child", "Parent", "07700 900123"],
        ["Name", "P801999925001"],
        ["Reg", "House", "Mother"],
        ["Adult Bank", "Mother", "Father"],
        ["Teddy Lind", "Mother", "11/02/2022"],
        ["Mum", "Teddy Lind", "Callum", "Isla", "Sam", "Ana", "Dad"],
        [],
    ],
)
def test_a_persons_row_is_never_taken_for_a_header(row: list[str]) -> None:
    assert find_header([row]) is None


NAMES_THAT_ARE_HEADINGS = [row["words"] for row in rows_of("headings_that_are_names")]
NAMES = st.sampled_from(["Teddy", "Grace", "Will", "May", "Mark", "Okafor-Lind", *NAMES_THAT_ARE_HEADINGS])
PERSONS = st.builds("{} {}".format, NAMES, NAMES) | st.builds("{}, {}".format, NAMES, NAMES)
OTHER_CELLS = st.sampled_from(["", "11/02/2022", "Mother", "Father", "Year 2", "Owls", "T", "07700 900123"])


ROWS = st.builds(lambda person, cells: [person, *cells], PERSONS, st.lists(PERSONS | OTHER_CELLS, max_size=9))


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_no_rows_of_people_are_taken_for_a_header(rows: list[list[str]]) -> None:
    """Not even of those whose names are the words of headings, two of them in a row."""
    width = max(map(len, rows))
    assert find_header([[*row, *[""] * (width - len(row))] for row in rows]) is None


def test_every_heading_that_somebody_bears_is_known_as_a_name() -> None:
    borne = {
        row["name"].casefold()
        for table in ("surname_frequencies", "forename_frequencies")
        for row in csv.DictReader(
            (REFERENCE / "names" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
        )
    }
    headings = {row["words"] for row in rows_of("column_aliases")}
    assert headings & borne <= set(NAMES_THAT_ARE_HEADINGS) <= headings


@pytest.mark.parametrize(
    "row",
    [["Child", "Parent"], ["Pupil", "Room", "Mum", "Dad"], ["Name", "Mum"], ["Child", "Room", "Parent"]],
)
def test_the_shortest_headers_are_found(row: list[str]) -> None:
    assert find_header([row, ["Teddy", "Marit"]]) is not None


def test_the_first_of_two_headers_is_found_and_a_title_is_none() -> None:
    title, header, person = ["Parent list", "", ""], ["Name", "Mum", "Dad"], ["Teddy Lind", "Marit", "Sam"]
    wider = ["Name", "Known as", "Mum"]
    assert find_header([title, header, person, wider]) == Header(1, tuple(map(read_heading, header)))


def test_two_rows_are_one_header_where_neither_says_enough_alone() -> None:
    found = find_header([["Child", "", "Parent 1", ""], ["Forename", "Surname", "Name", "Mobile"]])
    assert found is not None
    assert (found.row, found.height) == (1, 2)
    assert [(heading.owner, heading.field) for heading in found.headings] == [
        ("child", "forename"),
        ("child", "surname"),
        ("parent", "full_name"),
        ("parent", "phone"),
    ]


def test_no_table_says_two_things_of_one_word() -> None:
    keys = {
        "placeholder_names": "words",
        "surname_particles": "word",
        "name_markers": "words",
        "titles": "title",
        "sheet_words": "word",
        "status_words": "words",
        "oneroster_columns": "written",
        "sds_columns": "written",
        "sds_v1_columns": "written",
        "column_aliases": "words",
        "headings_that_are_names": "words",
        "line_words": "words",
        "prohibitions": "words",
        "remark_words": "words",
    }
    for table, key in keys.items():
        words = [row[key] for row in rows_of(table)]
        assert len(set(words)) == len(words), table
