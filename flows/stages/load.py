"""The roster, the staff list and the declarations as they stand in the vault; the submissions by number."""

from datetime import date
from typing import Any

from connectors.roster import names_of, on_roll
from expectations.records import Reported, SetAside
from flows.boundary import Counts
from flows.workroom import SHARD_SIZE, Roster, Shard, Workroom
from matching.roster import build_index
from policy.circumstances import circumstances
from policy.staff_parents import staff_parents
from schemas.tables import DECLARATIONS
from schemas.words import Severity


def load_roster(room: Workroom) -> Counts:
    """People on roll today, the staff and what was declared, in the room."""
    kept, staff = room.workspace.lists_needed()
    grace_days = room.workspace.policy.roster.grace_days
    people, links, left_out = on_roll(kept.tables["people"], kept.tables["links"], room.today, grace_days)
    room.roster = Roster(
        people=people,
        names=names_of(kept.tables["names"], people),
        links=links,
        loaded_on=date.fromisoformat(kept.facts["loaded_on"]),
        not_on_roll=left_out.people,
    )
    room.reported = [Reported(**_remark(each)) for each in kept.facts["reported"]]
    room.set_aside = [SetAside(**_remark(each)) for each in kept.facts["set_aside"]]
    room.same_contact = frozenset((ref, person) for ref, person in kept.facts["same_contact"])
    room.staff = staff.tables["staff"]
    return Counts(
        "load", {"people": people.num_rows, "not_on_roll": left_out.people, "staff": room.staff.num_rows}
    )


def _remark(facts: dict[str, Any]) -> dict[str, Any]:
    severity, rows = Severity(facts["severity"]), tuple(facts["source_rows"])
    return facts | {"severity": severity, "source_rows": rows}


def index_roster(room: Workroom) -> Counts:
    """The sifted roster's names, indexed once an audit, and what the policy has to know besides a match."""
    roster = room.roster
    declared = room.workspace.kept("declarations")
    also_staff = staff_parents(
        roster.people,
        roster.names,
        roster.links,
        room.staff,
        today=room.today,
        same_contact=room.same_contact,
    )
    room.known = circumstances(
        roster.people,
        roster.names,
        roster.links,
        also_staff,
        declared.tables["declarations"] if declared else DECLARATIONS.empty_table(),
        today=room.today,
    )
    room.index = build_index(roster.names, roster.people)
    vault = room.workspace.vault
    room.waiting = vault.hand_ins.waiting()
    ids = sorted(room.waiting)
    refs = {vault.submission_id_of(row["staff_ref"]): row["staff_ref"] for row in room.staff.to_pylist()}
    room.staff_of = {submission_id: refs.get(submission_id, "") for submission_id in ids}
    room.shards = [Shard(tuple(ids[at : at + SHARD_SIZE])) for at in range(0, len(ids), SHARD_SIZE)]
    return Counts(
        "index", {"names": roster.names.num_rows, "submissions": len(ids), "shards": len(room.shards)}
    )
