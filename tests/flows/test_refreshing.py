"""Changes laid over what the last load kept, alone or beside files."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from connectors.roster import Roster, merge_rosters, read_roster
from connectors.rosters.errors import RosterChangesOnly
from flows.rosters.refreshing import whole
from flows.rosters.sources import told_apart
from flows.workspace import ROSTER_VERSION
from tests.connectors.rosters.roster_cases import HERE, read_case
from vault.bundles import Bundle

HEADING = "Pupil ID,Legal Forename,Legal Surname,Parent 1 Forename,Parent 1 Surname\n"
NURSERY = f"{HEADING}1,Ada,Penrose,Jory,Penrose\n2,Kit,Tregear,Wenna,Tregear\n"


@pytest.fixture(scope="module")
def everybody() -> Roster:
    return read_case(HERE / "wonde" / "two_pages")


@pytest.fixture(scope="module")
def changes() -> Roster:
    return read_case(HERE / "wonde" / "changes")


@pytest.fixture
def nursery(tmp_path: Path) -> Roster:
    (tmp_path / "nursery.csv").write_text(NURSERY, encoding="utf-8")
    return read_roster(tmp_path / "nursery.csv")


def kept(*rosters: Roster) -> Bundle:
    """What a load of these keeps, as far as changes are laid over it."""
    tables = merge_rosters(told_apart(rosters))
    facts = {"version": ROSTER_VERSION, "loaded_on": date(2026, 10, 1).isoformat(), "apart": tables.apart}
    return Bundle({name: getattr(tables, name) for name in ("people", "names", "links")}, facts)


def names_of(roster: object) -> set[str]:
    assert isinstance(roster, Roster)
    assert not roster.is_changes
    assert set(roster.names["person_id"].to_pylist()) <= set(roster.people["person_id"].to_pylist())
    return set(roster.names["full_name"].to_pylist())


def test_whoever_changed_or_went_is_as_the_changes_say(everybody: Roster, changes: Roster) -> None:
    (roster,) = whole([changes], kept(everybody))
    names = names_of(roster)
    assert {"Freja Lind", "Sam Okafor-Holt", "Callum Brough", "Theodor Rune Okafor-Lind"} <= names
    assert not {"Noor Haddad", "Layla Haddad"} & names


def test_a_contact_that_a_changed_child_no_longer_names_is_no_longer_linked(
    everybody: Roster, changes: Roster
) -> None:
    """Freya had a grandparent with parental responsibility; the changes list her mother alone."""
    (roster,) = whole([changes], kept(everybody))
    assert isinstance(roster, Roster)
    assert "Grandparent" in everybody.links["relationship"].to_pylist()
    assert "Grandparent" not in roster.links["relationship"].to_pylist()


def test_what_other_sources_gave_stays_where_changes_come_alone(
    everybody: Roster, changes: Roster, nursery: Roster
) -> None:
    (roster,) = whole([changes], kept(everybody, nursery))
    assert {"Kit Tregear", "Freja Lind"} <= names_of(roster)


def test_what_other_sources_gave_is_theirs_to_say_where_they_stand_beside(
    everybody: Roster, changes: Roster, nursery: Roster
) -> None:
    beside, roster = whole([nursery, changes], kept(nursery, everybody))
    assert beside is nursery
    assert "Freja Lind" in names_of(roster)
    assert "Kit Tregear" not in names_of(roster)


def test_changes_with_nothing_to_lay_them_over_are_refused(
    everybody: Roster, changes: Roster, nursery: Roster
) -> None:
    older = replace(kept(everybody), facts={"version": ROSTER_VERSION - 1})
    for last in (None, kept(nursery), older):
        (refused,) = whole([changes], last)
        assert isinstance(refused, RosterChangesOnly)


def test_changes_are_refused_where_the_last_load_made_one_of_two_sources(
    everybody: Roster, changes: Roster
) -> None:
    """The ids of such people may be those of the other source, and what they say of themselves is of both."""
    shared = replace(everybody, source="ctf")
    for together in ((shared, everybody), (everybody, shared)):
        (refused,) = whole([changes], kept(*together))
        assert isinstance(refused, RosterChangesOnly)


def test_a_whole_roster_is_left_as_it_is(everybody: Roster) -> None:
    assert whole([everybody], None) == [everybody]
