"""The accounts of one school's staff that may be people of another school.

The families of all schools are looked through at once: a name that many in a trust bear is then worth as
little as it is, and nobody is asked about more often because the trust is larger. A school's own families are
among them, since a contact may be one of them; what is found of those is let go at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from flows.boundary import kind_of
from flows.cross_school.inbox import HandedOver
from flows.cross_school.letters import Answer, FamiliesLetter, SubmissionLetter
from flows.facts.contacts import contacts_of, key_of
from flows.facts.people import roster_sides
from matching.matcher import find_matches
from matching.roster import RosterIndex, build_index
from policy.cross_school import Families, Staff, circumstances_across, school_in, without_own
from policy.judge import judge
from policy.policy import Policy
from policy.rules import clause
from reports.overview_facts import Evidence, Finding, RosterSide
from reports.staff_facts import Contact
from schemas.tables import ACCOUNTS, LINKS, NAMES, PEOPLE
from schemas.words import Band, Outcome, Verdict

MOST_ASKED = 40
"""Findings about one submission beyond which it is no list of friends, but a way to look families up."""
TOO_MANY = "screen.too-many-alike"

Submissions = Mapping[str, SubmissionLetter]


@dataclass(frozen=True)
class Screening:
    """One screening: the families of all schools that handed over, and the policy that asks."""

    today: date
    policy: Policy
    families: Families
    index: RosterIndex
    sides: Mapping[str, RosterSide]
    """Each person by name, with the setting and nobody of their family."""

    def answers(self, there: HandedOver, school: FamiliesLetter) -> dict[str, Answer]:
        """An answer for each submission of the school, whatever happens to the others."""
        try:
            return self._answers(there.school, school, there.submissions)
        except Exception:  # noqa: BLE001 - found again below, by the submission it belongs to
            answered: dict[str, Answer] = {}
        for one, letter in there.submissions.items():
            try:
                answered |= self._answers(there.school, school, {one: letter})
            except Exception as error:  # noqa: BLE001 - nobody here may read its text; the others go on
                code = f"screen.{kind_of(error)}"
                answered[one] = Answer(self.today, Outcome.COULD_NOT_BE_CHECKED, code)
        return answered

    def _answers(self, own: str, school: FamiliesLetter, submissions: Submissions) -> dict[str, Answer]:
        findings = self._findings(own, school, submissions)
        return {one: self._answer(letter, findings[one]) for one, letter in submissions.items()}

    def _answer(self, letter: SubmissionLetter, findings: list[Finding]) -> Answer:
        if len(findings) > MOST_ASKED:
            return Answer(self.today, Outcome.COULD_NOT_BE_CHECKED, TOO_MANY)
        return Answer(self.today, letter.outcome, letter.code, tuple(findings))

    def _findings(
        self, own: str, school: FamiliesLetter, submissions: Submissions
    ) -> dict[str, list[Finding]]:
        accounts = _accounts(submissions)
        matches = without_own(find_matches(accounts, self.index), self.families, own)
        known = circumstances_across(self.families, _staff(school, submissions), self.today)
        found = judge(matches, accounts, {each: each for each in submissions}, known, self.policy).to_pylist()
        contacts = contacts_of(_about(accounts, found))
        of_each: dict[str, list[Finding]] = defaultdict(list)
        for row in found:
            if row["verdict"] != Verdict.OUT_OF_SCOPE:
                finding = _finding(row, contacts[key_of(row)], self.sides[row["person_id"]])
                of_each[row["submission_id"]].append(finding)
        return of_each


def screening_of(there: Iterable[HandedOver], today: date, policy: Policy, marks_key: bytes) -> Screening:
    """The families of these schools, looked up by name."""
    letters = {each.school: each.families for each in there if each.families}
    families = Families(
        pa.concat_tables([PEOPLE.empty_table(), *(each.people for each in letters.values())]),
        pa.concat_tables([NAMES.empty_table(), *(each.names for each in letters.values())]),
        pa.concat_tables([LINKS.empty_table(), *(each.links for each in letters.values())]),
        marks_key,
    )
    sides = {
        person: replace(side, detail=letters[school_in(person)].setting)
        for person, side in roster_sides(families.people, families.names, LINKS.empty_table()).items()
    }
    return Screening(today, policy, families, build_index(families.names, families.people), sides)


def _accounts(submissions: Submissions) -> pa.Table:
    """The accounts under the id that their letter is named by, whatever stands in them."""
    place = ACCOUNTS.get_field_index("submission_id")
    tables = (
        each.accounts.set_column(
            place, ACCOUNTS.field(place), pa.array([one] * each.accounts.num_rows, pa.string())
        )
        for one, each in submissions.items()
    )
    return pa.concat_tables([ACCOUNTS.empty_table(), *tables])


def _about(accounts: pa.Table, found: Iterable[dict[str, Any]]) -> pa.Table:
    wanted = set(map(key_of, found))
    keys = map(key_of, accounts.select(["submission_id", "account_id"]).to_pylist())
    return accounts.filter(pa.array([each in wanted for each in keys], pa.bool_()))


def _staff(school: FamiliesLetter, submissions: Submissions) -> Staff:
    return Staff(
        {one: frozenset(letter.marks) for one, letter in submissions.items()},
        {one: letter.declared for one, letter in submissions.items()},
        frozenset(school.colleagues),
        frozenset(school.namesakes),
    )


def _finding(row: Mapping[str, Any], contact: Contact, side: RosterSide) -> Finding:
    return Finding(
        finding_id=row["finding_id"],
        staff="",
        contact=contact,
        roster=side,
        band=Band(row["band"]),
        verdict=Verdict(row["verdict"]),
        weight=row["weight"],
        probability=row["probability"],
        evidence=tuple(Evidence(each["sentence"], each["bits"]) for each in row["evidence"]),
        rule=clause(row["rule"]),
    )
