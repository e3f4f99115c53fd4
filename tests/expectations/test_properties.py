"""What holds of every roster and every table of accounts, whatever is in the cells."""

from datetime import date

import pyarrow as pa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from expectations.sift import sift_accounts, sift_roster
from schemas.tables import LINKS, NAMES, PEOPLE
from tests.expectations.conftest import accounts_of, read_roster, table

TODAY = date(2026, 9, 1)
CANARY = "Qzx"
# A roster takes half a second, so there are few, the same each time, and none is made smaller when one fails.
FEW = settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)

cells = st.one_of(
    st.just(""),
    st.sampled_from(["TBC", "Test Pupil", "ZZTest", "Wren Taxis", "07700 900123", "🌸", "31/02/2019", "P80"]),
    st.text(max_size=12),
).flatmap(lambda cell: st.sampled_from([cell, cell and f"{cell} {CANARY}", f"{CANARY}{cell}"]))
ids = st.sampled_from([f"{CANARY}-{number}" for number in range(12)])
names = st.fixed_dictionaries(
    {
        "person_id": ids,
        "name_kind": st.sampled_from(["legal", "former"]),
        "forename": cells,
        "surname": cells,
        "full_name": cells,
    }
)
links = st.fixed_dictionaries({"child_id": ids, "adult_id": ids, "responsibility": st.just("unknown")})
people = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["pupil", "parent_carer"]),
        "title": cells,
        "email": cells,
        "upn": cells,
        "date_of_birth": cells,
        "year_group": cells,
    }
)


@st.composite
def rosters(draw):
    """Twelve odd people beside a sound roster of many families, so that few are refused."""
    sound = [read_roster("ordinary")[part].to_pylist() for part in range(3)]
    odd = [
        {
            "person_id": f"{CANARY}-{number}",
            "source": "csv",
            "source_id": CANARY,
            "source_row": 100 + number,
            **row,
        }
        for number, row in enumerate(draw(st.lists(people, max_size=12)))
    ]
    odd_links = draw(st.lists(links, max_size=2))
    return (
        table([*sound[0], *_many("c", 40, "pupil"), *odd], PEOPLE),
        table([*sound[1], *_names("c", 40), *draw(st.lists(names, max_size=16))], NAMES),
        table(
            [
                *sound[2],
                *({"child_id": f"c{n}x", "adult_id": "a1", "responsibility": "yes"} for n in range(40)),
                *odd_links,
            ],
            LINKS,
        ),
    )


def _many(letter, count, kind):
    return [
        {"person_id": f"{letter}{n}x", "kind": kind, "source": "csv", "source_id": "", "source_row": 20 + n}
        for n in range(count)
    ]


def _names(letter, count):
    return [
        {
            "person_id": f"{letter}{n}x",
            "name_kind": "legal",
            "forename": "Robin",
            "surname": "Bell",
            "full_name": "Robin Bell",
        }
        for n in range(count)
    ]


@FEW
@given(rosters())
def test_a_sifted_roster_is_part_of_what_was_given_and_quotes_none_of_it(roster):
    sifted = sift_roster(*roster, today=TODAY)
    for name, given_table in zip(("people", "names", "links"), roster, strict=True):
        kept = getattr(sifted, name)
        gone = sum(each.rows for each in sifted.set_aside if each.table == name)
        rows = given_table.to_pylist()
        assert kept.num_rows + gone == given_table.num_rows
        assert all(row in rows for row in kept.to_pylist())
    assert CANARY not in f"{sifted.set_aside} {sifted.reported} {sifted.checks.to_pylist()}"
    again = sift_roster(sifted.people, sifted.names, sifted.links, today=TODAY)
    assert (again.people, again.names, again.links) == (sifted.people, sifted.names, sifted.links)
    assert again.set_aside == ()


@settings(parent=FEW, max_examples=10)
@given(st.lists(st.fixed_dictionaries({"display_name": cells, "handle": cells, "email": cells})))
def test_sifted_accounts_are_part_of_what_was_given_and_quoted_nowhere(rows):
    accounts = accounts_of(*rows)
    sifted = sift_accounts(accounts)
    assert sifted.accounts.num_rows + sum(each.rows for each in sifted.set_aside) == accounts.num_rows
    assert all(row in accounts.to_pylist() for row in sifted.accounts.to_pylist())
    assert CANARY not in f"{sifted.set_aside} {sifted.checks.to_pylist()}"
    again = sift_accounts(sifted.accounts)
    assert again.accounts == sifted.accounts
    assert isinstance(again.accounts, pa.Table)
