"""What the commands answer to machines stands in docs/answers.md, key by key."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.rosters.staff import load_staff
from flows.workspace import Workspace, make_workspace
from tests.flows.conftest import CANARIES, SCHOOL
from tests.flows.passphrases import SECRETS

ANSWERS = (Path(__file__).parents[1] / "docs" / "answers.md").read_text(encoding="utf-8")
COMMANDS = (
    "data-protection status",
    "doctor",
    "keys status",
    "log show",
    "log verify",
    "participation counts",
    "policy",
    "reminders",
    "retention",
    "schedule",
    "status",
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with a staff list."""
    made = make_workspace(tmp_path_factory.mktemp("answers") / "workspace", SCHOOL, SECRETS)
    load_staff(made, CANARIES / "staff.csv")
    return made


def section(command: str) -> str:
    """What the page says under the command's own heading."""
    sections = re.split(r"^## ", ANSWERS, flags=re.MULTILINE)
    (found,) = (each for each in sections if f"`armslength {command} --json`" in each.partition("\n")[0])
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_an_answer_has_the_keys_that_are_documented(workspace: Workspace, command: str):
    said = CliRunner().invoke(main, [*command.split(), "--json", "--workspace", str(workspace.folder)])
    answer = json.loads(said.stdout)
    documented = set(re.findall(r'"(\w+)":', section(command)))
    assert answer["version"] == 1
    assert {*answer} <= documented
    assert all({*each} <= documented for each in answer.get("checks", answer.get("keys", ())))
