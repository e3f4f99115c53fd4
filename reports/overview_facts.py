"""What the safeguarding lead reads of one audit: findings with their evidence, and counts for the rest.

Whatever concerns the reader's own accounts must be left out before these are filled: it goes to the second
reviewer, and no count here may show a trace of it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from reports.participation_count import Participation
from reports.setting import Setting
from reports.staff_facts import Contact
from schemas.words import Band, Change, Decision, Kind, Relation, Verdict

LONGEST_OPEN = timedelta(days=60)
"""How long a question may wait for its answer before it is flagged."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line for or against, in words; `bits` is its weight in log2 odds, against where below zero."""

    sentence: str
    bits: float


@dataclass(frozen=True, slots=True)
class RosterSide:
    """The person on the roster that a contact may be; `detail` says more ("parent of a child in 4B")."""

    name: str
    kind: Kind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """How a finding stands to the audits before, and what people have said of it since.

    `news` are the sentences of evidence that were not there before; `asked_on` is the day of the first audit
    that asked, None where this one is the first. `decision` is what was decided last. `disputed_on` is the
    day the member of staff said "that is not them", None where no decision is waited for about that.
    """

    change: Change = Change.NEW
    news: tuple[str, ...] = ()
    asked_on: date | None = None
    decision: Decision | None = None
    decided_on: date | None = None
    disputed_on: date | None = None

    def waits_too_long(self, on: date) -> bool:
        """Whether the finding was first asked about more than 60 days before that day, and never answered."""
        answered = self.decision in {Decision.SAME_PERSON, Decision.NOT_THE_SAME}
        return not answered and self.asked_on is not None and on - self.asked_on > LONGEST_OPEN


@dataclass(frozen=True, slots=True)
class Finding:
    """A question for a person, whether this contact may be that person on the roster.

    `rule` is the policy's sentence that decided the verdict; `note` says what is known already (who agreed a
    declared relationship, and when). `weight` is in bits and `probability` between 0 and 1.
    """

    finding_id: str
    staff: str
    contact: Contact
    roster: RosterSide
    band: Band
    verdict: Verdict
    weight: float
    probability: float
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""
    note: str = ""
    history: History = History()
    staff_ref: str = ""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many members of staff were checked, could not be checked, and handed nothing in."""

    checked: int
    could_not_be_checked: int
    not_handed_in: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """One kind of list over all staff. `entries` is the sum of the four counts after it."""

    platform: str
    relation: Relation
    submissions: int
    entries: int
    with_display_name: int
    handle_only: int
    not_comparable: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class Quality:
    """One thing looked for in a table, as a sentence, and how many rows it concerns.

    `set_aside` when those rows were left out of the matching; else they were only reported.
    """

    table: str
    sentence: str
    rows: int
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """A pair asked about before and no longer found on the lists read now; nobody's name is kept of it."""

    finding_id: str
    asked_on: date
    last_seen: date
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What changed on the roster since the audit before, as a sentence, and how many people it concerns."""

    sentence: str
    people: int


@dataclass(frozen=True, slots=True)
class Failure:
    """One kind of failure, by its code: how many submissions, what it means and what to do next."""

    code: str
    message: str
    next_step: str
    submissions: int


@dataclass(frozen=True, slots=True)
class HandInQuestion:
    """Something about an export that was handed in, by staff reference.

    `seen` says what was seen and `ask` what may be asked about it; a note of the reading has nothing to ask.
    """

    staff_ref: str
    platform: str
    seen: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class ProfileCheck:
    """Of how many people the profile text was looked at, and how many of them tell a personal detail in it.

    Who they are stands nowhere but in each one's own report.
    """

    looked_at: int = 0
    with_details: int = 0


@dataclass(frozen=True, slots=True)
class Slip:
    """What one member of staff needs to open their report."""

    receipt_id: str
    staff_ref: str
    staff_name: str
    file_name: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the overview and the workbook say.

    `policy_review` is the sentence on how long the policy's review is overdue; it stands on every page.
    `roster` is a sentence on the roster used, `previous_on` the day of the audit compared with. `may_see`
    names those who may see this, in words. `log_head` is the last value of the audit log, printed so that a
    shortened log shows. `dismissed` counts the findings left out because a person said before that they are
    not the same, and there is nothing new.
    """

    setting: Setting
    audit_id: str
    on: date
    policy_version: str
    criteria_version: str
    policy_review: str
    outcomes: Outcomes
    findings: tuple[Finding, ...] = ()
    gone: tuple[Gone, ...] = ()
    dismissed: int = 0
    coverage: tuple[Coverage, ...] = ()
    unopened: int = 0
    quality: tuple[Quality, ...] = ()
    roster: str = ""
    previous_on: date | None = None
    roster_changes: tuple[RosterChange, ...] = ()
    failures: tuple[Failure, ...] = ()
    hand_ins: tuple[HandInQuestion, ...] = ()
    profiles: ProfileCheck = ProfileCheck()
    participation: Participation | None = None
    may_see: tuple[str, ...] = ()
    log_head: str = ""

    def with_verdict(self, verdict: Verdict) -> list[Finding]:
        """The findings with that verdict, those with the strongest evidence first."""
        found = [finding for finding in self.findings if finding.verdict is verdict]
        return sorted(found, key=lambda finding: (-finding.probability, -finding.weight, finding.finding_id))
