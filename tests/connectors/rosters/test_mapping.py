from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.roster import list_at, read_roster
from connectors.rosters import tabular
from connectors.rosters.mapping import Mapping, check, corrected, from_toml, sign_of, to_toml
from connectors.rosters.meanings import Meaning, meaning_of
from connectors.rosters.proposing import fits, propose
from connectors.rosters.sheets import Sheet
from schemas.errors import RosterError
from tests.connectors.rosters.roster_cases import CASES, expected_of, roster_of

TODAY = date(2026, 11, 22)
LIST = (
    "St Nowhere,,,,,,\n"
    "Forname,Surname,DOB,Oonagh,Mum,Mum mobile,Remarks\n"
    "Teddy,Lind,11/02/2019,marit@example.org,Marit Lind,07700 900123,asthma\n"
    "Isla,Holt,12/02/2019,ana@example.org,Ana Reyes,07700 900124,\n"
    "Kofi,Mensah,13/02/2019,ama@example.org,Ama Mensah,07700 900125,moved\n"
)
OF_PEOPLE = ("Teddy", "Lind", "Marit", "Holt", "Ama", "Oonagh", "example.org", "900123", "asthma", "Nowhere")


def written(folder: Path, text: str = LIST, name: str = "roster.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def proposed(path: Path, header_row: int = 0) -> Mapping:
    return propose(list_at(path)[1], TODAY, header_row)


def said(mapping: Mapping) -> dict[str, str]:
    """What each column of the first list is read as, by its heading or, without one of ours, its place."""
    return {
        column.heading or str(column.place): column.meaning.words if column.meaning else "not read"
        for column in mapping.lists[0].columns
    }


def is_a_list(case: Path) -> bool:
    try:
        list_at(roster_of(case))
    except (RosterError, ValueError):
        return False
    return bool(expected_of(case)) and "error" not in expected_of(case)


LISTS = [case for case in CASES if is_a_list(case)]


@pytest.mark.parametrize("case", LISTS, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_mapping_nobody_changed_reads_the_same_roster(case: Path) -> None:
    _, sheets = list_at(roster_of(case))
    mapping = from_toml(to_toml(propose(sheets, TODAY)))
    assert fits(mapping, sheets)
    assert read_roster(roster_of(case), mapping) == read_roster(roster_of(case))


HEADINGS = st.lists(
    st.sampled_from(
        [
            *("Forename", "Surname", "Child name", "DOB", "Mum", "Mum's mobile", "Dad", "Parent", "Parent 2"),
            *("Contact 1 name", "Contact 1 relationship", "Relationship", "Title", "Phone", "Email"),
            *("Remarks", "Marit", "Xyzzy", ""),
        ]
    ),
    min_size=1,
    max_size=9,
)
CELLS = st.sampled_from(
    ["", "Teddy", "Lind", "Marit Lind", "Mother", "Mrs", "11/02/2019", "07700 900123", "x"]
)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    headings = draw(HEADINGS)
    rows = draw(st.lists(st.tuples(*[CELLS] * len(headings)), min_size=1, max_size=6))
    return Sheet(pd.DataFrame([headings, *rows], dtype=str))


@settings(deadline=None, max_examples=25)
@given(sheets())
def test_any_mapping_nobody_changed_reads_any_list_the_same(sheet: Sheet) -> None:
    try:
        mapping = from_toml(to_toml(propose([sheet], TODAY)))
    except RosterError:
        return  # no row names columns, or nobody is named
    assert tabular.read("csv", [sheet], mapping) == tabular.read("csv", [sheet])


@settings(deadline=None, max_examples=15)
@given(sheets(), st.randoms(use_true_random=False))
def test_columns_may_have_moved(sheet: Sheet, random) -> None:
    try:
        mapping = propose([sheet], TODAY)
        check(mapping)
    except RosterError:
        return
    headings = sheet.cells.iloc[0].tolist()
    if len(set(headings)) < len(headings):
        return  # columns of one heading are told apart by their order
    places = list(sheet.cells.columns)
    random.shuffle(places)
    moved = Sheet(sheet.cells[places].set_axis(range(len(places)), axis=1))
    before, after = (tabular.read("csv", [each], mapping) for each in (sheet, moved))
    assert {mention.written for mention in before.children} == {mention.written for mention in after.children}
    assert {mention.written for mention in before.adults} == {mention.written for mention in after.adults}


def test_a_proposal_says_what_a_column_may_be_and_reads_it_only_once_told(tmp_path: Path) -> None:
    path = written(tmp_path)
    mapping = proposed(path)
    columns = mapping.lists[0].columns
    assert said(mapping) == {
        "0": "not read",
        "surname": "child surname",
        "dob": "child date of birth",
        "3": "not read",
        "mum": "mother name",
        "mum mobile": "mother phone",
        "remarks": "not read",
    }
    assert [column.perhaps and column.perhaps.words for column in columns] == [
        "child forename",  # a slip of spelling
        None,
        None,
        "child email",  # by its cells
        *[None] * 3,
    ]
    told = corrected(mapping, ["A=child forename", "d = Mother  email"])
    roster = read_roster(path, told)
    assert roster.names["full_name"].to_pylist()[:3] == ["Teddy Lind", "Isla Holt", "Kofi Mensah"]
    assert roster.people["email"].to_pylist()[3:] == [
        "marit@example.org",
        "ana@example.org",
        "ama@example.org",
    ]
    assert roster.columns_kept == ("child forename", "surname", "dob", "mother email", "mum")


def test_cells_that_look_otherwise_make_a_column_less_sure(tmp_path: Path) -> None:
    text = "Child name,DOB,Mum\nTeddy Lind,07700 900123,Marit Lind\nIsla Holt,07700 900124,Ana Reyes\n"
    name, born, mother = proposed(written(tmp_path, text)).lists[0].columns
    assert born.confidence < 0.3
    assert name.confidence == mother.confidence > 0.9


def test_a_list_without_known_headings_is_read_once_somebody_says_which_row_names_its_columns(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "Plentyn,,Mam\nTeddy Lind,6,Marit Lind\nIsla Holt,7,Ana Reyes\n")
    with pytest.raises(RosterError) as caught:
        proposed(path)
    assert caught.value.code == "roster-no-header"
    mapping = corrected(proposed(path, header_row=1), ["A=child name", "B=child year group", "C=mother name"])
    roster = read_roster(path, from_toml(to_toml(mapping)))
    assert roster.names["full_name"].to_pylist() == ["Teddy Lind", "Isla Holt", "Marit Lind", "Ana Reyes"]
    assert roster.people["year_group"].to_pylist()[:2] == ["6", "7"]


@pytest.mark.parametrize("header_row", [9, 10_000])
def test_a_row_that_is_not_there_names_no_columns(tmp_path: Path, header_row: int) -> None:
    with pytest.raises(RosterError) as caught:
        proposed(written(tmp_path), header_row)
    assert caught.value.code == "roster-no-header"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Oonagh,", "Oonagh M,"),
        ("Surname", "Family name"),
        ("Remarks", "Remarks,Allergies"),
        (",Remarks", ""),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_and_says_which_columns(
    tmp_path: Path, old: str, new: str
) -> None:
    mapping = proposed(written(tmp_path))
    with pytest.raises(RosterError) as caught:
        read_roster(written(tmp_path, LIST.replace(old, new, 1), "later.csv"), mapping)
    assert caught.value.code == "mapping-does-not-fit"
    assert "renamed: " in caught.value.message
    assert not any(word in caught.value.message for word in OF_PEOPLE)
    assert caught.value.__context__ is None


def test_a_roster_that_is_no_list_needs_no_mapping(tmp_path: Path) -> None:
    mapping = proposed(written(tmp_path))
    for case in ("ctf/full", "oneroster/version_1_1"):
        with pytest.raises(RosterError) as caught:
            read_roster(roster_of(Path(__file__).parent / case), mapping)
        assert caught.value.code == "mapping-not-needed"


def test_a_column_without_a_name_may_be_read_and_is_never_mistaken(tmp_path: Path) -> None:
    text = "Child name,,Mum\nTeddy Lind,Year 2,Marit Lind\n"
    mapping = corrected(proposed(written(tmp_path, text)), ["B=child year group"])
    assert read_roster(written(tmp_path, text), mapping).people["year_group"].to_pylist()[0] == "Year 2"
    two = "Child name,,Mum,\nTeddy Lind,see office,Marit Lind,Year 2\n"
    with pytest.raises(RosterError) as caught:
        read_roster(written(tmp_path, two), mapping)
    assert caught.value.code == "mapping-does-not-fit"


@pytest.mark.parametrize(
    ("corrections", "code"),
    [
        (["A=Teddy"], "mapping-unclear"),
        (["ZZ=child forename"], "mapping-unclear"),
        (["Marit"], "mapping-unclear"),
        (["2:A=child forename"], "mapping-unclear"),
        (["A=child surname"], "mapping-unclear"),
        (["A=person forename"], "mapping-unclear"),
        (["A=child 2 forename"], "mapping-unclear"),
        (["B=not read", "E=not read"], "mapping-names-nobody"),
    ],
)
def test_a_correction_that_cannot_stand_is_refused(tmp_path: Path, corrections: list[str], code: str) -> None:
    mapping = proposed(written(tmp_path))
    with pytest.raises(RosterError) as caught:
        check(corrected(mapping, corrections))
    assert caught.value.code == code
    assert not any(word in caught.value.message for word in OF_PEOPLE)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("version = 1", "version = 2", "mapping-unreadable"),
        ("version = 1", "version = Teddy", "mapping-unreadable"),
        ("[[list]]", "[[lists]]", "mapping-unreadable"),
        ("[[list.column]]", "[[list.columns]]", "mapping-unreadable"),
        ("header_row = 2", 'header_row = "Teddy"', "mapping-unreadable"),
        ('place = "A"', 'place = "Teddy Lind"', "mapping-unreadable"),
        ('is = "child surname"', 'is = "Teddy"', "mapping-unclear"),
        ('is = "child surname"', "", "mapping-unclear"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    text = to_toml(proposed(written(tmp_path)))
    assert old in text
    with pytest.raises(RosterError) as caught:
        from_toml(text.replace(old, new))
    assert caught.value.code == code
    assert not any(word in caught.value.message for word in OF_PEOPLE)
    assert caught.value.__context__ is None


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    mapping = corrected(proposed(written(tmp_path)), ["A=child forename"])
    assert from_toml(to_toml(mapping)) == mapping


def test_a_mapping_quotes_neither_a_cell_nor_a_heading_we_do_not_know(tmp_path: Path) -> None:
    text = to_toml(proposed(written(tmp_path)))
    assert not any(word.casefold() in text.casefold() for word in OF_PEOPLE)


def test_a_heading_of_its_own_put_into_the_file_is_forgotten(tmp_path: Path) -> None:
    text = to_toml(proposed(written(tmp_path))).replace('heading = "mum"', 'heading = "Marit"')
    assert all(column.heading != "Marit" for column in from_toml(text).lists[0].columns)


def test_a_sign_is_shared_by_many_names() -> None:
    signs = {sign_of(f"{first}{last}") for first in "abcdefghij" for last in map(str, range(2_000))}
    assert len(signs) <= 16**3


@given(
    st.sampled_from(["child", "person", "mother", "contact", "emergency contact", "step father"]),
    st.integers(0, 12),
    st.sampled_from(["forename", "full_name", "date_of_birth", "phone", "relationship", "kind", "starts"]),
)
def test_the_words_of_a_meaning_say_it(owner: str, number: int, field: str) -> None:
    meaning = Meaning(owner, number, field)
    there_is_one = owner in {"child", "person"}
    assert meaning_of(meaning.words) == (None if there_is_one and number else meaning)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("Mum mobile", "mother phone"),
        ("parent 1 first name", "parent 1 forename"),
        ("Child's surname", "child surname"),
        ("Teddy", None),
        ("mother", "mother name"),
        ("", None),
    ],
)
def test_a_meaning_may_be_said_as_a_heading_would(words: str, meaning: str | None) -> None:
    found = meaning_of(words)
    assert (found.words if found else None) == meaning


def test_a_kept_mapping_is_laid_over_a_new_proposal_wherever_its_columns_stand(tmp_path: Path) -> None:
    kept = corrected(proposed(written(tmp_path)), ["A=child forename"])
    lines = [line.split(",") for line in LIST.splitlines()]
    turned = "\n".join(",".join(reversed(line)) for line in lines) + "\n"
    again = kept.laid_over(proposed(written(tmp_path, turned, "turned.csv")))
    assert said(again)["6"] == "child forename"
    other = proposed(written(tmp_path, "Child name,Mum\nTeddy Lind,Marit Lind\n", "other.csv"))
    assert kept.laid_over(other) == other
