"""The sheets of the workbook that hold counts and nobody's name."""

from collections.abc import Iterator

from openpyxl.workbook import Workbook

from reports.overview_facts import Overview
from reports.participation_count import participation_rows
from reports.profile_count import LOOKED_FOR, profile_cells
from reports.sheets import Column, Value, table_sheet
from reports.wording import FEW, few, list_title, platform_title

COVERAGE = (
    Column("Platform", 20),
    Column("List", 24),
    Column("Handed in", 12),
    Column("Entries", 12),
    Column("With a name", 14),
    Column("User name only", 16),
    Column("Not comparable", 16),
    Column("Unreadable", 12),
)
QUALITY = (Column("Table", 22), Column("What we saw", 80), Column("Rows", 10))
PARTICIPATION = (Column("Answers of staff", 50), Column("People", 30))
PROFILES = (Column("What staff say about themselves", 80), Column("People", 20))
CHANGES = (Column("What changed since the audit before", 70), Column("People", 10))
OUTCOMES = (
    Column("Outcome", 26),
    Column("Code", 24),
    Column("What it means", 60),
    Column("What to do next", 60),
    Column("How many", 14),
)


def count_sheets(book: Workbook, facts: Overview) -> None:
    """Add Coverage, Data quality, Set aside, Roster changes, Outcomes, Profiles and Participation."""
    reported = ((each.table, each.sentence, each.rows) for each in facts.quality if not each.set_aside)
    set_aside = ((each.table, each.sentence, each.rows) for each in facts.quality if each.set_aside)
    changes = ((each.sentence, each.people) for each in facts.roster_changes)
    table_sheet(book, "Coverage", COVERAGE, _coverage(facts))
    table_sheet(book, "Data quality", QUALITY, reported)
    table_sheet(book, "Set aside", QUALITY, set_aside)
    table_sheet(book, "Roster changes", CHANGES, changes)
    table_sheet(book, "Outcomes", OUTCOMES, _outcomes(facts))
    looked_at, with_details = profile_cells(facts.profiles)
    profiles = (
        (f"Profile text looked at for {LOOKED_FOR}", looked_at),
        ("Of these, with such a detail", with_details),
    )
    table_sheet(book, "Profiles", PROFILES, profiles)
    if facts.participation:
        table_sheet(book, "Participation", PARTICIPATION, participation_rows(facts.participation))


def _coverage(facts: Overview) -> Iterator[tuple[Value, ...]]:
    for each in facts.coverage:
        yield (
            platform_title(each.platform),
            list_title(each.platform, each.relation, own=False),
            each.submissions,
            each.entries,
            each.with_display_name,
            each.handle_only,
            each.not_comparable,
            each.unreadable,
        )


def _outcomes(facts: Overview) -> Iterator[tuple[Value, ...]]:
    """The three outcomes, then each kind of failure behind the second."""
    outcomes = facts.outcomes
    yield "Checked", "", "Members of staff whose lists were compared", "", outcomes.checked
    could_not = "Members of staff of whom nothing could be compared: not the same as nothing found"
    yield "Could not be checked", "", could_not, "", outcomes.could_not_be_checked
    not_handed_in = "Members of staff who handed nothing in: taking part is voluntary"
    yield "Not handed in", "", not_handed_in, "", _few(outcomes.not_handed_in)
    for each in facts.failures:
        yield "A submission failed", each.code, each.message, each.next_step, each.submissions


def _few(count: int) -> Value:
    return few(count) if 0 < count < FEW else count
