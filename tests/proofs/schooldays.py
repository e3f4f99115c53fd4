"""The days of a small school, step by step, in processes of their own that can be disturbed at any moment.

A step is what a person or a scheduler does: hand in, audit, decide, let go, dispute, withdraw. Each runs in a
process forked from a server that has everything imported.
"""

import errno
import io
import os
import re
import shutil
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from openpyxl import Workbook as Sheets
from openpyxl.packaging.custom import StringProperty

from connectors.decisions import AUDIT_PROPERTY
from flows.documents import findings_of
from flows.intake import submit
from flows.review.deciding import take_decisions
from flows.review.disputing import record_dispute
from flows.review.release import latest_audit, release
from flows.rosters.declared import load_declarations
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.stages import report
from flows.withdrawal import withdraw
from flows.workspace import STATE, Workspace, make_workspace
from schemas.words import Reader
from tests.flows.conftest import CANARIES, SCHOOL, TODAY
from tests.flows.passphrases import SECRETS, identity_of
from tests.flows.rooms import judged
from vault.private_files import PART, restrict_umask
from vault.references import submission_id

PEOPLE = ("S1", "S2", "S3")
LEAVES = "S3"
"""Who withdraws at the end."""
READERS = (Reader.DSL, Reader.SECOND_REVIEWER)

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Place:
    """A workspace, and the account's state folder beside it; both are copied together."""

    folder: Path

    @property
    def workspace(self) -> Path:
        """The workspace's own folder."""
        return self.folder / "workspace"

    def opened(self) -> Workspace:
        """The workspace as the next command finds it: what was left half-way is carried out or swept."""
        os.environ[STATE] = str(self.folder / "state")
        workspace = Workspace(self.workspace)
        workspace.vault.sweep(older_than=-1)
        return workspace

    def copied(self, to: Path) -> "Place":
        """Another place with the same in it."""
        shutil.copytree(self.folder, to)
        return Place(to)

    def files(self) -> dict[str, bytes]:
        """Every file by its name, but for locks, which hold nothing."""
        found = (path for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".lock")
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}


def prepare(place: Path) -> None:
    """The school before anybody has handed anything in."""
    os.environ[STATE] = str(place / "state")
    workspace = make_workspace(place / "workspace", SCHOOL, SECRETS)
    load(workspace, sources([CANARIES / "roster.csv"]), TODAY)
    load_staff(workspace, CANARIES / "staff.csv")
    load_declarations(workspace, CANARIES / "declarations.csv")


def hand_in(workspace: Workspace, person: str) -> None:
    """A person's exports; whoever was told that they arrived does not send them again."""
    vault = workspace.vault
    if vault.submission_id_of(person) not in vault.hand_ins.waiting():
        submit(workspace, person, sorted((CANARIES / "exports" / person).iterdir()), TODAY)


def audit(workspace: Workspace) -> None:
    """All stages without Prefect; what waits for no audit is audited by none."""
    if workspace.vault.hand_ins.waiting():
        with judged(workspace) as room:
            report.write_reports(room)


def decide(workspace: Workspace) -> None:
    """The DSL says of one finding that it is another person, and of one that it is that person."""
    audit_id = latest_audit(workspace)
    pairs = sorted(workspace.vault.audits.open(audit_id)["pairs"][Reader.DSL])
    file, given = io.BytesIO(), workspace.folder.parents[1] / "decisions.xlsx"
    sheets = Sheets()
    sheets.custom_doc_props.append(StringProperty(name=AUDIT_PROPERTY, value=audit_id))
    sheets.active.append(["Finding", "Decision", "Reason"])
    for pair, decision in zip(pairs, ("not the same person", "same person"), strict=False):
        sheets.active.append([f"find-{pair[:12]}", decision, "The address."])
    sheets.save(file)
    given.write_bytes(file.getvalue())
    take_decisions(workspace, given, Reader.DSL, identity_of(workspace), TODAY)
    given.unlink()


def let_go(workspace: Workspace) -> None:
    """The DSL lets every page go."""
    release(workspace, latest_audit(workspace), Reader.DSL, identity_of(workspace))


def dispute(workspace: Workspace) -> None:
    """Whoever leaves later says of the first line of their page that it is somebody else."""
    facts = workspace.vault.audits.open(latest_audit(workspace))
    receipt, _ = facts["people"][workspace.vault.submission_id_of(LEAVES)]
    record_dispute(workspace, receipt, int(min(facts["lines"][receipt])), TODAY)


def leave(workspace: Workspace) -> None:
    """A person withdraws."""
    withdraw(workspace, LEAVES, TODAY)


STEPS: dict[str, Callable[[Workspace], None]] = {
    **{f"hand in {person}": lambda workspace, person=person: hand_in(workspace, person) for person in PEOPLE},
    "audit": audit,
    "let go": let_go,
    "dispute": dispute,
    "decide": decide,
    "withdraw": leave,
}
"""In their order."""


def told(place: Place) -> dict[str, Any]:
    """Everything a school could notice of a workspace, with all keys, without what is random."""
    workspace = place.opened()
    vault = workspace.vault
    ids = [submission_id(person, 0, workspace.keys) for person in PEOPLE]
    return {
        "waiting": sorted(vault.hand_ins.waiting()),
        "audits": [_audit(workspace, audit_id) for audit_id in vault.audits.ids()],
        "register": {pair: asdict(each) for pair, each in vault.register.pairs().items()},
        "memory": vault.remembered(),
        "days": {each: vault.export_days.before(each) for each in ids},
        "dead": [each for each in ids if each in vault.tombstones],
        "log": {line.entry.what for line in vault.log.entries()},
        "log holds": vault.log.verify().holds,
        "answers": [vault.participation.answer_of(vault.person_id_of(person)) for person in PEOPLE],
        "files": Counter(map(kind_of, place.files())),
    }


