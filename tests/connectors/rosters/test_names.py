import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from connectors.rosters.names import names_of
from connectors.rosters.one_cell import people_in
from connectors.rosters.reference import words_of
from connectors.rosters.surnames import parts_of
from connectors.rosters.written import Written, folded, tidy

CELLS = st.text(max_size=60) | st.sampled_from(
    [
        "Priya (née Patel)",
        'Theodora "Teddy"',
        "Mr & Mrs J Smith",
        "van der Berg",
        "Okafor-Lind",
        "TBC",
        "O’Dowd",
    ]
)
PLACEHOLDERS_AND_TITLES = {
    *words_of("placeholder_names", "words", "stands"),
    *words_of("titles", "title", "title"),
}
WRITTEN = st.builds(Written, *(CELLS for _ in Written._fields))


def both(written: Written) -> list[tuple[str, str, str]]:
    return [(str(name.name_kind), name.forename, name.surname) for name in names_of(written)]


@pytest.mark.parametrize(
    ("surname", "parts"),
    [
        ("Okafor-Lind", ["Okafor", "Lind"]),
        ("Okafor Lind", ["Okafor", "Lind"]),
        ("Okafor – Lind", ["Okafor", "Lind"]),
        ("García de Souza", ["García", "de Souza"]),
        ("Ortega y Gasset", ["Ortega", "Gasset"]),
        ("van der Berg-Smith", ["van der Berg", "Smith"]),
        ("van der Berg", []),
        ("de Souza", []),
        ("O'Dowd", []),
        ("O Dowd", []),
        ("Al-Hassan", []),
        ("St John", []),
        ("Abdul Rahman", []),
        ("Smith Jr", []),
        ("Smith-J", []),
        ("Lind", []),
        ("", []),
        ("One Two Three Four", []),
    ],
)
def test_only_a_double_barrelled_surname_has_parts(surname: str, parts: list[str]) -> None:
    assert parts_of(surname) == parts


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (Written("Teddy", "", "Lind"), [("legal", "Teddy", "Lind")]),
        (
            Written("Theodora (Teddy)", "", "Lind"),
            [("legal", "Theodora", "Lind"), ("known_as", "Teddy", "Lind")],
        ),
        (
            Written("Theodora “Teddy”", "", "Lind"),
            [("legal", "Theodora", "Lind"), ("known_as", "Teddy", "Lind")],
        ),
        (Written("Callum (step)", "", "Brough"), [("legal", "Callum", "Brough")]),
        (Written("Callum (Dad)", "", "Brough"), [("legal", "Callum", "Brough")]),
        (
            Written("Priya", "", "Shah (nee Patel)"),
            [("legal", "Priya", "Shah"), ("former", "Priya", "Patel")],
        ),
        (
            Written("Priya", "", "Shah, formerly Patel"),
            [("legal", "Priya", "Shah"), ("former", "Priya", "Patel")],
        ),
        (
            Written("Priya (née Patel)", "", "Shah"),
            [("legal", "Priya", "Shah"), ("former", "Priya", "Patel")],
        ),
        (Written("Sean", "", "Nee"), [("legal", "Sean", "Nee")]),
        (Written("Nil", "", "Yılmaz"), [("legal", "Nil", "Yılmaz")]),
        (Written("Nil", "", "None"), []),
        (Written("Unknown", "", "Smith"), [("legal", "", "Smith")]),
        (Written("Mrs Ana", "", "Reyes"), [("legal", "Ana", "Reyes")]),
        (
            Written("Teddy", "", "Lind", "Ted Lind"),
            [("legal", "Teddy", "Lind"), ("preferred", "Ted", "Lind")],
        ),
        (Written("Teddy", "", "Lind", "teddy"), [("legal", "Teddy", "Lind")]),
        (Written("TEDDY", "", "LIND"), [("legal", "TEDDY", "LIND")]),
        (Written("Madonna"), [("legal", "Madonna", "")]),
        (Written(full_name="Theodora Rose Lind"), [("legal", "", "")]),
        (
            Written("", "", "", "", "", "", "Patel", "Priya Anna Shah"),
            [("legal", "", ""), ("former", "Priya", "Patel")],
        ),
        (Written("-", "", "?"), []),
    ],
)
def test_every_name_a_person_may_bear_is_there(written: Written, names: list[tuple[str, str, str]]) -> None:
    assert both(written) == names


