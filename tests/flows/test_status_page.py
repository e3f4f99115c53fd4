"""The status page is one file that asks nobody for anything, and never mistakes one outcome for another."""

import json
import os
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.jobs.record import record
from flows.status import in_words, status_of
from flows.status_lines import lines
from flows.status_page import StatusPageUnwritable, html_of, refresh
from flows.trail import told as entry_of
from flows.workspace import Workspace
from reports.status_page import JobLine, LastAudit, Line, State, StatusPage, overall, status_page
from schemas.words import Reader
from tests.flows.conftest import TODAY, canaries
from vault.audit_log import Event
from vault.ledger import Draft

NOW = datetime.fromisoformat("2026-11-20T06:20:00+00:00")
COUNTS = {"checked": 31, "could_not_be_checked": 2, "not_handed_in": 7, "to_check": 0}
CSS = (Path(__file__).parents[2] / "reports" / "templates" / "status_page.css").read_text(encoding="utf-8")


def facts(**changed: Any) -> StatusPage:
    page = StatusPage(
        made=NOW,
        audit=LastAudit("20 November 2026", "20 to 49", "1 to 4", "5 to 9", "10 to 19"),
        jobs=[JobLine("audit", "Asks.", "Monday", State.WELL, "Friday")],
        lines=[Line("Disk", State.WELL, "20 to 49 GB free")],
        incidents=["3bd7c080"],
        versions=[("python", "3.11.7")],
        stale="Old after an hour.",
    )
    return replace(page, **changed)


