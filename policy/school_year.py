"""The school year: its terms, what half-term holidays divide them into, and the days with school. Pure."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import pairwise

from schemas.days import Days, Term
from schemas.errors import ConfigurationError

SATURDAY = 5
LONGEST_TERM = 200
"""Days; the longest terms of the United Kingdom, from August to Christmas, have about 130."""


class TermsUnclear(ConfigurationError):
    """The term dates contradict one another."""

    code = "terms-unclear"
    next_step = (
        "Put them right under [terms] in school.toml; `armslength schedule` shows how they are understood."
    )


class SchoolYear:
    """The terms that are known, of one year or several, in order, and single days without school.

    Raises `TermsUnclear` where terms overlap, a term is longer than any is, or a holiday is not within it.
    """

    def __init__(self, terms: Iterable[Term] = (), closed: Iterable[date] = ()) -> None:
        self.terms = tuple(sorted(terms))
        self.closed = frozenset(closed)
        for term in self.terms:
            _check(term)
        for earlier, later in pairwise(self.terms):
            if earlier.meets(later):
                raise TermsUnclear(f"the terms from {earlier.start} and from {later.start} overlap")

    @property
    def half_terms(self) -> tuple[Days, ...]:
        """What the terms' holidays divide them into; a term without one is a half-term by itself."""
        return tuple(half for term in self.terms for half in term.half_terms)

    @property
    def last_day(self) -> date | None:
        """The end of the last term; None where no term is known."""
        return self.terms[-1].end if self.terms else None

    @cached_property
    def school_days(self) -> frozenset[date]:
        """Every day with school: Monday to Friday, in a term, outside of its holidays, and not closed."""
        days = (day for half in self.half_terms for day in half)
        return frozenset(day for day in days if day.weekday() < SATURDAY and day not in self.closed)

    @property
    def days_missed(self) -> tuple[date, ...]:
        """The closed days on which there would be school, in order."""
        halves = self.half_terms
        return tuple(
            day
            for day in sorted(self.closed)
            if day.weekday() < SATURDAY and any(day in half for half in halves)
        )


def _check(term: Term) -> None:
    if len(term) > LONGEST_TERM:
        raise TermsUnclear(f"the term from {term.start} has {len(term)} days")
    if any(half.end < half.start for half in term.half_terms):
        raise TermsUnclear(f"a holiday is not within the term from {term.start}")
