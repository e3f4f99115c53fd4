import pytest

from connectors.roster import read_roster
from connectors.rosters.presets import preset_of, presets
from connectors.rosters.sheets import Sheet, table_of
from tests.connectors.rosters.roster_cases import CASES, expected_of, roster_of


def test_every_system_we_know_by_its_headings_has_a_fixture() -> None:
    sources = {str(expected_of(case).get("source")) for case in CASES}
    assert {preset.name for preset in presets()} <= sources


def test_a_list_without_the_signs_of_a_system_is_a_plain_list() -> None:
    rows = [["Forename", "Surname", "Mum", "Dad"], ["Teddy", "Lind", "Marit Lind", ""]]
    assert preset_of([Sheet(table_of(rows))]) is None


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: str(preset.name))
def test_signs_in_the_cells_of_several_rows_are_no_signs(preset: object) -> None:
    (sign, *_) = preset.signs  # type: ignore[attr-defined]
    rows = [[word] for word in sorted(sign)]
    assert len(rows) == 1 or preset_of([Sheet(table_of(rows))]) is None


def test_what_to_know_of_a_system_stands_among_the_notes() -> None:
    (case,) = (case for case in CASES if case.name == "correct_arbor")
    (arbor,) = (preset for preset in presets() if preset.name == "arbor")
    assert arbor.note in read_roster(roster_of(case)).notes


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "html"])
def test_a_list_saved_in_another_kind_of_file_has_the_same_people(kind: str) -> None:
    cases = {f"{case.parent.name}/{case.name}": case for case in CASES}
    written, saved = (cases[name] for name in ("lists/correct", f"workbooks/correct_{kind}"))
    for name in ("names", "links"):
        assert getattr(read_roster(roster_of(saved)), name) == getattr(read_roster(roster_of(written)), name)
