"""A roster loaded: read, sifted, compared with the last and kept in its place, with a page for the DSL."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from connectors.roster import RosterTables, merge_rosters, names_of
from flows.documents import HOW_TO
from flows.rosters.comparison import compare_with, require_reason, sizes_on_roll
from flows.rosters.examining import Terms, sifted_on_roll
from flows.rosters.kept import last_load, staff_kept
from flows.rosters.page import NOT_COMPARED, Loaded, page_of
from flows.rosters.refreshing import whole
from flows.rosters.remarks import remarks_on
from flows.rosters.sources import Source, accepted, told_apart
from flows.rosters.staff import StaffRead, emails_of, read_staff, sharing_contact
from flows.rosters.upns import without_upns
from flows.trail import told
from flows.workspace import ROSTER_VERSION, Workspace
from policy.policy import RosterRules
from policy.staff_parents import Pair, of_one_name
from reports.roster_quality import roster_quality, summary_in_words
from reports.wording import counted, number
from schemas.words import Reader
from vault.audit_log import Event
from vault.bundles import NEVER_KEPT
from vault.documents import lock_pdf
from vault.opening.opening import opening_page
from vault.passphrases import five_words
from vault.store import ROSTER_PAGE


def load(
    workspace: Workspace,
    read: Sequence[Source],
    today: date,
    *,
    reason: str = "",
    staff_file: Path | None = None,
) -> str:
    """Keep the roster of all these sources together; raise what refuses it and keep the last one then.

    With a staff list both are kept, and who of the staff shares an e-mail address, a telephone number or an
    address with an adult of the same name: that can be told only while both are read. Beside the staff list
    that is kept only e-mail addresses can be compared.
    """
    last = last_load(workspace)
    rosters = told_apart(accepted(whole(read, last)))
    staff = read_staff(staff_file) if staff_file else None
    tables, rules = merge_rosters(rosters), workspace.policy.roster
    now = sifted_on_roll(rosters, tables, Terms(today, rules, workspace.school.setting.phase))
    comparison = compare_with(last, now)
    why = require_reason(comparison, reason)
    beside = staff.table if staff else staff_kept(workspace)
    same_contact = tuple(_same_contact(staff, beside, tables))
    loaded = Loaded(tuple(rosters), now, today, comparison, why, beside, same_contact, staff is not None)
    kept = keepable(tables, rules)
    path = workspace.vault.keep_roster(
        kept | {"people": without_upns(kept["people"], "source_id", workspace.vault)},
        _facts(loaded, tables),
        _documents(workspace, roster_quality(page_of(workspace.school, loaded)), today),
        staff.table if staff else None,
        told(Event.ROSTER_LOADED, Reader.SERVICE, counts=loaded.now.counts),
    )
    return "\n".join(_receipt(loaded, staff, path))


def _documents(workspace: Workspace, page: bytes, on: date) -> tuple[bytes, bytes]:
    """The page behind new words, and the opening page that gives them for the DSL's passphrase."""
    words, dsl = five_words(), workspace.keys.people[Reader.DSL]
    opening = opening_page({ROSTER_PAGE.partition("/")[2]: words}, dsl, f"Roster loaded on {on}", HOW_TO)
    return lock_pdf(page, words), opening


def keepable(tables: RosterTables, rules: RosterRules) -> dict[str, pa.Table]:
    """PEOPLE, NAMES and LINKS as they may be kept.

    Without what serves the expectations alone and, as the policy's owner says, without e-mail addresses and
    without the links between an adult and a child who may have no contact, or adults who have no others.
    """
    people, links = tables.people, tables.links
    if not rules.no_contact:
        people, links = _without_no_contact(people, links)
    emptied = (*NEVER_KEPT["people"], *([] if rules.keep_email else ["email"]))
    return {
        "people": _emptied(people, emptied),
        "names": names_of(tables.names, people),
        "links": _emptied(links, NEVER_KEPT["links"]),
    }


def _same_contact(read: StaffRead | None, staff: pa.Table | None, tables: RosterTables) -> list[Pair]:
    """Members of staff and adults of one name who share an e-mail, a telephone number or an address."""
    if staff is None:
        return []
    contacts = read.read.contacts if read else emails_of(staff)
    return of_one_name(sharing_contact(contacts, tables.contact_keys), tables.names, staff)


def _without_no_contact(people: pa.Table, links: pa.Table) -> tuple[pa.Table, pa.Table]:
    """PEOPLE and LINKS without links that are restricted, and without adults who have no others."""
    restricted = pc.equal(links["restricted"], pa.scalar("yes"))
    free = links.filter(pc.invert(restricted))
    gone = {*links.filter(restricted)["adult_id"].to_pylist()} - {*free["adult_id"].to_pylist()}
    is_gone = pc.is_in(people["person_id"], value_set=pa.array([*gone], pa.string()))
    return people.filter(pc.invert(is_gone)), free


def _emptied(table: pa.Table, columns: Sequence[str]) -> pa.Table:
    blank = pa.array([""] * table.num_rows, pa.string())
    for column in columns:
        at = table.schema.get_field_index(column)
        table = table.set_column(at, table.schema.field(at), blank)
    return table


def _facts(loaded: Loaded, tables: RosterTables) -> dict[str, Any]:
    """What is kept beside the tables. The reason may name people: it is sealed with them."""
    return {
        "version": ROSTER_VERSION,
        "loaded_on": loaded.on.isoformat(),
        "lists_links": sorted(tables.lists_links),
        "apart": sorted(tables.apart),
        "sizes": sizes_on_roll(loaded.now),
        "on_roll": loaded.now.sifted.people["person_id"].to_pylist(),
        "reason": loaded.reason,
        "reported": [asdict(each) for each in loaded.now.sifted.reported],
        "set_aside": [asdict(each) for each in loaded.now.sifted.set_aside],
        "same_contact": [list(pair) for pair in loaded.same_contact],
    }


def _receipt(loaded: Loaded, staff: StaffRead | None, page: Path) -> Iterator[str]:
    counts = loaded.now.counts
    children = counted(counts["children"], "child", "children")
    adults = counted(counts["parent_carers"], "parent or carer", "parents and carers")
    yield (
        f"Loaded {children} and {adults} on roll ({number(loaded.now.left_out.people)} not on roll), "
        "encrypted. The files themselves were left as they are."
    )
    if staff:
        yield from staff.in_words()
    elif loaded.staff is not None:
        yield NOT_COMPARED
    remarks = remarks_on(loaded.now.sifted)
    yield summary_in_words(*map(len, (remarks.to_mend, remarks.left_out, remarks.worth_knowing)))
    yield f"The page on it opens with the DSL's passphrase: {page}"
