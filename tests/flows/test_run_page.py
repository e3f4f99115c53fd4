"""The page of a run tells IT how it went, in bands, codes and versions, and nobody."""

import re
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.boundary import Counts, PipelineError
from flows.ended import EndedStage, Run, whole_stages
from flows.jobs.record import KEPT, last, record, recorded
from flows.run_page import SO_FEW, in_words, lasted, page
from flows.versions import programs
from flows.workspace import Workspace, make_workspace
from schemas.errors import HandedInError
from schemas.tables import CHECKS
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS

NOW = datetime(2026, 11, 20, 6, 20, tzinfo=UTC)
VERSIONS = {"armslength": "0.1.0", "policy": "2023-08"}


def check(*, ok: bool, raised: bool = False, rows: int = 0) -> pa.Table:
    told = {"suite": "roster", "expectation": "unique", "column": "upn", "severity": "warning"}
    return pa.Table.from_pylist([told | {"ok": ok, "raised": raised, "rows": rows}], schema=CHECKS)


def audit(handed_in: int, to_check: int) -> Run:
    half, rest = handed_in // 2, handed_in - handed_in // 2
    return Run(
        "audit",
        stages=[
            EndedStage("load-roster", 0.25, 2, Counts("load", {"people": 412})),
            EndedStage("index-roster", 0.5, 1, Counts("index", {"submissions": handed_in})),
            EndedStage("open-shard", 61, 1, Counts("open", {"submissions": half})),
            EndedStage("open-shard", 62, 1, Counts("open", {"submissions": rest})),
            EndedStage("judge-shard", 3, 1, Counts("judge", {"to_check": to_check})),
        ],
        checks=[check(ok=True), check(ok=False, rows=3), check(ok=False, raised=True)],
        seconds=130,
        totals=Counts("run-0123456789ab", {"to_check": to_check, "checked": handed_in}),
    )


def test_the_page_of_an_audit_tells_stages_counts_quality_and_versions() -> None:
    told = page(audit(31, 7), VERSIONS)
    assert "# Audit: done" in told
    assert "| to check | 5 to 9 |" in told
    assert "| Load the roster | 0.2 s | 1 | people 200 to 499 |" in told
    assert "| Open what was handed in | 2 min 3 s | 0 | submissions 20 to 49 |" in told
    assert "Data quality: 1 of 3 checks found nothing" in told
    assert "| failed | roster | unique | upn | warning | 1 to 4 |" in told
    assert "| could not be evaluated | roster | unique |" in told
    assert "| policy | 2023-08 |" in told


def test_no_count_of_people_stands_on_it_exactly() -> None:
    told = page(audit(31, 37), VERSIONS)
    assert not re.search(r"\b(31|37|412|15|16)\b", told)


@given(st.integers(0, 4), st.integers(0, 50))
def test_of_fewer_than_five_it_tells_nothing_that_was_found(handed_in: int, found: int) -> None:
    told = page(audit(handed_in, found), VERSIONS)
    assert told == page(audit(handed_in, 0), VERSIONS)
    assert SO_FEW in told


def test_a_failed_run_tells_its_stage_code_incident_and_what_to_do() -> None:
    run = audit(31, 7)
    run.totals, run.failure = None, PipelineError("match-shard", "handed-in", "3bd7c080", HandedInError("7"))
    told = page(run, VERSIONS)
    assert "# Audit: failed" in told
    assert "| stage | Compare the names |" in told
    assert "| incident | `3bd7c080` |" in told
    assert "docs/errors/handed-in.md" in told
    assert "What came of it" not in told


def test_a_failure_of_ours_leads_to_whoever_may_read_the_incident() -> None:
    told = page(Run("intake", failure=PipelineError("intake", "KeyError", "3bd7c080")), VERSIONS)
    assert "| code | `KeyError` |" in told
    assert "Give the number to whoever looks after Armslength" in told


@given(st.text(min_size=1).filter(lambda text: not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}", text)))
def test_no_other_text_gets_on_the_page(text: str) -> None:
    with pytest.raises(ValueError, match="slugs and integers"):
        page(Run("audit"), {"policy": text})
    with pytest.raises(ValueError, match="slugs and integers"):
        page(Run(f"{text} "), VERSIONS)


def test_a_stage_in_parts_is_told_once_with_its_retries() -> None:
    stages = [EndedStage("a", 1, 1, Counts("a", {"n": 2})), EndedStage("a", 2, 3, Counts("a", {"n": 5}))]
    (whole,) = whole_stages(stages)
    assert (whole.seconds, whole.parts, whole.retries, whole.counts) == (3, 2, 2, {"n": 7})


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.04, "0.0 s"), (12.4, "12 s"), (200, "3 min 20 s"), (3900, "1 h 5 min")]
)
def test_how_long_it_lasted_is_told_as_people_say_it(seconds: float, told: str) -> None:
    assert lasted(seconds) == told


def test_counts_are_told_in_words() -> None:
    assert in_words({"not_on_roll": "0", "to_check": "not told", "pupils": "10 to 19"}) == (
        "not on roll 0, pupils 10 to 19"
    )


def test_the_versions_are_those_that_are_installed() -> None:
    assert page(Run("audit"), programs()).count("| python | 3.") == 1


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return make_workspace(tmp_path_factory.mktemp("recorded") / "workspace", SCHOOL, SECRETS)


def test_how_the_last_run_of_each_job_ended_is_remembered_and_old_ones_are_let_go(place: Workspace) -> None:
    record(place, "audit", NOW, counts={"checked": "20 to 49"})
    for number in range(KEPT + 5):
        record(place, "intake", NOW + timedelta(hours=number), "roster-missing", "3bd7c080")
    assert last(place)["audit"].well
    assert (last(place)["intake"].code, last(place)["intake"].at) == (
        "roster-missing",
        NOW + timedelta(hours=KEPT + 4),
    )
    assert len(recorded(place)) == KEPT + 1


def test_what_is_no_record_of_ours_is_never_told(place: Workspace) -> None:
    path = place.prefect_home / "jobs.json"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("20 to 49", "Gwendolyna"), encoding="utf-8")
    assert recorded(place) == ()
    path.write_text(before, encoding="utf-8")
    assert recorded(place) != ()
