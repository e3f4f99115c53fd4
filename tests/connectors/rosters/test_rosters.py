from pathlib import Path

import pytest

from schemas.errors import RosterError
from schemas.tables import LINKS, NAMES, PEOPLE
from tests.connectors.rosters.roster_cases import CASES, TABLES, as_csv, as_toml, expected_of, read_case

READ = [case for case in CASES if "error" not in expected_of(case)]
REFUSED = [case for case in CASES if "error" in expected_of(case)]


def _called(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


@pytest.mark.parametrize("case", READ, ids=_called)
def test_a_roster_is_read_as_expected(case: Path) -> None:
    roster = read_case(case)
    for name in TABLES:
        assert as_csv(getattr(roster, name)) == (case / f"{name}.csv").read_text(encoding="utf-8")
    assert as_toml(roster) == (case / "expected.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", READ, ids=_called)
def test_tables_keep_their_schemas_and_their_keys(case: Path) -> None:
    roster = read_case(case)
    assert (roster.people.schema, roster.names.schema, roster.links.schema) == (PEOPLE, NAMES, LINKS)
    for table in (roster.people, roster.names, roster.links):
        table.validate(full=True)
    kinds = dict(zip(*(roster.people[name].to_pylist() for name in ("person_id", "kind")), strict=True))
    assert len(kinds) == len(roster.people)
    assert set(roster.names["person_id"].to_pylist()) <= kinds.keys()
    for column, kind in (("child_id", "pupil"), ("adult_id", "parent_carer")):  # or somebody not listed
        assert {kinds.get(each, kind) for each in roster.links[column].to_pylist()} <= {kind}


@pytest.mark.parametrize("case", READ, ids=_called)
def test_nothing_said_about_a_roster_names_anybody(case: Path) -> None:
    roster = read_case(case)
    said = " ".join((*roster.notes, *roster.columns_kept, *roster.columns_dropped)).casefold().split()
    for name in ("forename", "surname"):
        for text in roster.names[name].to_pylist():
            assert len(text) < 2 or text.casefold() not in said


@pytest.mark.parametrize("case", REFUSED, ids=_called)
def test_a_roster_that_cannot_be_used_is_one_clear_error(case: Path) -> None:
    with pytest.raises(RosterError) as caught:
        read_case(case)
    error = caught.value
    assert error.code == expected_of(case)["error"]
    assert error.exit_code == 4
    assert error.next_step in error.message
    assert error.__cause__ is None
    assert error.__context__ is None
    for name in ("Lind", "Teddy", "Marit", "roster.csv", "roster.xml"):
        assert name not in error.message
