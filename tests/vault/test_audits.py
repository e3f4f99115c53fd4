"""An audit is kept whole or counts as none, and says when a document of it was touched."""

import os
import typing
from pathlib import Path

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vault.invented import findings
from vault.documents import lock_pdf
from vault.errors import CannotBeKeptError, NothingKeptError, SealedContentError
from vault.store import Vault

AUDIT = "run-0a1b2c3d4e5f"


@pytest.fixture(scope="module")
def report() -> bytes:
    return lock_pdf(typst.compile(b"= Report", format="pdf"), "one two three four five")


@pytest.fixture
def kept(vault: Vault, report: bytes) -> Vault:
    documents = {"overview.pdf": report, "staff/0c1e.pdf": report}
    vault.audits.keep(AUDIT, {"findings": findings("surname is the same")}, {"staff": 3}, documents)
    return vault


def test_an_audit_comes_back_as_it_was_kept(kept: Vault, report: bytes, tmp_path: Path) -> None:
    bundle = kept.audits.open(AUDIT)
    assert bundle.tables["findings"].equals(findings("surname is the same"))
    assert bundle.facts == {"staff": 3}
    assert kept.audits.ids() == [AUDIT]
    assert (tmp_path / "audits" / AUDIT / "staff" / "0c1e.pdf").read_bytes() == report


def test_an_untouched_audit_has_no_changed_documents(kept: Vault) -> None:
    assert kept.audits.changed_documents(AUDIT) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0), change=st.integers(1, 255))
def test_any_changed_byte_of_a_document_shows(
    kept: Vault, report: bytes, tmp_path: Path, place: int, change: int
) -> None:
    changed = bytearray(report)
    changed[place % len(report)] ^= change
    (tmp_path / "audits" / AUDIT / "staff" / "0c1e.pdf").write_bytes(changed)
    assert kept.audits.changed_documents(AUDIT) == ["staff/0c1e.pdf"]


def test_a_missing_document_shows(kept: Vault, tmp_path: Path) -> None:
    (tmp_path / "audits" / AUDIT / "overview.pdf").unlink()
    assert kept.audits.changed_documents(AUDIT) == ["overview.pdf"]


def test_a_document_that_is_not_locked_is_refused(vault: Vault, report: bytes, tmp_path: Path) -> None:
    for unlocked in (typst.compile(b"= Report", format="pdf"), b"PK\x03\x04 a workbook", b""):
        with pytest.raises(CannotBeKeptError, match="not locked"):
            vault.audits.keep(AUDIT, {}, {}, {"overview.pdf": report, "staff/0c1e.pdf": unlocked})
    assert not (tmp_path / "audits").exists()


@pytest.mark.parametrize(
    "name", ["../overview.pdf", "/overview.pdf", "Jane Smith.pdf", "a/b/c.pdf", "findings.age", "x.exe", ""]
)
def test_a_documents_name_says_nothing_and_leads_nowhere(vault: Vault, report: bytes, name: str) -> None:
    with pytest.raises(CannotBeKeptError) as refusal:
        vault.audits.keep(AUDIT, {}, {}, {name: report})
    assert "Jane" not in refusal.value.message


@pytest.mark.parametrize("audit_id", ["", "..", "../lists", "a/b", "Jane Smith"])
def test_an_audits_id_leads_nowhere_else(vault: Vault, audit_id: str) -> None:
    for attempt in (vault.audits.open, vault.audits.forget, vault.audits.changed_documents):
        with pytest.raises(NothingKeptError):
            attempt(audit_id)
    with pytest.raises(NothingKeptError):
        vault.audits.keep(audit_id, {}, {}, {})


def test_an_audit_is_written_once(kept: Vault) -> None:
    with pytest.raises(CannotBeKeptError):
        kept.audits.keep(AUDIT, {}, {}, {})
    assert kept.audits.open(AUDIT).facts == {"staff": 3}


def test_findings_of_another_audit_are_refused(kept: Vault, tmp_path: Path) -> None:
    (tmp_path / "audits" / AUDIT).rename(tmp_path / "audits" / "run-000000000000")
    with pytest.raises(SealedContentError):
        kept.audits.open("run-000000000000")


def test_nothing_of_a_forgotten_audit_is_left(kept: Vault, tmp_path: Path) -> None:
    kept.audits.forget(AUDIT)
    assert kept.audits.ids() == []
    assert list((tmp_path / "audits").iterdir()) == []
    kept.audits.forget(AUDIT)


def interrupted_while_keeping(vault: Vault, report: bytes) -> None:
    """As a killed process leaves it: documents written, findings not."""
    vault.audits.keep(AUDIT, {}, {}, {"staff/0c1e.pdf": report})
    (vault.audits.folder / AUDIT / "findings.age").unlink()


def interrupted_while_forgetting(vault: Vault, report: bytes) -> None:
    vault.audits.keep(AUDIT, {}, {}, {"overview.pdf": report, "staff/0c1e.pdf": report})
    (vault.audits.folder / AUDIT / "findings.age").unlink()
    (vault.audits.folder / AUDIT / "overview.pdf").unlink()


@pytest.mark.parametrize("interrupted", [interrupted_while_keeping, interrupted_while_forgetting])
def test_an_interrupted_audit_counts_as_none_and_is_swept(
    vault: Vault, report: bytes, interrupted: typing.Callable[[Vault, bytes], None]
) -> None:
    interrupted(vault, report)
    assert vault.audits.ids() == []
    with pytest.raises(NothingKeptError):
        vault.audits.open(AUDIT)
    assert vault.sweep() == 0, "an audit may be under way"
    for path in vault.audits.folder.rglob("*"):
        os.utime(path, (0, 0))
    assert vault.sweep() == 1
    assert list(vault.audits.folder.iterdir()) == []


def test_a_sweep_leaves_a_whole_audit_alone(kept: Vault) -> None:
    assert kept.sweep(older_than=-1) == 0
    assert kept.audits.changed_documents(AUDIT) == []
