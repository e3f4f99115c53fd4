"""A person's keys replaced: whatever was sealed for them is sealed anew, all in one change of the workspace.

Words that were typed into an opening page stay what they are: the page gives the same words for the new
passphrase. What lies in backups from before still opens with what opened it then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from flows.trail import told
from flows.workroom import AuditUnderWay
from flows.workspace import Workspace
from reports.wording import counted
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import Event
from vault.audits import PREFIX, Audits, ForReader
from vault.errors import SealBrokenError
from vault.incidents import incident_of
from vault.keys import LOCKED, PEOPLE, is_private, locked_keys
from vault.ledger import Draft
from vault.opening.opening import for_person, words_of
from vault.private_files import held
from vault.readers import PersonKeys, Unlocked, is_printed_key
from vault.register import finding_file, hold_file
from vault.shelf import Shelf
from vault.store import ROSTER_OPENING, ROSTER_PAGE
from vault.trust_share import answered_in

NOT_SEALED_FOR_PEOPLE = ("keys", "prefect")
FOR_READERS = ("words.age", "about.age")
"""What lies beside a reader's documents."""


class WrongPrintedKeyError(ConfigurationError):
    """This is not the printed key of this workspace."""

    code = "wrong-printed-key"
    next_step = "Type all of it, from AGE-SECRET-KEY-1 on; spaces and capitals make no difference."


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a person's files: their own keys, or the printed key where those are lost."""

    identity: str = field(repr=False)
    own: Unlocked | None = field(default=None, repr=False)
    """None for the printed key."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was done, as counts."""

    files: int
    """Sealed anew."""
    pages: int
    """Opening pages that give their words for the new passphrase."""
    left: int
    """Files that only the printed key opens now: it does not say whose they were."""
    roster_page_gone: bool
    """Without the old passphrase nobody has the words of the page on the roster."""


def printed(workspace: Workspace, typed: str) -> Opener:
    """The printed key as a person typed it. Raises `WrongPrintedKeyError`."""
    identity = "".join(typed.split()).upper()
    if not is_printed_key(identity, workspace.keys.break_glass):
        raise WrongPrintedKeyError
    return Opener(identity)


def replace_keys(workspace: Workspace, person: PersonKeys, opener: Opener) -> Replaced:
    """From now on these are the person's keys, and everything of theirs opens with them.

    Raises `AuditUnderWay` while an audit runs, which would seal to the old keys.
    """
    with held(workspace.folder / "audits" / "audit.lock") as alone:
        if not alone:
            raise AuditUnderWay
        with workspace.vault.alone():
            return _replaced(workspace, person, opener)


def owners(workspace: Workspace) -> dict[str, Reader]:
    """Whose each sealed file is, as far as the service knows."""
    vault = workspace.vault
    of_pair = {
        file(pair): entry.reader
        for pair, entry in vault.register.pairs().items()
        for file in (finding_file, hold_file)
    }
    of_receipt = {
        receipt: Reader(reader)
        for audit_id in vault.audits.ids()
        for receipt, reader in vault.audits.open(audit_id)["people"].values()
    }
    found = {name: _owner(name, of_pair, of_receipt) for name in sealed_files(workspace)}
    return {name: reader for name, reader in found.items() if reader}


def sealed_files(workspace: Workspace) -> Iterator[str]:
    """Every file that is sealed for anybody, by its name inside the workspace."""
    for path in sorted(workspace.folder.rglob("*.age")):
        name = path.relative_to(workspace.folder)
        if name.parts[0] not in NOT_SEALED_FOR_PEOPLE:
            yield name.as_posix()


def opened_files(workspace: Workspace, identity: str) -> Iterator[tuple[str, bytes]]:
    """Every sealed file that the identity opens, with what it holds."""
    for name in sealed_files(workspace):
        try:
            yield name, workspace.vault.shelf.get(name, identity)
        except SealBrokenError:  # another reader's
            continue


