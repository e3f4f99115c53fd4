"""What is kept of the roster and of the accounts, what is set aside, and why; or the roster is refused.

A row is set aside only when nobody can be named from it, when it is no child and no parent/carer, or when the
policy does not look for them. Which rows go is read from the suites' row numbers and from nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from expectations import births, held_ids, households, roster_ids
from expectations.cells.birth_dates import DateOrder
from expectations.checked import Checked, accept, remarks, run
from expectations.checking import Verdict
from expectations.errors import AccountsRefused
from expectations.frames import frame_of, names_frame
from expectations.held_ids import Kept
from expectations.records import Reported, SetAside
from expectations.seen import Seen
from expectations.suites.accounts import accounts_suite
from expectations.suites.links import links_suite
from expectations.suites.listed import ends_suite, listed_suite
from expectations.suites.load import sources_suite
from expectations.suites.names import names_suite
from expectations.suites.observations import observations_suite
from expectations.suites.parents_carers import parents_carers_suite
from expectations.suites.people import people_suite
from expectations.suites.pupils import pupils_suite
from expectations.suites.roster import roster_suite
from schemas.tables import CONTACT_KEYS
from schemas.words import Kind, Phase, Severity

__all__ = ["Reported", "Seen", "SetAside", "SiftedAccounts", "SiftedRoster", "sift_accounts", "sift_roster"]


_SOURCES: dict[str, pa.DataType] = {
    "source": pa.string(),
    "date_order": pa.string(),
    "days_old": pa.int64(),
}


@dataclass(frozen=True, slots=True)
class SiftedRoster:
    """PEOPLE, NAMES and LINKS that are kept; what was set aside; what is reported of those kept; CHECKS.

    `noted` are rows that failed an expectation of severity info: they are counted, and may be looked up.
    """

    people: pa.Table
    names: pa.Table
    links: pa.Table
    set_aside: tuple[SetAside, ...]
    reported: tuple[Reported, ...]
    noted: tuple[Reported, ...]
    checks: pa.Table


@dataclass(frozen=True, slots=True)
class SiftedAccounts:
    """ACCOUNTS that are kept, how many were set aside by which expectation, and CHECKS."""

    accounts: pa.Table
    set_aside: tuple[SetAside, ...]
    checks: pa.Table


@dataclass(frozen=True, slots=True)
class _Placed:
    """A table that was checked, and where each of its rows stands: `source` and `source_row`."""

    checked: Checked
    places: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Rows:
    """The roster's tables, checked row by row."""

    known: Checked
    named: Checked
    ends: Checked
    linked: Checked
    main_names: "pd.Series[Any]"
    main_surnames: "pd.Series[Any]"


def sift_roster(
    people: pa.Table,
    names: pa.Table,
    links: pa.Table,
    *,
    today: date | None = None,
    seen: Seen | None = None,
    keep_restricted: bool = False,
) -> SiftedRoster:
    """The roster without rows from which nobody can be named.

    `today` is the day dates are held against, by default the clock's. `seen` is what only the day of loading
    shows; without it those expectations are not asked. Adults with a court order or “no contact” with every
    child they belong to stay only with `keep_restricted`. Raises `RosterRefused` where a critical expectation
    fails.
    """
    day = today or datetime.now(tz=UTC).date()
    rows = _row_by_row(people, names, links, seen, keep_restricted=keep_restricted)
    kept = _kept(rows, seen)
    whole = [
        *_as_a_whole(rows.known.kept, kept, day, seen.phase if seen else Phase.ALL),
        _listed(rows, seen, day),
        *(_of_the_load(kept.pupils, seen, day) if seen else ()),
    ]
    accept([each.checked for each in whole])
    return _sifted(rows, whole, seen)


def sift_accounts(accounts: pa.Table) -> SiftedAccounts:
    """The accounts, of any number of submissions, without those from which nobody can be named.

    Raises `AccountsRefused` where the table itself is not what it should be, which is a fault of ours.
    """
    checked = run("accounts", accounts, accounts_suite)
    accept([checked], AccountsRefused)
    nowhere = pd.DataFrame({"source": "", "source_row": 0}, index=checked.frame.index)
    return SiftedAccounts(checked.kept, checked.set_aside(nowhere), checked.checks)


def _row_by_row(
    people: pa.Table, names: pa.Table, links: pa.Table, seen: Seen | None, *, keep_restricted: bool
) -> _Rows:
    listed, every_link = (seen.people, seen.links) if seen else (people, links)
    barred = roster_ids.only_restricted(frame_of(links.slice(0, 0) if keep_restricted else links))
    ids = {
        "people": people["person_id"].to_pandas(),
        "listed": listed["person_id"].to_pandas(),
        "only_restricted": barred,
    }
    named = run("names", names, names_suite, held=ids, frame=names_frame(names))
    accept([named])
    names_kept = named.kept_frame
    ids |= {"named": names_kept["person_id"]}
    known = run("people", people, people_suite, held=ids)
    accept([known])
    ends = run("ends", every_link, partial(ends_suite, every_link.num_rows), held=ids)
    accept([ends])
    ids |= roster_ids.by_kind(known.kept_frame) | {"names": roster_ids.main_names(names_kept)}
    suite = partial(links_suite, keep_restricted=keep_restricted)
    surnames = roster_ids.main_surnames(names_kept)
    frame = households.with_surnames(frame_of(links), surnames)
    linked = run("links", links, suite, held=ids, frame=frame)
    accept([linked])
    return _Rows(known, named, ends, linked, ids["names"], surnames)


