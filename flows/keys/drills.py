"""Rehearsals: a key is really lost in an invented workspace, and everything really opened again.

Each drill is told line by line as it goes. It ends with `DrillFailed` where something does not open that
should, or opens that should not.
"""

import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from flows.keys.handing_over import hand_over
from flows.keys.rehearsal import Rehearsal, rehearsal
from flows.keys.replacing import Opener, Replaced, owners, printed, replace_keys, sealed_files
from flows.keys.trying import tried
from flows.review.remaking import make_again
from flows.workspace import Workspace
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audits import PREFIX
from vault.documents import opens_with
from vault.errors import KeysMissingError, SealBrokenError, WrongPassphraseError
from vault.keys import SERVICE, Secrets
from vault.opening.opening import open_page
from vault.passphrases import five_words
from vault.readers import make_person_keys, unlock

SUCCESSOR = "S003"
"""Who becomes DSL in a drill: a member of staff whose exports the audit checked."""
WHO = {Reader.DSL: "the DSL", Reader.SECOND_REVIEWER: "the second reviewer"}


class DrillFailed(ConfigurationError):
    """The rehearsal did not end as it should."""

    code = "drill-failed"
    next_step = "Report it before you rely on this recovery: nothing of your own workspace was touched."


def rehearsed(which: str, secrets: Secrets | None = None) -> Iterator[str]:
    """The lines of a drill, by its name; `secrets` are the invented people's."""
    with rehearsal(secrets or Secrets()) as invented:
        yield "An invented school was audited in a private folder; everything below happens there."
        yield from DRILLS[which](invented)
    yield "The folder is gone. The recovery works."


def _lost_dsl(invented: Rehearsal) -> Iterator[str]:
    place, before = invented.workspace, _opened_by(invented.workspace, _own(invented, Reader.DSL).identity)
    _expect(not _opens(place, Reader.DSL, five_words()), "other words open the DSL's keys")
    yield f"The DSL's passphrase is lost. {before} files are sealed for the DSL; other words open none."
    words = five_words()
    done = _replace(place, Reader.DSL, words, printed(place, invented.secrets.break_glass))
    yield f"With the printed key the DSL got new keys: {done.files} files were sealed for them."
    place = Workspace(place.folder)
    yield _everything_opens(place, Reader.DSL, words, done.files)
    _expect(before - done.left <= done.files, "files were left behind")
    documents = _words_open_documents(place, Reader.DSL, words)
    yield f"Through the opening page the new passphrase opens {documents} documents."
    yield _old_opens_nothing(place, invented, Reader.DSL, left=done.left)
    yield _untouched(place, invented, Reader.SECOND_REVIEWER)


def _replaced_dsl(invented: Rehearsal) -> Iterator[str]:
    place, audit_id = invented.workspace, invented.workspace.vault.audits.ids()[0]
    moved = hand_over(place, SUCCESSOR, _own(invented, Reader.DSL))
    _expect(moved > 0, "nothing was ever asked about the successor")
    yield f"A member of staff becomes DSL: {moved} files about them are the second reviewer's now."
    words = five_words()
    yield from _replaced_by_hand(invented, Reader.DSL, words)
    place = Workspace(place.folder)
    identity = unlock(place.keys.people[Reader.DSL], words).identity
    make_again(place, audit_id, Reader.DSL, identity)
    documents = _words_open_documents(place, Reader.DSL, words)
    yield f"The audit's {documents} documents were made again without the successor, and open."
    yield _untouched(place, invented, Reader.SECOND_REVIEWER)


def _replaced_second(invented: Rehearsal) -> Iterator[str]:
    words = five_words()
    yield from _replaced_by_hand(invented, Reader.SECOND_REVIEWER, words)
    place = Workspace(invented.workspace.folder)
    documents = _words_open_documents(place, Reader.SECOND_REVIEWER, words)
    yield f"Through the opening page the new passphrase opens {documents} documents."
    yield _untouched(place, invented, Reader.DSL)


def _replaced_by_hand(invented: Rehearsal, reader: Reader, words: str) -> Iterator[str]:
    place, own = invented.workspace, _own(invented, reader)
    before = _opened_by(place, own.identity)
    yield f"{WHO[reader][0].upper()}{WHO[reader][1:]} hands over: {before} files are sealed for them."
    done = _replace(place, reader, words, own)
    _expect(done.files == before, "files were left behind")
    yield f"With the old passphrase the successor got new keys: {done.files} files were sealed for them."
    place = Workspace(place.folder)
    yield _everything_opens(place, reader, words, before)
    yield _old_opens_nothing(place, invented, reader, left=0)


