from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.roster import LeftOut, on_roll
from schemas.tables import LINKS, PEOPLE

DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31))


def person(
    person_id: str, kind: str, starts: date | None = None, ends: date | None = None
) -> dict[str, object]:
    blank = dict.fromkeys(PEOPLE.names, "")
    return blank | {"person_id": person_id, "kind": kind, "source_row": 1, "starts": starts, "ends": ends}


def tables(people: list[dict[str, object]], links: list[tuple[str, str]]) -> tuple[pa.Table, pa.Table]:
    rows = [{"child_id": c, "adult_id": a, "relationship": "", "responsibility": "unknown"} for c, a in links]
    return pa.Table.from_pylist(people, schema=PEOPLE), pa.Table.from_pylist(rows, schema=LINKS)


def test_a_leavers_parent_leaves_unless_a_sibling_stays() -> None:
    people, links = tables(
        [
            person("stays", "pupil"),
            person("left", "pupil", ends=date(2024, 7, 19)),
            person("last day", "pupil", ends=date(2024, 9, 1)),
            person("comes", "pupil", starts=date(2024, 9, 2)),
            *(
                person(name, "parent_carer")
                for name in ("of both", "of the leaver", "of the joiner", "orphan")
            ),
        ],
        [("stays", "of both"), ("left", "of both"), ("left", "of the leaver"), ("comes", "of the joiner")],
    )
    kept, current, left_out = on_roll(people, links, date(2024, 9, 1))
    assert kept["person_id"].to_pylist() == ["stays", "last day", "of both"]
    assert current["child_id"].to_pylist() == ["stays"]
    assert left_out == LeftOut(left=1, to_join=1, without_pupil=3)
    assert (kept.schema, current.schema) == (PEOPLE, LINKS)


@given(
    st.lists(st.tuples(DAYS, DAYS, st.integers(0, 3)), max_size=8),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)),
)
def test_taking_somebody_off_the_roll_never_puts_another_on(
    children: "list[tuple[date | None, date | None, int]]", today: date
) -> None:
    people = [person(f"c{n}", "pupil", starts, ends) for n, (starts, ends, _) in enumerate(children)]
    adults = [person(f"a{n}", "parent_carer") for n in range(4)]
    links = [(f"c{n}", f"a{adult}") for n, (_, _, adult) in enumerate(children)]
    kept, current, left_out = on_roll(*tables([*people, *adults], links), today)
    ids = set(kept["person_id"].to_pylist())
    assert left_out.people == len(people) + len(adults) - len(ids)
    assert {
        i
        for pair in zip(*(current[c].to_pylist() for c in ("child_id", "adult_id")), strict=True)
        for i in pair
    } <= ids
    gone = [row | {"ends": today - timedelta(days=1)} if row["person_id"] == "c0" else row for row in people]
    fewer = set(on_roll(*tables([*gone, *adults], links), today)[0]["person_id"].to_pylist())
    assert fewer <= ids
    again, links_again, none = on_roll(kept, current, today)
    assert (again.equals(kept), links_again.equals(current), none.people) == (True, True, 0)


@pytest.mark.parametrize(("grace_days", "stays"), [(0, False), (6, False), (7, True), (400, True)])
def test_a_leaver_stays_for_the_days_of_grace(grace_days: int, stays: bool) -> None:
    people, links = tables(
        [person("left", "pupil", ends=date(2024, 8, 31)), person("adult", "parent_carer")],
        [("left", "adult")],
    )
    kept, current, left_out = on_roll(people, links, date(2024, 9, 7), grace_days)
    assert kept["person_id"].to_pylist() == (["left", "adult"] if stays else [])
    assert current.num_rows == int(stays)
    assert left_out == (LeftOut() if stays else LeftOut(left=1, without_pupil=1))


def test_a_joiner_has_no_grace_before_the_first_day() -> None:
    people, links = tables([person("comes", "pupil", starts=date(2024, 9, 2))], [])
    assert on_roll(people, links, date(2024, 9, 1), grace_days=30)[2] == LeftOut(to_join=1)
    assert on_roll(people, links, date(2024, 9, 2))[2] == LeftOut()


@pytest.mark.parametrize("status", ["Guest", "Subsidiary", "Current - main"])
def test_nobody_is_left_out_for_what_their_enrolment_is_called(status: str) -> None:
    people, links = tables([person("guest", "pupil") | {"status": status}], [])
    assert on_roll(people, links, date(2024, 9, 1))[2] == LeftOut()


def test_a_link_to_somebody_who_is_not_listed_stays_to_be_seen() -> None:
    people, links = tables(
        [
            person("child", "pupil"),
            person("leaver", "pupil", ends=date(2024, 7, 19)),
            person("adult", "parent_carer"),
            person("of nobody", "parent_carer"),
        ],
        [
            ("child", "adult"),
            ("child", "unknown adult"),
            ("unknown child", "of nobody"),
            ("leaver", "another unknown adult"),
        ],
    )
    kept, current, left_out = on_roll(people, links, date(2024, 9, 1))
    assert kept["person_id"].to_pylist() == ["child", "adult"]
    assert current["adult_id"].to_pylist() == ["adult", "unknown adult", "of nobody"]
    assert left_out == LeftOut(left=1, without_pupil=1)
