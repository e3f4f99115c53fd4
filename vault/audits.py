"""What is kept of each audit: documents for people, and what the service needs to know of it.

audits/<audit>/audit.age                        for the service: its day, receipts, outcomes, digests
audits/<audit>/overview.pdf, workbook.xlsx      locked with words that only open.html and words.age hold
audits/<audit>/open.html                        gives the words for the DSL's passphrase, in any browser
audits/<audit>/words.age, about.age             the words, and the overview without findings, for the DSL
audits/<audit>/second-...                       the same five for the second reviewer
audits/<audit>/people/<receipt>.age             one person's slip and what is asked of their exports
audits/<audit>/people/<receipt>.page.age        their page, locked, until it is released
audits/<audit>/people/<receipt>.own.age         the same, or what takes its place once a hold is lifted
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from schemas.words import Reader
from vault.bundles import pack, unpack
from vault.errors import CannotBeKeptError, NothingKeptError, SealBrokenError, SealedContentError
from vault.ledger import Draft
from vault.shelf import Shelf

AUDIT = "audit.age"
PREFIX = {Reader.DSL: "", Reader.SECOND_REVIEWER: "second-"}
"""What begins the names of a reader's documents."""

STEP = 8192
"""Bytes; what is sealed of one person is some of these long."""

_AUDIT = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_RECEIPT = re.compile(r"r-[0-9a-f]{10}")
_DOCUMENT = re.compile(r"[a-z-]+\.(pdf|xlsx|html)")
_LOCKED_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class ForReader:
    """What one reader gets of an audit: the locked documents by name, the words that open them, the rest.

    `about` is what the documents say beside the findings, as JSON can hold it; documents are made again
    from it and from the findings that are still there.
    """

    reader: Reader
    documents: Mapping[str, bytes]
    words: str = field(repr=False)
    about: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonsPage:
    """One member of staff's part of an audit, for whoever releases it.

    `page` is what is released, `own` what takes its place once a hold is lifted: the same where nothing is
    held, so that nobody sees from outside whether anything is. Both are locked. `facts` holds the slip and
    what is asked of the person's exports.
    """

    submission_id: str
    receipt: str
    reader: Reader
    page: bytes
    own: bytes
    facts: Mapping[str, Any] = field(repr=False)


