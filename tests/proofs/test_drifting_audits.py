"""M11: audits that drift, with everything decided taken back through the workbook.

Nothing dismissed is asked again without new evidence, nothing confirmed is lost, every new pair is asked.
What is new is told here by the sentences that were printed and by nothing of what is being proved.
"""

import hmac
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any, NamedTuple

import openpyxl

from connectors.decisions import read_decisions
from flows.households import households_of
from matching.corroboration import corroborated
from matching.matcher import find_matches
from matching.roster import build_index
from policy.circumstances import circumstances
from policy.judge import judge
from policy.pairs import Seen, list_of, pairs_of_findings, seen_pairs
from policy.policy import load_policy
from policy.remembering import (
    Remembered,
    decide,
    dispute,
    gone,
    is_shown,
    miss,
    remember,
    what_changed,
)
from policy.staff_parents import staff_parents
from reports.overview_facts import Evidence, Finding, History, Outcomes, Overview, RosterSide
from reports.setting import Setting
from reports.staff_facts import Contact
from reports.wording import DECISIONS
from reports.workbook import workbook
from schemas.tables import DECLARATIONS
from schemas.tables import STAFF as STAFF_LIST
from schemas.words import Band, Change, Decision, Kind, Reader, Relation, Verdict
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.drifting_school import RELATIONS, STAFF, DriftingSchool, table

BANDS = ("possible", "probable", "strong")
LIKELY = {
    Decision.NOT_THE_SAME: 50,
    Decision.SAME_PERSON: 20,
    Decision.ASK: 12,
    Decision.HAND_OVER: 8,
    Decision.DECLARED: 10,
}
OF_ITS_OWN = ("same household", "in the lists of")
"""What a sentence says that is evidence beside the two names, and so is news wherever it was not told."""
SEED = 20261120

Key = tuple[str, ...]


class Told(NamedTuple):
    """What an audit's workbook could say of a pair: every sentence, those that spoke for it, and the band."""

    on: date
    sentences: frozenset[str]
    speaking_for: frozenset[str]
    band: int


@dataclass
class Witness:
    """What was said and decided of every pair, written down by a key of its own."""

    told: dict[Key, list[Told]] = field(default_factory=dict)
    decided: dict[Key, tuple[Decision, date]] = field(default_factory=dict)
    disputed: set[Key] = field(default_factory=set)

    def may_ask(self, key: Key, now: Told) -> bool:
        """Whether the pair shows anything now that was not told until the audit it was decided about."""
        before = self._before(key)
        return self.must_ask(key, now) or bool(now.speaking_for - before.sentences)

    def must_ask(self, key: Key, now: Told) -> bool:
        """Whether the evidence is stronger than it was then, or of a kind that there was none of."""
        before = self._before(key)
        of_its_own = {each for each in now.speaking_for if any(kind in each for kind in OF_ITS_OWN)}
        return now.band > before.band or bool(of_its_own - before.sentences)

    def _before(self, key: Key) -> Told:
        """All that was told of the pair until the audit it was decided about."""
        about = self.decided[key][1]
        before = [each for each in self.told[key] if each.on <= about]
        return Told(
            about,
            frozenset().union(*(each.sentences for each in before)),
            frozenset().union(*(each.speaking_for for each in before)),
            max(each.band for each in before),
        )


@dataclass
class Audited:
    """One audit: its findings by pair, and what they could tell."""

    on: date
    findings: list[dict[str, Any]]
    accounts: Mapping[tuple[str, int], dict[str, Any]]
    pair_of: Mapping[str, str]
    seen: Mapping[str, Seen]
    lists: frozenset[str]

    def key_of(self, row: Mapping[str, Any]) -> Key:
        """Who, with which account, and who it may be: as anybody reads it, in fancy letters or plain ones."""
        account = self.accounts[row["submission_id"], row["account_id"]]
        name = unicodedata.normalize("NFKC", account["display_name"]).lower().split()
        named = account["handle"].lower() or f"name {' '.join(name)}"
        return row["submission_id"], account["platform"], named, row["person_id"]

    def told(self) -> dict[Key, Told]:
        """What all rows of each pair say together."""
        rows: dict[Key, list[dict[str, Any]]] = {}
        for row in self.findings:
            rows.setdefault(self.key_of(row), []).append(row)
        return {
            key: Told(
                self.on,
                frozenset(_plainly(line["sentence"]) for row in several for line in row["evidence"]),
                frozenset(
                    _plainly(line["sentence"])
                    for row in several
                    for line in row["evidence"]
                    if line["bits"] > 0
                ),
                max(BANDS.index(row["band"]) for row in several),
            )
            for key, several in rows.items()
        }