def _replaced(workspace: Workspace, person: PersonKeys, opener: Opener) -> Replaced:
    reader, audits, draft = person.reader, workspace.vault.audits, Draft()
    keys = replace(workspace.keys, people={**workspace.keys.people, reader: person})
    shelf = Shelf(workspace.folder, keys)
    opened = dict(opened_files(workspace, opener.identity))
    owner = owners(workspace)
    theirs = opened.keys() if opener.own else {name for name in opened if owner.get(name) is reader}
    for name in theirs:
        draft.write(name, shelf.sealed(opened[name], (reader, Reader.BREAK_GLASS)))
    pages = [_page_made_over(audits, Audits(shelf), each, (person, opener), draft) for each in audits.ids()]
    roster = reader is Reader.DSL and (workspace.folder / ROSTER_OPENING).exists()
    if roster:
        _make_roster_page_over(workspace.folder, person, opener, draft)
    draft.write(f"keys/{PEOPLE[reader]}", person.to_json())
    if is_private(workspace.folder / "keys"):
        draft.write(f"keys/{LOCKED}", locked_keys(keys))
    left = 0 if opener.own else len(opened.keys() - owner.keys())
    counts = {"files": len(theirs), "pages": sum(pages) + (roster and opener.own is not None)}
    used = () if opener.own else (told(Event.BREAK_GLASS_USED, Reader.BREAK_GLASS, counts=counts),)
    workspace.vault.commit(draft, *used, told(Event.KEYS_CHANGED, reader, counts=counts))
    return Replaced(counts["files"], counts["pages"], left, roster and opener.own is None)


def _owner(name: str, of_pair: Mapping[str, Reader], of_receipt: Mapping[str, Reader]) -> Reader | None:
    match name.split("/"):
        case ["findings" | "holds", _]:
            return of_pair.get(name)
        case ["incidents", _]:
            incident = incident_of(name)
            return incident.reader if incident else None
        case ["cross-school", _]:
            answered = answered_in(name)
            return answered.reader if answered else None
        case ["audits", _, "people", file]:
            return of_receipt.get(file.partition(".")[0])
        case ["audits", _, file] if file.endswith(FOR_READERS):
            return Reader.SECOND_REVIEWER if file.startswith("second-") else Reader.DSL
    return None


def _page_made_over(
    before: Audits, after: Audits, audit_id: str, whose: tuple[PersonKeys, Opener], draft: Draft
) -> bool:
    """Whether an audit has an opening page of the person's; it gives its words for the new keys now."""
    person, opener = whose
    reader, name = person.reader, f"{PREFIX[person.reader]}open.html"
    page = before.folder / audit_id / name
    if not page.exists():
        return False
    words = before.words(audit_id, reader, opener.identity)
    about = before.about(audit_id, reader, opener.identity)
    documents = " and ".join(f"{PREFIX[reader]}{each}" for each in ("overview.pdf", "workbook.xlsx"))
    made = {name: for_person(page.read_bytes(), {documents: words}, person)}
    after.replace_documents(draft, audit_id, ForReader(reader, made, words, about))
    return True


def _make_roster_page_over(folder: Path, person: PersonKeys, opener: Opener, draft: Draft) -> None:
    """The words of the page on the roster stand nowhere but in its opening page."""
    if opener.own is None:
        draft.remove(ROSTER_OPENING, ROSTER_PAGE)
        return
    page = (folder / ROSTER_OPENING).read_bytes()
    draft.write(ROSTER_OPENING, for_person(page, words_of(page, opener.own), person))


def in_words(done: Replaced) -> list[str]:
    """What was done, for people."""
    files, pages = counted(done.files, "file"), counted(done.pages, "opening page")
    lines = [f"Done: {files} and {pages} are sealed for the new keys."]
    if done.left:
        lines.append(f"Left as they were, since nothing says whose they are: {counted(done.left, 'file')}.")
    if done.roster_page_gone:
        lines.append("The page on the roster is gone; `armslength roster load` makes it again.")
    return lines
