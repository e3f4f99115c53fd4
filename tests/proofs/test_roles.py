"""M12: every role tries every kind of file, and opens what the table of roles says and nothing else."""

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from flows.cross_school.area import make_area
from flows.holds import Reason, hold_finding
from flows.letterbox import something_waits
from flows.participation import record
from flows.retention import retain
from flows.review.release import latest_audit, release
from flows.rosters.by_itself import refresh
from flows.school_lines import write_lines
from flows.stages import report
from flows.status_page import refresh as write_status
from flows.withdrawal import withdraw
from flows.workspace import Workspace
from schemas.words import Answer, Reader
from tests.canary import find_canaries
from tests.flows.conftest import TODAY, canaries
from tests.flows.passphrases import SECRETS, identity_of
from tests.flows.rooms import judged
from tests.flows.trusts import plant_answers
from tests.proofs.conftest import Figure
from tests.proofs.everything_opened import READERS, identities, opened_by, unsealed
from tests.proofs.schooldays import PEOPLE, decide, hand_in, prepare
from vault.audit_log import Entry, Event
from vault.errors import NothingKeptError, SealBrokenError, WrongPassphraseError
from vault.ledger import Draft
from vault.opening.opening import open_page
from vault.readers import person_keys, unlock

TABLE = tomllib.loads((Path(__file__).parents[1] / "vault" / "roles.toml").read_text(encoding="utf-8"))
ROLES = ("service", "dsl", "second-reviewer", "break-glass", "staff")
LEAD, MEMBER, LEFT = PEOPLE[0], PEOPLE[2], PEOPLE[1]
"""S1 is the designated safeguarding lead; S2 has withdrawn."""
SHOWN_ONCE = "shown-once.json"
"""Beside the workspace, as a reader may note them: the words of the workbooks on cross-school screening."""
PASSPHRASES = {"dsl": SECRETS.dsl, "second-reviewer": SECRETS.second_reviewer}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One that holds at least one file of every kind there is, about the lead and about a member of staff."""
    folder = tmp_path_factory.mktemp("full")
    prepare(folder)
    workspace = Workspace(folder / "workspace")
    for person in PEOPLE:
        hand_in(workspace, person)
    with judged(workspace) as room:
        room.keep_incident("KeyError")
        report.write_reports(room)
    write_status(workspace)
    ids = {person: workspace.vault.submission_id_of(person) for person in PEOPLE}
    for person in (LEAD, MEMBER):
        pairs = workspace.vault.register.pairs().items()
        pair = next(pair for pair, each in pairs if each.submission_id == ids[person])
        why = Reason("a complaint", "the head", TODAY)
        hold_finding(workspace, f"find-{pair[:12]}", why, TODAY + timedelta(days=30))
        record(workspace, person, Answer.YES, TODAY)
    decide(workspace)
    for reader in READERS:
        release(workspace, latest_audit(workspace), reader, identity_of(workspace, reader))
    withdraw(workspace, LEFT, TODAY)
    for person, reader in ((LEAD, Reader.SECOND_REVIEWER), (MEMBER, Reader.DSL)):
        workspace.vault.keep_incident("KeyError", ids[person], reader)
        hand_in(workspace, person)
    with judged(workspace) as room:
        room.keep_incident("KeyError")
        report.write_reports(room)
    for person in (LEAD, MEMBER):
        hand_in(workspace, person)
    workspace.vault.keep_incident("KeyError")
    words = plant_answers(workspace, make_area(folder / "area"), (LEAD, MEMBER))
    (folder / SHOWN_ONCE).write_text(json.dumps(words), encoding="utf-8")
    retain(workspace, TODAY, confirmed=TODAY)
    shorten_log(workspace)
    return left_to_itself(workspace, folder)


def left_to_itself(workspace: Workspace, folder: Path) -> Workspace:
    """As the jobs leave it: something lies in the hand-in folder, and the roster's source gave nothing."""
    (folder / "hand in" / MEMBER).mkdir(parents=True)
    (folder / "hand in" / MEMBER / "export.zip").touch()
    (folder / "from the MIS").mkdir()
    write_lines(workspace.school_toml, "hand_in", {"folder": str(folder / "hand in")})
    write_lines(workspace.school_toml, "roster_source", {"folder": str(folder / "from the MIS")})
    left = Workspace(workspace.folder)
    something_waits(left)
    refresh(left, TODAY)
    return left


