"""Each of the 44 points catches what it is there for, at its severity, and a sound roster passes them all."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from connectors.roster import Roster, read_roster
from expectations.errors import RosterRefused, StaffRefused
from expectations.sift import SiftedRoster, sift_roster
from expectations.sizes import Change, compare_with_last, sizes_of
from expectations.staff import sift_staff
from flows.intake import StaffRefUnknown, staff_listed
from schemas.errors import RosterError
from schemas.tables import STAFF
from schemas.words import Kind, Severity
from tests.connectors.rosters.roster_cases import HERE as CASES
from tests.connectors.rosters.roster_cases import roster_of as file_of
from tests.expectations.suites import SEVERITIES
from tests.points.families import TODAY, Row, damaged, families, roster_of, sifted
from vault.bundles import NEVER_KEPT, pack
from vault.errors import CannotBeKeptError

Facts = dict[str, Any]
POINTS: dict[str, Facts] = tomllib.loads(Path(__file__).with_name("points.toml").read_text(encoding="utf-8"))


def _each(kind: str) -> list[Any]:
    return [
        pytest.param(each, id=f"{number}-{each['expectation']}")
        for number, point in POINTS.items()
        for each in point.get(kind, ())
    ]


def _gathered(key: str) -> list[Any]:
    return [item for each in _each("damages") for item in each.values[0].get(key, ())]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Roster:
    """Sixty families with nothing wrong."""
    return roster_of(families(), tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def everything_damaged(tmp_path_factory: pytest.TempPathFactory) -> SiftedRoster:
    """The same families with every damage that does not stop a load."""
    folder = tmp_path_factory.mktemp("damaged")
    roster = roster_of(damaged(families(), _gathered("edits")), folder)
    (made,) = {each.values[0]["made"] for each in _each("damages") if "made" in each.values[0]}
    links = _without_links(_leading_nowhere(roster, _gathered("lost")), roster, _gathered("unlinked"))
    return sifted(roster, made=made, observations=_gathered("observed"), links=links)


def _second_parents(roster: Roster, rows: list[int]) -> pa.Array:
    """The ids of the second adults of these rows."""
    of_rows = roster.people.filter(
        pc.and_(
            pc.is_in(roster.people["source_row"], value_set=pa.array(rows, pa.int32())),
            pc.equal(roster.people["title"], "Mr"),
        )
    )
    return of_rows["person_id"].combine_chunks()


def _leading_nowhere(roster: Roster, rows: list[int]) -> pa.Table:
    """LINKS, where those of the second adults of these rows lead to nobody who is listed."""
    gone = pc.is_in(roster.links["adult_id"], value_set=_second_parents(roster, rows))
    adults = pc.if_else(gone, "per-nobody", roster.links["adult_id"])
    return roster.links.set_column(1, roster.links.schema.field(1), adults)


def _without_links(links: pa.Table, roster: Roster, rows: list[int]) -> pa.Table:
    gone = pc.is_in(links["adult_id"], value_set=_second_parents(roster, rows))
    return links.filter(pc.invert(gone))


def test_all_44_points_are_there_and_each_is_tried() -> None:
    assert list(POINTS) == [str(number) for number in range(1, 45)]
    for number, point in POINTS.items():
        assert point["says"], number
        assert {"reader", "test", "damages", "whole"} & point.keys(), number
        if "test" in point:
            assert point["test"] in globals(), number


def test_a_sound_roster_passes_them_all(sound: Roster) -> None:
    kept = sifted(sound)
    assert (kept.set_aside, kept.reported, kept.noted) == ((), (), ())
    assert kept.people.num_rows == 180
    assert all(kept.checks["ok"].to_pylist())


def _remarks(roster: SiftedRoster) -> Iterator[Any]:
    yield from (*roster.set_aside, *roster.reported, *roster.noted)


@pytest.mark.parametrize("damage", _each("damages"))
def test_a_damage_fails_its_expectation_on_its_rows(everything_damaged: SiftedRoster, damage: Facts) -> None:
    (remark, *_) = found = [
        each for each in _remarks(everything_damaged) if each.expectation == damage["expectation"]
    ]
    assert {each.severity for each in found} == {Severity(damage["severity"])}
    assert sorted({*remark.source_rows}) == damage["rows"]
    aside = {each.expectation for each in everything_damaged.set_aside}
    assert (damage["expectation"] in aside) is damage.get("set_aside", False)


def test_nothing_fails_but_what_was_damaged(everything_damaged: SiftedRoster) -> None:
    expected = {each.values[0]["expectation"] for each in _each("damages")}
    found = {each.expectation for each in _remarks(everything_damaged)}
    assert found - expected == {
        "link_leads_to_a_child",  # of the test record
        "link_leads_to_an_adult",  # the broken one, and the organisation's
        "name_may_be_looked_for",  # of the adult with a court order
        "contact_has_responsibility",  # of the relationship we do not know
        "forename_is_in_full",
        "person_has_a_surname",
        "heading_is_known",
    }


def _together(severities: set[Severity]) -> list[Row]:
    """The families with everything of these severities that is wrong with a roster as a whole."""
    rows = families()
    for each in _each("whole"):
        (facts,) = each.values
        if Severity(facts["severity"]) in severities:
            rows = _CHANGES[facts.get("change", "nothing")](damaged(rows, facts.get("edits", ())))
    return rows


_CHANGES: dict[str, Callable[[list[Row]], list[Row]]] = {
    "nothing": lambda rows: rows,
    "capitals": lambda rows: [{what: cell.upper() for what, cell in row.items()} for row in rows],
    "days below 13": lambda rows: [
        row | {"DOB": f"{int(row['DOB'][:2]) % 12 + 1:02}{row['DOB'][2:]}"} for row in rows
    ],
}


def _of_the_whole(*severities: str) -> set[str]:
    of_all = (each.values[0] for each in _each("whole"))
    return {facts["expectation"] for facts in of_all if facts["severity"] in severities}


def test_what_is_wrong_with_the_whole_stops_the_load(tmp_path: Path) -> None:
    roster = roster_of(_together({Severity.CRITICAL}), tmp_path)
    with pytest.raises(RosterRefused) as refused:
        sifted(roster)
    assert refused.value.failed.keys() == _of_the_whole("critical")


def test_what_is_odd_about_the_whole_is_told(tmp_path: Path) -> None:
    told = sifted(roster_of(_together({Severity.WARNING, Severity.INFO}), tmp_path))
    assert told.set_aside == ()
    assert {each.expectation for each in told.reported} == _of_the_whole("warning")
    assert _of_the_whole("info") <= {each.expectation for each in told.noted}


@pytest.mark.parametrize(
    "expected",
    [pytest.param(point["reader"], id=number) for number, point in POINTS.items() if "reader" in point],
)
def test_a_roster_that_is_not_whole_is_refused_by_its_reader(expected: dict[str, str]) -> None:
    with pytest.raises(RosterError) as refused:
        read_roster(file_of(CASES / expected["case"]))
    assert refused.value.code == expected["error"]


def test_an_expectation_has_the_severity_its_point_gives_it() -> None:
    for each in (*_each("damages"), *_each("whole")):
        (facts,) = each.values
        assert SEVERITIES[facts["expectation"]] == facts["severity"], facts["expectation"]


def test_a_load_of_another_size_than_the_last_is_told_with_its_counts(sound: Roster) -> None:
    last = sizes_of(sound.people, sound.links)
    adults = pc.equal(sound.people["kind"], Kind.PARENT_CARER.value)
    half = sound.people.filter(pc.or_(pc.invert(adults), pc.less(sound.people["source_row"], 30)))
    compared = compare_with_last(sizes_of(half, sound.links), last)
    assert compared.changes == (Change("csv", "parent_carer", 120, 56), Change("", "parent_carer", 120, 56))
    assert [(row["expectation"], row["severity"], row["rows"]) for row in compared.checks.to_pylist()] == [
        ("size_is_near_the_last", "critical", 2)
    ]
    assert compare_with_last(last, last).changes == ()
    assert compare_with_last(last, {}).changes == ()
    assert compare_with_last({"xlsx": last["csv"], "": last[""]}, last).changes == ()


def test_two_people_of_one_id_stop_the_load(sound: Roster) -> None:
    with pytest.raises(RosterRefused) as refused:
        sifted(sound, people=pa.concat_tables([sound.people, sound.people.slice(0, 1)]))
    assert refused.value.failed == {"person_id_is_unique": 2}


def test_many_broken_links_stop_the_load(sound: Roster) -> None:
    with pytest.raises(RosterRefused) as refused:
        sifted(sound, links=_leading_nowhere(sound, list(range(2, 9))))
    assert refused.value.failed == {"most_links_have_their_adult": 7}


def test_a_title_in_the_wrong_place_or_of_two_is_reported(sound: Roster) -> None:
    """The connectors lift titles out; what they leave where it is shows here."""
    (mother,) = sound.people.filter(pc.equal(sound.people["title"], "Ms")).slice(0, 1).to_pylist()
    people = [row | {"title": "Mr & Mrs"} if row == mother else row for row in sound.people.to_pylist()]
    names = [
        row | {"forename": f"Mrs {row['forename']}"} if row["person_id"] == mother["person_id"] else row
        for row in sound.names.to_pylist()
    ]
    tables = (
        pa.Table.from_pylist(people, sound.people.schema),
        pa.Table.from_pylist(names, sound.names.schema),
    )
    kept = sift_roster(*tables, sound.links, today=TODAY)
    assert kept.people.num_rows == 180
    assert {(each.expectation, {*each.source_rows} == {2}) for each in kept.reported} == {
        ("title_is_one_persons", True),
        ("forename_is_no_title", True),
    }


def _staff(*people: tuple[str, str, str]) -> pa.Table:
    blank = dict.fromkeys(STAFF.names, "") | {"handles": [], "starts": None, "ends": None}
    rows = [blank | dict(zip(("staff_ref", "forename", "surname"), each, strict=True)) for each in people]
    return pa.Table.from_pylist(rows, schema=STAFF)


@pytest.mark.parametrize(
    ("people", "expectation"),
    [
        ((), "staff_list_has_somebody"),
        ((("S1", "Ada", "Marsh"), ("S2", "", "")), "member_of_staff_has_a_name"),
        ((("S1", "Ada", "Marsh"), ("S2", "Bo", "")), "most_staff_have_both_names"),
    ],
)
def test_a_staff_list_without_names_is_refused(people: Any, expectation: str) -> None:
    with pytest.raises(StaffRefused) as refused:
        sift_staff(_staff(*people))
    assert expectation in refused.value.failed
    assert refused.value.exit_code == 4


def test_a_member_of_staff_with_a_parents_name_is_noted(sound: Roster) -> None:
    names = sound.names.to_pylist()
    ids = set(sound.people.filter(pc.equal(sound.people["title"], "Ms"))["person_id"].to_pylist())
    parent = next(row for row in names if row["person_id"] in ids)
    staff = _staff(("S1", "Ada", "Marsh"), ("S2", parent["forename"].upper(), parent["surname"]))
    (noted,) = sift_staff(staff, sound.people, sound.names).noted
    assert (noted.expectation, noted.severity) == ("member_of_staff_is_no_parent_carer", Severity.INFO)
    assert noted.source_rows == (2,)
    assert sift_staff(staff).noted == ()


class _Kept:
    """As much of a workspace as looking somebody up takes."""

    def __init__(self, staff: pa.Table) -> None:
        self.tables = {"staff": staff}

    def kept(self, _: str) -> "_Kept":
        return self


def test_nobody_hands_in_who_is_not_on_the_staff_list() -> None:
    workspace: Any = _Kept(_staff(("S1", "Ada", "Marsh")))
    assert staff_listed(workspace, "s1") == "S1"
    with pytest.raises(StaffRefUnknown):
        staff_listed(workspace, "S9")


def test_an_adult_with_a_court_order_is_looked_for_where_the_policy_says_so(tmp_path: Path) -> None:
    edits = POINTS["43"]["damages"][0]["edits"]
    roster = roster_of(damaged(families(), edits), tmp_path)
    tables = (roster.people, roster.names, roster.links)
    left_out, kept = (sift_roster(*tables, today=TODAY, keep_restricted=keep) for keep in (False, True))
    assert kept.people == roster.people
    assert kept.set_aside == ()
    (gone,) = {*roster.people["person_id"].to_pylist()} - {*left_out.people["person_id"].to_pylist()}
    assert gone not in left_out.names["person_id"].to_pylist()
    assert gone not in left_out.links["adult_id"].to_pylist()
    assert {(each.expectation, each.source_rows) for each in left_out.set_aside} == {
        ("name_may_be_looked_for", (56,)),
        ("name_may_be_looked_for", (56, 56, 56)),
        ("link_is_not_restricted", (56,)),
    }


def test_what_no_check_needs_is_never_kept(sound: Roster) -> None:
    sensitive = read_roster(file_of(CASES / "lists" / "columns_never_kept"))
    assert {"medical notes", "sen", "ethnicity", "religion", "password"} <= {*sensitive.columns_dropped}
    kept = [cell for row in sensitive.people.to_pylist() for cell in row.values()]
    assert not {"asthma", "K", "WBRI", "none", "hunter2", "9990001112", "secret"} & {*map(str, kept)}
    for name, columns in NEVER_KEPT.items():
        table = getattr(sound, name)
        assert set(columns) <= set(table.column_names)
        with pytest.raises(CannotBeKeptError):
            pack("roster", {name: table}, {"loaded_on": date.isoformat(TODAY)})
