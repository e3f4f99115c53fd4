"""The page of a run that IT likes to read: how it ended, its stages, the data's checks, and versions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from flows.boundary import SLUG, PipelineError
from flows.ended import Run, whole_stages
from flows.stage_names import STAGES
from reports.bands import NOT_TOLD, band, in_bands

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
ERROR_PAGES = "docs/errors"
SO_FEW = "Fewer than five people handed in, so what was found is not told, not even in bands."
OUR_FAULT = "Give the number to whoever looks after Armslength; the DSL can open what stands behind it."


def page(run: Run, versions: Mapping[str, str]) -> str:
    """The run as Markdown. Raises `ValueError` for anything but slugs, integers and numbers of versions."""
    return "\n".join(
        [
            *_how_it_ended(run),
            *_totals(run),
            *_stages(run),
            *_quality(run.all_checks()),
            *_table(
                "Versions", ("of", "version"), ((_slug(of), _version(to)) for of, to in versions.items())
            ),
        ]
    )


def lasted(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def in_words(counts: Mapping[str, str]) -> str:
    """`pupils 100 to 199, not on roll 0`; what is not told is left out."""
    return ", ".join(f"{_words(name)} {many}" for name, many in counts.items() if many != NOT_TOLD)


def _how_it_ended(run: Run) -> Iterator[str]:
    job = _slug(run.job).replace("-", " ").capitalize()
    if run.failure is None:
        yield from (f"# {job}: done", "", f"It took {lasted(run.seconds)}.")
        return
    yield from (f"# {job}: failed", "", f"It ended after {lasted(run.seconds)}.")
    yield from _table("What went wrong", ("", ""), _failure(run.failure))


def _failure(failure: PipelineError) -> Iterator[tuple[str, str]]:
    mendable = failure.mendable
    yield "stage", STAGES.get(failure.stage, _slug(failure.stage))
    yield "code", f"`{_version(failure.code)}`"
    yield "incident", f"`{failure.incident}`"
    yield "next step", type(mendable).next_step if mendable else OUR_FAULT
    yield "more", f"{ERROR_PAGES}/{failure.code}.md" if mendable else f"{ERROR_PAGES}/README.md"


def _totals(run: Run) -> Iterator[str]:
    if run.totals is None:
        return
    told = in_bands(run.totals.counts, run.handed_in())
    rows = ((_words(name), many) for name, many in told.items() if many != NOT_TOLD)
    yield from _table("What came of it", ("", "how many"), rows)
    if NOT_TOLD in told.values():
        yield from ("", SO_FEW)


def _stages(run: Run) -> Iterator[str]:
    if not run.stages:
        return
    rows = (
        (
            STAGES.get(each.stage, _slug(each.stage)),
            lasted(each.seconds),
            str(each.retries),
            in_words(in_bands(each.counts, run.handed_in())),
        )
        for each in whole_stages(run.stages)
    )
    yield from _table("Stages", ("stage", "how long", "retries", "counts"), rows)


def _quality(checks: pa.Table) -> Iterator[str]:
    if not checks.num_rows:
        return
    rows = checks.to_pylist()
    found = [row for row in rows if not row["ok"]]
    yield from ("", f"## Data quality: {len(rows) - len(found)} of {len(rows)} checks found nothing")
    if found:
        yield from _rows(("verdict", "suite", "check", "column", "severity", "rows"), map(_verdict, found))


def _verdict(row: Mapping[str, Any]) -> tuple[str, ...]:
    verdict = "could not be evaluated" if row["raised"] else "failed"
    told = (_slug(row[name]) for name in ("suite", "expectation", "column", "severity"))
    return (verdict, *told, band(int(row["rows"])))


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield from ("", f"## {title}")
    yield from _rows(heads, rows)


def _rows(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield from ("", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|")
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _words(name: str) -> str:
    return _slug(name).replace("_", " ")


def _slug(text: str) -> str:
    if text and not SLUG.fullmatch(text):
        raise ValueError("an artifact holds slugs and integers only")
    return text


def _version(text: str) -> str:
    if not VERSION.fullmatch(text):
        raise ValueError("an artifact holds slugs and integers only")
    return text
