"""The sheets of the workbook that hold an audit against the one before."""

from openpyxl.workbook import Workbook

from reports.history import counts_of_change
from reports.overview_facts import Gone, Overview
from reports.sheets import Column, Value, table_sheet
from reports.wording import DECISIONS

COUNTS = (Column("Findings", 16), Column("What it means", 70), Column("How many", 12))
GONE = (
    Column("Finding", 22),
    Column("First asked", 16),
    Column("Last seen", 16),
    Column("Decided before", 30),
)


def change_sheets(book: Workbook, facts: Overview) -> None:
    """Add the counts, and what is gone: by number and day, since nobody's name is kept."""
    table_sheet(book, "Since last time", COUNTS, counts_of_change(facts))
    table_sheet(book, "Gone since last time", GONE, map(_gone, facts.gone))


def _gone(each: Gone) -> tuple[Value, ...]:
    decided = DECISIONS[each.decision] if each.decision else "not decided"
    return each.finding_id, each.asked_on, each.last_seen, decided
