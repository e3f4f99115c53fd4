"""M13: whatever somebody is called, it is printed as text: nothing runs, fetches, calculates or moves."""

import dataclasses
import itertools
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from flows.ended import Run
from flows.run_page import page as run_page
from reports.overview import overview
from reports.overview_facts import Evidence, Finding, Overview, Slip
from reports.plain_text import shown, shown_in_a_cell
from reports.roster_quality import roster_quality
from reports.roster_quality_facts import LoadedSource, RosterQuality
from reports.staff_facts import Contact, StaffReport
from reports.staff_report import staff_report
from reports.workbook import workbook
from schemas.tables import CHECKS
from schemas.words import Reader, Relation, Verdict
from tests.proofs import harmless
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.reports.conftest import FINDING, OVERVIEW, SETTING, STAFF_REPORT
from vault.audit_log import Entry, Event
from vault.errors import CannotBeKeptError
from vault.opening.opening import opening_page
from vault.readers import make_person_keys

HERE = Path(__file__).parent
TODAY = date(2026, 11, 20)


def corpus() -> tuple[str, ...]:
    """The names of the reports' own tests and those kept for the proof, written out."""
    files = (HERE.parent / "reports" / "hostile_names.json", HERE / "hostile_names.json")
    cases = itertools.chain(*(json.loads(file.read_text(encoding="utf-8")) for file in files))
    return tuple(case["name"] * case.get("times", 1) for case in cases)


NAMES = corpus()


def marker(number: int) -> str:
    return f"Marker{number:04}End"


def in_order(text: str, count: int) -> bool:
    """Whether every marker is there, each after the one before."""
    places = [text.find(marker(number)) for number in range(count)]
    return -1 not in places and places == sorted(places)


def without_spaces(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def missing(text: str) -> list[str]:
    """The names whose letters are not in the text, of those that every extraction gives back alike."""
    compared = without_spaces(text)
    plain = (shown(name).text for name in NAMES if name.isascii())
    return [name for name in plain if len(name) < 60 and without_spaces(name) not in compared]


def each_with_a_marker() -> Iterator[Contact]:
    for number, name in enumerate(NAMES):
        yield Contact("instagram", Relation.FOLLOWER, name, name)
        yield Contact("instagram", Relation.FOLLOWER, marker(number), "")


def test_there_are_two_hundred_hostile_names_and_more_all_different() -> None:
    assert len(NAMES) >= 200
    assert len(set(NAMES)) == len(NAMES)


def test_a_staff_report_prints_every_name_as_text(figure: Figure) -> None:
    report = StaffReport(**{**STAFF_REPORT, "look_at": tuple(each_with_a_marker()), "profile_notes": NAMES})
    pdf = staff_report(report)
    assert harmless.in_pdf(pdf) == set()
    text = harmless.text_of_pdf(pdf)
    assert in_order(text, len(NAMES))
    assert missing(text) == []
    figure("M13", f"{len(NAMES)} hostile names in a staff report: text, in its place")


def findings(verdict: Verdict) -> Iterator[Finding]:
    for number, name in enumerate(NAMES):
        contact = Contact("instagram", Relation.FOLLOWER, name, name)
        made = Finding(**{**FINDING, "finding_id": marker(number), "contact": contact, "staff": name})
        person = dataclasses.replace(made.roster, name=name, detail=name)
        yield dataclasses.replace(
            made, roster=person, verdict=verdict, evidence=(Evidence(name, 3.0),), rule=name, note=name
        )


def facts(some: Sequence[Finding]) -> Overview:
    return Overview(**{**OVERVIEW, "findings": tuple(some), "may_see": NAMES})


def test_an_overview_prints_every_name_as_text(figure: Figure) -> None:
    pdf = overview(facts([*findings(Verdict.TO_CHECK), *findings(Verdict.DECLARED)]))
    assert harmless.in_pdf(pdf) == set()
    assert missing(harmless.text_of_pdf(pdf)) == []
    figure("M13", f"{len(NAMES)} hostile names in an overview: text")


def test_a_workbook_holds_every_name_as_text_and_no_formula(figure: Figure) -> None:
    slips = [Slip("r-0123456789", name, name, "r-0123456789.pdf", "one two") for name in NAMES]
    xlsx = workbook(facts(list(findings(Verdict.TO_CHECK))), slips)
    assert harmless.in_workbook(xlsx) == set()
    assert {shown_in_a_cell(name).text for name in NAMES} - {""} <= harmless.cells_of(xlsx)
    figure("M13", f"{len(NAMES)} hostile names in a workbook: text, no formula")


def test_a_page_on_the_roster_prints_what_was_typed_as_text(figure: Figure) -> None:
    bare = RosterQuality(SETTING, TODAY, (), 1, 1, 1, 0, "", "")
    for name in NAMES[:: amount(8, 1)]:
        assert harmless.in_pdf(roster_quality(dataclasses.replace(bare, reason=name))) == set(), name
    sources = tuple(LoadedSource(name, 1, 1, 1, 1) for name in NAMES)
    page = roster_quality(dataclasses.replace(bare, sources=sources, columns_dropped=NAMES, may_see=NAMES))
    assert harmless.in_pdf(page) == set()
    assert missing(harmless.text_of_pdf(page)) == []
    figure("M13", f"{len(NAMES)} hostile names on the roster's quality page: text")


def test_an_opening_page_is_the_same_page_whatever_its_title(figure: Figure) -> None:
    dsl = make_person_keys(Reader.DSL, "one two three four five", rounds=1)
    plain = opening_page({"overview.pdf": "one two"}, dsl, "Title", ["Line"])
    for name in NAMES:
        page = opening_page({name: name}, dsl, name, [name])
        assert harmless.in_html(page, plain) == set(), name
    figure(
        "M13", f"{len(NAMES)} hostile names as an opening page's title: the same elements, the same script"
    )


def test_the_page_for_it_and_the_audit_log_have_no_place_for_a_name(figure: Figure) -> None:
    moment, empty = datetime(2026, 11, 20, tzinfo=UTC), dict.fromkeys(CHECKS.names, "")
    for name in NAMES:
        if name and name == name.encode("utf-8", "replace").decode(
            "utf-8"
        ):  # no table holds half a character
            row = empty | {"ok": False, "raised": False, "rows": 1, "suite": name}
            checks = pa.Table.from_pylist([row], schema=CHECKS)
            with pytest.raises(ValueError, match=r"^an artifact holds slugs and integers only$"):
                run_page(Run("audit", checks=[checks]), {})
        with pytest.raises(CannotBeKeptError) as refusal:
            Entry(moment, Event.WITHDRAWN, "staff", (name,))
        assert refusal.value.detail == "audit log: an id that is not opaque"
        with pytest.raises(CannotBeKeptError):
            Entry(moment, Event.WITHDRAWN, "staff", counts={name: 1})
    figure("M13", f"{len(NAMES)} hostile names for IT's page and for the audit log: refused")
