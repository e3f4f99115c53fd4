"""The rules of the policy, in the order they are asked; the first that answers decides.

A rule's docstring is what the reader of a finding sees.
"""

from collections.abc import Callable
from dataclasses import dataclass

from policy.policy import Policy
from schemas.words import Relation, Verdict


@dataclass(frozen=True, slots=True)
class Case:
    """What the policy needs to know about one match; nobody's name is among it."""

    relation: Relation
    declared: bool = False
    declaration_review_due: bool = False
    own_family: bool = False
    colleague: bool = False
    namesake_of_a_colleague: bool = False


Rule = Callable[[Case, Policy], Verdict | None]


def outside_the_policy(case: Case, policy: Policy) -> Verdict | None:
    """The policy does not speak of connections of this kind."""
    return Verdict.OUT_OF_SCOPE if policy.leaves_out(case.relation) else None


def not_a_friend_or_follower(case: Case, policy: Policy) -> Verdict | None:
    """The policy forbids friends and followers; this connection is of another kind (clauses 4 and 6)."""
    return None if policy.forbids(case.relation) else Verdict.FOR_INFORMATION


def declared_and_due_for_review(case: Case, policy: Policy) -> Verdict | None:
    """The school knows of this relationship and has agreed to it; its review date has passed."""
    return _unless_it_counts(
        case.declared and case.declaration_review_due, "declared", Verdict.DECLARED, policy
    )


def declared(case: Case, policy: Policy) -> Verdict | None:
    """The school knows of this relationship and has agreed to it."""
    return _unless_it_counts(case.declared, "declared", Verdict.DECLARED, policy)


def own_family(case: Case, policy: Policy) -> Verdict | None:
    """This may be the staff member's own child, or their own record as that child's parent or carer."""
    return _unless_it_counts(case.own_family, "own_family", Verdict.FOR_INFORMATION, policy)


def colleague(case: Case, policy: Policy) -> Verdict | None:
    """This may be a colleague who is also a parent or carer: the roster says so, or contact details do."""
    return _unless_it_counts(case.colleague, "colleague", Verdict.FOR_INFORMATION, policy)


def namesake_of_a_colleague(case: Case, policy: Policy) -> Verdict | None:
    """Someone on the staff list has this name too; whether they are one person is for you to say."""
    return Verdict.TO_CHECK if case.namesake_of_a_colleague and policy.forbids(case.relation) else None


def child_or_parent_as_friend(case: Case, policy: Policy) -> Verdict | None:
    """No child, and no parent or carer, may be an online friend or follower (clauses 4 and 6)."""
    return Verdict.TO_CHECK if policy.forbids(case.relation) else None


RULES: tuple[Rule, ...] = (
    outside_the_policy,
    not_a_friend_or_follower,
    declared_and_due_for_review,
    declared,
    own_family,
    colleague,
    namesake_of_a_colleague,
    child_or_parent_as_friend,
)


def verdict_of(case: Case, policy: Policy) -> tuple[Verdict, str]:
    """The verdict and the name of the rule that gave it; some rule always answers."""
    for rule in RULES:
        if (verdict := rule(case, policy)) is not None:
            return verdict, rule.__name__
    message = "no rule of the policy answered"
    raise AssertionError(message)


def clause(rule: str) -> str:
    """The sentence a reader sees for the rule of this name."""
    return " ".join((next(each for each in RULES if each.__name__ == rule).__doc__ or "").split())


def _unless_it_counts(holds: bool, switch: str, verdict: Verdict, policy: Policy) -> Verdict | None:
    return verdict if holds and not policy.counts[switch] else None