def shorten_log(workspace: Workspace) -> None:
    """As in six years: a month that is over is cut off, and a checkpoint stands in its place."""
    later = datetime.now(UTC) + timedelta(days=40)
    workspace.vault.commit(Draft(), Entry(later, Event.ROSTER_LOADED, Reader.SERVICE))
    workspace.vault.commit(workspace.vault.log.without_before(later.date()))


@dataclass(frozen=True)
class Holder:
    """What a role has to open things with."""

    identity: str = field(default="", repr=False)
    passphrase: str = field(default="", repr=False)
    words: frozenset[str] = field(default=frozenset(), repr=False)


def holders(workspace: Workspace) -> dict[str, Holder]:
    """Every role, with the words of documents that its own keys lead to; a member's stand on their slip."""
    keys = {reader.value: identity for reader, identity in identities(workspace).items()}
    known = {
        role: Holder(identity, PASSPHRASES.get(role, ""), frozenset(words_with(workspace, identity, role)))
        for role, identity in keys.items()
    }
    slips = [set(slips_with(workspace, keys[reader])) for reader in READERS]
    return known | {"staff": Holder(words=frozenset(set.union(*slips)))}


def words_with(workspace: Workspace, identity: str, role: str) -> Iterator[str]:
    """The words of documents that a role's keys lead to."""
    audits = workspace.vault.audits
    for audit_id, reader in product(audits.ids(), READERS):
        with suppress(SealBrokenError):
            yield audits.words(audit_id, reader, identity)
    yield from slips_with(workspace, identity)
    if role in PASSPHRASES:
        yield json.loads((workspace.folder.parent / SHOWN_ONCE).read_text(encoding="utf-8"))[role]
        with suppress(WrongPassphraseError):
            page = (workspace.folder / "roster" / "open.html").read_bytes()
            yield from open_page(page, PASSPHRASES[role]).values()


def slips_with(workspace: Workspace, identity: str) -> Iterator[str]:
    """The words on the slips that an identity opens."""
    audits = workspace.vault.audits
    for audit_id in audits.ids():
        for receipt, _ in audits.open(audit_id)["people"].values():
            with suppress(SealBrokenError):
                yield audits.person(audit_id, receipt, identity)["slip"]["passphrase"]


def opens(path: Path, role: str, holder: Holder, workspace: Workspace) -> bool:
    """Whether the role gets at what a file holds, by trying."""
    data = path.read_bytes()
    if path.parent.name == "keys":
        return opens_key(path, data, role, holder)
    if path.suffix == ".html":
        return bool(holder.passphrase) and opens_page(data, holder.passphrase)
    if path.suffix in {".pdf", ".xlsx"}:
        return any(opened_by(data, each) for each in holder.words)
    identity = holder.identity
    if path.with_suffix(".key").exists() and path.suffix == ".age" and identity:
        own = unsealed(path.with_suffix(".key").read_bytes(), identity)
        identity = own.decode() if own else identity
    opened = unsealed(data, identity) if identity else None
    if opened and opened.startswith(b"%PDF-"):  # a page is locked inside its seal
        return any(opened_by(opened, each) for each in holder.words)
    return opened is not None


def opens_key(path: Path, data: bytes, role: str, holder: Holder) -> bool:
    """A person's key opens with their passphrase; those of the service are files of its own account."""
    if path.suffix != ".json":
        return role == "service"
    try:
        unlock(person_keys(data), holder.passphrase or "no words at all")
    except WrongPassphraseError:
        return False
    return True


def opens_page(page: bytes, passphrase: str) -> bool:
    """Whether an opening page gives its words."""
    try:
        return bool(open_page(page, passphrase))
    except WrongPassphraseError:
        return False


def kind_of(path: Path, workspace: Workspace) -> str:
    """The file's name without what is random or opaque."""
    name = path.relative_to(workspace.folder).as_posix()
    name = re.sub(r"(sub|run|r)-[0-9a-f]+(\.\d+-[0-9a-f]{8})?|[0-9a-f]{8,}|\d{4}-\d{2}", "#", name)
    return name.replace("#.#.", "#.")


