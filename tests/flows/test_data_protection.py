"""What the setting settles before its first audit, and how long it says things are kept."""

import json
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.commands.data_protection import BASES
from flows.data_protection import record, written
from flows.retention import rules_of
from flows.school import (
    TEMPLATE,
    LawfulBasis,
    Retention,
    School,
    SchoolUnreadable,
    dpia_needed,
    read_school,
    school_file,
)
from flows.today import london_today
from flows.workspace import make_workspace
from policy.retention import Rules
from tests.flows.passphrases import SECRETS
from vault.audit_log import Event

SIGNED = date(2026, 9, 1)
FACTS = {"name": "Alder Lane", "kind": "school", "children": "pupils", "dsl": "S1", "second_reviewer": "S2"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def school_toml(tmp_path: Path) -> Path:
    path = tmp_path / "school.toml"
    path.write_bytes(school_file(**FACTS).encode())
    return path


def stated(text: str) -> School:
    return School.model_validate(tomllib.loads('[setting]\nname = "Alder Lane"\n' + text))


def test_a_new_school_toml_says_every_default_and_asks_for_the_assessment(school_toml: Path) -> None:
    school = read_school(school_toml)
    assert school.retention == Retention()
    assert school.data_protection.lawful_basis == "public_task"
    assert dpia_needed(school)


def test_every_line_on_retention_has_its_reason_beside_it() -> None:
    section = TEMPLATE.read_text("utf-8").partition("[retention]")[2].partition("\n[")[0]
    lines = [line for line in section.splitlines()[1:] if line]
    assert {line.split(" = ")[0] for line in lines} == set(Retention.model_fields)
    assert all(len(line.partition("# ")[2]) > 20 for line in lines)


def test_the_rules_of_the_policy_and_school_toml_have_the_same_defaults() -> None:
    assert rules_of(stated("")) == Rules()


def test_only_a_date_that_has_come_or_invented_people_let_an_audit_start() -> None:
    tomorrow = london_today() + timedelta(days=1)
    assert dpia_needed(stated(""))
    assert dpia_needed(stated(f"[data_protection]\ndpia_signed = {tomorrow}"))
    assert not dpia_needed(stated(f"[data_protection]\ndpia_signed = {SIGNED}"))
    assert not dpia_needed(stated("[data_protection]\ninvented = true"))


@pytest.mark.parametrize(
    "line",
    [
        "extract_days = 31",
        "extract_days = 8\nextract_longest = 7",
        "extract_longest = 31",
        "open_match_days = 0",
        "confirmed_months = 25",
        "dismissed_months = 37",
        "report_months = 0",
        "log_years = 11",
        "tombstone_months = 11",
        'roster = "all of them"',
        'declarations = "for ever"',
        "confirmed_month = 12",
    ],
)
def test_a_time_that_is_too_long_or_that_nothing_knows_is_refused(line: str, school_toml: Path) -> None:
    school_toml.write_text(f'[setting]\nname = "Alder Lane"\n[retention]\n{line}\n', "utf-8")
    with pytest.raises(SchoolUnreadable):
        read_school(school_toml)


def test_recording_the_date_changes_those_lines_and_no_other(school_toml: Path) -> None:
    before = school_toml.read_text("utf-8").splitlines()
    school = written(school_toml, SIGNED, "legitimate_interests")
    after = school_toml.read_text("utf-8").splitlines()
    assert school.data_protection.dpia_signed == SIGNED
    assert not dpia_needed(school)
    added = [line for line in after if line not in before]
    gone = [line for line in before if line not in after]
    assert [line.split("   #")[0] for line in added] == [
        'lawful_basis = "legitimate_interests"',
        "dpia_signed = 2026-09-01",
    ]
    assert [line.split("   #")[0] for line in gone] == ['lawful_basis = "public_task"']


def test_recording_again_replaces_the_date_and_keeps_the_basis(school_toml: Path) -> None:
    written(school_toml, date(2025, 9, 1), "legitimate_interests")
    school = written(school_toml, SIGNED, None)
    assert school.data_protection.dpia_signed == SIGNED
    assert school.data_protection.lawful_basis == "legitimate_interests"


def test_a_school_toml_from_before_gets_the_section(school_toml: Path) -> None:
    school_toml.write_text('# ours\n[setting]\nname = "Alder Lane"\n', "utf-8")
    assert not dpia_needed(written(school_toml, SIGNED, None))
    assert school_toml.read_text("utf-8").startswith('# ours\n[setting]\nname = "Alder Lane"\n')


def test_the_command_records_and_tells_and_the_log_knows(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "workspace", FACTS, SECRETS)
    where = ("--workspace", workspace.folder)
    before = run("data-protection", "status", *where)
    assert "none recorded: no audit starts" in before.output
    recorded = run("data-protection", "record", "--dpia-signed", SIGNED, *where)
    assert recorded.exit_code == 0
    assert "signed on 2026-09-01." in recorded.output
    told = json.loads(run("data-protection", "status", "--json", *where).output)
    assert told["audits_may_start"]
    assert told["lawful_basis"] == "public_task"
    assert told["retention"]["report"] == "An audit's documents go 12 months after the audit."
    assert [line.entry.what for line in workspace.vault.log.entries()] == [Event.DPIA_RECORDED]


def test_a_date_that_has_not_come_is_not_recorded(school_toml: Path) -> None:
    before = school_toml.read_bytes()
    tomorrow = london_today() + timedelta(days=1)
    refused = run("data-protection", "record", "--dpia-signed", tomorrow, "--workspace", school_toml.parent)
    assert refused.exit_code == 5
    assert "[dpia-date-in-future]" in refused.output
    assert school_toml.read_bytes() == before


def test_the_command_knows_the_bases_that_school_toml_does() -> None:
    assert get_args(LawfulBasis) == BASES


def test_no_audit_starts_before_the_assessment_is_recorded(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "workspace", FACTS, SECRETS)
    refused = run("audit", "--workspace", workspace.folder)
    assert refused.exit_code == 5
    assert "[dpia-missing]" in refused.output
    record(workspace, SIGNED, None)
    assert "[roster-missing]" in run("audit", "--workspace", workspace.folder).output