class Elements(HTMLParser):
    """Every element, with its attributes, and every heading's or cell's text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def audited(workspace: Workspace, **changed: int) -> Workspace:
    entry = entry_of(Event.AUDIT_FINISHED, Reader.SERVICE, ["run-0123456789ab"], COUNTS | changed)
    workspace.vault.commit(Draft(), entry)
    return workspace


def test_the_page_runs_nothing_and_asks_for_nothing() -> None:
    elements = Elements(status_page(facts())).elements
    assert not {tag for tag, _ in elements} & {
        "script",
        "link",
        "img",
        "iframe",
        "form",
        "object",
        "base",
        "a",
    }
    assert not {name for _, given in elements for name in given} & {
        "src",
        "href",
        "style",
        "action",
        "onload",
    }
    policy = next(given["content"] for _, given in elements if "http-equiv" in given)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"url\(|@import", CSS)


def test_what_stands_in_a_fact_is_text() -> None:
    hostile = '"><script>alert(1)</script>'
    told = status_page(
        facts(
            incidents=[hostile],
            versions=[(hostile, hostile)],
            stale=hostile,
            audit=LastAudit(hostile, hostile, hostile, hostile, hostile),
            jobs=[JobLine(hostile, hostile, hostile, State.LOOK, hostile, hostile, hostile)],
            lines=[Line(hostile, State.LOOK, hostile, hostile, hostile)],
        )
    )
    assert b"<script" not in told
    assert "script" not in {tag for tag, _ in Elements(told).elements}


def test_the_three_outcomes_and_nothing_found_are_told_in_different_words_and_looks() -> None:
    told = status_page(facts()).decode("utf-8")
    cards = re.findall(r'<li class="card (\w+)"><strong>([^<]+)</strong><span class="many">([^<]+)<', told)
    assert cards == [
        ("checked", "Checked", "20 to 49"),
        ("open", "Could not be checked", "1 to 4"),
        ("absent", "Not handed in", "5 to 9"),
    ]
    assert ".card.open { border-style: dashed; }" in CSS
    assert ".card.absent { border-style: dotted" in CSS
    assert "None yet. Nothing has been checked" in status_page(facts(audit=None)).decode("utf-8")


@pytest.mark.parametrize(
    ("states", "worst"),
    [
        ((State.WELL, State.WELL), State.WELL),
        ((State.WELL, State.UNKNOWN), State.UNKNOWN),
        ((State.UNKNOWN, State.LOOK), State.LOOK),
        ((State.BROKEN, State.LOOK), State.BROKEN),
    ],
)
def test_the_page_is_as_bad_as_the_worst_thing_on_it(states: tuple[State, ...], worst: State) -> None:
    lines = [Line("what", state, "told") for state in states]
    assert overall(facts(lines=lines, jobs=[])) is worst


def test_a_state_is_told_by_its_word_and_not_by_a_colour_alone() -> None:
    for state in State:
        told = status_page(facts(lines=[Line("Disk", state, "some")])).decode("utf-8")
        assert re.search(rf'<span class="state {state}"><span aria-hidden="true">.</span> [A-Z][\w ]+:', told)


def test_every_table_has_heads_and_a_name_and_nothing_reloads_under_its_reader() -> None:
    elements = Elements(status_page(facts())).elements
    assert all(given.get("scope") for tag, given in elements if tag == "th")
    named = {given.get("id") for tag, given in elements if tag == "h2"}
    labelled = [given["aria-labelledby"] for _, given in elements if given.get("role") == "region"]
    assert len(labelled) == 2
    assert {*labelled} < named
    assert ("html", {"lang": "en-GB"}) in elements
    # https://www.w3.org/WAI/WCAG22/Techniques/failures/F41
    assert [given for _, given in elements if given.get("http-equiv") == "refresh"] == []


def colours(scheme: str) -> dict[str, str]:
    light, dark = CSS.split("@media (prefers-color-scheme: dark)", 1)
    return dict(re.findall(r"--(\w+): (#\w{6})", light if scheme == "light" else dark))


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, another: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(another)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_text_stands_out_as_wcag_asks(scheme: str) -> None:
    named = colours(scheme)
    texts = ("text", "quiet", "well", "look", "broken", "unknown")
    for text, ground in product(texts, ("page", "card")):
        assert contrast(named[text], named[ground]) >= 4.5, (scheme, text, ground)
    assert all(contrast(named["line"], named[ground]) >= 3 for ground in ("page", "card"))


def test_the_page_of_a_workspace_stands_in_it_closed_to_others(loaded: Workspace) -> None:
    record(audited(loaded), "audit", NOW, "handed-in", "3bd7c080")
    refresh(loaded)
    page, told = loaded.folder / "status" / "index.html", loaded.folder / "status" / "status.json"
    text = page.read_text(encoding="utf-8")
    assert "none: nothing was found to ask about" in text
    assert "code <code>handed-in</code>, incident <code>3bd7c080</code>" in text
    assert json.loads(told.read_bytes())["last_audit"]["totals"]["checked"] == "20 to 49"
    assert not [name for name in canaries() if name in text + told.read_text(encoding="utf-8")]
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in (page, told)} == {0o600}
        assert page.parent.stat().st_mode & 0o777 == 0o700


def test_of_fewer_than_five_the_page_does_not_say_whether_anything_was_found(loaded: Workspace) -> None:
    none = html_of(status_of(audited(loaded, checked=3, could_not_be_checked=1), TODAY, NOW))
    some = html_of(status_of(audited(loaded, checked=3, could_not_be_checked=1, to_check=9), TODAY, NOW))
    assert b"not told, because fewer than five people handed in" in some
    shown = re.compile(rb"[0-9]+: [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}")
    assert shown.sub(b"", none) == shown.sub(b"", some)


def test_a_copy_goes_where_school_toml_says_for_others_to_read(loaded: Workspace, tmp_path: Path) -> None:
    refresh(loaded)
    serving(loaded, tmp_path / "www" / "index.html")
    place = loaded  # as it was read before; settings are read anew
    with pytest.raises(StatusPageUnwritable):
        refresh(place)
    (tmp_path / "www").mkdir()
    refresh(place)
    copied = tmp_path / "www" / "index.html"
    assert copied.read_bytes() == (place.folder / "status" / "index.html").read_bytes()
    assert [path.name for path in copied.parent.iterdir()] == ["index.html"]
    if os.name == "posix":
        assert copied.stat().st_mode & 0o777 == 0o644


def serving(workspace: Workspace, page: Path) -> None:
    text = workspace.school_toml.read_text(encoding="utf-8")
    assert 'page = "" ' in text
    told = text.replace('page = "" ', f"page = {json.dumps(str(page))} ")
    workspace.school_toml.write_text(told, encoding="utf-8")


def test_what_cannot_be_asked_is_said_to_be_unknown_and_the_rest_is_told(loaded: Workspace) -> None:
    (loaded.folder / "lists" / "roster.age").write_bytes(b"nothing that opens")
    told = status_of(Workspace(loaded.folder), TODAY, NOW)
    assert told["errors"] == [{"part": "roster", "code": "seal-broken"}]
    assert told["log"]["holds"]
    assert "Not known: roster [seal-broken]" in in_words(told)
    assert "could not be asked: seal-broken" in html_of(told).decode("utf-8")


def test_a_status_tells_jobs_roster_folder_disk_and_incidents(loaded: Workspace) -> None:
    number = loaded.vault.keep_incident("what it was")
    record(loaded, "intake", NOW, counts={"taken": "1 to 4"})
    told = status_of(loaded, TODAY + timedelta(days=200), NOW)
    jobs = {each["job"]: each["last"] for each in told["jobs"]}
    assert (jobs["intake"]["code"], jobs["intake"]["counts"], jobs["audit"]) == (
        "",
        {"taken": "1 to 4"},
        None,
    )
    assert told["incidents"] == [number]
    assert told["roster"] == {"loaded_on": TODAY.isoformat(), "age_days": 200}
    assert told["hand_in"] == {"set_up": False, "reachable": False}
    assert told["serve"] == {"running": False}
    assert re.fullmatch(r"[\d,]+( to [\d,]+)? [MG]B", told["disk"]["free"])
    assert "Load a newer one" in html_of(told).decode("utf-8")


def test_the_command_writes_the_page_where_it_is_asked_to(loaded: Workspace) -> None:
    said = CliRunner().invoke(main, ["status", "--page", "--workspace", str(loaded.folder)])
    assert said.exit_code == 0, said.output
    assert (loaded.folder / "status" / "index.html").is_file()


def test_a_service_that_should_run_and_does_not_is_to_be_mended(loaded: Workspace) -> None:
    told = status_of(loaded, TODAY, NOW)
    by_hand = {"audit": "", "retention": NOW.isoformat()}
    scheduled = by_hand | {"audit": NOW.isoformat()}
    for times, state in ((by_hand, State.WELL), (scheduled, State.BROKEN)):
        jobs = [{"job": job, "next": at, "last": None} for job, at in times.items()]
        assert next(lines(told | {"jobs": jobs})).state is state
    assert next(lines(told | {"serve": {"running": True}})).state is State.WELL


def test_a_day_on_the_page_is_a_day_in_london() -> None:
    told = status_page(facts(made=datetime.fromisoformat("2026-07-01T23:30:00+01:00"))).decode("utf-8")
    assert "Wednesday 1 July 2026, 23:30" in told
    assert date(2026, 7, 1).strftime("%A") == "Wednesday"