def test_preferred_and_former_names_go_with_every_other_half() -> None:
    written = Written("Theodora", "Rose", "Okafor-Lind", "Teddy", "Lind", former_surname="Holt")
    assert set(both(written)) == {
        ("legal", "Theodora", "Okafor-Lind"),
        ("preferred", "Theodora", "Lind"),
        ("preferred", "Teddy", "Okafor-Lind"),
        ("preferred", "Teddy", "Lind"),
        ("former", "Theodora", "Holt"),
        ("former", "Teddy", "Holt"),
        ("part", "Theodora", "Okafor"),
        ("part", "Teddy", "Okafor"),
    }


@given(WRITTEN)
def test_every_part_of_every_name_comes_from_what_was_written(written: Written) -> None:
    raw = {word for cell in written for word in folded(tidy(cell)).split()}
    for name in names_of(written):
        for cell in name[1:]:
            assert set(folded(cell).split()) <= raw


@given(WRITTEN)
def test_no_name_is_there_twice_and_none_is_empty(written: Written) -> None:
    names = names_of(written)
    keys = [
        (n.forename.casefold(), n.surname.casefold(), n.full_name * (not n.forename + n.surname))
        for n in names
    ]
    assert len(set(keys)) == len(keys)
    assert all(name.full_name for name in names)


@given(st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=3, max_size=30), st.text(max_size=30))
def test_a_forename_that_is_there_keeps_the_person(forename: str, surname: str) -> None:
    """Placeholders and titles aside: those words are in the reference data."""
    assume(forename.casefold() not in PLACEHOLDERS_AND_TITLES)
    assert names_of(Written(forename, "", surname))


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("LIND, Teddy", [("Teddy", "LIND", "")]),
        ("Teddy Lind", [("Teddy", "Lind", "")]),
        ("Teddy L", [("Teddy", "L", "")]),
        ("Jan van der Berg", [("Jan", "van der Berg", "")]),
        ("Theodora Rose Lind", [("", "", "Theodora Rose Lind")]),
        ("Mr & Mrs J Smith", [("J", "Smith", "Mr"), ("", "Smith", "Mrs")]),
        ("Mr J and Mrs P Smith", [("J", "Smith", "Mr"), ("P", "Smith", "Mrs")]),
        ("Jo & Priya Smith", [("Jo", "Smith", ""), ("Priya", "Smith", "")]),
        ("Sam Holt / Ana Reyes", [("Sam", "Holt", ""), ("Ana", "Reyes", "")]),
        ("Sam Holt/Ana Reyes", [("Sam", "Holt", ""), ("Ana", "Reyes", "")]),
        ("Sam Holt\nAna Reyes", [("Sam", "Holt", ""), ("Ana", "Reyes", "")]),
        ("Marit Lind + partner", [("Marit", "Lind", "")]),
        (
            "Mum: Marit Lind 07700 900123, Dad: Sam Holt (step)",
            [("Marit", "Lind", "Mum"), ("Sam", "Holt", "Dad")],
        ),
        ("Fg Off Andrew McGowan", [("Andrew", "McGowan", "Fg Off")]),
        ("Nan picks up Tues", []),
        ("NO CONTACT father", []),
        ("No father on birth cert", []),
        ("07700 900123", []),
        ("TBC", []),
        ("xxx", []),
        ("", []),
        ("LIND Teddy", [("Teddy", "LIND", "")]),
        ("Teddy James LIND", [("Teddy James", "LIND", "")]),
        ("McGOWAN Andrew", [("Andrew", "McGOWAN", "")]),
        ("TJ Smith", [("TJ", "Smith", "")]),
        ("ANA REYES", [("ANA", "REYES", "")]),
        ("Child, Lee", [("Lee", "Child", "")]),
        ("Mr/Mrs J Smith", [("J", "Smith", "Mr"), ("", "Smith", "Mrs")]),
        ("Smith, Mr J & Mrs P", [("J", "Smith", "Mr"), ("P", "Smith", "Mrs")]),
        ("Smith, Mr & Mrs J", [("", "Smith", "Mr"), ("", "Smith", "Mrs")]),
        ("Jo/Priya Smith", [("Jo", "Smith", ""), ("Priya", "Smith", "")]),
        ("Ana Smith/Jones", [("Ana", "Smith/Jones", "")]),
        ("Priya d/o Kumar", [("", "", "Priya d/o Kumar")]),
        ("LIND, Teddy & Isla", [("Teddy", "LIND", ""), ("Isla", "LIND", "")]),
        ("Teddy, Isla & Sam Lind", [("Teddy", "Lind", ""), ("Isla", "Lind", ""), ("Sam", "Lind", "")]),
        ("Jo Smith, Priya Smith", [("Jo", "Smith", ""), ("Priya", "Smith", "")]),
        ("Sam Holt, Ana Reyes", [("", "", "Sam Holt, Ana Reyes")]),
        ("García Márquez, Ana", [("Ana", "García Márquez", "")]),
        ("Marit (Mum), Callum (Dad)", [("", "", "Marit (Mum)"), ("", "", "Callum (Dad)")]),
        ("Mum Marit 07700 900123 Dad Callum", [("", "", "Marit"), ("", "", "Callum")]),
        ("Marit Lind, mum", [("Marit", "Lind", "mum")]),
        ("Jo Bell (Nan)", [("Jo", "Bell", "Nan")]),
        ("Nan Jones", [("Nan", "Jones", "")]),
        ("1. Marit Lind 2. Sam Holt", [("Marit", "Lind", ""), ("Sam", "Holt", "")]),
        ("Marit Lind 07700900123 work", [("Marit", "Lind", "")]),
        ("Marit Lind works nights", [("Marit", "Lind", "")]),
        ("Teddy 🦖 Lind", [("Teddy", "Lind", "")]),
        ("Marit\xa0Lind\u200b", [("Marit", "Lind", "")]),
        ("Lind, Marit; Brough, Sam", [("Marit", "Lind", ""), ("Sam", "Brough", "")]),
        ("Jo Bell – Nan", [("Jo", "Bell", "Nan")]),
        ("Sam Holt - step dad", [("Sam", "Holt", "step dad")]),
        ("Mr J.Smith", [("J.", "Smith", "Mr")]),
        ("Will Smith", [("Will", "Smith", "")]),
        ("Mum May Jones", [("May", "Jones", "Mum")]),
        ("Mum Marit works nights", [("", "", "Marit")]),
        ("Collected by taxi", []),
        ("Picks up: Nan", []),
        ("NAN PICKS UP TUES", []),
        ("MUM WORKS NIGHTS", []),
        ("7.7009E+09", []),
        ("7700900123", []),
        ("No contact details", []),
    ],
)
def test_a_cell_names_the_people_it_names(cell: str, people: list[tuple[str, str, str]]) -> None:
    found = people_in(cell)
    whole = [(p.written.forename, p.written.surname, p.title or p.relationship) for p in found]
    assert [
        said if any(said[:2]) else ("", "", p.written.full_name) for said, p in zip(whole, found, strict=True)
    ] == people


