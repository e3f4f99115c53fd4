"""What is kept of each audit: sealed findings, and beside them the locked documents for people.

audits/<audit>/findings.age
audits/<audit>/overview.pdf, workbook.xlsx, staff/<receipt>.pdf
"""

import re
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from vault.bundles import Bundle, pack, unpack
from vault.errors import CannotBeKeptError, NothingKeptError
from vault.private_files import STALE, is_stale, remove_files, write_private
from vault.shelf import Shelf

FINDINGS = "findings.age"

_AUDIT = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DOCUMENT = re.compile(r"([a-z0-9-]+/)?[a-z0-9-]+\.(pdf|xlsx)")
_LOCKED_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


class Audits:
    """The audits of one workspace. An audit without findings was interrupted and counts as none."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.folder = shelf.folder / "audits"

    def keep(
        self,
        audit_id: str,
        tables: Mapping[str, pa.Table],
        facts: Mapping[str, Any],
        documents: Mapping[str, bytes],
    ) -> Path:
        """The folder that now holds the audit, findings written last.

        `documents` are locked PDFs and workbooks by name, `overview.pdf` or `staff/<receipt>.pdf`. Raises
        `CannotBeKeptError` for one that is not locked and for an audit that is there already.
        """
        folder = self._of(audit_id)
        if (folder / FINDINGS).exists():
            raise CannotBeKeptError("an audit is written once")
        _check(documents)
        digests = {name: sha256(document).hexdigest() for name, document in documents.items()}
        bundle = pack(audit_id, tables, {"facts": facts, "documents": digests})
        for name, document in documents.items():
            write_private(folder / name, document)
        self._shelf.put(f"audits/{audit_id}/{FINDINGS}", bundle)
        return folder

    def ids(self) -> list[str]:
        """All audits that were kept whole, in order of their ids."""
        return sorted(path.parent.name for path in self.folder.glob(f"*/{FINDINGS}"))

    def open(self, audit_id: str) -> Bundle:
        """The audit's tables and facts. Raises `NothingKeptError`."""
        bundle = self._findings(audit_id)
        return Bundle(bundle.tables, bundle.facts["facts"])

    def changed_documents(self, audit_id: str) -> list[str]:
        """The audit's documents that are gone, or no longer byte for byte what was kept."""
        digests = self._findings(audit_id).facts["documents"]
        return [name for name, digest in digests.items() if _digest(self._of(audit_id) / name) != digest]

    def drop(self, audit_id: str, name: str) -> bool:
        """Whether the audit had a document of that name; it has none now."""
        if not _DOCUMENT.fullmatch(name):
            raise NothingKeptError
        path = self._of(audit_id) / name
        was_there = path.exists()
        remove_files([path])
        return was_there

    def forget(self, audit_id: str) -> None:
        """Nothing of the audit is left. Findings go first: an interruption leaves what `sweep` removes."""
        folder = self._of(audit_id)
        remove_files([folder / FINDINGS])
        if folder.exists():
            shutil.rmtree(folder)

    def sweep(self, older_than: float = STALE) -> int:
        """How many interrupted audits were removed; one that wrote within `older_than` seconds is spared."""
        interrupted = [
            folder
            for folder in self.folder.glob("*/")
            if not (folder / FINDINGS).exists()
            and all(is_stale(path, older_than) for path in (folder, *folder.rglob("*")))
        ]
        for folder in interrupted:
            shutil.rmtree(folder)
        return len(interrupted)

    def _of(self, audit_id: str) -> Path:
        if not _AUDIT.fullmatch(audit_id):
            raise NothingKeptError
        return self.folder / audit_id

    def _findings(self, audit_id: str) -> Bundle:
        name = self._of(audit_id).name
        return unpack(name, self._shelf.get(f"audits/{name}/{FINDINGS}"))


def _check(documents: Mapping[str, bytes]) -> None:
    if not all(map(_DOCUMENT.fullmatch, documents)):
        raise CannotBeKeptError("a document's name says more than it may")
    if not all(map(looks_locked, documents.values())):
        raise CannotBeKeptError("a document is not locked")


def looks_locked(document: bytes) -> bool:
    """Whether the document can be a locked one at all; `documents.opens_with` tells for certain."""
    return document.startswith(_LOCKED_OFFICE) or (document.startswith(b"%PDF-") and b"/Encrypt" in document)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.exists() else ""
