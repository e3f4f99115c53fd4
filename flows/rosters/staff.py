"""The staff list, kept encrypted in place of the last one; and what it shares with the roster's adults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from connectors.rosters.people import contact_keys
from connectors.staff_list import StaffList, read_staff_list
from expectations.staff import SiftedStaff, sift_staff
from flows.rosters.kept import last_load
from flows.rosters.remarks import by_expectation
from flows.trail import told
from flows.workspace import Workspace
from policy.staff_parents import Pair
from reports.roster_quality import places_in_words
from reports.roster_quality_facts import Place
from reports.wording import counted, number
from schemas.words import Reader
from vault.audit_log import Event


@dataclass(frozen=True, slots=True)
class StaffRead:
    """A staff list that can be used, and what its expectations say of it."""

    read: StaffList
    sifted: SiftedStaff

    @property
    def table(self) -> pa.Table:
        """STAFF."""
        return self.read.staff

    def in_words(self) -> Iterator[str]:
        """What loading it says: counts and row numbers."""
        dropped = self.read.columns_dropped
        unread = f" ({counted(dropped, 'column')} not read)" if dropped else ""
        yield f"Loaded {counted(self.table.num_rows, 'staff member')}{unread}, encrypted."
        for remark in by_expectation((*self.sifted.reported, *self.sifted.noted)):
            rows = tuple(self.read.rows[place - 1] for each in remark.places for place in each.rows)
            where = places_in_words([Place("", rows)])
            yield f"  {remark.what} {remark.do} ({number(remark.count)}; {where[:1].lower()}{where[1:]})"


def load_staff(workspace: Workspace, path: Path) -> str:
    """Keep the staff list."""
    last = last_load(workspace)
    read = read_staff(path, last.tables if last else None)
    workspace.vault.keep_tables("staff", {"staff": read.table}, {}, told(Event.STAFF_LOADED, Reader.SERVICE))
    return "\n".join(read.in_words())


def read_staff(path: Path, roster: Mapping[str, pa.Table] | None = None) -> StaffRead:
    """The staff list there, beside the roster's PEOPLE and NAMES; raises what refuses it."""
    read = read_staff_list(path)
    tables = (roster["people"], roster["names"]) if roster else ()
    return StaffRead(read, sift_staff(read.staff, *tables))


def emails_of(staff: pa.Table) -> dict[str, frozenset[str]]:
    """By staff_ref what `contact_keys` makes of an e-mail address: all there is of a list that is kept."""
    return {row["staff_ref"]: contact_keys(row["email"]) for row in staff.to_pylist()}


def sharing_contact(contacts: Mapping[str, frozenset[str]], known: pa.Table) -> list[Pair]:
    """The staff_ref and person_id of all who share an e-mail address, a telephone number or an address.

    Who they are is not compared here. `contacts` are by staff_ref, as of `StaffList`; their digests and those
    of CONTACT_KEYS (`known`) must come from one process.
    """
    holders: dict[str, set[str]] = {}
    for row in known.to_pylist():
        holders.setdefault(f"{row['kind']}:{row['key']}", set()).add(row["person_id"])
    return sorted(
        {(ref, person) for ref, keys in contacts.items() for key in keys for person in holders.get(key, ())}
    )
