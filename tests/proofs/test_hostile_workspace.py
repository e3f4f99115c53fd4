"""M13: one audit of a setting where nobody has an ordinary name, by the real commands, from end to end."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.workspace import Workspace, make_workspace
from schemas.words import Reader
from tests.flows.conftest import SCHOOL, TODAY
from tests.flows.passphrases import SECRETS, identity_of
from tests.proofs import harmless
from tests.proofs.conftest import Figure
from tests.proofs.test_hostile_names import NAMES
from vault.documents import unlocked_workbook

LETTERS = "bcdfghjklmnprstvwz"
SPOKEN = [name for name in NAMES if len(name) < 200]
"""What a list keeps as it is; a longer name is refused with its row."""
UNMISTAKABLE = [name for name in NAMES if 12 <= len(name) < 200 and " " in name]
"""What no sentence of ours happens to contain."""


@dataclass(frozen=True)
class Audited:
    """The workspace after its audit, and all that any command said on the way."""

    workspace: Workspace
    said: dict[str, str]


def surname(number: int) -> str:
    """A surname of its own for each, so that every contact is one person on the roster."""
    first, last = divmod(number, len(LETTERS))
    return f"Q{LETTERS[first]}arroweth{LETTERS[last]}ing"


def called(name: str) -> str:
    """The name with an ordinary one behind it: a roster where too many names have no letters is refused."""
    return f"{name} Jane"


def encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def table(path: Path, header: list[str], rows: list[list[str]]) -> Path:
    made = io.StringIO()
    csv.writer(made).writerows([header, *([encodable(cell) for cell in row] for row in rows)])
    path.write_bytes(made.getvalue().encode("utf-8"))
    return path


def roster(folder: Path) -> Path:
    header = ["Pupil ID", "Legal Forename", "Legal Surname", "Parent 1 Forename", "Parent 1 Surname"]
    people = [(called(name), surname(n)) for n, name in enumerate(SPOKEN, start=1)]
    rows = [[str(n), *person, *person] for n, person in enumerate(people, start=1)]
    return table(folder / "roster.csv", header, rows)


def staff(folder: Path) -> Path:
    header = ["staff_ref", "forename", "surname", "role"]
    rows = [[f"S{n}", called(name), called(name), name] for n, name in enumerate(SPOKEN, start=3)]
    return table(folder / "staff.csv", header, [["S1", "Ada", "Lark", ""], ["S2", "Bo", "Wren", ""], *rows])


def declarations(folder: Path) -> Path:
    header = ["staff_ref", "person", "roster_id", "reason", "agreed_by", "agreed_on", "review_on"]
    rows = [["S5", called(name), "", name, name, "2026-01-12", "2027-01-12"] for name in SPOKEN]
    return table(folder / "declarations.csv", header, rows)


def export(folder: Path, name: str) -> Path:
    """A Facebook list of friends in a folder of that name, as far as a disk takes it."""
    inner = folder / "connections" / "friends"
    inner.mkdir(parents=True)
    friends = [
        {"name": f"{called(each)} {surname(n)}", "timestamp": 1_691_234_567}
        for n, each in enumerate(SPOKEN, 1)
    ]
    (inner / "your_friends.json").write_text(json.dumps({"friends_v2": friends}), encoding="ascii")
    return folder


def named(folder: Path) -> list[Path]:
    """Files of hostile names, as many as this disk takes."""
    made = []
    for name in NAMES:
        path = folder / f"{encodable(name).replace('/', '_')}.zip"
        try:
            path.write_bytes(b"no archive")
        except (OSError, ValueError):  # too long, or a null in it
            continue
        made.append(path)
    return made


def command(*arguments: str | Path) -> str:
    """What one command said on both streams."""
    ended = CliRunner().invoke(main, [str(each) for each in arguments])
    assert ended.exit_code != 70, ended.output
    return ended.output


def in_a_process_of_its_own(*arguments: str | Path) -> str:
    """The same, with Prefect's server."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    run = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    ended = subprocess.run(
        run, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, check=False
    )
    assert ended.returncode == 0, ended.stdout
    return ended.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    folder = tmp_path_factory.mktemp("hostile")
    workspace = make_workspace(folder / "workspace", SCHOOL, SECRETS)
    files = folder / "files"
    files.mkdir()
    here = ("--workspace", workspace.folder)
    day = ("--today", TODAY.isoformat())
    handed_in = export(folder / "export", "friends")
    commands = {
        "roster check": ("roster", "check", *day, roster(folder)),
        "roster check --json": ("roster", "check", "--json", *day, folder / "roster.csv"),
        "roster map": ("roster", "map", *day, "--out", folder / "mapping.toml", folder / "roster.csv"),
        "roster load": ("roster", "load", *here, *day, folder / "roster.csv"),
        "staff load": ("staff", "load", *here, staff(folder)),
        "declarations load": ("declarations", "load", *here, declarations(folder)),
        "check": ("check", handed_in),
        "check --json": ("check", "--json", handed_in),
        "check, files of hostile names": ("check", *named(files)),
        "check --json, files of hostile names": ("check", "--json", *named(files)),
        "peek": ("peek", handed_in),
        "peek --json, files of hostile names": ("peek", "--json", *named(files)),
        "submit": ("submit", "--staff", "S3", *here, *day, handed_in),
        "submit, files of hostile names": ("submit", "--staff", "S4", *here, *day, *named(files)),
    }
    after = {
        "log show": ("log", "show", *here),
        "log show --json": ("log", "show", "--json", *here),
        "log verify": ("log", "verify", *here),
        "log verify, a hostile head": ("log", "verify", *here, "--head", "<script>alert(1)</script>"),
    }
    said = {name: command(*arguments) for name, arguments in commands.items()}
    said["audit"] = in_a_process_of_its_own("audit", *here, *day)
    return Audited(workspace, said | {name: command(*arguments) for name, arguments in after.items()})


def test_no_command_says_a_name_or_anything_that_moves_a_terminal(audited: Audited, figure: Figure) -> None:
    for name, said in audited.said.items():
        assert harmless.in_text(said) == set(), name
        assert [each for each in UNMISTAKABLE if encodable(each) in said] == [], name
    figure(
        "M13", f"{len(NAMES)} hostile names and file names through {len(audited.said)} commands: none said"
    )


def test_every_json_answer_is_one_object(audited: Audited) -> None:
    for name in ("roster check --json", "check --json", "log show --json"):
        answer = json.JSONDecoder().raw_decode(audited.said[name])[0]
        assert answer["version"] >= 1, name


def test_the_audits_documents_hold_every_name_as_text(audited: Audited, figure: Figure) -> None:
    audits = audited.workspace.vault.audits
    (audit_id,) = audits.ids()
    folder = audits.folder / audit_id
    words = audits.words(audit_id, Reader.DSL, identity_of(audited.workspace))
    book = unlocked_workbook((folder / "workbook.xlsx").read_bytes(), [words])
    assert harmless.in_workbook(book) == set()
    overview = io.BytesIO()
    with pikepdf.open(folder / "overview.pdf", password=words) as locked:
        locked.save(overview)
    assert harmless.in_pdf(overview.getvalue()) == set()
    told = " ".join(cell for cell in harmless.cells_of(book) if isinstance(cell, str))
    asked = sum(surname(number) in told for number in range(1, len(SPOKEN) + 1))
    assert asked > len(SPOKEN) // 2
    figure("M13", f"an audit by the real commands that asks about {asked} people of hostile names: harmless")
