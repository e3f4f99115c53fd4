"""What is kept of the roster and of the accounts, what is set aside, and why; or the roster is refused.

A row is set aside only when nobody can be named from it, or when it is no child and no parent/carer. Which
rows go is read from the suites' row numbers and from nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

import pandas as pd
import pyarrow as pa

from expectations import roster_ids
from expectations.checked import Checked, remarks, run
from expectations.checking import Verdict
from expectations.errors import AccountsRefused, ExpectationNotRun, RosterRefused
from expectations.frames import names_frame
from expectations.records import Reported, SetAside
from expectations.suites.accounts import accounts_suite
from expectations.suites.links import links_suite
from expectations.suites.names import names_suite
from expectations.suites.people import people_suite
from expectations.suites.roster import roster_suite
from schemas.words import Severity

__all__ = ["Reported", "SetAside", "SiftedAccounts", "SiftedRoster", "sift_accounts", "sift_roster"]


@dataclass(frozen=True, slots=True)
class SiftedRoster:
    """PEOPLE, NAMES and LINKS that are kept; what was set aside; what is reported of those kept; CHECKS."""

    people: pa.Table
    names: pa.Table
    links: pa.Table
    set_aside: tuple[SetAside, ...]
    reported: tuple[Reported, ...]
    checks: pa.Table


@dataclass(frozen=True, slots=True)
class SiftedAccounts:
    """ACCOUNTS that are kept, how many were set aside by which expectation, and CHECKS."""

    accounts: pa.Table
    set_aside: tuple[SetAside, ...]
    checks: pa.Table


def sift_roster(
    people: pa.Table, names: pa.Table, links: pa.Table, *, today: date | None = None
) -> SiftedRoster:
    """The roster without rows from which nobody can be named.

    `today` is the day dates of birth are held against, by default the clock's. Raises `RosterRefused` where a
    critical expectation fails.
    """
    day = today or datetime.now(tz=UTC).date()
    ids = {"people": people["person_id"].to_pandas()}
    named = _accepted(run("names", names, names_suite, held=ids, as_frame=names_frame))
    ids |= {"named": named.kept_frame["person_id"], "names": roster_ids.main_names(named.frame)}
    known = _accepted(run("people", people, partial(people_suite, day), held=ids))
    ids |= roster_ids.by_kind(known.kept_frame)
    linked = _accepted(run("links", links, links_suite, held=ids))
    ids |= roster_ids.families(known.kept_frame, linked.kept_frame)
    ids |= {"surnamed": roster_ids.surnamed(named.kept_frame)}
    whole = _accepted(run("roster", known.kept, roster_suite, held=ids))
    return _sifted(known, named, linked, whole)


def sift_accounts(accounts: pa.Table) -> SiftedAccounts:
    """The accounts, of any number of submissions, without those from which nobody can be named.

    Raises `AccountsRefused` where the table itself is not what it should be, which is a fault of ours.
    """
    checked = _accepted(run("accounts", accounts, accounts_suite), AccountsRefused)
    nowhere = pd.DataFrame({"source": "", "source_row": 0}, index=checked.frame.index)
    return SiftedAccounts(checked.kept, checked.set_aside(nowhere), checked.checks)


def _accepted(checked: Checked, refusal: type[RosterRefused | AccountsRefused] = RosterRefused) -> Checked:
    deciding = [each for each in checked.verdicts if each.sets_aside or each.severity is Severity.CRITICAL]
    if not_run := [each.slug for each in deciding if each.raised or _rows_unknown(each)]:
        raise ExpectationNotRun(not_run)
    if failed := {each.slug: each.rows for each in deciding if not each.ok and not each.sets_aside}:
        raise refusal(failed)
    return checked


def _rows_unknown(verdict: Verdict) -> bool:
    return verdict.sets_aside and len(verdict.at) != verdict.rows


def _sifted(known: Checked, named: Checked, linked: Checked, whole: Checked) -> SiftedRoster:
    places = known.frame.set_index("person_id")[["source", "source_row"]]
    of_names = places.reindex(named.frame["person_id"])
    of_links = _places_of_links(places, linked.frame)
    return SiftedRoster(
        people=known.kept,
        names=named.kept,
        links=linked.kept,
        set_aside=(
            *remarks(SetAside, "people", _reasons(known, named), known.frame),
            *named.set_aside(of_names),
            *linked.set_aside(of_links),
        ),
        reported=(
            *known.reported(known.frame),
            *named.reported(of_names),
            *linked.reported(of_links),
            *whole.reported(whole.frame),
        ),
        checks=pa.concat_tables([known.checks, named.checks, linked.checks, whole.checks]),
    )


def _reasons(known: Checked, named: Checked) -> Iterator[tuple[int, Verdict]]:
    """Each person who goes, with what was expected of the first of their names, if they had any."""
    reasons: dict[str, Verdict] = {}
    for row, verdict in named.going.items():
        reasons.setdefault(named.frame["person_id"][row], verdict)
    for row, verdict in known.going.items():
        yield row, reasons.get(known.frame["person_id"][row], verdict)


def _places_of_links(places: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Where the child of a link stands, or, where there is no such child, the adult."""
    of_children = places.reindex(links["child_id"]).reset_index(drop=True)
    return of_children.combine_first(places.reindex(links["adult_id"]).reset_index(drop=True))
