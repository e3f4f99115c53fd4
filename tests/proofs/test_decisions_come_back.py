"""What a person decides in a spreadsheet program is what is read back."""

import shutil
import subprocess
from pathlib import Path

import pytest

from connectors.decisions import Decided, Slip, read_decisions
from schemas.words import Decision
from tests.connectors.test_decisions import filled_in, slips
from tests.proofs.conftest import Figure

SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_is_read_as_what_excel_saves(tmp_path: Path, figure: Figure) -> None:
    data = filled_in(
        {(0, "Decision"): "same person", (0, "Reason"): "She told me.", (1, "Decision"): '="ask"'}
    )
    given = tmp_path / "workbook.xlsx"
    given.write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    to = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "again")]
    subprocess.run([str(SOFFICE), profile, "--headless", *to, str(given)], check=True, capture_output=True)
    read = read_decisions((tmp_path / "again" / "workbook.xlsx").read_bytes())
    assert read.audit_id == "A-7F3K"
    assert read.decided == (Decided("find-000000000000", Decision.SAME_PERSON, "She told me."),)
    assert slips(read) == [(2, 3, Slip.FORMULA)]
    figure("M11", "a workbook saved by LibreOffice gave back every decision and its audit")
