"""The policy as its file says it."""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from pathlib import Path

from schemas.errors import ConfigurationError
from schemas.words import Relation

DEFAULT = Path(__file__).with_name("default.toml")
STANDINGS = ("forbidden", "for_information", "out_of_scope")
LONGEST_GRACE = 366
"""Days; whoever left longer ago does not use the setting."""
SWITCHES = ("declared", "own_family", "colleague")


class PolicyUnreadable(ConfigurationError):
    """The policy file is not one we can read."""

    code = "policy-unreadable"
    next_step = "Compare it with policy/default.toml, which has every line a policy needs."


@dataclass(frozen=True, slots=True)
class RosterRules:
    """How long a leaver is still on roll, and what of an adult may be kept or compared at all."""

    grace_days: int
    keep_email: bool
    no_contact: bool


@dataclass(frozen=True, slots=True)
class HeldRules:
    """From when on a submission is odd enough for its page to wait for the DSL; see `policy.plausibility`."""

    contacts_never_odd: int
    times_the_contacts: float
    alike_never_odd: int
    times_the_alike: float
    alike_by_chance: float
    share_of_roster: float
    others_needed: int
    hand_ins_an_audit: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be, and what must be asked about."""

    version: str
    agreed: date
    review_due: date
    reviewed: date | None
    relations: dict[Relation, str]
    counts: dict[str, bool]
    roster: RosterRules
    held: HeldRules

    def forbids(self, relation: Relation) -> bool:
        """Whether being connected in this way to a child or a parent/carer is what the policy forbids."""
        return self.relations[relation] == "forbidden"

    def leaves_out(self, relation: Relation) -> bool:
        """Whether the policy does not speak of this relation at all."""
        return self.relations[relation] == "out_of_scope"

    def reviewed_on(self, day: date) -> "Policy":
        """The same policy with a review recorded on that day."""
        return replace(self, reviewed=day)

    def months_overdue(self, today: date) -> int:
        """Whole months since the review was due; 0 when it is not, or once a review is recorded."""
        if self._reviewed_since() is not None:
            return 0
        months = (today.year - self.review_due.year) * 12 + today.month - self.review_due.month
        return max(0, months - (today.day < self.review_due.day))

    def review_sentence(self, today: date) -> str:
        """What every page for the DSL says of the policy's own review."""
        agreed = f"The policy was agreed in {self.agreed:%B %Y}"
        if (reviewed := self._reviewed_since()) is not None:
            return f"{agreed} and last reviewed in {reviewed:%B %Y}."
        tense = "was" if today >= self.review_due else "is"
        due = f"{agreed} and {tense} due for review in {self.review_due:%B %Y}"
        months = self.months_overdue(today)
        if months == 0:
            return f"{due}."
        return f"{due}: the review is {_months(months)} overdue."

    def _reviewed_since(self) -> date | None:
        return self.reviewed if self.reviewed is not None and self.reviewed >= self.review_due else None


def load_policy(path: Path = DEFAULT) -> Policy:
    """Read a policy file; raise `PolicyUnreadable` naming the part that is not as it should be."""
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
        return Policy(
            version=str(stated["version"]),
            agreed=_day(stated["agreed"]),
            review_due=_day(stated["review_due"]),
            reviewed=_day(stated["reviewed"]) if "reviewed" in stated else None,
            relations={relation: _standing(stated["relations"][relation]) for relation in Relation},
            counts={switch: _switch(stated["counts"][switch]) for switch in SWITCHES},
            roster=_roster_rules(stated["roster"]),
            held=_held_rules(stated["held"]),
        )
    except OSError:
        reason = "it cannot be opened"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        reason = "it is not TOML"
    except KeyError as missing:
        reason = f"the line {missing.args[0]} is missing"
    except (TypeError, ValueError):
        reason = "a value is not of the kind it should be"
    raise PolicyUnreadable(reason)


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError
    return value


def _standing(value: object) -> str:
    if value not in STANDINGS:
        raise ValueError
    return str(value)


def _roster_rules(stated: dict[str, object]) -> RosterRules:
    return RosterRules(
        grace_days=_days(stated["grace_days"]),
        keep_email=_switch(stated["keep_email"]),
        no_contact=_switch(stated["no_contact"]),
    )


def _held_rules(stated: dict[str, object]) -> HeldRules:
    return HeldRules(
        contacts_never_odd=_whole(stated["contacts_never_odd"]),
        times_the_contacts=_times(stated["times_the_contacts"]),
        alike_never_odd=_whole(stated["alike_never_odd"]),
        times_the_alike=_times(stated["times_the_alike"]),
        alike_by_chance=_share(stated["alike_by_chance"]),
        share_of_roster=_share(stated["share_of_roster"]),
        others_needed=_whole(stated["others_needed"]),
        hand_ins_an_audit=_whole(stated["hand_ins_an_audit"]),
    )


def _whole(value: object) -> int:
    if type(value) is not int or value < 1:
        raise ValueError
    return value


def _times(value: object) -> float:
    if type(value) not in (int, float) or not 1 <= float(str(value)) < inf:
        raise ValueError
    return float(str(value))


def _share(value: object) -> float:
    if type(value) is not float or not 0 <= value <= 1:
        raise ValueError
    return value


def _days(value: object) -> int:
    if type(value) is not int or not 0 <= value <= LONGEST_GRACE:
        raise ValueError
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _months(count: int) -> str:
    years, months = divmod(count, 12)
    parts = [f"{n} {word}{'s' * (n != 1)}" for n, word in ((years, "year"), (months, "month")) if n]
    return " and ".join(parts)
