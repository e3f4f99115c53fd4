"""Findings held against the truth of an invented school, by kind of planted connection."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from reports.overview_facts import Finding
from schemas.words import Band

NOT_LISTED = "not listed"
COLUMNS = (*Band, NOT_LISTED)
RANK = {band: rank for rank, band in enumerate(COLUMNS)}

Account = tuple[str, str, str, str, str]
"""staff_ref, platform, relation, display name and handle."""
Person = tuple[str, str]
"""What kind of person, and their legal name."""


def by_kind(truth: Path, findings: Iterable[Finding]) -> dict[str, Counter[str]]:
    """For each kind of plant, how many were listed at which band, for the person they were planted for."""
    listed = _listed(findings)
    with truth.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        account = (row["staff_ref"], row["platform"], row["relation"], row["display_name"], row["handle"])
        person = (row["person_kind"], f"{row['forename']} {row['surname']}")
        kinds[row["plant"]][listed.get((account, person), NOT_LISTED)] += 1
    return dict(sorted(kinds.items()))


def table_of_kinds(kinds: dict[str, Counter[str]]) -> str:
    """A table for the terminal."""
    lines = [f"  {'kind':28}{'planted':>9}" + "".join(f"{column:>12}" for column in COLUMNS)]
    lines += [
        f"  {kind:28}{counts.total():>9}" + "".join(f"{counts[column]:>12}" for column in COLUMNS)
        for kind, counts in kinds.items()
    ]
    if namesakes := kinds.get("namesake"):
        share = namesakes[Band.PROBABLE] / namesakes.total()
        lines.append(f"  Of the planted namesakes, who are not the person, {share:.0%} are probable.")
    return "\n".join(lines)


def _listed(findings: Iterable[Finding]) -> dict[tuple[Account, Person], str]:
    best: dict[tuple[Account, Person], str] = {}
    for finding in findings:
        contact = finding.contact
        account = (
            finding.staff_ref,
            contact.platform,
            contact.relation.value,
            contact.display_name,
            contact.handle,
        )
        person = (finding.roster.kind.value, finding.roster.name)
        best[account, person] = _stronger([best.get((account, person), NOT_LISTED), finding.band])
    return best


def _stronger(bands: Iterable[str]) -> str:
    return min(bands, key=RANK.__getitem__)