def _audit(workspace: Workspace, audit_id: str) -> dict[str, Any]:
    facts = workspace.vault.audits.open(audit_id)
    person = {receipt: submission_id for submission_id, (receipt, _) in facts["people"].items()}
    return {
        "on": facts["on"],
        "outcomes": facts["outcomes"],
        "pairs": facts["pairs"],
        "people": {submission_id: reader for submission_id, (_, reader) in facts["people"].items()},
        "lines": {person[receipt]: lines for receipt, lines in facts["lines"].items() if receipt in person},
        "changed": workspace.vault.audits.changed_documents(audit_id),
        "findings": {reader: list(_findings(workspace, audit_id, reader)) for reader in READERS},
    }


def _findings(workspace: Workspace, audit_id: str, reader: Reader) -> Iterator[Any]:
    return iter(findings_of(workspace, audit_id, reader, identity_of(workspace, reader)))


def kind_of(name: str) -> str:
    """A file's name without what is random or opaque in it."""
    return re.sub(r"(run|sub|r)-[0-9a-f]+|[0-9a-f]{8,}|\d+-(?=#)", "#", name)


def without_prefect(known: dict[str, Any]) -> dict[str, Any]:
    """Without Prefect's own files and what only its runs keep: the day of a deletion, entries of the log."""
    also = ("prefect", "retention.age")
    files = {kind: count for kind, count in known["files"].items() if not any(each in kind for each in also)}
    return known | {
        "files": files,
        "log": {each for each in known["log"] if not each.startswith("audit-")},
    }


# What disturbs a step.

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
ERRORS = (errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT)


class Boundaries:
    """Tells of every call that is about to change a file inside a place."""

    def __init__(self, folder: Path, at: Callable[[int, str], None]) -> None:
        """`at` is given the number of the call, from 0, and what it is."""
        self._folder, self._at = str(folder), at
        self._number, self._busy = 0, False
        self._pid = os.getpid()
        sys.addaudithook(self._heard)
        fsync = os.fsync

        def watched(descriptor: int) -> None:
            self._next("fsync")
            fsync(descriptor)

        os.fsync = watched

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            changes = isinstance(given[2], int) and given[2] & WRITING
        else:
            changes = event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.utime"}
        if changes and str(given[0]).startswith(self._folder):
            self._next(event)

    def _next(self, event: str) -> None:
        if self._busy or os.getpid() != self._pid:
            return
        self._busy = True
        try:
            self._at(self._number, event)
        finally:
            self._busy = False
            self._number += 1


def run(place: Place, step: str, disturbance: tuple[Any, ...], said: Path) -> None:
    """A step in this process, disturbed: what an error says goes to the file `said`."""
    restrict_umask()
    try:
        os.environ[STATE] = str(place.folder / "state")
        _disturb(place, *disturbance)
        STEPS[step](place.opened())
    except Exception:  # noqa: BLE001 - whatever it is, no name may be in it
        said.write_text(traceback.format_exc(), encoding="utf-8")
        sys.exit(1)


def _disturb(place: Place, how: str = "", *rest: Any) -> None:
    if how == "kill":
        Boundaries(place.folder, lambda number, _: _kill_at(number, *rest))
    elif how == "fail":
        Boundaries(place.folder, lambda number, _: _fail_at(number, *rest))
    elif how == "copy":
        Boundaries(place.folder, lambda number, _: _copy_at(number, place, *rest))


def _kill_at(number: int, at: int) -> None:
    if number == at:
        os.kill(os.getpid(), signal.SIGKILL)


def _fail_at(number: int, at: int, code: int, last: int) -> None:
    """From `at` on up to `last` the disk refuses."""
    if at <= number <= last:
        raise OSError(code, os.strerror(code))


def _copy_at(number: int, place: Place, into: Path) -> None:
    """What a process killed now would leave on the disk."""
    shutil.copytree(place.folder, into / f"{number:04}")


def started(place: Place, step: str, said: Path, *disturbance: Any) -> BaseProcess:
    """The process of a step."""
    process = FORKS.Process(target=run, args=(place, step, disturbance, said))
    process.start()
    return process


def ended(place: Place, step: str, said: Path, *disturbance: Any) -> int:
    """How the process of a step ended: 0, 1 where it raised, or the negative number of a signal."""
    process = started(place, step, said, *disturbance)
    process.join()
    return process.exitcode or 0


def undisturbed(folder: Path) -> dict[str, Place]:
    """The place as it is before each step, and under "" after the last."""
    making = FORKS.Process(target=prepare, args=(folder / "now",))
    making.start()
    making.join()
    now, before = Place(folder / "now"), {}
    for number, step in enumerate(STEPS):
        before[step] = now.copied(folder / f"{number}")
        if ended(now, step, folder / "said"):
            raise RuntimeError((folder / "said").read_text(encoding="utf-8"))
    return before | {"": now}


def after(step: str) -> str:
    """The step that follows."""
    names = [*STEPS, ""]
    return names[names.index(step) + 1]


def boundaries(place: Place, step: str, folder: Path) -> list[Place]:
    """What a kill would leave at each moment of the step at which a file is about to be changed."""
    copies = folder / "copies"
    copies.mkdir()
    if ended(place.copied(folder / "copied from"), step, folder / "said", "copy", copies):
        raise RuntimeError((folder / "said").read_text(encoding="utf-8"))
    shutil.rmtree(folder / "copied from")
    return [Place(each) for each in sorted(copies.iterdir())]


def is_left_over(name: str) -> bool:
    """Whether a file is there only while a change is made."""
    return name.endswith("/journal") or PART in name
