"""Cases of the platform connectors: a folder of data each, and the command that writes what is expected.

    .venv/bin/python -m tests.connectors.platforms.platform_cases [PLATFORM[/CASE] ...]

A case holds `export/` (or `export_1/`, `export_2/` … where several are handed in), `accounts.csv`,
`lists.csv` and `rest.json` (layout, owner, notes, problems). Write the export by hand, run the command, and
read what it wrote before committing it: from then on it is what the connector must say.
"""

import csv
import json
import sys
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from connectors.exports import Reading
from tests.connectors.shared_reader import read_exports

HERE = Path(__file__).parent
_ACCOUNT = ("platform", "relation", "display_name", "handle", "profile_url", "email", "since")
_LIST = (
    "platform",
    "relation",
    "layout",
    "entries",
    "with_display_name",
    "handle_only",
    "not_comparable",
    "unreadable",
)


def cases() -> list[Path]:
    """Every case, by platform and name."""
    return sorted(folder for folder in HERE.glob("*/*") if any(folder.glob("export*")))


def name_of(case: Path) -> str:
    return case.relative_to(HERE).as_posix()


def exports_of(case: Path) -> list[Path]:
    return sorted(case.glob("export*"))


def accounts(reading: Reading) -> list[dict[str, str]]:
    rows = [row for extract in reading.extracts for row in extract.accounts.to_pylist()]
    return [{column: str(row[column] or "") for column in _ACCOUNT} for row in rows]


def lists(reading: Reading) -> list[dict[str, str]]:
    rows = [
        {"platform": extract.platform, **asdict(count)}
        for extract in reading.extracts
        for count in extract.lists
    ]
    return [{column: str(row[column]) for column in _LIST} for row in rows]


def rest(reading: Reading) -> dict[str, object]:
    extracts = {
        extract.platform: {
            "layout": extract.layout,
            "owner": asdict(extract.owner),
            "unopened": extract.unopened,
            "notes": list(extract.notes),
        }
        for extract in reading.extracts
    }
    problems = [
        f"{problem.file}: {problem.error.code} {problem.error.detail}" for problem in reading.problems
    ]
    return {"extracts": extracts, "problems": problems}


def zipped(folder: Path, to: Path, wrapper: str = "") -> Path:
    """The folder as a ZIP, its paths below `wrapper`."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(file, wrapper + file.relative_to(folder).as_posix())
    return to


def expected_table(case: Path, file: str) -> list[dict[str, str]]:
    with (case / file).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def expected_rest(case: Path) -> object:
    return json.loads((case / "rest.json").read_text(encoding="utf-8"))


def _write_table(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_expected(case: Path) -> None:
    """What the connector says of this case now, for review."""
    reading = read_exports(exports_of(case))
    _write_table(case / "accounts.csv", _ACCOUNT, accounts(reading))
    _write_table(case / "lists.csv", _LIST, lists(reading))
    text = json.dumps(rest(reading), indent=2, ensure_ascii=False)
    (case / "rest.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    if reading.problems:
        sys.stderr.write(f"{name_of(case)} expects problems: see that it should\n")


if __name__ == "__main__":
    for each in cases():
        if not sys.argv[1:] or any(name_of(each).startswith(wanted) for wanted in sys.argv[1:]):
            write_expected(each)
