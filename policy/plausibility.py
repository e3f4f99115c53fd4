"""Is a submission odd, so that its page waits for the DSL? For the DSL alone; its sender is never told.

An export can be edited, and nothing in it proves that it was not. A page that answered for thousands of names
put into one would tell who is on the roster. So a page is held back where a submission is far larger than the
setting's others, or where far more of it resembles people on the roster than chance and the setting explain.
Being held says nothing of the person: the DSL looks, speaks with them, and lets the page go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import median

from policy.policy import HeldRules
from schemas.words import Band

LIKELY = (Band.STRONG, Band.PROBABLE)


class Held(StrEnum):
    """Why a page waits for the DSL's word, in words for the DSL."""

    FAR_MORE_CONTACTS = "far more contacts than anyone else's"
    FAR_MORE_ALIKE = (
        "far more of its contacts resemble people on the roster than chance and this setting explain"
    )


@dataclass(frozen=True, slots=True)
class SubmissionInNumbers:
    """One submission: its accounts with something to compare, and those of them with a finding to check.

    An account with several such findings counts once, in its strongest band.
    """

    accounts: int
    to_check: Mapping[Band, int] = field(default_factory=dict)

    @property
    def likely(self) -> int:
        """Accounts that its page asks to look at."""
        return sum(self.to_check.get(band, 0) for band in LIKELY)

    @property
    def alike(self) -> int:
        """Accounts that its page shows at all."""
        return sum(self.to_check.values())


def held_for(
    this: SubmissionInNumbers, others: Sequence[SubmissionInNumbers], on_roster: int, rules: HeldRules
) -> tuple[Held, ...]:
    """Why this submission's page is held back; empty where it is not.

    `others` are the setting's other submissions of the same audit and `on_roster` counts its pupils and
    parents/carers. Medians of the others are used, which a few odd ones among them do not move.
    """
    reasons = (
        (Held.FAR_MORE_CONTACTS, _is_far_larger(this, others, rules)),
        (Held.FAR_MORE_ALIKE, _is_far_more_alike(this, others, on_roster, rules)),
    )
    return tuple(reason for reason, holds in reasons if holds)


def too_many_hand_ins(waiting: int, rules: HeldRules) -> bool:
    """Whether somebody with so many hand-ins waiting for the next audit may not add another one."""
    return waiting >= rules.hand_ins_an_audit


def _is_far_larger(
    this: SubmissionInNumbers, others: Sequence[SubmissionInNumbers], rules: HeldRules
) -> bool:
    if this.accounts <= rules.contacts_never_odd:
        return False
    if len(others) < rules.others_needed:
        return True
    return this.accounts > rules.times_the_contacts * median(each.accounts for each in others)


def _is_far_more_alike(
    this: SubmissionInNumbers, others: Sequence[SubmissionInNumbers], on_roster: int, rules: HeldRules
) -> bool:
    usual = _usual_share(others, rules)
    by_chance = on_roster * rules.alike_by_chance
    if this.alike > max(rules.alike_never_odd, rules.share_of_roster * on_roster):
        return True
    return this.likely > max(
        rules.alike_never_odd, rules.times_the_alike * this.accounts * max(usual, by_chance)
    )


def _usual_share(others: Sequence[SubmissionInNumbers], rules: HeldRules) -> float:
    """The median share of a submission that it is asked to look at; 0 where too few others say."""
    shares = [each.likely / each.accounts for each in others if each.accounts]
    return median(shares) if len(shares) >= rules.others_needed else 0.0
