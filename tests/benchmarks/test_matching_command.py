import re
from pathlib import Path

import pytest

from benchmarks.matching import environment
from benchmarks.matching.invented import invented
from benchmarks.matching.matchers import OURS, PEERS, peers
from benchmarks.matching.reports import Report
from benchmarks.matching.running import DidNotRun, run
from benchmarks.matching.tables import COLUMNS

LOCK = Path(environment.LOCK).read_text("utf-8")


def test_our_matcher_is_measured_as_its_user_runs_it(tmp_path: Path) -> None:
    report = Report(tmp_path, [OURS], whole=False, limit=60)
    report.measure(invented(tmp_path / "school", 400, 3))
    head, _, row = report.table().splitlines()[:3]
    assert head.count("|") == row.count("|") == len(COLUMNS) + 1
    assert row.startswith("| school of 400 | Armslength | ")
    assert "not run" not in row
    assert "By origin of the name" in report.details[0]


def test_a_matcher_that_fails_gets_a_line_that_says_so(tmp_path: Path) -> None:
    broken = OURS._replace(name="broken", lists=lambda *_: ["/bin/sh", "-c", "echo no luck >&2; exit 3"])
    report = Report(tmp_path, [broken], whole=False, limit=60)
    report.measure(invented(tmp_path / "school", 400, 3))
    assert "| broken | not run: no luck |" in report.table()


def test_a_matcher_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(DidNotRun, match="not done"):
        run(["sleep", "5"], limit=0.5)


def test_peers_are_chosen_by_words_of_their_names() -> None:
    assert peers("none") == []
    assert peers("all") == list(PEERS)
    assert {one.name for one in peers("splink,grouper")} == {"Splink", "string_grouper"}


def test_the_peers_lock_names_no_host_and_hashes_every_package() -> None:
    assert "://" not in LOCK
    packages = re.findall(r"^[a-z].*==", LOCK, flags=re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[a-z].*==.*\\\n    --hash=sha256:", LOCK, flags=re.MULTILINE))


def test_every_line_of_the_lock_is_installed_once() -> None:
    entries = [entry for name, entry in environment.entries(LOCK) if name]
    assert sum(entry.count("--hash") for entry in entries) == LOCK.count("--hash")


def test_the_application_does_not_depend_on_a_peer() -> None:
    runtime = Path(environment.LOCK).parent.with_name("requirements.lock").read_text("utf-8")
    assert not re.search(r"^(splink|string-grouper|nomenklatura)==", runtime, flags=re.MULTILINE)


def test_a_matcher_that_writes_no_table_gets_a_line_and_the_run_goes_on(tmp_path: Path) -> None:
    silent = OURS._replace(name="silent", lists=lambda *_: ["true"])
    report = Report(tmp_path, [silent], whole=False, limit=60)
    report.measure(invented(tmp_path / "school", 400, 3))
    assert "| silent | not run: its table: FileNotFoundError |" in report.table()


def test_what_a_matcher_says_when_it_fails_never_quotes_a_name() -> None:
    with pytest.raises(DidNotRun, match=r"^ValueError$"):
        run(["python3", "-c", "raise ValueError('Sarah Jones')"])
