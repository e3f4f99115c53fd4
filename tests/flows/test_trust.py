"""A trust's host: which schools it has, what it follows of Prefect's, and what it tells of them."""

import json
import re
import shutil
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import main
from flows.jobs.registry import AUDIT, JOBS
from flows.serving.due import RunRefused
from flows.status import status_of
from flows.trust.asking import Told, ask_all
from flows.trust.deployed import due, later
from flows.trust.file import (
    FILE,
    NoTrust,
    SchoolAddedAlready,
    SchoolUnknown,
    Trust,
    TrustTaken,
    TrustUnreadable,
    add_school,
    make_trust,
)
from flows.trust.overview import OverviewUnreadable, in_words, line_of, overview, totals
from flows.trust.totals import ends_of, total
from flows.workspace import Workspace
from reports.bands import NOT_TOLD, band
from tests.flows.conftest import TODAY, canaries

ANSWERS = (Path(__file__).parents[2] / "docs" / "answers.md").read_text(encoding="utf-8")
MORNING = datetime(2026, 9, 1, 6, 15)  # noqa: DTZ001 - on the wall
COUNTS = st.lists(st.one_of(st.integers(0, 30), st.integers(0, 9_000)), min_size=1, max_size=12)


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    """A host with three schools, whose folders are empty."""
    made = make_trust(tmp_path / "trust", "host-1")
    for number in range(3):
        add_school(made, tmp_path / f"school {number}", f"school-00000{number}")
        made = Trust(made.folder)
    return made


def test_a_school_is_added_by_an_opaque_reference_and_once(trust: Trust, tmp_path: Path) -> None:
    reference = add_school(trust, tmp_path / "fourth")
    assert [each.reference for each in Trust(trust.folder).schools][-1] == reference
    assert Trust(trust.folder).school(reference).folder == tmp_path / "fourth"
    with pytest.raises(SchoolAddedAlready):
        add_school(Trust(trust.folder), tmp_path / "." / "fourth")
    with pytest.raises(SchoolAddedAlready):
        add_school(trust, tmp_path / "fifth", "school-000001")
    with pytest.raises(TrustUnreadable):
        add_school(trust, tmp_path / "fifth", "st-marys")
    assert "What this host knows of its trust" in trust.path.read_text(encoding="utf-8")


def test_a_trust_is_made_once_and_found_or_said_not_to_be_there(trust: Trust, tmp_path: Path) -> None:
    with pytest.raises(TrustTaken):
        make_trust(trust.folder, "host-2")
    with pytest.raises(NoTrust):
        Trust(tmp_path)


def test_a_file_that_is_not_right_is_refused_without_a_word_of_it(trust: Trust) -> None:
    right = trust.path.read_text(encoding="utf-8")
    for before, after in (
        ("limit = 1 ", "limit = 0 "),
        ("http://127.0.0.1:4200/api", "http://canary.example/api"),
        ("school-000001", "canary"),
        ('workspace = "/', 'workspace = "canary/'),
        ("school-000001", "school-000002"),
        ("[host]", "[canary]"),
        ("[host]", "[host"),
    ):
        trust.path.write_text(right.replace(before, after), encoding="utf-8")
        with pytest.raises(TrustUnreadable) as refused:
            Trust(trust.folder)
        assert "canary" not in str(refused.value).replace("canary: extra_forbidden", "")
        assert refused.value.__cause__ is refused.value.__context__ is None


def test_a_file_that_another_account_may_open_is_refused(trust: Trust) -> None:
    trust.path.chmod(0o644)
    with pytest.raises(TrustUnreadable):
        Trust(trust.folder)


def test_schools_start_one_after_another_within_half_a_day(tmp_path: Path) -> None:
    trust = make_trust(tmp_path / "trust", "host-1")
    blocks = (f'[[school]]\nreference = "school-{n:06x}"\nworkspace = "/srv/{n}"\n' for n in range(300))
    trust.path.write_text(trust.path.read_text(encoding="utf-8") + "\n".join(blocks), encoding="utf-8")
    trust = Trust(trust.folder)
    offsets = [trust.offset_minutes(each.reference) for each in trust.schools]
    assert offsets[:3] == [0, 3, 6]
    assert max(offsets) < 720


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_deployments_name_is_a_job_and_a_school_of_this_host(trust: Trust, tmp_path: Path, job) -> None:  # type: ignore[no-untyped-def]
    found = due(trust, f"{job.name}-school-000002")
    assert (found.job, found.workspace) == (job, tmp_path / "school 2")


def test_a_deployment_of_anybody_elses_is_refused(trust: Trust) -> None:
    with pytest.raises(SchoolUnknown):
        due(trust, "audit-school-00000f")
    for name in (
        "",
        "audit",
        "school-000001",
        "audit-school-000001 ",
        "audit-../../school-000001",
        "audit-/etc",
        "audit-school-000001\n",
        "Audit-school-000001",
        "shell-school-000001",
        "audit-school-000001-school-000002",
    ):
        with pytest.raises(RunRefused):
            due(trust, name)


@given(name=st.text(max_size=60))
def test_no_name_leads_to_a_folder_that_trust_toml_does_not_name(tmp_path_factory, name: str) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.getbasetemp() / "one trust"
    trust = Trust(folder) if (folder / FILE).exists() else make_trust(folder, "host-1")
    with pytest.raises((RunRefused, SchoolUnknown)):
        due(trust, name)


