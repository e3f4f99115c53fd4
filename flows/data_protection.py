"""What the setting has settled before its first audit: recorded in school.toml, and told."""

from datetime import date
from pathlib import Path
from typing import Any

from flows.retention import rules_of
from flows.school import LawfulBasis, School, dpia_needed
from flows.school_lines import write_lines
from flows.today import london_today
from flows.trail import told
from flows.workspace import Workspace
from policy.retention import RULES, sentence
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import Event
from vault.ledger import Draft

BASES: dict[LawfulBasis, str] = {
    "public_task": "public task",
    "legitimate_interests": "legitimate interests",
    "consent": "consent",
}


class DpiaDateInFuture(ConfigurationError):
    """The impact assessment is to be signed on a day that has not come yet."""

    code = "dpia-date-in-future"
    next_step = "Record it once it is signed."


def record(workspace: Workspace, dpia_signed: date, lawful_basis: LawfulBasis | None) -> School:
    """Write what was settled into the workspace's school.toml, and into the audit log that it was."""
    school = written(workspace.school_toml, dpia_signed, lawful_basis)
    workspace.vault.commit(Draft(), told(Event.DPIA_RECORDED, Reader.SERVICE))
    return school


def written(school_toml: Path, dpia_signed: date, lawful_basis: LawfulBasis | None) -> School:
    """Write the date and, where given, the basis into school.toml; every other line, comments too, stays.

    Raises `DpiaDateInFuture`, and `SchoolUnreadable` for a file that is not as it should be before or after.
    """
    if dpia_signed > london_today():
        raise DpiaDateInFuture
    lines: dict[str, date | str] = {"dpia_signed": dpia_signed}
    if lawful_basis is not None:
        lines["lawful_basis"] = lawful_basis
    return write_lines(school_toml, "data_protection", lines)


def status(school: School) -> dict[str, Any]:
    """What is settled, as `armslength data-protection status --json` tells it."""
    stated = school.data_protection
    return {
        "version": 1,
        "audits_may_start": not dpia_needed(school),
        "dpia_signed": stated.dpia_signed.isoformat() if stated.dpia_signed else None,
        "invented": stated.invented,
        "lawful_basis": stated.lawful_basis,
        "officer": stated.officer,
        "retention": {kind.value: sentence(kind, rules_of(school)) for kind in RULES},
    }


def in_words(answer: dict[str, Any]) -> str:
    """The same for people."""
    if answer["invented"]:
        assessment = "not needed, since every person here is invented"
    elif answer["dpia_signed"] is None:
        assessment = "none recorded: no audit starts"
    else:
        late = "" if answer["audits_may_start"] else ", which has not come yet: no audit starts"
        assessment = f"signed on {answer['dpia_signed']}{late}"
    lines = [
        f"Impact assessment: {assessment}.",
        f"Lawful basis: {BASES[answer['lawful_basis']]}. Taking part is voluntary whatever the basis.",
        f"Whom the notices name: {answer['officer']}.",
        "How long things are kept:",
        *(f"  {each}" for each in answer["retention"].values()),
    ]
    return "\n".join(lines)
