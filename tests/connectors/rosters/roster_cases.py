"""The cases of this folder: a roster beside what should be read from it.

`python -m tests.connectors.rosters.roster_cases [SOURCE/CASE…]` writes the expected files of these cases, by
default of those that have none yet (an empty expected.toml); read them before you believe them.
"""

import csv
import io
import sys
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from connectors.roster import Roster, read_roster
from connectors.rosters import wonde
from tests.connectors import wonde_server

HERE = Path(__file__).parent
TABLES = ("people", "names", "links")
CASES = sorted(path.parent for path in HERE.glob("*/*/expected.toml"))


def roster_of(case: Path) -> Path:
    """The roster of a case: the file or folder called roster."""
    (path,) = (path for path in case.iterdir() if path.stem == "roster")
    return path


def read_case(case: Path) -> Roster:
    """What is read of a case. One of Wonde's is a folder of answers, which a server gives to our requests."""
    roster = roster_of(case)
    if case.parent.name != "wonde":
        return read_roster(roster)
    since = date(2026, 10, 1) if (roster / "contacts.json").exists() else None
    with wonde_server.serving(wonde_server.from_folder(roster)) as server:
        return wonde.fetch(server.access, since, wonde_server.PATIENT)


def expected_of(case: Path) -> dict[str, object]:
    """What expected.toml says."""
    return tomllib.loads((case / "expected.toml").read_text(encoding="utf-8"))


def as_csv(table: pa.Table) -> str:
    """A table as CSV text, dates in ISO form, null as nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(tuple(row.values()) for row in table.to_pylist())
    return text.getvalue()


def as_toml(roster: Roster) -> str:
    """Everything of a roster but its tables."""
    lines = [f'source = "{roster.source}"', f"staff = {roster.staff}"]
    for name in ("columns_kept", "columns_dropped", "notes"):
        values = "".join(f"    '''{value}''',\n" for value in getattr(roster, name))
        lines.append(f"{name} = [\n{values}]" if values else f"{name} = []")
    seen = [f"{row['what']}: {row['source_row']}" for row in roster.observations.to_pylist()]
    lines.append("observed = [" + ", ".join(f'"{each}"' for each in seen) + "]")
    lines += [f"made = {roster.made.isoformat()}"] if roster.made else []
    lines += [f"changes = true\ngone = {len(roster.gone)}"] if roster.is_changes else []
    return "\n".join(lines) + "\n"


def _write(cases: Sequence[str]) -> None:
    for case in CASES:
        if f"{case.parent.name}/{case.name}" in cases or not expected_of(case):
            roster = read_case(case)
            (case / "expected.toml").write_text(as_toml(roster), encoding="utf-8")
            for name in TABLES:
                (case / f"{name}.csv").write_text(as_csv(getattr(roster, name)), encoding="utf-8")


if __name__ == "__main__":
    _write(sys.argv[1:])