def _plainly(sentence: str) -> str:
    """A sentence without how common, how many, how likely and where: what drifts from audit to audit."""
    return re.sub(r"; (about|at most) 1 person in .*| \([a-z -]+\)$|\d[\d,]*", "", sentence)


def _keyed(*parts: str) -> str:
    return hmac.digest(b"a key of this proof alone", "\x1f".join(parts).encode(), "sha256").hex()


class Audits:
    """A school, what is remembered of it, and the person who decides."""

    def __init__(self, seed: int) -> None:
        self.school, self.rng = DriftingSchool(seed), Random(seed + 1)  # noqa: S311 - not for secrets
        self.remembered: dict[str, Remembered] = {}
        self.witness = Witness()
        self.late: tuple[Audited, bytes] | None = None
        self.declared: set[tuple[str, str]] = set()
        self.pair_of: dict[Key, str] = {}
        self.counts: Counter[str] = Counter()

    def audit(self) -> None:
        """One audit, its workbook, and what comes back of it or of the one before."""
        audited = self._audited()
        shown = self._checked_against_the_witness(audited)
        for each in list(gone(self.remembered.values(), audited.seen.keys(), audited.lists)):
            self.remembered[each.pair] = miss(each, audited.on)
        for pair, seen in audited.seen.items():
            self.remembered[pair] = remember(self.remembered.get(pair), seen, audited.on)
        for key, told in audited.told().items():
            self.witness.told.setdefault(key, []).append(told)
        file = workbook(_facts(audited, shown))
        if self.late:
            self._take_back(*self.late)
        self.late = (audited, file) if self.rng.random() < 0.25 else None
        if not self.late:
            self._take_back(audited, file)
        self._dispute(audited, shown)
        self.school.drift()

    def confirmed(self) -> tuple[set[Key], set[Key]]:
        """What the person confirmed, and what is remembered as confirmed."""
        said = {
            key for key, (decision, _) in self.witness.decided.items() if decision is Decision.SAME_PERSON
        }
        kept = {
            key
            for key, pair in self.pair_of.items()
            if self.remembered[pair].decision is Decision.SAME_PERSON
        }
        return said, kept

    def _audited(self) -> Audited:
        roster, handing_in = self.school.roster(), self.school.handing_in()
        accounts, on = self.school.accounts(handing_in), self.school.today
        index = build_index(roster.names, roster.people)
        least = self.rng.choice((0.2, 0.25, 0.4))
        matches = find_matches(accounts, index, top=self.rng.choice((2, 3, 5)), minimum=least)
        matches = corroborated(matches, households_of(roster.links))
        declarations = [
            {"staff_ref": staff, "roster_id": person, "reason": "family"} for staff, person in self.declared
        ]
        parents = staff_parents(roster.people, roster.names, roster.links, table(STAFF_LIST, []), today=on)
        people = roster.people.set_column(
            roster.people.schema.get_field_index("source_id"), "source_id", roster.people["person_id"]
        )
        known = circumstances(
            people, roster.names, roster.links, parents, table(DECLARATIONS, declarations), today=on
        )
        findings = judge(matches, accounts, {each: each for each in STAFF}, known, load_policy())
        return Audited(
            on,
            findings.to_pylist(),
            {(row["submission_id"], row["account_id"]): row for row in accounts.to_pylist()},
            pairs_of_findings(findings, accounts, _keyed),
            seen_pairs(findings, accounts, dict.fromkeys(STAFF, Reader.DSL), _keyed),
            _lists_of(handing_in),
        )

    def _checked_against_the_witness(self, audited: Audited) -> frozenset[str]:
        """The pairs that stand in the workbook, each of them held against what was told and decided."""
        shown = frozenset(
            pair for pair, seen in audited.seen.items() if is_shown(self.remembered.get(pair), seen)
        )
        told = audited.told()
        pair_of = {audited.key_of(row): audited.pair_of[row["finding_id"]] for row in audited.findings}
        assert len(set(pair_of.values())) == len(pair_of), "two pairs were taken for one, or one for two"
        for key, now in told.items():
            self._check(key, now, pair_of[key] in shown, audited.seen[pair_of[key]])
        return shown

    def _check(self, key: Key, now: Told, is_in: bool, seen: Seen) -> None:
        witness, before = self.witness, self.remembered.get(seen.pair)
        if key not in witness.told:
            assert is_in
            assert what_changed(before, seen) is Change.NEW
            self.counts["new pairs, all asked"] += 1
        elif witness.decided.get(key, (None,))[0] is not Decision.NOT_THE_SAME or key in witness.disputed:
            assert is_in
            confirmed = key in witness.decided and witness.decided[key][0] is Decision.SAME_PERSON
            self.counts["confirmed pairs met again, none lost" if confirmed else "open questions kept"] += 1
        elif is_in:
            assert witness.may_ask(key, now)
            self.counts["dismissed pairs asked again, each with new evidence"] += 1
        else:
            assert not witness.must_ask(key, now)
            self.counts["dismissed pairs met again and not asked"] += 1

    def _take_back(self, audited: Audited, file: bytes) -> None:
        """Some rows decided by hand, in words that people type; all of it must come back."""
        book = openpyxl.load_workbook(io.BytesIO(file))
        typed: dict[str, Decision] = {}
        for sheet in ("To check", "Declared", "For information"):
            for row in book[sheet].iter_rows(min_row=2):
                number = row[0].value
                if number in typed or self.rng.random() > 0.6:
                    continue
                typed[number] = self.rng.choices(list(LIKELY), list(LIKELY.values()))[0]
                row[1].value = self._typed(DECISIONS[typed[number]])
                row[2].value = "They said so." if typed[number] is Decision.SAME_PERSON else None
        saved = io.BytesIO()
        book.save(saved)
        back = read_decisions(saved.getvalue())
        assert not back.problems
        assert {each.finding_id: each.decision for each in back.decided} == typed
        assert back.audit_id == f"A-{audited.on:%y%m%d}"
        for number, decision in typed.items():
            self._decided(audited, number, decision)

    def _typed(self, words: str) -> str:
        place = self.rng.randrange(1, len(words) - 1)
        slip = words[:place] + words[place + 1] + words[place] + words[place + 2 :]
        is_slip = " " not in words[place : place + 2]
        return self.rng.choice((words, words.upper(), f" {words}. ", slip if is_slip else words))

    def _decided(self, audited: Audited, number: str, decision: Decision) -> None:
        row = next(
            each for each in audited.findings if _number(audited.pair_of[each["finding_id"]]) == number
        )
        pair, key = audited.pair_of[row["finding_id"]], audited.key_of(row)
        before = self.remembered[pair]
        self.remembered[pair] = decide(before, decision, self.school.today, audited.on)
        if key not in self.witness.decided or self.witness.decided[key][1] <= audited.on:
            self.witness.decided[key] = (decision, audited.on)
            self.witness.disputed.discard(key)
        if decision is Decision.DECLARED:
            self.declared.add((row["submission_id"], row["person_id"]))
        self.pair_of[key] = pair
        self.counts["decisions taken back through the workbook"] += 1

    def _dispute(self, audited: Audited, shown: frozenset[str]) -> None:
        for row in audited.findings:
            pair = audited.pair_of[row["finding_id"]]
            if pair in shown and self.rng.random() < 0.02:
                self.remembered[pair] = dispute(self.remembered[pair], audited.on)
                self.witness.disputed.add(audited.key_of(row))
                self.counts["disputes, all shown until answered"] += 1


