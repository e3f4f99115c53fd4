"""What changed on the roster since the last audit, known by keyed fingerprints that lead back to nobody."""

from flows.facts.people import roster_sides
from flows.workroom import Workroom
from reports.overview_facts import RosterChange
from schemas.words import Kind


def roster_fingerprints(room: Workroom) -> dict[str, str]:
    """Of each person on roll, the fingerprint of their number and that of their names."""
    names: dict[str, list[str]] = {}
    for row in room.roster.names.to_pylist():
        names.setdefault(row["person_id"], []).append(row["full_name"])
    fingerprint = room.workspace.vault.fingerprint
    return {
        fingerprint("person", row["person_id"]): fingerprint(
            "names", *sorted(names.get(row["person_id"], []))
        )
        for row in room.roster.people.select(["person_id"]).to_pylist()
    }


def roster_changes(room: Workroom) -> tuple[RosterChange, ...]:
    """How many are new on the roster, are gone, or changed names; nothing before a first audit."""
    before = room.workspace.vault.remembered()
    if before is None:
        return ()
    now = roster_fingerprints(room)
    sides = roster_sides(room.roster.people, room.roster.names, room.roster.links)
    kinds = {room.workspace.vault.fingerprint("person", person): side.kind for person, side in sides.items()}
    new = [kinds[person] for person in now.keys() - before.fingerprints.keys()]
    stayed = now.keys() & before.fingerprints.keys()
    renamed = [person for person in stayed if now[person] != before.fingerprints[person]]
    changes = (
        RosterChange("Children who are new on the roster", new.count(Kind.PUPIL)),
        RosterChange("Parents and carers who are new on the roster", new.count(Kind.PARENT_CARER)),
        RosterChange("People who are no longer on the roster", len(before.fingerprints.keys() - now.keys())),
        RosterChange("People whose names on the roster changed", len(renamed)),
    )
    return tuple(change for change in changes if change.people)
