from datetime import date

import pypdfium2
import pytest

from reports.overview_facts import (
    Coverage,
    Evidence,
    Failure,
    Finding,
    HandInQuestion,
    Outcomes,
    Overview,
    Quality,
    RosterChange,
    RosterSide,
    Slip,
)
from reports.setting import Setting
from reports.staff_facts import Contact, ExportRead, StaffReport
from schemas.extract import ListCount
from schemas.words import Band, Kind, Relation, Verdict

SETTING = Setting("Larchfield Primary School")
DAY = date(2026, 11, 22)


def text_of(pdf):
    """All the words of a PDF in one line, without the invisible places to break and the isolates."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    text = " ".join(pages)
    for invisible in "\u200b\u2068\u2069\ufffe":
        text = text.replace(invisible, "")
    return " ".join(text.split())


@pytest.fixture
def read():
    return text_of


@pytest.fixture
def setting():
    return SETTING


@pytest.fixture
def contact():
    def make(name="", handle="", platform="instagram", relation=Relation.FOLLOWER, since=None):
        return Contact(platform, relation, name, handle, since)

    return make


@pytest.fixture
def report():
    def make(**changes):
        return StaffReport(**{**STAFF_REPORT, **changes})

    return make


@pytest.fixture
def finding():
    def make(number=1, **changes):
        return Finding(**{**FINDING, "finding_id": f"F{number:03}", **changes})

    return make


@pytest.fixture
def facts():
    def make(**changes):
        return Overview(**{**OVERVIEW, **changes})

    return make


@pytest.fixture
def hand_in():
    def make(staff_ref="S014", platform="instagram", **changes):
        words = {
            "seen": "Its lists are the same as in one before.",
            "ask": "Was a newer one meant?",
        } | changes
        return HandInQuestion(staff_ref, platform, **words)

    return make


def counts(relation, entries, names=0, handles=0, not_comparable=0, unreadable=0):
    return ListCount(relation, "2023-json", entries, names, handles, not_comparable, unreadable)


INSTAGRAM = ExportRead("instagram", (counts(Relation.FOLLOWER, 312, handles=312),), 41)
LINKEDIN = ExportRead("linkedin", (counts(Relation.FRIEND, 498, names=490, not_comparable=8),), 12)
X = ExportRead("x", (counts(Relation.FOLLOWER, 64, not_comparable=64),), 20)

STAFF_REPORT = {
    "setting": SETTING,
    "receipt_id": "R-7Q4K-22MD",
    "on": DAY,
    "policy_version": "2023-08",
    "criteria_version": "names-1",
    "exports": (INSTAGRAM,),
}

FINDING = {
    "finding_id": "F001",
    "staff": "Tegan Okonjo-Vale (S014)",
    "contact": Contact("instagram", Relation.FOLLOWER, "", "tilda.marshbank_10", date(2024, 3, 2)),
    "roster": RosterSide("Matilda Marshbank", Kind.PUPIL, "Year 4"),
    "band": Band.STRONG,
    "verdict": Verdict.TO_CHECK,
    "weight": 10.1,
    "probability": 0.97,
    "evidence": (
        Evidence("surname is the same", 8.0),
        Evidence("forename is a short form of Matilda", 4.1),
        Evidence("only a user name to compare", -2.0),
    ),
    "rule": "No pupil may be an online friend or follower.",
}

OVERVIEW = {
    "setting": SETTING,
    "audit_id": "A-7F3K",
    "on": DAY,
    "policy_version": "2023-08",
    "criteria_version": "names-1",
    "policy_review": "The policy's review was due in August 2024: it is 2 years and 3 months overdue.",
    "outcomes": Outcomes(84, 3, 13),
    "findings": (Finding(**FINDING),),
    "coverage": (Coverage("x", Relation.FOLLOWER, 9, 1204, 0, 0, 1204, 0),),
    "unopened": 3120,
    "quality": (
        Quality("Accounts", "The entry has neither a name nor a user name", 12, set_aside=True),
        Quality("Roster", "The UPN does not pass its check letter", 7),
    ),
    "roster": "Common Transfer File: 210 pupils and 371 parents and carers on roll.",
    "previous_on": date(2026, 9, 12),
    "roster_changes": (RosterChange("People who joined the roster", 14),),
    "failures": (Failure("unrecognised", "We could not tell the platform.", "Ask for it as JSON.", 2),),
    "may_see": ("The designated safeguarding lead",),
    "log_head": "9f2c1e77aa0b4d5e",
}

SLIPS = (
    Slip("R-7Q4K-22MD", "S014", "Tegan Okonjo-Vale", "R-7Q4K-22MD.pdf", "plum brisk tunnel ochre vivid"),
)


@pytest.fixture
def slips():
    return SLIPS


@pytest.fixture
def exports():
    return {"instagram": INSTAGRAM, "linkedin": LINKEDIN, "x": X}
