"""One person's exports: read at once, and only the encrypted extract kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from connectors.exports import Problem, read_exports
from connectors.platforms import platforms
from flows.answers import count_of
from flows.workspace import Workspace
from schemas.errors import ConfigurationError, HandedInError
from schemas.extract import Extract, Owner, Unread


class StaffRefUnknown(ConfigurationError):
    """That staff reference is not on the staff list."""

    code = "staff-ref-unknown"
    exit_code = 3
    next_step = "Nothing was read. Look the reference up in the staff list and hand the export in again."


class ExportOfAnotherPerson(HandedInError):
    """The account in this export is another staff member's on the staff list, so nothing of it was kept."""

    code = "export-of-another-person"
    next_step = "Hand it in under that person's reference, or correct the accounts on the staff list."


QUESTION_OF_OWNER = (
    "The account in this export is not among this person's accounts on the staff list. "
    "If it is theirs, add it there; if not, ask for the right export."
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was read of a hand-in, in lines that name nobody, and what could not be."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """3 when a file handed in is not what it should be, else 0."""
        return 3 if self.problems else 0


def submit(workspace: Workspace, staff_ref: str, files: Sequence[Path], received: date) -> Receipt:
    """Read the exports of one person, keep the extracts sealed, and say what was read."""
    staff = _staff(workspace)
    if staff and staff_ref not in {member["staff_ref"] for member in staff}:
        raise StaffRefUnknown
    reading = read_exports(files)
    kept: list[Extract] = []
    problems = list(reading.problems)
    for extract in reading.extracts:
        match whose(extract.owner, extract.platform, staff_ref, staff):
            case "another's":
                problems.append(Problem(0, ExportOfAnotherPerson(platforms()[extract.platform].TITLE)))
            case "unknown":
                kept.append(replace(extract, notes=(*extract.notes, QUESTION_OF_OWNER)))
            case _:
                kept.append(extract)
    unread = [Unread(each.file, each.error.code, each.error.message) for each in problems]
    workspace.vault.keep_submission(staff_ref, kept, received, unread)
    return Receipt(tuple(line for extract in kept for line in receipt_lines(extract)), tuple(problems))


def receipt_lines(extract: Extract) -> list[str]:
    """What was read of one platform, in words: counts and notes."""
    counts = [count_of(each.relation, each.entries) for each in extract.lists]
    read = " and ".join(filter(None, [", ".join(counts[:-1]), *counts[-1:]])) or "no list of people"
    unopened = f"{extract.unopened} other file{'s' * (extract.unopened != 1)} left unopened"
    return [
        f"{platforms()[extract.platform].TITLE}: read {read}; {unopened}",
        *(f"  note: {note}" for note in extract.notes),
    ]


def whose(owner: Owner, platform: str, staff_ref: str, staff: Sequence[dict[str, Any]]) -> str:
    """Whose account an export is: this person's, "another's" on the staff list, "unknown", or not said."""
    handle = owner.handle.casefold().lstrip("@")
    if not handle:
        return "not said"
    owners = {
        member["staff_ref"]
        for member in staff
        if handle in {_bare(each) for each in member["handles"] if _is_on(each, platform)}
    }
    if staff_ref in owners:
        return "this person's"
    if owners:
        return "another's"
    own: list[str] = next((member["handles"] for member in staff if member["staff_ref"] == staff_ref), [])
    return "unknown" if any(_is_on(each, platform) for each in own) else "not said"


def _bare(account: str) -> str:
    return account.rpartition(":")[2].strip().casefold().lstrip("@")


def _is_on(account: str, platform: str) -> bool:
    stated = account.rpartition(":")[0].strip().casefold()
    return stated in {"", platform}


def _staff(workspace: Workspace) -> list[dict[str, Any]]:
    kept = workspace.kept("staff")
    return kept.tables["staff"].to_pylist() if kept else []
