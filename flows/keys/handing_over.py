"""Another person becomes DSL: what was ever asked about that person is the second reviewer's before."""

from collections.abc import Iterable
from dataclasses import replace

from flows.cross_school.taking_part import take_back
from flows.intake import staff_listed
from flows.keys.replacing import Opener, opened_files, sealed_files
from flows.reviewers import OneReviewer
from flows.trail import told
from flows.workspace import Workspace
from schemas.words import Reader
from vault.audit_log import Event
from vault.incidents import ANYBODY, incident_of, incidents
from vault.ledger import Draft
from vault.register import finding_file, hold_file
from vault.trust_share import WORKBOOKS, Answered, answered_in

FOR_SECOND = (Reader.SECOND_REVIEWER, Reader.BREAK_GLASS)


def hand_over(workspace: Workspace, staff_ref: str, opener: Opener) -> int:
    """How many files the second reviewer alone reads from now on, because they concern the DSL to be.

    The DSL's documents of audits that tell of that person go; `armslength documents` makes them again from
    the rest. `opener` is the DSL's of today, or the printed key. Raises what `successor` raises.
    """
    vault, draft = workspace.vault, Draft()
    with vault.alone():
        *withdrawn, own = vault.submission_ids_of(successor(workspace, staff_ref))
        pairs = vault.register.pairs()
        moved = {
            pair: replace(entry, reader=Reader.SECOND_REVIEWER)
            for pair, entry in pairs.items()
            if entry.submission_id in {own, *withdrawn} and entry.reader is Reader.DSL
        }
        opened = dict(opened_files(workspace, opener.identity))
        names = opened.keys() & _about(workspace, own, moved)
        for name in names:
            draft.remove(name)
            draft.write(_seconds(name), vault.shelf.sealed(opened[name], FOR_SECOND))
        vault.register.keep(draft, pairs | moved)
        for audit_id in vault.audits.ids():
            vault.audits.hand_over(draft, audit_id, own, moved)
        draft.remove(WORKBOOKS[Reader.DSL])
        vault.commit(draft, told(Event.KEYS_CHANGED, Reader.DSL, [own], {"files": len(names)}))
    take_back(workspace, [own])  # an answer to it would be the DSL's to read
    return len(names)


def successor(workspace: Workspace, staff_ref: str) -> str:
    """The new DSL's reference as the staff list writes it: with another nothing would be known as theirs.

    Raises `StaffRefUnknown`; `OneReviewer` for the second reviewer, who would be given what concerns them.
    """
    ref = staff_listed(workspace, staff_ref)
    if ref == workspace.school.reviewers.second_reviewer:
        raise OneReviewer
    return ref


def _seconds(name: str) -> str:
    """What the file is called when the second reviewer reads it."""
    if answered := answered_in(name):
        return replace(answered, reader=Reader.SECOND_REVIEWER).file
    incident = incident_of(name)
    return incident.read_by(Reader.SECOND_REVIEWER).file if incident else name


def _about(workspace: Workspace, own: str, pairs: Iterable[str]) -> set[str]:
    """The files for the DSL that concern the person and nobody else."""
    audits = workspace.vault.audits
    people = {each: audits.open(each)["people"].get(own, ("", "")) for each in audits.ids()}
    stems = tuple(
        f"audits/{audit_id}/people/{receipt}."
        for audit_id, (receipt, reader) in people.items()
        if reader == Reader.DSL
    )
    there = set(sealed_files(workspace))
    of_pairs = {file(pair) for pair in pairs for file in (finding_file, hold_file)}
    quoting = (own, ANYBODY)  # what may quote several people may quote this one
    said = {
        each.file
        for each in incidents(workspace.folder)
        if each.about in quoting and each.reader is Reader.DSL
    }
    across_schools = {Answered(own, Reader.DSL).file}
    return there & (of_pairs | across_schools) | said | {name for name in there if name.startswith(stems)}
