"""No name reaches what IT can read: Prefect's home, the terminal, the temp folder, the workspace."""

from pathlib import Path

from tests.canary import find_canaries
from tests.flows.conftest import Audited, canaries
from tests.flows.passphrases import identity_of


def test_the_audit_finishes_although_one_submission_fails_on_a_name(audited: Audited) -> None:
    assert audited.exit_code == 0, audited.said.read_text(encoding="utf-8")
    vault = audited.workspace.vault
    outcomes = vault.audits.open(audited.audit_id)["outcomes"]
    ended = {ref: outcomes[vault.submission_id_of(ref)] for ref in ("S1", "S2", "S3")}
    assert ended["S3"] == ["could_not_be_checked", "match.KeyError"]
    assert ended["S1"] == ended["S2"] == ["checked", ""]


def test_nothing_that_it_can_read_holds_a_name(audited: Audited) -> None:
    places = [audited.workspace.folder, audited.temporary, audited.said]
    assert find_canaries(places, canaries()) == []


def test_the_same_scanner_finds_a_planted_name_in_the_same_places(audited: Audited, tmp_path: Path) -> None:
    planted = tmp_path / "planted.log"
    planted.write_text("could not convert string to float: 'Quillfeather'", encoding="utf-8")
    found = find_canaries([audited.workspace.folder, planted], canaries())
    assert [Path(each[0]).name for each in found] == ["planted.log"]


def test_prefects_database_was_there_to_be_scanned_and_tells_of_the_run(audited: Audited) -> None:
    database = audited.workspace.prefect_home / "prefect.db"
    assert find_canaries([database], ["screening"])
    assert find_canaries([database], ["audit-run"])


def test_the_incident_holds_the_detail_and_only_its_number_is_said(audited: Audited) -> None:
    (sealed,) = (audited.workspace.folder / "incidents").iterdir()
    incident = sealed.name.partition(".")[0]
    detail = audited.workspace.vault.open_incident(incident, identity_of(audited.workspace))
    assert "Gwendolyna Ashquarry" in detail
