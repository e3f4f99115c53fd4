"""kill -9 of a run of reminders at any step of the mail server's: nobody ever has a third, few lose one."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.participation import record
from flows.reminding.due import ask
from flows.rosters.staff import load_staff
from flows.workspace import STATE, Workspace, make_workspace
from schemas.words import Answer
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS
from tests.flows.smtp_servers import HOST, Post, Server, mail_server
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from vault.participation import MOST_REMINDERS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")

ASKED = date(2026, 11, 2)
PEOPLE = 6
DECLINED = "s0@alderlane.example"
STEPS = ("MAIL", "RCPT", "DATA")


@dataclass
class Killing(Post):
    """A server that kills whoever writes to it at one step of one message, before it answers."""

    victim: subprocess.Popen[bytes] | None = None
    step: str = ""
    after: int = 0
    steps: Counter[str] = field(default_factory=Counter)

    def answer(self, server: Server, step: str, address: str) -> str:
        """The line with which it answers a step, should anybody hear it."""
        self.steps[step] += 1
        if self.victim and (step, self.steps[step]) == (self.step, self.after):
            os.kill(self.victim.pid, signal.SIGKILL)
        return super().answer(server, step, address)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose staff were asked, of whom one has declined."""
    folder = tmp_path_factory.mktemp("made")
    rows = [f"S{number},Invented,Person{number},s{number}@alderlane.example" for number in range(PEOPLE)]
    (folder / "staff.csv").write_text("\n".join(["staff_ref,forename,surname,email", *rows]), "utf-8")
    made = make_workspace(folder / "workspace", SCHOOL, SECRETS)
    load_staff(made, folder / "staff.csv")
    ask(made, ASKED)
    record(made, "S0", Answer.DECLINED, ASKED)
    return made.folder


def writing(folder: Path, port: int) -> None:
    """Reminders go out through the server at that port."""
    path = folder / "school.toml"
    before, _, after = (
        path.read_text("utf-8").replace("by_email = false", "by_email = true").partition("\n[email]")
    )
    lines = ("[email]", f'host = "{HOST}"', f"port = {port}", 'sender = "office@alderlane.example"')
    lines = (*lines, 'security = "none"')
    path.write_text("\n".join([before, *lines, after[after.index("\n[trust]") :]]), "utf-8")


def begun(folder: Path, on: date) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "flows.cli", "reminders", "--today", on.isoformat()]
    return subprocess.Popen([*command, "--workspace", str(folder)], stdout=subprocess.DEVNULL)


def test_nobody_has_a_third_reminder_however_often_runs_are_killed(
    made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    dice = random.Random(20261102)  # noqa: S311 - a seeded share
    histories, kills, lost = amount(2, 50), 0, 0
    for history in range(histories):
        folder = Path(shutil.copytree(made_once, tmp_path / str(history)))
        post = Killing()
        with mail_server(post) as port:
            writing(folder, port)
            for fortnights in (1, 2, 3):
                on = ASKED + timedelta(days=14 * fortnights)
                for _ in range(2 if fortnights <= MOST_REMINDERS else 0):
                    post.step, post.after, post.steps = dice.choice(STEPS), dice.randint(1, 2), Counter()
                    post.victim = begun(folder, on)
                    kills += post.victim.wait(120) == -signal.SIGKILL
                post.victim = None
                assert begun(folder, on).wait(120) == 0
        arrived = Counter(to for _, (to,), _ in post.taken)
        assert DECLINED not in arrived
        assert max(arrived.values()) <= MOST_REMINDERS
        vault = Workspace(folder).vault
        for number in range(1, PEOPLE):
            recorded = len(vault.participation.reminders_of(vault.person_id_of(f"S{number}")))
            assert arrived[f"s{number}@alderlane.example"] <= recorded <= MOST_REMINDERS
            lost += recorded - arrived[f"s{number}@alderlane.example"]
    assert kills
    assert lost <= kills
    figure("M4", f"{kills} runs of reminders killed in {histories} histories: no third reminder, {lost} lost")
