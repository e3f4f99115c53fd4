"""The workbook of an audit: every finding with all its evidence, every count, and the slips to hand out."""

from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.workbook import Workbook

from reports.change_sheets import change_sheets
from reports.count_sheets import count_sheets
from reports.history import said_before, what_is_new
from reports.overview_facts import Finding, HandInQuestion, Overview, Slip
from reports.sheets import Column, Value, as_bytes, new_book, print_set_up, table_sheet, text_sheet
from reports.typeset import TEMPLATES
from reports.wording import BANDS, DECISIONS, KINDS, VERDICTS, day, list_title, platform_title
from schemas.words import Verdict

AUDIT_PROPERTY = "Armslength audit"
"""The property of the file that says which audit a workbook is of, when it comes back with decisions."""
READ_ME = TEMPLATES / "read_me.txt"

PASSPHRASE_FONT = Font(name="Consolas", size=13, bold=True)
CUT_HERE = Border(
    top=Side(style="dashed", color="3F4D5C"),
    bottom=Side(style="dashed", color="3F4D5C"),
)

FINDING_COLUMNS = (
    Column("Finding", 10),
    Column("Decision", 16, choices=tuple(DECISIONS.values())),
    Column("Reason", 28),
    Column("What is new", 20),
    Column("Said before", 24),
    Column("Staff", 20),
    Column("Platform", 12),
    Column("List", 14),
    Column("Contact: name", 22),
    Column("Contact: user name", 20),
    Column("Since", 12),
    Column("May be, on the roster", 22),
    Column("Who", 15),
    Column("More", 16),
    Column("Evidence", 11),
    Column("Weight in bits", 9, "0.00"),
    Column("Probability", 12, "0.00"),
    Column("For", 32),
    Column("Against", 28),
    Column("Why it is here", 28),
)

EVIDENCE_COLUMNS = (
    Column("Finding", 14),
    Column("Verdict", 15),
    Column("Staff", 22),
    Column("Contact", 26),
    Column("May be, on the roster", 26),
    Column("Speaks", 10),
    Column("Evidence", 60),
    Column("Bits", 9, "+0.00;-0.00;0.00"),
)


HAND_IN_COLUMNS = (
    Column("Staff reference", 16),
    Column("Platform", 16),
    Column("What was seen", 70),
    Column("What may be asked", 60),
)


def workbook(facts: Overview, slips: Sequence[Slip] = ()) -> bytes:
    """The workbook as XLSX, not yet locked. It holds every passphrase: lock it before it touches a disk."""
    book = new_book()
    book.properties.title = f"Audit {facts.audit_id}"
    book.properties.creator = "Armslength"
    audit = StringProperty(name=AUDIT_PROPERTY, value=facts.audit_id)
    book.custom_doc_props.append(audit)  # type: ignore[attr-defined]  # of openpyxl 3.1; not in its stubs
    _read_me(book, facts)
    for verdict in (Verdict.TO_CHECK, Verdict.DECLARED, Verdict.FOR_INFORMATION):
        rows = [_finding(each, facts.on) for each in facts.with_verdict(verdict)]
        table_sheet(book, VERDICTS[verdict], FINDING_COLUMNS, rows)
    table_sheet(book, "Evidence", EVIDENCE_COLUMNS, _evidence(facts.findings))
    table_sheet(book, "Hand-ins", HAND_IN_COLUMNS, map(_hand_in, facts.hand_ins))
    change_sheets(book, facts)
    count_sheets(book, facts)
    _slips(book, slips)
    _about(book, facts)
    for sheet in book.worksheets:
        print_set_up(sheet, facts.policy_review)
    return as_bytes(book)


def _read_me(book: Workbook, facts: Overview) -> None:
    paragraphs = (facts.policy_review, *READ_ME.read_text(encoding="utf-8").splitlines())
    text_sheet(book, "Read me", f"Audit of {day(facts.on)}: {facts.setting.name}", paragraphs)


def _finding(finding: Finding, on: date) -> tuple[Value, ...]:
    contact, roster = finding.contact, finding.roster
    return (
        finding.finding_id,
        "",
        "",
        what_is_new(finding.history),
        said_before(finding, on),
        finding.staff,
        platform_title(contact.platform),
        list_title(contact.platform, contact.relation, own=False),
        contact.display_name,
        contact.handle,
        contact.since,
        roster.name,
        KINDS[roster.kind],
        roster.detail,
        BANDS[finding.band],
        round(finding.weight, 2),
        round(finding.probability, 4),
        "; ".join(each.sentence for each in finding.evidence if each.bits > 0),
        "; ".join(each.sentence for each in finding.evidence if each.bits < 0),
        " ".join(filter(None, (finding.rule, finding.note))),
    )


def _evidence(findings: Iterable[Finding]) -> Iterable[tuple[Value, ...]]:
    """A row a line of evidence, then the total of its finding."""
    for finding in findings:
        who = (
            finding.finding_id,
            VERDICTS[finding.verdict],
            finding.staff,
            finding.contact.display_name or finding.contact.handle,
            finding.roster.name,
        )
        for each in finding.evidence:
            yield (*who, _speaks(each.bits), each.sentence, round(each.bits, 2))
        yield (
            *who,
            "total",
            f"All evidence together: {BANDS[finding.band].lower()}",
            round(finding.weight, 2),
        )


def _hand_in(each: HandInQuestion) -> tuple[Value, ...]:
    return each.staff_ref, platform_title(each.platform), each.seen, each.ask


def _speaks(bits: float) -> str:
    if not bits:
        return "neither"
    return "for" if bits > 0 else "against"


def _slips(book: Workbook, slips: Sequence[Slip]) -> None:
    """A row a person, high enough to cut out with scissors."""
    columns = (
        Column("Receipt", 18),
        Column("Staff reference", 16),
        Column("Name", 28),
        Column("Report", 30),
        Column("Passphrase", 52),
    )
    rows = ((s.receipt_id, s.staff_ref, s.staff_name, s.file_name, s.passphrase) for s in slips)
    sheet = table_sheet(book, "Passphrase slips", columns, rows)
    for number in range(2, len(slips) + 2):
        sheet.row_dimensions[number].height = 42
        for cell in sheet[number]:
            cell.border = CUT_HERE
            cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.cell(number, len(columns)).font = PASSPHRASE_FONT


def _about(book: Workbook, facts: Overview) -> None:
    paragraphs = (
        f"Audit {facts.audit_id}, {day(facts.on)}.",
        f"Policy version {facts.policy_version}; criteria version {facts.criteria_version}.",
        facts.roster,
        *(f"May see this: {who}." for who in facts.may_see),
        f"Last value of the audit log: {facts.log_head}." if facts.log_head else "",
        "Contacts that match nobody are in none of these sheets: only their number is kept.",
    )
    text_sheet(book, "About", "About this workbook", filter(None, paragraphs))