def _kept(rows: _Rows, seen: Seen | None) -> Kept:
    people = rows.known.kept_frame
    of_kind = {kind: people[people["kind"] == kind.value].reset_index(drop=True) for kind in Kind}
    return Kept(
        pupils=births.with_days(of_kind[Kind.PUPIL]),
        adults=of_kind[Kind.PARENT_CARER],
        names=rows.named.kept_frame,
        links=rows.linked.kept_frame,
        contact_keys=(seen.contact_keys if seen else CONTACT_KEYS.empty_table()).to_pandas(),
        main_names=rows.main_names,
        main_surnames=rows.main_surnames,
    )


def _as_a_whole(people: pa.Table, kept: Kept, day: date, phase: Phase) -> Iterator[_Placed]:
    pupils, adults = (_of_kind(people, kind) for kind in (Kind.PUPIL, Kind.PARENT_CARER))
    suite = partial(pupils_suite, day, phase, pupils.num_rows, int(kept.pupils["born"].count()))
    whole = run("roster", people, roster_suite, held=held_ids.for_everybody(kept))
    yield _Placed(whole, whole.frame)
    of_pupils = run("pupils", pupils, suite, held=held_ids.for_pupils(kept, day), frame=kept.pupils)
    yield _Placed(of_pupils, kept.pupils)
    of_adults = run("parents_carers", adults, parents_carers_suite, held=held_ids.for_adults(kept))
    yield _Placed(of_adults, kept.adults)


def _of_kind(people: pa.Table, kind: Kind) -> pa.Table:
    return people.filter(pc.equal(people["kind"], pa.scalar(kind.value)))


def _listed(rows: _Rows, seen: Seen | None, day: date) -> _Placed:
    """Everybody the source lists; where that is not known, those who are kept."""
    people = seen.people if seen else rows.known.kept
    links = frame_of(seen.links) if seen else rows.linked.kept_frame
    frame = frame_of(people)
    still_there = day - timedelta(days=seen.grace_days if seen else 0)
    held = {"orphans": roster_ids.orphans(frame, links), "left": roster_ids.left(frame, still_there)}
    return _Placed(run("listed", people, listed_suite, held=held, frame=frame), frame)


def _of_the_load(pupils: pd.DataFrame, seen: Seen, day: date) -> Iterator[_Placed]:
    noticed = run("observations", seen.observations, observations_suite)
    yield _Placed(noticed, noticed.frame)
    sources = _sources(births.date_orders(pupils), seen, day)
    yield _Placed(run("sources", sources, sources_suite), sources.to_pandas().assign(source_row=0))


def _sources(orders: dict[str, DateOrder], seen: Seen, day: date) -> pa.Table:
    """One row a source: the order of its dates of birth and how old it is."""
    sources = sorted({str(source) for source in seen.people["source"].to_pylist()})
    days_old = {source: (day - made).days for source, made in seen.made.items()}
    rows = [
        {
            "source": source,
            "date_order": orders.get(source, DateOrder.FEW).value,
            "days_old": days_old.get(source),
        }
        for source in sources
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(_SOURCES))


def _sifted(rows: _Rows, whole: Sequence[_Placed], seen: Seen | None) -> SiftedRoster:
    places = _places(seen.people if seen else rows.known.table)
    placed = [
        _Placed(rows.known, rows.known.frame),
        _Placed(rows.named, places.reindex(rows.named.frame["person_id"])),
        _Placed(rows.linked, _places_of_links(places, rows.linked.frame)),
        _Placed(rows.ends, _places_of_links(places, rows.ends.frame)),
        *whole,
    ]
    _, of_names, of_links, *_ = placed
    reported, noted = (
        tuple(remark for each in placed for remark in each.checked.remaining(each.places, severity))
        for severity in (Severity.WARNING, Severity.INFO)
    )
    return SiftedRoster(
        people=rows.known.kept,
        names=rows.named.kept,
        links=rows.linked.kept,
        set_aside=(
            *remarks(SetAside, "people", _reasons(rows.known, rows.named), rows.known.frame),
            *rows.named.set_aside(of_names.places),
            *rows.linked.set_aside(of_links.places),
        ),
        reported=reported,
        noted=noted,
        checks=pa.concat_tables([each.checked.checks for each in placed]),
    )


def _reasons(known: Checked, named: Checked) -> Iterator[tuple[int, Verdict]]:
    """Each person who goes, with what was expected of the first of their names, if they had any."""
    reasons: dict[str, Verdict] = {}
    for row, verdict in named.going.items():
        reasons.setdefault(named.frame["person_id"][row], verdict)
    for row, verdict in known.going.items():
        yield row, reasons.get(known.frame["person_id"][row], verdict)


def _places(people: pa.Table) -> pd.DataFrame:
    """Where each person stands, by id."""
    frame = people.select(["person_id", "source", "source_row"]).to_pandas()
    return frame.drop_duplicates("person_id").set_index("person_id")


def _places_of_links(places: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Where the child of a link stands, or, where there is no such child, the adult."""
    of_children = places.reindex(links["child_id"]).reset_index(drop=True)
    return of_children.combine_first(places.reindex(links["adult_id"]).reset_index(drop=True))
