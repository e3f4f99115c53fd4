"""Rosters, staff lists and declarations: examined, and kept encrypted in place of the last ones."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from connectors.people_lists import read_declarations, read_staff_list
from connectors.roster import Roster, merge_rosters, names_of, on_roll, read_roster
from expectations.sift import SiftedRoster, sift_roster
from flows.workspace import ROSTER_VERSION, Workspace
from schemas.errors import RosterError
from schemas.words import Kind
from vault.bundles import NEVER_KEPT


@dataclass(frozen=True, slots=True)
class Examined:
    """One file of a roster: what was read of it, or why it was not."""

    file: int
    roster: Roster | None = None
    sifted: SiftedRoster | None = None
    not_on_roll: int = 0
    error: RosterError | None = None

    def answer(self) -> dict[str, Any]:
        """One source of `armslength roster check --json`."""
        if self.roster is None or self.sifted is None:
            raise ValueError("a file that was refused has no counts")
        kinds = self.sifted.people["kind"].to_pylist()
        return {
            "source": self.roster.source,
            "children": kinds.count(Kind.PUPIL),
            "parent_carers": kinds.count(Kind.PARENT_CARER),
            "links": self.sifted.links.num_rows,
            "staff": self.roster.staff,
            "not_on_roll": self.not_on_roll,
            "names": self.sifted.names.num_rows,
            "set_aside": [
                {
                    "table": each.table,
                    "expectation": each.expectation,
                    "severity": each.severity,
                    "rows": each.rows,
                }
                for each in self.sifted.set_aside
            ],
            "columns_kept": list(self.roster.columns_kept),
            "columns_dropped": list(self.roster.columns_dropped),
            "notes": list(self.roster.notes),
        }


def examine(files: Sequence[Path], today: date) -> list[Examined]:
    """Each file read and sifted on its own; one that is refused does not stop the others."""
    return [_examine(number, path, today) for number, path in enumerate(files, start=1)]


def _examine(number: int, path: Path, today: date) -> Examined:
    try:
        roster = read_roster(path)
        people, links, not_on_roll = on_roll(roster.people, roster.links, today)
        sifted = sift_roster(people, names_of(roster.names, people), links, today=today)
    except RosterError as error:
        return Examined(number, error=error)
    return Examined(number, roster, sifted, not_on_roll)


def load(workspace: Workspace, files: Sequence[Path], today: date) -> str:
    """Keep the roster of all these files together; raise what refuses it and keep the last one then."""
    rosters = [read_roster(path) for path in files]
    people, names, links = merge_rosters(rosters)
    current, current_links, not_on_roll = on_roll(people, links, today)
    sifted = sift_roster(current, names_of(names, current), current_links, today=today)
    workspace.vault.keep_tables(
        "roster",
        {
            "people": _without_what_only_checks_need("people", people),
            "names": names,
            "links": _without_what_only_checks_need("links", links),
        },
        {
            "version": ROSTER_VERSION,
            "loaded_on": today.isoformat(),
            "sources": [each.source for each in rosters],
            "reported": [asdict(each) for each in sifted.reported],
        },
    )
    kinds = sifted.people["kind"].to_pylist()
    return (
        f"Loaded {kinds.count(Kind.PUPIL)} children and {kinds.count(Kind.PARENT_CARER)} parents/carers "
        f"on roll ({not_on_roll} people not on roll), encrypted. The files themselves were left as they are."
    )


def load_staff(workspace: Workspace, path: Path) -> str:
    """Keep the staff list."""
    staff = read_staff_list(path)
    workspace.vault.keep_tables("staff", {"staff": staff}, {})
    return f"Loaded {staff.num_rows} staff members, encrypted."


def load_declarations(workspace: Workspace, path: Path) -> str:
    """Keep the declared relationships."""
    declarations = read_declarations(path)
    workspace.vault.keep_tables("declarations", {"declarations": declarations}, {})
    return f"Loaded {declarations.num_rows} declarations, encrypted."


def _without_what_only_checks_need(name: str, table: pa.Table) -> pa.Table:
    """PEOPLE or LINKS without what serves the expectations only: it is dropped before anything is kept."""
    blank = pa.array([""] * table.num_rows, pa.string())
    for column in NEVER_KEPT[name]:
        at = table.schema.get_field_index(column)
        table = table.set_column(at, table.schema.field(at), blank)
    return table
