"""A hand-in and an audit without Prefect, in a process of its own that something watches from outside.

`python -m tests.proofs.watched_audit FOLDER [leak]`: FOLDER holds `roster.csv`, `staff.csv` and `exports/`;
the workspace is made in it. With `leak` a contact is written to a file that is deleted at once, which whoever
watches must notice.
"""

import sys
import tempfile
from pathlib import Path

from flows.intake import submit
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.stages.report import write_reports
from flows.workspace import make_workspace
from tests.flows.conftest import SCHOOL, TODAY
from tests.flows.passphrases import SECRETS
from tests.flows.rooms import judged


def main(folder: Path, *, leaks: bool) -> None:
    """Everything from the empty folder to the reports."""
    workspace = make_workspace(folder / "workspace", SCHOOL, SECRETS)
    load(workspace, sources([folder / "roster.csv"]), TODAY)
    load_staff(workspace, folder / "staff.csv")
    exports = sorted((folder / "exports").iterdir())
    for person in exports:
        submit(workspace, person.name, sorted(person.iterdir()), TODAY)
    if leaks:
        with tempfile.NamedTemporaryFile() as file:
            file.write(next(exports[0].rglob("*.json")).read_bytes())
    with judged(workspace) as room:
        write_reports(room)


if __name__ == "__main__":
    main(Path(sys.argv[1]), leaks="leak" in sys.argv)
