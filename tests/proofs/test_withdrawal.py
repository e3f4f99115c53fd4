"""M7: whoever withdraws is gone from everything, for everybody, also from a backup that is put back."""

import io
import json
import random
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.holds import Reason, hold_finding, lift
from flows.intake import submit
from flows.participation import record
from flows.question_numbers import question_number
from flows.review.disputing import record_dispute
from flows.review.release import latest_audit, release
from flows.review.remaking import make_again
from flows.stages import report
from flows.withdrawal import withdraw
from flows.workspace import Workspace
from schemas.words import Answer, Outcome
from tests.canary import find_canaries
from tests.flows.conftest import CANARIES, TODAY
from tests.flows.passphrases import identity_of
from tests.flows.rooms import judged
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.everything_opened import READERS, everything
from tests.proofs.schooldays import decide, prepare

PEOPLE = {"S1": "Hildegarde Moorcastle", "S2": "Ignatius Fernbury", "S3": "Rosamunde Gullthorpe"}
LISTS = ("lists/", "roster/", "keys/", "school.toml")
"""What the school itself loaded or wrote; nobody handed it in."""
LONGEST = 60.0


class Member:
    """A member of staff with exports that nobody else has."""

    def __init__(self, staff_ref: str, draw: random.Random) -> None:
        self.staff_ref = staff_ref
        mark = "".join(draw.choices("bcdfghjklmnpqrstvwxz", k=9))
        self.handles = [f"ottoline.quillfeather.{mark}", *(f"{mark}.{number}" for number in range(8))]
        self.mark = mark

    @property
    def needles(self) -> list[str]:
        """What must not be found of this person."""
        # The lead's own name also stands with a declaration of somebody else's that the lead agreed to.
        return [self.mark] if self.staff_ref == "S1" else [self.mark, PEOPLE[self.staff_ref]]

    def hand_in(self, workspace: Workspace, folder: Path, day: date) -> None:
        """An export of Instagram with handles of its own, and the one of the canaries."""
        followers = [{"title": "", "string_list_data": [{"value": each}]} for each in self.handles]
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("connections/followers_and_following/followers_1.json", json.dumps(followers))
        export = folder / f"{self.staff_ref}.zip"
        export.write_bytes(data.getvalue())
        own = sorted((CANARIES / "exports" / self.staff_ref).iterdir())
        submit(workspace, self.staff_ref, [export, *own], day)
        export.unlink()


def audit(workspace: Workspace) -> None:
    with judged(workspace) as room:
        report.write_reports(room)


def of_person(workspace: Workspace, member: Member) -> tuple[str, str]:
    """The person's receipt in the latest audit, and the id of the submission."""
    submission_id = workspace.vault.submission_id_of(member.staff_ref)
    people = workspace.vault.audits.open(latest_audit(workspace))["people"]
    return people.get(submission_id, ("", ""))[0], submission_id


def let_go(workspace: Workspace, _: Member) -> None:
    for reader in READERS:
        release(workspace, latest_audit(workspace), reader, identity_of(workspace, reader))


def dispute(workspace: Workspace, member: Member) -> None:
    receipt, _ = of_person(workspace, member)
    for line in workspace.vault.audits.open(latest_audit(workspace))["lines"].get(receipt, {}):
        record_dispute(workspace, receipt, int(line), TODAY)


def incidents(workspace: Workspace, member: Member) -> None:
    _, submission_id = of_person(workspace, member)
    reader = READERS[member.staff_ref == "S1"]
    workspace.vault.keep_incident(f"KeyError: {member.handles[0]!r}", submission_id, reader)
    workspace.vault.keep_incident(f"KeyError: {member.handles[0]!r}", reader=READERS[1])


def answer(workspace: Workspace, member: Member) -> None:
    record(workspace, member.staff_ref, Answer.YES, TODAY)


def say_what_is_found(workspace: Workspace, _: Member) -> None:
    decide(workspace)


EVENTS: list[Callable[[Workspace, Member], None]] = [
    let_go,
    dispute,
    incidents,
    answer,
    say_what_is_found,
]


def found(workspace: Workspace, member: Member) -> list[str]:
    """Where anything of the person stands, with every lock open; the school's own lists left out."""
    return sorted(
        {
            name
            for name, data in everything(workspace)
            if not name.startswith(LISTS) and find_canaries(data, member.needles)
        }
    )


def restored(backup: Path, workspace: Workspace, *, over: bool) -> Workspace:
    """The backup put back in the workspace's place, or copied over what is there."""
    if not over:
        shutil.rmtree(workspace.folder)
    shutil.copytree(backup, workspace.folder, dirs_exist_ok=True)
    return Workspace(workspace.folder)


