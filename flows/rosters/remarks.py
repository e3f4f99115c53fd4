"""What the expectations say of a roster, as sentences for the DSL: to put right, left out, worth knowing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from expectations.records import Remark
from expectations.sentences import sentence
from expectations.sift import SiftedRoster
from reports.roster_quality import source_title
from reports.roster_quality_facts import Place, RosterRemark
from reports.wording import counted


@dataclass(frozen=True, slots=True)
class Remarks:
    """The most important first; rows of `to_mend` stay in the audit, those of `left_out` do not."""

    to_mend: tuple[RosterRemark, ...]
    left_out: tuple[RosterRemark, ...]
    worth_knowing: tuple[RosterRemark, ...]


def remarks_on(sifted: SiftedRoster) -> Remarks:
    """Each expectation that something failed, once, with the rows of every file."""
    return Remarks(
        tuple(by_expectation(sifted.reported)),
        tuple(by_expectation(sifted.set_aside)),
        (
            *by_expectation(sifted.noted),
            *_not_made(sifted.checks),
        ),
    )


def by_expectation(remarks: Iterable[Remark]) -> list[RosterRemark]:
    """Each expectation once, in the order given, with the rows of every file."""
    found: dict[str, list[Remark]] = {}
    for each in remarks:
        found.setdefault(each.expectation, []).append(each)
    return [_remark(slug, of_one) for slug, of_one in found.items()]


def _remark(slug: str, remarks: Sequence[Remark]) -> RosterRemark:
    """What one expectation says: files add up, and people count before their names and links."""
    rows: dict[str, set[int]] = {}
    counts: Counter[str] = Counter()
    for each in remarks:
        rows.setdefault(each.source, set()).update(each.source_rows)
        counts[each.table] += each.rows
    told = sentence(slug)
    places = (
        Place(source_title(source) if "#" in source else "", tuple(sorted(at)))
        for source, at in rows.items()
        if at
    )
    return RosterRemark(told.wrong, told.do, counts["people"] or max(counts.values()), tuple(places))


def _not_made(checks: pa.Table) -> Iterable[RosterRemark]:
    """What could not be evaluated, which is not the same as nothing found."""
    if raised := sum(bool(each) for each in checks["raised"].to_pylist()):
        yield RosterRemark(
            f"{counted(raised, 'check')} could not be made: what would have been found is not known.",
            "Tell whoever looks after Armslength.",
            0,
        )
