"""The locked documents of one reader, made at an audit and made again when something of it is gone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from flows.workspace import Workspace
from reports.overview import overview
from reports.overview_facts import Finding, HandInQuestion, Overview, Slip
from reports.workbook import workbook
from schemas.words import Reader
from vault.audits import PREFIX, ForReader
from vault.bundles import pack, unpack
from vault.documents import lock_pdf, lock_workbook
from vault.errors import NothingKeptError
from vault.opening.opening import opening_page
from vault.passphrases import five_words
from vault.register import finding_file

OVERVIEW = TypeAdapter(Overview)
FINDINGS = TypeAdapter(tuple[Finding, ...])
HAND_INS = TypeAdapter(tuple[HandInQuestion, ...])
SLIP = TypeAdapter(Slip)

HOW_TO = (
    "Type your passphrase. This page then shows the words that open the two documents beside it.",
    "Nothing you type leaves this page, and it works without a network.",
)


def documents_for(
    workspace: Workspace, reader: Reader, facts: Overview, slips: Sequence[Slip], words: str = ""
) -> ForReader:
    """Overview, workbook and opening page; locked with new words where none are given."""
    words, prefix = words or five_words(), PREFIX[reader]
    names = (f"{prefix}overview.pdf", f"{prefix}workbook.xlsx")
    opening = opening_page(
        {" and ".join(names): words}, workspace.keys.people[reader], f"Audit of {facts.on}", HOW_TO
    )
    documents = {
        names[0]: lock_pdf(overview(facts), words),
        names[1]: lock_workbook(workbook(facts, slips), words),
        f"{prefix}open.html": opening,
    }
    about = OVERVIEW.dump_python(replace(facts, findings=(), hand_ins=()), mode="json")
    return ForReader(reader, documents, words, about)


def made_again(workspace: Workspace, audit_id: str, reader: Reader, identity: str) -> ForReader:
    """The documents of an audit from what is still there of it, behind the same words."""
    audits = workspace.vault.audits
    people = [
        audits.person(audit_id, receipt, identity)
        for receipt, whose in audits.open(audit_id)["people"].values()
        if whose == reader
    ]
    facts = replace(
        OVERVIEW.validate_python(audits.about(audit_id, reader, identity)),
        findings=tuple(findings_of(workspace, audit_id, reader, identity)),
        hand_ins=tuple(each for one in people for each in HAND_INS.validate_python(one["hand_ins"])),
        log_head=workspace.vault.log.head(),
    )
    slips = [SLIP.validate_python(one["slip"]) for one in people]
    return documents_for(workspace, reader, facts, slips, audits.words(audit_id, reader, identity))


def findings_of(workspace: Workspace, audit_id: str, reader: Reader, identity: str) -> Iterable[Finding]:
    """The findings of one reader that an audit listed and that are still there."""
    for pair in workspace.vault.audits.open(audit_id)["pairs"][reader]:
        try:
            sealed = workspace.vault.shelf.get(finding_file(pair), identity)
        except NothingKeptError:
            continue
        yield from FINDINGS.validate_python(unpack(pair, sealed).facts["findings"])


def packed_findings(pair: str, findings: Iterable[Finding]) -> bytes:
    """What is sealed of a pair, for `findings_of`."""
    return pack(pair, {}, {"findings": FINDINGS.dump_python(tuple(findings), mode="json")})


def persons_facts(slip: Slip, hand_ins: Iterable[HandInQuestion]) -> Mapping[str, Any]:
    """What is sealed of a person's part in an audit, for `made_again`."""
    return {
        "slip": SLIP.dump_python(slip, mode="json"),
        "hand_ins": HAND_INS.dump_python(tuple(hand_ins), mode="json"),
    }