class Audits:
    """The audits of one workspace."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.folder = shelf.folder / "audits"

    def keep(
        self,
        draft: Draft,
        audit_id: str,
        readers: list[ForReader],
        pages: list[PersonsPage],
        facts: Mapping[str, Any],
    ) -> None:
        """Add the audit to the draft; `facts` are the service's and name nobody.

        Raises `CannotBeKeptError` for a document that is not locked and for an audit that is there already.
        """
        if (self._of(audit_id) / AUDIT).exists():
            raise CannotBeKeptError("an audit is written once")
        digests: dict[str, str] = {}
        for each in readers:
            digests |= self.keep_documents(draft, audit_id, each)
        for page in pages:
            self._keep_page(draft, audit_id, page)
        people = {page.submission_id: [page.receipt, page.reader.value] for page in pages}
        self._keep_facts(draft, audit_id, dict(facts) | {"documents": digests, "people": people})

    def keep_documents(self, draft: Draft, audit_id: str, each: ForReader) -> dict[str, str]:
        """Put one reader's documents in the draft; their digests by name."""
        _check(each.documents)
        folder, readers = f"audits/{self._of(audit_id).name}", (each.reader, Reader.BREAK_GLASS)
        for name, document in each.documents.items():
            draft.write(f"{folder}/{name}", document)
        for name, facts in (("words", {"words": each.words}), ("about", each.about)):
            file = f"{folder}/{PREFIX[each.reader]}{name}.age"
            draft.write(file, self._shelf.sealed(pack(f"{audit_id}/{name}", {}, facts), readers))
        return {name: sha256(document).hexdigest() for name, document in each.documents.items()}

    def replace_documents(self, draft: Draft, audit_id: str, each: ForReader) -> None:
        """One reader's documents made again, and their digests with them."""
        facts = self.open(audit_id)
        digests = facts["documents"] | self.keep_documents(draft, audit_id, each)
        self._keep_facts(draft, audit_id, facts | {"documents": digests})

    def ids(self) -> list[str]:
        """All audits, in order of their ids."""
        return sorted(path.parent.name for path in self.folder.glob(f"*/{AUDIT}"))

    def open(self, audit_id: str) -> dict[str, Any]:
        """What the service knows of the audit. Raises `NothingKeptError`."""
        name = self._of(audit_id).name
        facts: dict[str, Any] = unpack(name, self._shelf.get(f"audits/{name}/{AUDIT}")).facts
        return facts

    def people(self, audit_id: str) -> dict[str, list[str]] | None:
        """Receipt and reader of each submission; None where the service's record of the audit is damaged."""
        try:
            found: dict[str, list[str]] = self.open(audit_id)["people"]
        except (SealBrokenError, SealedContentError):
            return None
        return found

    def about(self, audit_id: str, reader: Reader, identity: str) -> dict[str, Any]:
        """What a reader's documents say beside the findings, with that reader's identity."""
        return self._sealed(audit_id, f"{PREFIX[reader]}about", "about", identity)

    def words(self, audit_id: str, reader: Reader, identity: str) -> str:
        """The words that open a reader's documents."""
        return str(self._sealed(audit_id, f"{PREFIX[reader]}words", "words", identity)["words"])

    def person(self, audit_id: str, receipt: str, identity: str) -> dict[str, Any]:
        """One person's slip and what is asked of their exports."""
        return self._sealed(audit_id, f"people/{_known(receipt)}", receipt, identity)

    def page(self, audit_id: str, receipt: str, identity: str, *, lifted: bool = False) -> bytes:
        """The person's locked page; with `lifted` their own, which a hold may keep back."""
        stem = f"audits/{self._of(audit_id).name}/people/{_known(receipt)}"
        return self._shelf.get(f"{stem}.{'own' if lifted else 'page'}.age", identity)

    def changed_documents(self, audit_id: str) -> list[str]:
        """The audit's documents that are gone, or no longer byte for byte what was kept."""
        digests = self.open(audit_id)["documents"]
        return [name for name, digest in digests.items() if _digest(self._of(audit_id) / name) != digest]

    def without_person(
        self, draft: Draft, audit_id: str, submission_id: str, pairs: Collection[str] = ()
    ) -> int:
        """Take a person's part out of an audit, and the documents that tell of them; how many pages went.

        `pairs` are those of theirs that go as well.
        The reader makes the documents again from what is left; the service could not.
        """
        facts = self.open(audit_id)
        if submission_id not in facts["people"]:
            return 0
        receipt, reader = facts["people"].pop(submission_id)
        for told, of in (("outcomes", submission_id), ("lines", receipt)):
            facts.get(told, {}).pop(of, None)
        facts["held"] = [each for each in facts.get("held", ()) if each != receipt]
        listed = facts.get("pairs", {})
        facts["pairs"] = {whose: [each for each in listed[whose] if each not in pairs] for whose in listed}
        stem = f"audits/{self._of(audit_id).name}/people/{receipt}"
        draft.remove(*(f"{stem}{end}" for end in (".age", ".page.age", ".own.age")))
        self._drop_documents(draft, audit_id, facts, Reader(reader))
        self._keep_facts(draft, audit_id, facts)
        return 1

    def without_anybody(self, draft: Draft, audit_id: str) -> list[str]:
        """Take every page and every document out of an audit whose record is damaged; the pages' receipts.

        Nothing else tells whose page is whose, and of whom the documents tell.
        """
        folder = self._of(audit_id)
        pages = sorted(folder.glob("people/*.age"))
        documents = (path for path in folder.iterdir() if path.suffix in {".pdf", ".xlsx"})
        files = (path.relative_to(self._shelf.folder).as_posix() for path in (*pages, *documents))
        draft.remove(*files)
        return sorted({path.name.partition(".")[0] for path in pages})

    def without_pairs(self, draft: Draft, audit_id: str, pairs: Collection[str]) -> int:
        """Take pairs out of an audit, and the documents that tell of them; for how many readers they went."""
        facts = self.open(audit_id)
        of_readers = {reader: listed for reader, listed in facts["pairs"].items() if {*listed} & {*pairs}}
        for reader, listed in of_readers.items():
            facts["pairs"][reader] = [each for each in listed if each not in pairs]
            self._drop_documents(draft, audit_id, facts, Reader(reader))
        if of_readers:
            self._keep_facts(draft, audit_id, facts)
        return len(of_readers)

    def hand_over(self, draft: Draft, audit_id: str, submission_id: str, pairs: Iterable[str]) -> None:
        """Make a person's part of an audit the second reviewer's; the DSL's documents, which tell of it, go.

        `pairs` are the person's. What is sealed is sealed anew by the caller, who can open it.
        """
        facts, moved = self.open(audit_id), set(pairs)
        receipt, reader = facts["people"].get(submission_id, ("", ""))
        if reader != Reader.DSL:
            return
        facts["people"][submission_id] = [receipt, Reader.SECOND_REVIEWER.value]
        listed = facts["pairs"]
        moved &= set(listed.get(Reader.DSL, ()))
        listed[Reader.DSL] = sorted(set(listed.get(Reader.DSL, ())) - moved)
        listed[Reader.SECOND_REVIEWER] = sorted(moved.union(listed.get(Reader.SECOND_REVIEWER, ())))
        self._drop_documents(draft, audit_id, facts, Reader.DSL)
        self._keep_facts(draft, audit_id, facts)

    def forget(self, draft: Draft, audit_id: str) -> None:
        """Nothing of the audit is left after the commit but an empty folder, which `sweep` removes."""
        folder = self._of(audit_id)
        files = (path for path in folder.rglob("*") if path.is_file())
        draft.remove(*(path.relative_to(self._shelf.folder).as_posix() for path in files))

    def sweep(self) -> int:
        """How many empty folders were removed."""
        removed = 0
        for path in sorted(self.folder.rglob("*/"), reverse=True):  # a folder after those inside it
            if not any(path.iterdir()):
                path.rmdir()
                removed += 1
        return removed

    def _drop_documents(self, draft: Draft, audit_id: str, facts: dict[str, Any], reader: Reader) -> None:
        """The reader's locked documents go; the page that gives their words stays for those made again."""
        dropped = {
            name
            for name in facts["documents"]
            if name.startswith("second-") == (reader is Reader.SECOND_REVIEWER) and not name.endswith(".html")
        }
        draft.remove(*(f"audits/{self._of(audit_id).name}/{name}" for name in dropped))
        facts["documents"] = {
            name: digest for name, digest in facts["documents"].items() if name not in dropped
        }

    def _keep_page(self, draft: Draft, audit_id: str, each: PersonsPage) -> None:
        _check({"page.pdf": each.page, "own.pdf": each.own})
        stem = f"audits/{self._of(audit_id).name}/people/{_known(each.receipt)}"
        readers = (each.reader, Reader.BREAK_GLASS)
        facts = pack(f"{audit_id}/{each.receipt}", {}, _alike(each.facts))
        draft.write(f"{stem}.age", self._shelf.sealed(facts, readers))
        draft.write(f"{stem}.page.age", self._shelf.sealed(each.page, readers))
        draft.write(f"{stem}.own.age", self._shelf.sealed(each.own, readers))

    def _keep_facts(self, draft: Draft, audit_id: str, facts: Mapping[str, Any]) -> None:
        name = self._of(audit_id).name
        draft.write(f"audits/{name}/{AUDIT}", self._shelf.sealed(pack(name, {}, facts)))

    def _sealed(self, audit_id: str, file: str, place: str, identity: str) -> dict[str, Any]:
        name = self._of(audit_id).name
        sealed = self._shelf.get(f"audits/{name}/{file}.age", identity)
        facts: dict[str, Any] = unpack(f"{audit_id}/{place}", sealed).facts
        return facts

    def _of(self, audit_id: str) -> Path:
        if not _AUDIT.fullmatch(audit_id):
            raise NothingKeptError
        return self.folder / audit_id


def _known(receipt: str) -> str:
    if not _RECEIPT.fullmatch(receipt):
        raise NothingKeptError
    return receipt


def _alike(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts filled up to a whole number of `STEP`s, so that their size tells nothing of a person."""
    length = len(json.dumps(facts, ensure_ascii=False).encode())
    return dict(facts) | {"filler": " " * (-length % STEP)}


def _check(documents: Mapping[str, bytes]) -> None:
    if not all(map(_DOCUMENT.fullmatch, documents)):
        raise CannotBeKeptError("a document's name says more than it may")
    if not all(looks_locked(data) for name, data in documents.items() if not name.endswith(".html")):
        raise CannotBeKeptError("a document is not locked")


def looks_locked(document: bytes) -> bool:
    """Whether the document can be a locked one at all; `documents.opens_with` tells for certain."""
    return document.startswith(_LOCKED_OFFICE) or (document.startswith(b"%PDF-") and b"/Encrypt" in document)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""
