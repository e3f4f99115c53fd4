"""One person's exports: read at once, and only the encrypted extract kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from connectors.exports import Problem, read_exports
from connectors.platforms import platforms
from flows.answers import count_of
from flows.ownership import ANOTHERS, UNKNOWN, refusal, whose
from flows.workspace import Workspace
from schemas.errors import HandedInError
from schemas.extract import Extract, Unread


class StaffRefUnknown(HandedInError):
    """That staff reference is not on the staff list."""

    code = "staff-ref-unknown"
    next_step = "Nothing was read. Look the reference up in the staff list and hand the export in again."


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
        return HandedInError.exit_code if self.problems else 0


def submit(workspace: Workspace, staff_ref: str, files: Sequence[Path], received: date) -> Receipt:
    """Read the exports of one person, keep the extracts sealed, and say what was read.

    What could not be read is kept too, as codes: who handed something in never looks like who did not.
    """
    staff_ref, staff = staff_listed(workspace, staff_ref), staff_of(workspace)
    reading = read_exports(files)
    kept, refused = [], []
    for extract in reading.extracts:
        owner = whose(extract.owner, extract.platform, staff_ref, staff)
        if owner == ANOTHERS:
            refused.append(Problem(0, refusal(extract), extract.platform))
        elif owner == UNKNOWN:
            kept.append(replace(extract, notes=(*extract.notes, QUESTION_OF_OWNER)))
        else:
            kept.append(extract)
    problems = (*reading.problems, *refused)
    unread = [Unread(each.file, each.error.code, each.error.message, each.platform) for each in problems]
    workspace.vault.keep_submission(staff_ref, kept, received, unread)
    return Receipt(tuple(line for extract in kept for line in receipt_lines(extract)), problems)


def staff_of(workspace: Workspace) -> list[dict[str, Any]]:
    """The rows of the staff list; none before one is loaded."""
    kept = workspace.kept("staff")
    return kept.tables["staff"].to_pylist() if kept else []


def staff_listed(workspace: Workspace, staff_ref: str) -> str:
    """The reference as the staff list writes it; before a list is loaded, as it was given."""
    given, staff = staff_ref.strip(), staff_of(workspace)
    if not staff:
        return given
    for member in staff:
        if member["staff_ref"].casefold() == given.casefold():
            return str(member["staff_ref"])
    raise StaffRefUnknown


def receipt_lines(extract: Extract) -> Iterator[str]:
    """What was read of one platform, in words: counts and notes."""
    counts = [count_of(each.relation, each.entries) for each in extract.lists]
    read = " and ".join(filter(None, [", ".join(counts[:-1]), *counts[-1:]])) or "no list of people"
    unopened = f"{extract.unopened} other file{'s' * (extract.unopened != 1)} left unopened"
    yield f"{platforms()[extract.platform].TITLE}: read {read}; {unopened}"
    for note in extract.notes:
        yield f"  note: {note}"
