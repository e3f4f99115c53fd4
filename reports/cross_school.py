"""What a safeguarding lead reads of cross-school screening: questions, and how far they go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openpyxl.workbook import Workbook

from reports.overview_facts import Finding
from reports.setting import Setting
from reports.sheets import Column, Value, as_bytes, new_book, print_set_up, table_sheet, text_sheet
from reports.typeset import TEMPLATES
from reports.wording import BANDS, KINDS, VERDICTS, counted, day, list_title, platform_title

CONFIDENTIAL = "Cross-school screening"

ASKED = (
    Column("Finding", 18),
    Column("Asked on", 12),
    Column("What it is", 15),
    Column("Staff", 20),
    Column("Platform", 12),
    Column("List", 14),
    Column("Contact: name", 22),
    Column("Contact: user name", 20),
    Column("May be", 22),
    Column("Who", 15),
    Column("At", 20),
    Column("Evidence", 11),
    Column("Probability", 12, "0.00"),
    Column("For", 36),
    Column("Against", 30),
    Column("Why it is here", 30),
)

READ_ME = TEMPLATES / "cross_school.txt"


@dataclass(frozen=True, slots=True)
class Screened:
    """How far the last screening goes. No two of the five ever stand for the same person."""

    on: date | None
    checked: int = 0
    could_not_be_checked: int = 0
    waiting: int = 0
    """Handed over, and not screened yet."""
    not_handed_over: int = 0
    settings: int = 0
    """Other settings whose families were looked through."""
    settings_missing: int = 0
    """Settings of the trust that had not handed over."""
    codes: tuple[str, ...] = ()
    """Why somebody could not be checked."""


@dataclass(frozen=True, slots=True)
class CrossSchool:
    """Everything that the workbook says."""

    setting: Setting
    made_on: date
    screened: Screened
    asked: tuple[tuple[date, Finding], ...]
    dismissed: int
    """Questions left out because a person said that they are not the same, and there is nothing new."""
    may_see: str


def cross_school_workbook(facts: CrossSchool) -> bytes:
    """The workbook as XLSX, not yet locked: lock it before it touches a disk."""
    book = new_book()
    book.properties.title = CONFIDENTIAL
    book.properties.creator = "Armslength"
    _read_me(book, facts)
    table_sheet(book, "Questions", ASKED, map(_row, facts.asked))
    for sheet in book.worksheets:
        print_set_up(sheet, CONFIDENTIAL)
    return as_bytes(book)


def how_far(screened: Screened) -> Iterable[str]:
    """The three outcomes in words, none like another, and what was missing."""
    if screened.on is None:
        yield "Nothing has been screened yet."
    else:
        others = counted(screened.settings, "other setting of the trust", "other settings of the trust")
        yield f"Screened on {day(screened.on)} against the families of {others}."
        if screened.settings_missing:
            missing = counted(screened.settings_missing, "setting had", "settings had")
            yield f"{missing} not handed over: nobody was held against their families."
    yield f"Checked: {screened.checked}. What was found of them, if anything, is among the questions."
    codes = f" ({', '.join(screened.codes)})" if screened.codes else ""
    yield f"Could not be checked: {screened.could_not_be_checked}{codes}."
    yield f"Handed over and not screened yet: {screened.waiting}."
    yield f"Not handed over: {screened.not_handed_over}. Nobody has to say yes; who did not is told nowhere."


def _read_me(book: Workbook, facts: CrossSchool) -> None:
    dismissed = counted(facts.dismissed, "question is", "questions are")
    paragraphs = (
        *how_far(facts.screened),
        f"{dismissed} left out: a person said that they are not the same, and there is nothing new."
        if facts.dismissed
        else "",
        *READ_ME.read_text(encoding="utf-8").splitlines(),
        f"May see this: {facts.may_see}. Made on {day(facts.made_on)}.",
    )
    text_sheet(book, "Read me", f"{CONFIDENTIAL}: {facts.setting.name}", filter(None, paragraphs))


def _row(asked: tuple[date, Finding]) -> tuple[Value, ...]:
    on, finding = asked
    contact, roster = finding.contact, finding.roster
    return (
        finding.finding_id,
        on,
        VERDICTS[finding.verdict],
        finding.staff,
        platform_title(contact.platform),
        list_title(contact.platform, contact.relation, own=False),
        contact.display_name,
        contact.handle,
        roster.name,
        KINDS[roster.kind],
        roster.detail,
        BANDS[finding.band],
        round(finding.probability, 4),
        "; ".join(each.sentence for each in finding.evidence if each.bits > 0),
        "; ".join(each.sentence for each in finding.evidence if each.bits < 0),
        finding.rule,
    )
