"""IT's status page: one HTML file without a script, which asks no other file or machine for anything."""

import base64
import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from importlib.resources import files
from string import Template


class State(StrEnum):
    """How one thing stands; each has a word, a sign and a colour of its own: any one of them is enough."""

    WELL = "well"
    LOOK = "look"
    """Things go on; somebody should see to it."""
    BROKEN = "broken"
    """Something does not happen until it is mended."""
    UNKNOWN = "unknown"
    """It was not asked, could not be, or has not happened yet: which is not the same as well."""


SIGNS = {State.WELL: "✓", State.LOOK: "!", State.BROKEN: "✕", State.UNKNOWN: "?"}
WORDS = {
    State.WELL: "Well",
    State.LOOK: "See to it",
    State.BROKEN: "Mend it",
    State.UNKNOWN: "Not known",
}
VERDICTS = {
    State.WELL: "All is well",
    State.LOOK: "Somebody should see to something",
    State.BROKEN: "Something has to be mended",
    State.UNKNOWN: "Not everything is known",
}
WORST_FIRST = (State.BROKEN, State.LOOK, State.UNKNOWN, State.WELL)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, how it stands, and where it does not stand well what to do and who does it."""

    what: str
    state: State
    told: str
    next_step: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job: when it runs next, and how its last run ended."""

    job: str
    about: str
    next: str
    state: State
    ended: str
    code: str = ""
    incident: str = ""


@dataclass(frozen=True, slots=True)
class LastAudit:
    """The last audit in bands: each outcome of checking people, and of what was checked, what was found.

    `found` is nought, a band, or why it is not told.
    """

    on: str
    checked: str
    could_not_be_checked: str
    not_handed_in: str
    found: str


@dataclass(frozen=True, slots=True)
class StatusPage:
    """All that stands on the page."""

    made: datetime
    """With its zone."""
    audit: LastAudit | None
    jobs: Sequence[JobLine]
    lines: Sequence[Line]
    incidents: Sequence[str]
    versions: Sequence[tuple[str, str]]
    stale: str
    """From when on the page is too old to be believed, as a sentence."""


def overall(page: StatusPage) -> State:
    """The worst state of anything on the page; a job that has not run yet does not make it worse."""
    states = {each.state for each in page.lines} | {
        each.state for each in page.jobs if each.state is not State.UNKNOWN
    }
    return next((state for state in WORST_FIRST if state in states), State.UNKNOWN)


def status_page(page: StatusPage) -> bytes:
    """The page as a whole HTML file."""
    style, state = _template("status_page.css"), overall(page)
    told = {
        "policy": _policy(style),
        "style": style,
        "state": state.value,
        "sign": SIGNS[state],
        "verdict": VERDICTS[state],
        "machine": page.made.isoformat(timespec="minutes"),
        "made": _text(moment(page.made)),
        "stale": _text(page.stale),
        "sections": "\n".join(_sections(page)),
    }
    return Template(_template("status_page.html")).substitute(told).encode("utf-8")


def moment(at: datetime) -> str:
    """`Friday 20 November 2026, 06:20`."""
    return f"{at:%A} {at.day} {at:%B %Y, %H:%M}"


def _sections(page: StatusPage) -> Iterator[str]:
    yield from _section("Last audit", _audit(page.audit))
    yield from _section("What it needs", _lines(page.lines))
    yield from _section("What runs by itself", _jobs(page.jobs))
    yield from _section("Incidents", _incidents(page.incidents))
    yield from _section("Versions", _versions(page.versions))


def _section(title: str, content: Iterable[str]) -> Iterator[str]:
    name = title.lower().replace(" ", "-")
    yield f'<section><h2 id="{name}">{_text(title)}</h2>'
    yield from content
    yield "</section>"


def _audit(audit: LastAudit | None) -> Iterator[str]:
    if audit is None:
        yield "<p>None yet. Nothing has been checked, so nothing can be said of what was found.</p>"
        return
    yield f"<p>It ended on {_text(audit.on)}.</p>"
    yield '<ul class="cards">'
    yield _card("checked", "Checked", audit.checked, "Lists of people were read and compared.")
    yield _card(
        "open",
        "Could not be checked",
        audit.could_not_be_checked,
        "Handed in, with nothing in it that can be compared. It is not “nothing found”.",
    )
    yield _card("absent", "Not handed in", audit.not_handed_in, "Nothing came. It says nothing of anybody.")
    yield "</ul>"
    yield f"<p>Questions for the DSL among those checked: <strong>{_text(audit.found)}</strong></p>"


def _card(look: str, what: str, many: str, about: str) -> str:
    told = f'<span class="many">{_text(many)}</span><span class="about">{_text(about)}</span>'
    return f'<li class="card {look}"><strong>{_text(what)}</strong>{told}</li>'


def _lines(lines: Sequence[Line]) -> Iterator[str]:
    yield from _table(
        "what-it-needs", ("what", "how it stands", "what to do next"), (_line(each) for each in lines)
    )


def _line(line: Line) -> str:
    who = f' <span class="about">({_text(line.who)})</span>' if line.who else ""
    next_step = f"{_text(line.next_step)}{who}"
    return f"{_head(line.what)}<td>{_state(line.state)} {_text(line.told)}</td><td>{next_step}</td>"


def _jobs(jobs: Sequence[JobLine]) -> Iterator[str]:
    yield from _table("what-runs-by-itself", ("job", "last run", "next run"), (_job(each) for each in jobs))


def _job(job: JobLine) -> str:
    about = f'<span class="about">{_text(job.about)}</span>'
    code = f", code <code>{_text(job.code)}</code>" if job.code else ""
    incident = f", incident <code>{_text(job.incident)}</code>" if job.incident else ""
    state = "" if job.state is State.UNKNOWN else f"{_state(job.state)} "
    last = f"{state}{_text(job.ended)}{code}{incident}"
    return f"{_head(job.job, about)}<td>{last}</td><td>{_text(job.next)}</td>"


def _incidents(numbers: Sequence[str]) -> Iterator[str]:
    if not numbers:
        yield "<p>None is open.</p>"
        return
    told = ", ".join(f"<code>{_text(each)}</code>" for each in numbers)
    yield f"<p>{told}</p>"
    yield (
        "<p>What stands behind a number may quote a person. Give the number to the DSL, who opens it with "
        "<code>armslength incident</code>.</p>"
    )


def _versions(versions: Sequence[tuple[str, str]]) -> Iterator[str]:
    told = ", ".join(f"{_text(name)} {_text(number)}" for name, number in versions)
    yield f"<p>{told}</p>"


def _table(section: str, heads: Sequence[str], rows: Iterable[str]) -> Iterator[str]:
    """A table of its section; where it is too wide, whoever has no mouse can scroll it too."""
    yield f'<div class="table" role="region" aria-labelledby="{section}" tabindex="0"><table><thead><tr>'
    yield from (f'<th scope="col">{_text(head)}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    yield from (f"<tr>{row}</tr>" for row in rows)
    yield "</tbody></table></div>"


def _head(text: str, about: str = "") -> str:
    return f'<th scope="row">{_text(text)}{about}</th>'


def _state(state: State) -> str:
    sign = f'<span aria-hidden="true">{SIGNS[state]}</span>'
    return f'<span class="state {state.value}">{sign} {WORDS[state]}:</span>'


def _policy(style: str) -> str:
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _text(text: str) -> str:
    return html.escape(text)


def _template(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")
