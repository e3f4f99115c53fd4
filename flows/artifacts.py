"""The page of a run that IT likes to read: what each stage counted, and how the data's checks went."""

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa
from prefect.artifacts import create_markdown_artifact

from flows.boundary import SLUG, Counts


def publish(counted: Iterable[Counts], checks: pa.Table) -> None:
    """Keep one artifact of slugs and integers with the run."""
    create_markdown_artifact(key="audit-counts", markdown=page(counted, checks), description="Counts only")


def page(counted: Iterable[Counts], checks: pa.Table) -> str:
    """Two Markdown tables: the stages' counts, summed over shards, and the checks that found something."""
    totals: dict[str, Counter[str]] = {}
    for each in counted:
        totals.setdefault(each.stage, Counter()).update(each.counts)
    stages = [
        f"| {stage} | {', '.join(f'{name} {number}' for name, number in counts.items())} |"
        for stage, counts in totals.items()
    ]
    found = [
        f"| {_slug(row['suite'])} | {_slug(row['expectation'])} | {_slug(row['column'])} "
        f"| {_slug(row['severity'])} | {int(row['rows'])} |"
        for row in checks.to_pylist()
        if not row["ok"]
    ]
    return "\n".join(
        [
            "## What each stage counted",
            "",
            "| stage | counts |",
            "|---|---|",
            *stages,
            "",
            f"## Data quality: {checks.num_rows - len(found)} of {checks.num_rows} checks found nothing",
            "",
            "| suite | check | column | severity | rows |",
            "|---|---|---|---|---|",
            *found,
        ]
    )


def _slug(text: str) -> str:
    if text and not SLUG.fullmatch(text):
        raise ValueError("an artifact holds slugs and integers only")
    return text