@pytest.mark.parametrize(
    ("cell", "restricted"),
    [
        ("NO CONTACT Callum Brough", [("Callum Brough", True)]),
        ("Callum Brough (no contact)", [("Callum Brough", True)]),
        ("Marit Lind & Callum Brough - NOT TO COLLECT", [("Marit Lind", False), ("Callum Brough", True)]),
        ("Court order against father Callum Brough", [("Callum Brough", True)]),
        ("Dad: no contact", []),
        ("NO CONTACT father", []),
        ("Marit Lind, no contact details", [("Marit Lind", False)]),
    ],
)
def test_a_prohibition_is_of_whom_it_names_and_names_nobody(
    cell: str, restricted: list[tuple[str, bool]]
) -> None:
    assert [(person.written.full_name, person.restricted) for person in people_in(cell)] == restricted


@given(st.text(max_size=300))
def test_any_cell_at_all_is_read_as_people_or_as_nobody(cell: str) -> None:
    for person in people_in(cell):
        assert any(person.written)


WORDS = st.text("abéßŁ", min_size=1, max_size=3) | st.sampled_from(
    ["Lind", "Holt", "Nil", "TBC", "Mrs", "Mother"]
)


@given(now=WORDS, before=WORDS, marker=st.sampled_from(["née", "Nee", "NÉE"]))
def test_most_maiden_names_stand_in_round_brackets_and_mean_the_same_in_others(
    now: str, before: str, marker: str
) -> None:
    in_round, in_square = (
        Written("Ann", surname=f"{now} {aside}") for aside in (f"({marker} {before})", f"[{marker} {before}]")
    )
    assert both(in_round) == both(in_square)
