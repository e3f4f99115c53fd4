"""What is new in an audit, what was said of a finding before, and of how many findings that holds."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from reports.overview_facts import Finding, History, Overview
from reports.wording import DECISIONS, day
from schemas.words import Change, Verdict

Counted = tuple[str, str, int]
"""A word, what it means, and of how many findings it holds."""


def what_is_new(history: History) -> str:
    """`new`, `known`, or `changed` with what there is now that was not there before."""
    if history.change is not Change.CHANGED:
        return history.change.value
    return f"changed: {'; '.join(history.news) or 'the evidence is stronger than before'}"


def said_before(finding: Finding, on: date) -> str:
    """What to know of a finding before deciding it on that day: a dispute first."""
    return " ".join(_said_before(finding, on))


def counts_of_change(facts: Overview) -> Iterator[Counted]:
    """How the findings stand to the audit before, and what has become of the others."""
    changes = Counter(finding.history.change for finding in facts.findings)
    yield "New", "Asked about for the first time", changes[Change.NEW]
    changed = "Asked about before, and there is evidence now that there was not then"
    yield "Changed", changed, changes[Change.CHANGED]
    yield "Known", "As in the audit before", changes[Change.KNOWN]
    yield "Gone", "Asked about before, and no longer found on the lists read now", len(facts.gone)
    yield "Left out", "Not the same person, as was decided before, and nothing new", facts.dismissed
    disputed = sum(finding.history.disputed_on is not None for finding in facts.findings)
    yield "Disputed", "The member of staff says: that is not them", disputed
    waiting = sum(waits_too_long(finding, facts.on) for finding in facts.findings)
    yield "Open too long", "Waiting for a decision for more than 60 days", waiting


def waits_too_long(finding: Finding, on: date) -> bool:
    """Whether it is a question that was first asked more than 60 days before that day."""
    return finding.verdict is Verdict.TO_CHECK and finding.history.waits_too_long(on)


def _said_before(finding: Finding, on: date) -> Iterator[str]:
    history = finding.history
    if history.disputed_on:
        yield f"The member of staff says: that is not them ({day(history.disputed_on)})."
    if history.decision:
        yield f"Decided on {day(history.decided_on)}: {DECISIONS[history.decision]}."
    if waits_too_long(finding, on):
        yield f"Open since {day(history.asked_on)}: more than 60 days."
    elif history.asked_on and not history.decision:
        yield f"First asked on {day(history.asked_on)}."