def _lists_of(handing_in: set[str]) -> frozenset[str]:
    return frozenset(
        _keyed(*list_of(staff, platform, relation))
        for staff in handing_in
        for platform, relations in RELATIONS.items()
        for relation in relations
    )


def _number(pair: str) -> str:
    return f"find-{pair[:12]}"


def _facts(audited: Audited, shown: frozenset[str]) -> Overview:
    findings = tuple(
        _finding(row, _number(audited.pair_of[row["finding_id"]]))
        for row in audited.findings
        if audited.pair_of[row["finding_id"]] in shown
    )
    setting, audit_id = Setting("Larchfield Primary School"), f"A-{audited.on:%y%m%d}"
    return Overview(setting, audit_id, audited.on, "1", "1", "", Outcomes(8, 0, 0), findings)


def _finding(row: Mapping[str, Any], number: str) -> Finding:
    return Finding(
        number,
        row["submission_id"],
        Contact("instagram", Relation.FOLLOWER, "invented"),
        RosterSide("invented", Kind.PUPIL),
        Band(row["band"]),
        Verdict(row["verdict"]),
        row["weight"],
        row["probability"],
        tuple(Evidence(line["sentence"], line["bits"]) for line in row["evidence"]),
        history=History(),
    )


def test_nothing_dismissed_is_asked_again_without_news_and_nothing_confirmed_is_lost(figure: Figure) -> None:
    audits, number = Audits(SEED), amount(12, 100)
    for _ in range(number):
        audits.audit()
    said, kept = audits.confirmed()
    assert said == kept != set()
    assert audits.counts["dismissed pairs met again and not asked"] > number
    assert audits.counts["confirmed pairs met again, none lost"] > number
    told = ", ".join(f"{count:,} {what}" for what, count in sorted(audits.counts.items()))
    figure("M11", f"{number} drifting audits: {told}")
