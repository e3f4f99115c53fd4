"""What one member of staff reads about their own accounts, in plain words.

Nothing of the roster can stand in it: these classes have no place for a person on it, for a score or for a
verdict. What a contact looks like here is what the reader's own export says.
"""

from dataclasses import dataclass
from datetime import date

from reports.setting import Setting
from schemas.extract import ListCount
from schemas.words import Relation


@dataclass(frozen=True, slots=True)
class Contact:
    """One account on a list of the reader's own, exactly as their export has it."""

    platform: str
    relation: Relation
    display_name: str = ""
    handle: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class ExportRead:
    """One platform's export as counts. `unopened` counts the files of the archive that stayed closed."""

    platform: str
    lists: tuple[ListCount, ...] = ()
    unopened: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be read; `where` is our own name for it ("File 2"), never its own."""

    where: str
    message: str
    next_step: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class StaffReport:
    """Everything that one staff report says.

    `look_at` is what the reader is asked to look at, `probably_fine` what only happens to be alike.
    `profile_notes` are sentences about the reader's own profile text, for them alone; `profiles_read` are the
    platforms whose profile text was looked at, `profiles_without_text` those whose export had none.
    `answer_by` is the day by which an answer helps, where the setting gives one.
    """

    setting: Setting
    receipt_id: str
    on: date
    policy_version: str
    criteria_version: str
    exports: tuple[ExportRead, ...] = ()
    problems: tuple[Problem, ...] = ()
    look_at: tuple[Contact, ...] = ()
    probably_fine: tuple[Contact, ...] = ()
    profile_notes: tuple[str, ...] = ()
    profiles_read: tuple[str, ...] = ()
    profiles_without_text: tuple[str, ...] = ()
    answer_by: date | None = None
    initials: str = ""