def lived(workspace: Workspace, member: Member, folder: Path, draw: random.Random) -> None:
    """A history of two audits with what people did in between, in some order."""
    others = [Member(each, draw) for each in PEOPLE if each != member.staff_ref]
    for each in (member, *others):
        each.hand_in(workspace, folder, TODAY)
    audit(workspace)
    happened = draw.sample(EVENTS, len(EVENTS))
    for event in happened[:3]:
        event(workspace, member)
    for each in (member, *others):
        if each is member or draw.random() < 0.5:
            each.hand_in(workspace, folder, TODAY)
    audit(workspace)
    for event in happened[3:]:
        event(workspace, member)
    if draw.random() < 0.5:
        member.hand_in(workspace, folder, TODAY)


@pytest.mark.parametrize("number", range(amount(2, 30)))
def test_whoever_withdraws_is_gone_for_everybody_and_stays_gone(
    tmp_path: Path, number: int, figure: Figure
) -> None:
    draw = random.Random(number)  # noqa: S311
    prepare(tmp_path)
    workspace = Workspace(tmp_path / "workspace")
    member = Member(draw.choice([*PEOPLE]), draw)
    lived(workspace, member, tmp_path, draw)
    before = workspace.vault.submission_id_of(member.staff_ref)
    at = found(workspace, member)
    assert {name.partition("/")[0] for name in at} >= {"findings", "incidents"}, "it is searched well"
    shutil.copytree(workspace.folder, tmp_path / "backup")

    began = time.monotonic()
    command = [sys.executable, "-m", "flows.cli", "withdraw", "--staff", member.staff_ref]
    subprocess.run([*command, "--workspace", str(workspace.folder)], check=True, capture_output=True)
    seconds = time.monotonic() - began
    assert seconds <= LONGEST
    workspace = Workspace(workspace.folder)
    assert found(workspace, member) == []

    make_documents(workspace)
    assert found(workspace, member) == [], "nor in the documents made again"

    workspace = restored(tmp_path / "backup", workspace, over=draw.random() < 0.5)
    command = [sys.executable, "-m", "flows.cli", "participation", "counts"]
    subprocess.run([*command, "--workspace", str(workspace.folder)], check=True, capture_output=True)
    workspace = Workspace(workspace.folder)
    make_documents(workspace)
    assert found(workspace, member) == [], "nor after the backup was put back"

    member.hand_in(workspace, tmp_path, TODAY)
    audit(workspace)
    again = workspace.vault.submission_id_of(member.staff_ref)
    facts = [workspace.vault.audits.open(each) for each in workspace.vault.audits.ids()]
    assert again != before
    assert [each["outcomes"][again][0] for each in facts if again in each["outcomes"]] == [Outcome.CHECKED]
    assert not [each for each in facts if before in str(each)]
    figure(
        "M7", f"withdrawn in {seconds:.0f} s from {len(at)} places, and from a backup put back: nothing left"
    )


def test_what_a_hold_keeps_of_whoever_withdrew_goes_with_the_hold(tmp_path: Path, figure: Figure) -> None:
    prepare(tmp_path)
    workspace, draw = Workspace(tmp_path / "workspace"), random.Random(1)  # noqa: S311
    member = Member("S3", draw)
    member.hand_in(workspace, tmp_path, TODAY)
    audit(workspace)
    _, submission_id = of_person(workspace, member)
    pairs = workspace.vault.register.pairs().items()
    pair = next(pair for pair, each in pairs if each.submission_id == submission_id)
    why = Reason(f"{PEOPLE[member.staff_ref]} asked", "the head", TODAY)
    hold_finding(workspace, question_number(pair), why, TODAY + timedelta(days=30))
    let_go(workspace, member)
    withdraw(workspace, member.staff_ref, TODAY)
    held = {f"findings/{pair}.age opened", f"holds/{pair}.age opened"}
    assert {*found(workspace, member)} == held
    make_documents(workspace)
    assert {*found(workspace, member)} > held, "and in the documents of those who may read it"
    lift(workspace, question_number(pair))
    assert found(workspace, member) == []
    make_documents(workspace)
    assert found(workspace, member) == []
    figure("M7", "a hold keeps its one question, with its reason, and nothing else; lifted, nothing is left")


def make_documents(workspace: Workspace) -> None:
    """Every audit's documents made again, for both readers."""
    for audit_id in workspace.vault.audits.ids():
        for reader in READERS:
            make_again(workspace, audit_id, reader, identity_of(workspace, reader))
