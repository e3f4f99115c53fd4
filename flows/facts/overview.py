"""What the DSL's overview says of an audit, or the second reviewer's."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flows.facts.contacts import contacts_of, key_of
from flows.facts.pairs import AuditedPairs
from flows.facts.people import roster_sides, staff_names
from flows.facts.quality import quality_of
from flows.facts.setting import CRITERIA_VERSION, setting_of
from flows.question_numbers import question_number
from flows.workroom import Workroom
from policy.circumstances import Declaration
from policy.rules import clause
from reports.overview_facts import (
    Coverage,
    Evidence,
    Failure,
    Finding,
    Outcomes,
    Overview,
    RosterChange,
)
from reports.wording import day
from schemas.words import Band, Outcome, Reader, Relation, Verdict

COUNTED = ("entries", "with_display_name", "handle_only", "not_comparable", "unreadable")


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads, in words, and the submissions that are theirs to see."""

    reader: Reader
    words: str
    submissions: frozenset[str]
    staff: int


def overview_facts(
    room: Workroom, audience: Audience, changes: tuple[RosterChange, ...], pairs: AuditedPairs
) -> Overview:
    """The facts for one audience; what concerns anybody else's submissions leaves no trace in them."""
    findings = [row for row in pairs.findings.to_pylist() if row["submission_id"] in audience.submissions]
    handed_in = [each for ref, each in room.handed_in.items() if ref in audience.submissions]
    previous = room.workspace.vault.remembered()
    return Overview(
        setting=setting_of(room.workspace.school),
        audit_id=room.run_ref,
        on=room.today,
        policy_version=room.workspace.policy.version,
        criteria_version=CRITERIA_VERSION,
        policy_review=room.workspace.policy.review_sentence(room.today),
        outcomes=_outcomes(room, audience),
        findings=tuple(_findings(room, findings, pairs)),
        gone=pairs.gone_for(audience.reader),
        dismissed=pairs.dismissed_for(audience.reader),
        coverage=tuple(_coverage(handed_in)),
        unopened=sum(extract.unopened for each in handed_in for extract in each.extracts),
        quality=quality_of(room),
        roster=_roster(room),
        previous_on=previous.on if previous else None,
        roster_changes=changes,
        failures=tuple(_failures(room, audience)),
        may_see=(audience.words,),
        log_head=room.workspace.vault.log.head(),
    )


def _outcomes(room: Workroom, audience: Audience) -> Outcomes:
    ended = Counter(outcome for ref, (outcome, _) in room.outcomes.items() if ref in audience.submissions)
    return Outcomes(
        checked=ended[Outcome.CHECKED],
        could_not_be_checked=ended[Outcome.COULD_NOT_BE_CHECKED],
        not_handed_in=audience.staff - len(audience.submissions),
    )


def _findings(room: Workroom, rows: list[dict[str, Any]], pairs: AuditedPairs) -> Iterator[Finding]:
    contacts = contacts_of(room.found_accounts)
    sides = roster_sides(room.roster.people, room.roster.names, room.roster.links)
    staff = staff_names(room.staff)
    for row in rows:
        staff_ref = room.staff_of[row["submission_id"]]
        declaration = room.known.declared.get((staff_ref, row["person_id"]))
        yield Finding(
            finding_id=question_number(pairs.of_finding[row["finding_id"]]),
            staff=staff.get(staff_ref) or staff_ref,
            contact=contacts[key_of(row)],
            roster=sides[row["person_id"]],
            band=Band(row["band"]),
            verdict=Verdict(row["verdict"]),
            weight=row["weight"],
            probability=row["probability"],
            evidence=tuple(Evidence(each["sentence"], each["bits"]) for each in row["evidence"]),
            rule=clause(row["rule"]),
            note=_note(declaration) if declaration else "",
            history=pairs.history(row),
            staff_ref=staff_ref,
        )


def _note(declaration: Declaration) -> str:
    agreed = f"Declared: {declaration.reason}." if declaration.reason else "Declared."
    by = f" Agreed by {declaration.agreed_by}" if declaration.agreed_by else ""
    on = f" on {day(declaration.agreed_on)}" if by and declaration.agreed_on else ""
    review = f" To be looked at again on {day(declaration.review_on)}." if declaration.review_on else ""
    return f"{agreed}{by}{on}{'.' if by else ''}{review}"


def _coverage(handed_in: list[Any]) -> Iterator[Coverage]:
    counts: dict[tuple[str, Relation], Counter[str]] = defaultdict(Counter)
    for submission in handed_in:
        seen: set[tuple[str, Relation]] = set()
        for extract in submission.extracts:
            for each in extract.lists:
                key = (extract.platform, each.relation)
                counts[key].update(
                    {name: getattr(each, name) for name in COUNTED},
                    submissions=int(key not in seen),
                )
                seen.add(key)
    for (platform, relation), totals in sorted(counts.items()):
        yield Coverage(platform, relation, **{name: totals[name] for name in ("submissions", *COUNTED)})


def _roster(room: Workroom) -> str:
    age = (room.today - room.roster.loaded_on).days
    old = f", {age} days before this audit" if age > 0 else ""
    left_out = room.roster.not_on_roll
    gone = f"; {left_out} people not on roll were left out" if left_out else ""
    return f"{room.roster.people.num_rows} people on roll, loaded on {day(room.roster.loaded_on)}{old}{gone}."


def _failures(room: Workroom, audience: Audience) -> Iterator[Failure]:
    found: Counter[tuple[str, str, str]] = Counter()
    for submission_id in audience.submissions:
        found.update({(each.code, each.message, each.next_step) for each in room.problems(submission_id)})
    for (code, message, next_step), submissions in sorted(found.items()):
        yield Failure(code, message, next_step, submissions)
