"""A roster, sifted: every folder of `rosters/` says what must come of it."""

import tomllib
from collections import defaultdict
from datetime import date

import pyarrow as pa
import pytest

from expectations.errors import RosterRefused
from expectations.sift import sift_roster
from schemas.tables import NAMES, PEOPLE
from tests.expectations.conftest import ROSTERS, read_roster

TODAY = date(2026, 9, 1)
CASES = sorted(path.name for path in ROSTERS.iterdir())


def _expected(case):
    return tomllib.loads((ROSTERS / case / "expected.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [case for case in CASES if "kept" in _expected(case)])
def test_a_roster_is_kept_set_aside_and_reported_as_its_folder_says(case):
    sifted = sift_roster(*read_roster(case), today=TODAY)
    expected = _expected(case)
    set_aside = defaultdict(dict)
    for remark in sifted.set_aside:
        set_aside[remark.table][remark.expectation] = list(remark.source_rows)
    assert {name: getattr(sifted, name).num_rows for name in ("people", "names", "links")} == expected["kept"]
    assert dict(set_aside) == expected.get("set_aside", {})
    assert {each.expectation: list(each.source_rows) for each in sifted.reported} == expected.get(
        "reported", {}
    )
    checks = sifted.checks.to_pylist()
    assert not any(row["raised"] for row in checks)
    infos = {row["expectation"]: row["rows"] for row in checks if row["severity"] == "info" and not row["ok"]}
    assert infos == expected.get("counted", {})


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in _expected(case)])
def test_a_roster_that_would_mislead_is_refused(case):
    roster = read_roster(case)
    with pytest.raises(RosterRefused) as refused:
        sift_roster(*roster, today=TODAY)
    assert refused.value.failed == _expected(case)["refused"]
    assert not [name for name in _names(roster) if name in f"{refused.value} {refused.value!r}"]


def test_a_refusal_says_which_rows_of_the_file_it_is_about():
    slug = "most_children_have_both_names"
    assert RosterRefused({slug: 2}, {slug: [4, 9]}).message.endswith("(Rows 4, 9.)")
    assert RosterRefused({slug: 14}, {slug: range(2, 16)}).message.endswith("12, 13 and 2 more.)")


def test_where_nobody_has_a_surname_the_refusal_tells_the_rows(family):
    people, names, links = family
    given = names.set_column(4, names.schema.field(4), pa.array([""] * len(names)))
    full = given.set_column(5, given.schema.field(5), given["forename"])
    with pytest.raises(RosterRefused) as refused:
        sift_roster(people, full, links, today=TODAY)
    assert "(Rows " in refused.value.message


def _names(roster):
    return {row[part] for row in roster[1].to_pylist() for part in ("forename", "surname") if row[part]}


def test_bad_cells_leave_every_person_in_matching(family):
    people, names, links = family
    before = sift_roster(people, names, links, today=TODAY)
    bad = {
        "upn": "C80",
        "date_of_birth": "31/02/2019",
        "year_group": "Oak",
        "email": "none",
        "title": "Mr & Mrs",
    }
    frame = people.to_pandas().assign(**bad)
    after = sift_roster(pa.Table.from_pandas(frame, PEOPLE), names, links, today=TODAY)
    assert after.people["person_id"] == before.people["person_id"] == people["person_id"]
    assert after.names == before.names == names
    assert after.set_aside == before.set_aside == ()
    failed = {row["column"] for row in after.checks.to_pylist() if not row["ok"]}
    assert set(bad) <= failed


def test_a_full_name_that_is_missing_is_put_together_from_its_parts(family):
    people, names, links = family
    parts = names.set_column(5, NAMES.field("full_name"), pa.array([""] * names.num_rows))
    nameless = [row["person_id"] for row in names.to_pylist() if not row["forename"] + row["surname"]]
    kept = sift_roster(people, parts, links, today=TODAY).people["person_id"].to_pylist()
    assert kept == [each for each in people["person_id"].to_pylist() if each not in nameless]


def test_rows_are_placed_in_the_source_they_came_from(family):
    people, names, links = family
    elsewhere = pa.array(["ctf"] * 4 + ["csv"] * 4)
    both = people.set_column(2, PEOPLE.field("source"), elsewhere)
    bad = both.set_column(5, PEOPLE.field("title"), pa.array(["Mr & Mrs"] * 8))
    reported = sift_roster(bad, names, links, today=TODAY).reported
    assert {
        (each.source, each.source_rows) for each in reported if each.expectation == "title_is_one_persons"
    } == {
        ("ctf", (2, 3, 4, 5)),
        ("csv", (6, 7, 8, 9)),
    }


def test_a_refusal_says_in_plain_words_what_to_do():
    with pytest.raises(RosterRefused) as refused:
        sift_roster(*read_roster("without_surnames"), today=TODAY)
    assert refused.value.detail == "most_people_have_a_surname: 6"
    assert "no surname" in refused.value.message
    assert refused.value.exit_code == 4