def _break_glass(invented: Rehearsal) -> Iterator[str]:
    place, before = invented.workspace, _digests(invented.workspace.folder)
    opener = printed(place, invented.secrets.break_glass.lower())
    yield "The printed key was typed in small letters and is the right one."
    for line in tried(place, opener):
        _expect(not line.endswith("none yet"), "there is nothing of a kind to try it on")
        yield line[0].upper() + line[1:] + "."
    _expect(_digests(place.folder) == before, "a file changed")
    yield "No file of the workspace was changed."


def _lost_service(invented: Rehearsal) -> Iterator[str]:
    place = invented.workspace
    keys, copy = place.folder / "keys", place.folder.parent / "backup"
    shutil.copytree(keys, copy)
    yield "The keys folder was copied, as a backup does."
    own = _own(invented, Reader.DSL)
    theirs = (name for name, reader in owners(place).items() if reader is Reader.DSL)
    finding = next(name for name in theirs if name.startswith("findings/"))
    (keys / SERVICE).unlink()
    _expect(_raises(KeysMissingError, lambda: Workspace(place.folder).keys), "a missing key was not missed")
    yield "The service's key was deleted: no audit starts, and the error names the file."
    place.vault.shelf.get(finding, own.identity)
    words = _words_open_documents(place, Reader.DSL, invented.secrets.dsl)
    yield f"The DSL still opens findings and {words} documents: they never needed the service's key."
    shutil.rmtree(keys)
    shutil.copytree(copy, keys)
    again = Workspace(place.folder)
    _expect(again.kept("roster") is not None, "the roster does not open")
    _expect(again.vault.audits.ids() == place.vault.audits.ids(), "an audit is missing")
    yield "The keys folder was put back: the roster and every audit open again."


DRILLS: dict[str, Callable[[Rehearsal], Iterator[str]]] = {
    "lost-dsl": _lost_dsl,
    "replaced-dsl": _replaced_dsl,
    "break-glass": _break_glass,
    "lost-service": _lost_service,
    "second-reviewer": _replaced_second,
}


def _own(invented: Rehearsal, reader: Reader) -> Opener:
    own = unlock(invented.workspace.keys.people[reader], invented.secrets.of(reader))
    return Opener(own.identity, own)


def _replace(place: Workspace, reader: Reader, words: str, opener: Opener) -> Replaced:
    rounds = place.keys.people[reader].locked.rounds
    return replace_keys(place, make_person_keys(reader, words, rounds), opener)


def _everything_opens(place: Workspace, reader: Reader, words: str, expected: int) -> str:
    opened = _opened_by(place, unlock(place.keys.people[reader], words).identity)
    _expect(opened == expected, "not every file opens")
    return f"The new passphrase opens all {opened} files."


def _old_opens_nothing(place: Workspace, invented: Rehearsal, reader: Reader, left: int) -> str:
    _expect(not _opens(place, reader, invented.secrets.of(reader)), "the old passphrase still opens the keys")
    opened = _opened_by(place, _own(invented, reader).identity)
    _expect(opened <= left, "the old key still opens something")
    return "The old passphrase opens nothing of the workspace any more."


def _untouched(place: Workspace, invented: Rehearsal, reader: Reader) -> str:
    documents = _words_open_documents(place, reader, invented.secrets.of(reader))
    return f"For {WHO[reader]} nothing changed: the same passphrase opens {documents} documents."


def _words_open_documents(place: Workspace, reader: Reader, passphrase: str) -> int:
    """How many documents of the first audit the person opens, the way a person does."""
    audit_id = place.vault.audits.ids()[0]
    folder, prefix = place.vault.audits.folder / audit_id, PREFIX[reader]
    _expect(not place.vault.audits.changed_documents(audit_id), "a document is not as it was kept")
    (words,) = open_page((folder / f"{prefix}open.html").read_bytes(), passphrase).values()
    documents = [folder / f"{prefix}{name}" for name in ("overview.pdf", "workbook.xlsx")]
    _expect(all(opens_with(each.read_bytes(), words) for each in documents), "a document does not open")
    return len(documents)


def _opened_by(place: Workspace, identity: str) -> int:
    def opens(name: str) -> bool:
        return not _raises(SealBrokenError, lambda: place.vault.shelf.get(name, identity))

    return sum(map(opens, sealed_files(place)))


def _opens(place: Workspace, reader: Reader, passphrase: str) -> bool:
    return not _raises(WrongPassphraseError, lambda: unlock(place.keys.people[reader], passphrase))


def _raises(expected: type[Exception], doing: Callable[[], object]) -> bool:
    try:
        doing()
    except expected:
        return True
    return False


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in files}


def _expect(true: bool, otherwise: str) -> None:
    if not true:
        raise DrillFailed(otherwise)