def about(path: Path, workspace: Workspace) -> str:
    """The person a file is about, by what the service knows: "dsl" or "staff"."""
    lead, vault = workspace.vault.submission_id_of(LEAD), workspace.vault
    pairs = {pair for pair, each in vault.register.pairs().items() if each.submission_id == lead}
    receipts = {vault.audits.open(each)["people"][lead][0] for each in vault.audits.ids()}
    return "dsl" if any(each in path.name for each in {lead, *pairs, *receipts}) else "staff"


def files(workspace: Workspace) -> list[Path]:
    """Every file but Prefect's own, which `canaries` are searched for elsewhere."""
    inside = (path for path in sorted(workspace.folder.rglob("*")) if path.is_file())
    return [path for path in inside if workspace.prefect_home not in path.parents]


def test_every_role_opens_what_the_table_says_and_nothing_else(workspace: Workspace, figure: Figure) -> None:
    roles, tried, seen = holders(workspace), 0, set()
    for path in files(workspace):
        kind = kind_of(path, workspace)
        if kind in TABLE["plain"]["files"]:
            assert find_canaries(path, canaries()) == []
            seen.add(("plain", kind))
            continue
        whose = "both" if kind in TABLE["both"] else about(path, workspace)
        assert kind in TABLE[whose], f"no word in the table of roles about {kind}"
        found = [role for role in ROLES if opens(path, role, roles[role], workspace)]
        assert found == TABLE[whose][kind], (whose, kind)
        seen.add((whose, kind))
        tried += len(ROLES)
    listed = {(whose, kind) for whose in ("both", "staff", "dsl") for kind in TABLE[whose]}
    assert seen == listed | {("plain", kind) for kind in TABLE["plain"]["files"]}, "every kind was there"
    figure(
        "M12",
        f"{tried:,} openings tried by {len(ROLES)} roles at {len(seen)} kinds of file: as the table says",
    )


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only the superuser becomes another")
def test_another_account_of_the_computer_opens_no_file_at_all(workspace: Workspace, figure: Figure) -> None:
    names = files(workspace)
    outside = [path for path in [workspace.folder, *workspace.folder.parents] if path != Path("/")]
    modes = {path: path.stat().st_mode & 0o7777 for path in outside[1:]}
    for path, mode in modes.items():  # the folders above are the test's, not the workspace's
        path.chmod(mode | 0o711)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        os.write(writing, bytes([sum(is_readable(path) for path in names) > 0, can_enter(workspace.folder)]))
        os._exit(0)
    os.waitpid(child, 0)
    for path, mode in modes.items():
        path.chmod(mode)
    assert os.read(reading, 2) == bytes([False, False])
    figure("M12", f"another account of the computer tried {len(names)} files and the folder: none opened")


def is_readable(path: Path) -> bool:
    """Whether this account reads the file."""
    try:
        path.read_bytes()
    except PermissionError:
        return False
    return True


def can_enter(folder: Path) -> bool:
    """Whether this account sees what is in the folder."""
    try:
        list(folder.iterdir())
    except PermissionError:
        return False
    return True


def test_the_lead_does_nothing_to_their_own_items(workspace: Workspace) -> None:
    vault, dsl = workspace.vault, identity_of(workspace)
    audit_id, lead = latest_audit(workspace), vault.submission_id_of(LEAD)
    receipt, _ = vault.audits.open(audit_id)["people"][lead]
    with pytest.raises(NothingKeptError):
        release(workspace, audit_id, Reader.DSL, dsl, [receipt])
    with pytest.raises(SealBrokenError):
        release(workspace, audit_id, Reader.SECOND_REVIEWER, dsl)
    with pytest.raises(SealBrokenError):
        vault.audits.person(audit_id, receipt, dsl)
    for incident in (workspace.folder / "incidents").glob(f"*.{lead}.age"):
        with pytest.raises(SealBrokenError):
            vault.open_incident(incident.name.partition(".")[0], dsl)


def test_the_service_lets_no_page_go_by_itself(workspace: Workspace) -> None:
    for reader in READERS:
        with pytest.raises(SealBrokenError):
            release(workspace, latest_audit(workspace), reader, workspace.keys.service)
