"""What one member of staff reads about their own accounts, in plain words.

Nothing of the roster can stand in it: these classes have no place for a person on it, for a score or for a
verdict. What a contact looks like here is what the reader's own export says. Everybody on the staff list gets
a page, so that having one tells nothing.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from reports.setting import Setting
from schemas.extract import ListCount
from schemas.words import Answer, Relation


class Page(StrEnum):
    """What kind of page somebody gets. Only the first tells how a check ended."""

    HANDED_IN = "handed_in"
    NOTHING_HANDED_IN = "nothing_handed_in"
    """The same for who declined, who gave no answer, and who said yes and has not come to it."""
    NOTHING_TO_SUBMIT = "nothing_to_submit"
    """Said by the reader, and not checked by anybody."""
    HELD = "held"
    """Not to be handed out before the DSL has spoken with the reader; says nothing of what was handed in."""


def page_without_submission(answer: Answer) -> Page:
    """The page of a member of staff who has handed nothing in."""
    return Page.NOTHING_TO_SUBMIT if answer is Answer.NOTHING_TO_SUBMIT else Page.NOTHING_HANDED_IN


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
    `answer_by` is the day by which an answer helps, where the setting gives one. Any `page` but the first has
    nothing of a submission in it, or it is a ValueError.
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
    page: Page = Page.HANDED_IN

    def __post_init__(self) -> None:
        if self.page is not Page.HANDED_IN and any(getattr(self, name) for name in OF_A_SUBMISSION):
            raise ValueError("this page has nothing of a submission in it")

    @property
    def by_line(self) -> dict[int, Contact]:
        """The contacts by the number of the line on which the page prints them."""
        return dict(enumerate((*self.look_at, *self.probably_fine), start=1))

    def held(self) -> "StaffReport":
        """The page that stands in for this one until the DSL has spoken with the reader."""
        nothing: dict[str, Any] = dict.fromkeys(OF_A_SUBMISSION, ())
        return replace(self, page=Page.HELD, **nothing)


OF_A_SUBMISSION: Final = (
    "exports",
    "problems",
    "look_at",
    "probably_fine",
    "profile_notes",
    "profiles_read",
    "profiles_without_text",
)
