"""M8: what of a roster nobody needs is dropped before the first write, so no key opens it."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.workspace import Workspace, make_workspace
from samples.school import write_school
from tests.canary import find_canaries
from tests.flows.conftest import SCHOOL, TODAY
from tests.flows.passphrases import SECRETS
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from vault.ciphertext import unseal
from vault.errors import SealBrokenError

CTF = re.compile(r"<(UPN|DOB|PhoneNo|PostCode)>([^<]{6,})</")
CSV_COLUMNS = ("UPN", "DOB", "Contact 1 Mobile", "Contact 2 Mobile", "Contact 3 Mobile")
ONEROSTER = {
    "users.csv": ("phone", "sms", "password"),
    "demographics.csv": ("birthDate",),
    "userProfiles.csv": (),
}
PLANTED = {"phone": "0770090{:04}", "sms": "0770091{:04}", "password": "quaggle{:04}"}


@pytest.mark.parametrize("kind", ["ctf", "csv", "oneroster-1.1", "oneroster-1.2"])
def test_no_dropped_column_stands_in_anything_that_is_sealed(
    kind: str, tmp_path: Path, figure: Figure
) -> None:
    write_school(
        tmp_path / "school", pupils=amount(40, 400), staff=2, contacts=10, seed=8, roster=kind, today=TODAY
    )
    roster = sorted((tmp_path / "school" / "roster").iterdir())
    dropped = with_canaries(roster[0])
    assert len(dropped) > 30
    workspace = make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)
    load(workspace, sources(roster), TODAY)
    kept = opened(workspace)
    name = workspace.kept("roster").tables["names"]["full_name"][0].as_py()  # type: ignore[union-attr]
    assert find_canaries(kept, [name]), "what is kept can be read here, so what is dropped would be found"
    assert find_canaries(kept, dropped) == []
    figure("M8", f"0 of {len(dropped)} dropped values of a roster ({kind}) in what is sealed")


def opened(workspace: Workspace) -> list[str | bytes]:
    """All that is kept of the roster, its compressed tables as text; whatever else the service can open; and
    every other file of the workspace as it is."""
    kept = workspace.kept("roster")
    assert kept
    found: list[str | bytes] = [str(table.to_pylist()) for table in kept.tables.values()]
    found.append(str(kept.facts))
    for path in workspace.folder.rglob("*"):
        if path.is_file() and "keys" not in path.parts:
            data = path.read_bytes()
            try:
                found.append(unseal(data, workspace.keys.service) if path.suffix == ".age" else data)
            except SealBrokenError:
                found.append(data)
    return found


def with_canaries(roster: Path) -> set[str]:
    """What stands in the columns that nobody needs, after more was planted where they were empty."""
    if roster.suffix == ".zip":
        return in_oneroster(roster)
    text = roster.read_text(encoding="utf-8-sig")
    if roster.suffix == ".csv":
        lines = text.splitlines(keepends=True)
        head = next(number for number, line in enumerate(lines) if line.startswith("UPN,"))
        return values(csv.DictReader(io.StringIO("".join(lines[head:]))), CSV_COLUMNS)
    return {value for tag, value in CTF.findall(text)}


def in_oneroster(roster: Path) -> set[str]:
    """The same, of an archive of tables."""
    with zipfile.ZipFile(roster) as archive:
        tables = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    found: set[str] = set()
    for name, columns in ONEROSTER.items():
        if name in tables:
            rows = list(csv.DictReader(io.StringIO(tables[name])))
            for number, row in enumerate(rows):
                planted = {
                    key: PLANTED[key].format(number) for key in columns if key in PLANTED and key in row
                }
                row.update(planted)
            found |= values(rows, columns)
            tables[name] = written(rows)
    with zipfile.ZipFile(roster, "w") as archive:
        for name, text in tables.items():
            archive.writestr(name, text)
    return found


def values(rows: Iterable[dict[str, str]], columns: Iterable[str]) -> set[str]:
    """The cells of those columns that are long enough to stand nowhere by chance."""
    wanted = list(columns)
    return {row[each] for row in rows for each in wanted if len(row.get(each) or "") >= 6}


def written(rows: list[dict[str, str]]) -> str:
    """The rows as CSV."""
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()
