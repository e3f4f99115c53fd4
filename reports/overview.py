"""The overview of an audit for the safeguarding lead: twenty minutes, the questions first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from reports.contacts import as_listed
from reports.history import counts_of_change, said_before, what_is_new
from reports.overview_facts import Coverage, Evidence, Finding, HandInQuestion, Overview, Quality
from reports.participation_count import participation_sentence
from reports.plain_text import shown
from reports.profile_count import profile_sentence
from reports.typeset import pdf
from reports.wording import (
    BANDS,
    KINDS,
    VERDICTS,
    counted,
    day,
    few,
    list_title,
    number,
    platform_title,
)
from schemas.words import Band, Verdict

MOST_QUESTIONS = 40  # as many as a reader can weigh in one sitting; the workbook has them all
MOST_OTHERS = 20
MOST_HAND_INS = 15
LINES_OF_EVIDENCE = 4
SENTENCE_LENGTH = 300


def overview(facts: Overview) -> bytes:
    """The overview as a tagged PDF, not yet locked."""
    return pdf("overview", _pages(facts), facts.on)


def _pages(facts: Overview) -> dict[str, Any]:
    return {
        "setting": facts.setting.name,
        "kind": facts.setting.kind,
        "children": facts.setting.children,
        "ask_instead": facts.setting.ask_instead,
        "audit_id": facts.audit_id,
        "on": day(facts.on),
        "policy_version": facts.policy_version,
        "criteria_version": facts.criteria_version,
        "policy_review": facts.policy_review,
        "outcomes": _outcomes(facts),
        "verdicts": _verdicts(facts),
        "changes": [[word, number(count)] for word, _, count in counts_of_change(facts)],
        "questions": _some(facts, Verdict.TO_CHECK, MOST_QUESTIONS),
        "declared": _some(facts, Verdict.DECLARED, MOST_OTHERS),
        "information": _some(facts, Verdict.FOR_INFORMATION, MOST_OTHERS),
        "coverage": [_coverage(each) for each in facts.coverage],
        "unopened": number(facts.unopened),
        "roster": facts.roster,
        "previous_on": day(facts.previous_on),
        "roster_changes": [[each.sentence, number(each.people)] for each in facts.roster_changes],
        "set_aside": [_quality(each) for each in facts.quality if each.set_aside],
        "reported": [_quality(each) for each in facts.quality if not each.set_aside],
        "failures": [
            [each.code, each.message, each.next_step, number(each.submissions)] for each in facts.failures
        ],
        "hand_ins": _hand_ins(facts.hand_ins),
        "profiles": profile_sentence(facts.profiles),
        "participation": participation_sentence(facts.participation) if facts.participation else "",
        "may_see": facts.may_see,
        "log_head": facts.log_head,
    }


def _outcomes(facts: Overview) -> list[dict[str, str]]:
    """Three outcomes that never look alike; who handed nothing in is a count that points at nobody."""
    outcomes = facts.outcomes
    return [
        {"state": "nothing", "count": number(outcomes.checked), "label": "checked"},
        {
            "state": "not_checked",
            "count": number(outcomes.could_not_be_checked),
            "label": "could not be checked",
        },
        {"state": "not_handed_in", "count": few(outcomes.not_handed_in), "label": "not handed in"},
    ]


def _verdicts(facts: Overview) -> list[list[str]]:
    """A row a verdict: its count in each band and in all."""
    found = Counter((finding.verdict, finding.band) for finding in facts.findings)
    rows = []
    for verdict in (Verdict.TO_CHECK, Verdict.DECLARED, Verdict.FOR_INFORMATION):
        counts = [found[verdict, band] for band in Band]
        rows.append([VERDICTS[verdict], *map(number, counts), number(sum(counts))])
    return rows


def _some(facts: Overview, verdict: Verdict, most: int) -> dict[str, Any]:
    """The strongest findings of this verdict, and what is said of the rest."""
    findings = facts.with_verdict(verdict)
    rest = len(findings) - most
    return {
        "rows": [_finding(line, each, facts.on) for line, each in enumerate(findings[:most], start=1)],
        "count": number(len(findings)),
        "rest": f"{counted(rest, 'more is', 'more are')} in the workbook." if rest > 0 else "",
    }


def _finding(line: int, finding: Finding, on: date) -> dict[str, Any]:
    return as_listed(finding.contact, own=False) | {
        "line": str(line),
        "staff": shown(finding.staff).text,
        "roster_name": shown(finding.roster.name).text,
        "roster_kind": KINDS[finding.roster.kind],
        "roster_detail": shown(finding.roster.detail).text,
        "for": _lines([each for each in finding.evidence if each.bits > 0]),
        "against": _lines([each for each in finding.evidence if each.bits < 0]),
        "band": BANDS[finding.band],
        "rule": _sentence(finding.rule),
        "note": _sentence(finding.note),
        "news": _sentence(what_is_new(finding.history)),
        "before": said_before(finding, on),
    }


def _lines(evidence: list[Evidence]) -> dict[str, Any]:
    """The weightiest sentences, and how many more there are."""
    heaviest = sorted(evidence, key=lambda each: -abs(each.bits))
    rest = len(heaviest) - LINES_OF_EVIDENCE
    return {
        "lines": [_sentence(each.sentence) for each in heaviest[:LINES_OF_EVIDENCE]],
        "more": f"and {number(rest)} more in the workbook" if rest > 0 else "",
    }


def _sentence(text: str) -> str:
    return shown(text, SENTENCE_LENGTH).text


def _coverage(each: Coverage) -> list[str]:
    return [
        platform_title(each.platform),
        list_title(each.platform, each.relation, own=False),
        *map(number, (each.submissions, each.entries, each.with_display_name, each.handle_only)),
        number(each.not_comparable + each.unreadable),
    ]


def _hand_ins(questions: Sequence[HandInQuestion]) -> dict[str, Any]:
    """Those with something to ask first; what is left of them, and notes of the reading, is pointed to."""
    to_ask = sorted(questions, key=lambda each: not each.ask)[:MOST_HAND_INS]
    rest = len(questions) - len(to_ask)
    return {
        "rows": [
            [shown(each.staff_ref).text, platform_title(each.platform), _sentence(each.seen), each.ask]
            for each in to_ask
        ],
        "rest": f"{counted(rest, 'more is', 'more are')} in the workbook." if rest else "",
    }


def _quality(each: Quality) -> list[str]:
    return [each.table, each.sentence, number(each.rows)]
