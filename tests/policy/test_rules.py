"""The policy's rules, one table of cases."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.policy import Policy, load_policy
from policy.rules import RULES, Case, clause, verdict_of
from schemas.words import Relation, Verdict

POLICY = load_policy()
CASES = [
    (Case(Relation.FRIEND), "to_check", "child_or_parent_as_friend"),
    (Case(Relation.FOLLOWER), "to_check", "child_or_parent_as_friend"),
    (Case(Relation.FOLLOWING), "for_information", "not_a_friend_or_follower"),
    (Case(Relation.REQUEST_RECEIVED), "for_information", "not_a_friend_or_follower"),
    (Case(Relation.CONTACT), "for_information", "not_a_friend_or_follower"),
    (Case(Relation.FRIEND, declared=True), "declared", "declared"),
    (
        Case(Relation.FRIEND, declared=True, declaration_review_due=True),
        "declared",
        "declared_and_due_for_review",
    ),
    (Case(Relation.FRIEND, own_family=True), "for_information", "own_family"),
    (Case(Relation.FRIEND, colleague=True), "for_information", "colleague"),
    (Case(Relation.FRIEND, namesake_of_a_colleague=True), "to_check", "namesake_of_a_colleague"),
    (Case(Relation.FOLLOWING, declared=True), "for_information", "not_a_friend_or_follower"),
]


@pytest.mark.parametrize(("case", "verdict", "rule"), CASES)
def test_a_case_gets_the_verdict_of_the_first_rule_that_answers(case: Case, verdict: str, rule: str) -> None:
    assert verdict_of(case, POLICY) == (Verdict(verdict), rule)


@pytest.mark.parametrize("switch", ["declared", "own_family", "colleague"])
def test_a_switch_makes_a_known_relationship_count_all_the_same(switch: str) -> None:
    strict = replace(POLICY, counts={**POLICY.counts, switch: True})
    case = replace(Case(Relation.FRIEND), **{switch: True})
    assert verdict_of(case, POLICY)[0] is not Verdict.TO_CHECK
    assert verdict_of(case, strict)[0] is Verdict.TO_CHECK


def test_a_relation_the_policy_leaves_out_is_out_of_scope() -> None:
    quiet = replace(POLICY, relations={**POLICY.relations, Relation.CONTACT: "out_of_scope"})
    assert verdict_of(Case(Relation.CONTACT), quiet)[0] is Verdict.OUT_OF_SCOPE


def test_every_rule_carries_the_clause_its_reader_sees() -> None:
    assert all(clause(rule.__name__).endswith((".", ")")) for rule in RULES)


@given(
    relation=st.sampled_from(Relation),
    flags=st.tuples(*[st.booleans()] * 5),
    standings=st.lists(
        st.sampled_from(["forbidden", "for_information", "out_of_scope"]), min_size=6, max_size=6
    ),
    switches=st.tuples(*[st.booleans()] * 3),
)
def test_whatever_the_policy_says_some_rule_answers(
    relation: Relation, flags: tuple[bool, ...], standings: list[str], switches: tuple[bool, ...]
) -> None:
    policy: Policy = replace(
        POLICY,
        relations=dict(zip(Relation, standings, strict=True)),
        counts=dict(zip(POLICY.counts, switches, strict=True)),
    )
    verdict, _ = verdict_of(Case(relation, *flags), policy)
    assert (verdict is Verdict.TO_CHECK) <= policy.forbids(relation)


def test_only_friends_and_followers_are_asked_about_by_default() -> None:
    asked = {
        relation
        for relation, flags in product(Relation, product([False, True], repeat=5))
        if verdict_of(Case(relation, *flags), POLICY)[0] is Verdict.TO_CHECK
    }
    assert asked == {Relation.FRIEND, Relation.FOLLOWER}
