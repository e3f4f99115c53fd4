"""What of a roster may be kept at all, as the policy's owner says."""

from typing import Any

import pyarrow as pa
import pytest

from connectors.roster import RosterTables
from flows.rosters.loading import keepable
from policy.policy import RosterRules
from schemas.tables import CONTACT_KEYS, LINKS, NAMES, OBSERVATIONS, PEOPLE
from vault.bundles import NEVER_KEPT


def table(schema: pa.Schema, *rows: dict[str, Any]) -> pa.Table:
    blank = {"string": "", "int32": 0, "date32[day]": None}
    filled = [{field.name: row.get(field.name, blank[str(field.type)]) for field in schema} for row in rows]
    return pa.Table.from_pylist(filled, schema=schema)


TABLES = RosterTables(
    people=table(
        PEOPLE,
        {"person_id": "c1", "kind": "pupil", "upn": "A123", "date_of_birth": "2019-05-01"},
        {"person_id": "c2", "kind": "pupil"},
        {"person_id": "barred", "kind": "parent_carer", "email": "barred@example.org"},
        {"person_id": "half", "kind": "parent_carer", "email": "half@example.org"},
        {"person_id": "free", "kind": "parent_carer", "email": "free@example.org"},
    ),
    names=table(
        NAMES, *({"person_id": each, "full_name": each} for each in ("c1", "barred", "half", "free"))
    ),
    links=table(
        LINKS,
        {"child_id": "c1", "adult_id": "barred", "restricted": "yes", "priority": "1"},
        {"child_id": "c2", "adult_id": "barred", "restricted": "yes"},
        {"child_id": "c1", "adult_id": "half", "restricted": "yes"},
        {"child_id": "c2", "adult_id": "half"},
        {"child_id": "c1", "adult_id": "free"},
    ),
    contact_keys=CONTACT_KEYS.empty_table(),
    observations=OBSERVATIONS.empty_table(),
)


def rules(*, keep_email: bool = True, no_contact: bool = False) -> RosterRules:
    return RosterRules(grace_days=0, keep_email=keep_email, no_contact=no_contact)


def test_an_adult_without_contact_to_any_child_leaves_no_trace_unless_the_policy_looks_for_them() -> None:
    without, looked_for = keepable(TABLES, rules()), keepable(TABLES, rules(no_contact=True))
    assert "barred" not in str([each.to_pylist() for each in without.values()])
    assert set(looked_for["people"]["person_id"].to_pylist()) == {"c1", "c2", "barred", "half", "free"}
    assert looked_for["links"].num_rows == 5


def test_an_adult_without_contact_to_one_child_of_several_stays_as_the_others_parent() -> None:
    kept = keepable(TABLES, rules())
    assert kept["people"]["person_id"].to_pylist() == ["c1", "c2", "half", "free"]
    assert kept["names"]["person_id"].to_pylist() == ["c1", "half", "free"]
    assert kept["links"]["adult_id"].to_pylist() == ["half", "free"]


@pytest.mark.parametrize(("keep_email", "expected"), [(True, "half@example.org"), (False, "")])
def test_an_email_address_is_kept_only_where_that_is_switched_on(keep_email: bool, expected: str) -> None:
    kept = keepable(TABLES, rules(keep_email=keep_email))["people"]
    assert kept["email"].to_pylist()[2] == expected


def test_what_serves_the_expectations_alone_is_emptied() -> None:
    kept = keepable(TABLES, rules(no_contact=True))
    emptied = [kept[table][column].to_pylist() for table, columns in NEVER_KEPT.items() for column in columns]
    assert {cell for cells in emptied for cell in cells} == {""}
