import pytest

from connectors.rosters.headers import find_header, read_heading
from connectors.rosters.reference import rows_of

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
    *("kind", "family"),
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
        [],
    ],
)
def test_a_persons_row_is_never_taken_for_a_header(row: list[str]) -> None:
    assert find_header([row]) is None


def test_no_table_says_two_things_of_one_word() -> None:
    keys = {
        "placeholder_names": "words",
        "surname_particles": "word",
        "name_markers": "words",
        "titles": "title",
        "sheet_words": "word",
        "status_words": "words",
        "oneroster_columns": "written",
        "column_aliases": "words",
    }
    for table, key in keys.items():
        words = [row[key] for row in rows_of(table)]
        assert len(set(words)) == len(words), table