@given(
    days=st.lists(st.integers(0, 365), min_size=1, max_size=20, unique=True),
    minutes=st.integers(0, 719),
)
def test_a_staggered_rule_is_the_same_dates_so_many_minutes_later(days: list[int], minutes: int) -> None:
    moments = [MORNING + timedelta(days=day) for day in sorted(days)]
    written = ",".join(each.strftime("%Y%m%dT%H%M%S") for each in moments)
    rule = f"DTSTART:{written[:15]}\nRDATE:{written}"
    before, after = (list(rrulestr(text)) for text in (rule, later(rule, minutes)))
    assert before == moments
    assert after == [each + timedelta(minutes=minutes) for each in moments]


@given(counts=COUNTS)
def test_a_total_holds_the_sum_and_is_made_of_the_bands_alone(counts: list[int]) -> None:
    told = total(band(each) for each in counts)
    assert told.least <= sum(counts) <= told.most
    others = [ends_of(band(each)) for each in counts]
    assert told.least == sum(least for least, _ in others)
    assert told.most == sum(most for _, most in others)


@given(counts=COUNTS, place=st.integers(0, 11))
def test_a_total_less_all_other_schools_tells_a_schools_own_band_and_no_more(
    counts: list[int], place: int
) -> None:
    place %= len(counts)
    everybody = total(band(each) for each in counts)
    others = total(band(each) for each in counts[:place] + counts[place + 1 :])
    left = (everybody.least - others.least, everybody.most - others.most)
    assert left == ends_of(band(counts[place]))


def test_few_stay_few_in_a_total_whatever_stands_beside_them() -> None:
    for one, two in product((1, 2, 3, 4), repeat=2):
        assert total([band(one), band(30), "0"]).in_words == "21 to 53"
        assert total([band(one), band(two)]).in_words == "2 to 8"
    assert total([band(30), NOT_TOLD]).in_words == "20 to 49, and 1 school not told"
    assert total(["1,000 to 1,999", "0"]).in_words == "1,000 to 1,999"


def test_a_schools_line_is_its_own_status_and_holds_nobody(loaded: Workspace) -> None:
    line = line_of(Told("school-000001", status_of(loaded, TODAY)))
    assert (line.read, line.last_audit, line.roster_age_days, line.problems) == (True, "", 0, ())
    assert "never audited" in in_words(
        {"on": "2026-11-20", "schools": [line.model_dump()], "totals": totals([line])}
    )
    said = line.model_dump_json()
    assert not [name for name in canaries() if name in said]
    assert str(loaded.folder) not in said


def test_a_missing_key_is_told_of_that_school(loaded: Workspace) -> None:
    shutil.rmtree(loaded.folder / "keys")
    line = line_of(Told("school-000001", status_of(Workspace(loaded.folder), TODAY)))
    assert "keys-missing" in line.problems
    assert line.totals == {}


def test_hosts_overviews_are_one_and_what_could_not_be_read_is_never_nought(tmp_path: Path) -> None:
    trust = make_trust(tmp_path / "trust", "host-1")
    add_school(trust, tmp_path / "not there", "school-000001")
    line = {"school": "school-0000aa", "read": True, "totals": {"checked": "5 to 9"}}
    other = {"version": 1, "on": "2026-11-20", "schools": [line], "totals": {"schools": 999}}
    path = tmp_path / "other.json"
    path.write_text(json.dumps(other), encoding="utf-8")
    told = overview(Trust(trust.folder), [path])
    assert (told["totals"]["schools"], told["totals"]["could_not_be_read"]) == (2, 1)
    assert told["totals"]["checked"] == "5 to 9, and 1 school not told"
    assert told["totals"]["not_handed_in"] == "0, and 2 schools not told"
    assert "school-000001: could not be read: no-workspace" in in_words(told)
    documented = ANSWERS.partition("`armslength trust overview --json`")[2].partition("\n## ")[0]
    assert {*told, *told["schools"][0], *told["totals"]} <= set(re.findall(r'"(\w+)":', documented))


def test_what_is_no_overview_is_refused(tmp_path: Path) -> None:
    trust, path = make_trust(tmp_path / "trust", "host-1"), tmp_path / "other.json"
    line = {"school": "school-0000aa", "read": True, "totals": {"checked": "7 to"}}
    other = {"version": 1, "on": "2026-11-20", "schools": [line], "totals": {}}
    for broken in (other, other | {"version": 2}, other | {"schools": [{"school": "a"}]}):
        path.write_text(json.dumps(broken), encoding="utf-8")
        with pytest.raises(OverviewUnreadable) as refused:
            overview(trust, [path])
        assert refused.value.__context__ is None
    with pytest.raises(OverviewUnreadable):
        overview(trust, [tmp_path / "not there"])


def test_the_commands_make_a_host_add_a_school_and_say_what_it_has(loaded: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "host"
    run = CliRunner()
    assert run.invoke(main, ["trust", "init", str(folder), "--host", "host-7"]).exit_code == 0
    added = run.invoke(main, ["trust", "add", "--trust", str(folder), str(loaded.folder)])
    reference = added.stdout.strip()
    assert reference.startswith("school-")
    told = run.invoke(main, ["trust", "status", "--json", "--trust", str(folder)])
    assert json.loads(told.stdout) == {
        "version": 1,
        "host": "host-7",
        "limit": 1,
        "server_answers": False,
        "schools": [{"school": reference, "minutes_later": 0}],
    }
    assert told.exit_code == 5
    assert run.invoke(main, ["trust", "add", "--trust", str(folder), str(tmp_path)]).exit_code == 5


def test_each_school_is_asked_in_a_process_that_is_told_of_no_other(
    loaded: Workspace, tmp_path: Path
) -> None:
    trust = make_trust(tmp_path / "host", "host-1")
    add_school(trust, loaded.folder, "school-000001")
    (told,) = ask_all(Trust(trust.folder).schools, "schedules")
    assert told.problem == ""
    assert {*told.answer} == {job.name for job in JOBS}
    assert told.answer[AUDIT.name] is None
