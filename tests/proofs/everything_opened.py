"""A workspace with every lock open: what somebody could read who had every key and every passphrase."""

import io
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import product

import pikepdf

from flows.workspace import Workspace
from schemas.words import Reader
from tests.flows.passphrases import SECRETS, identity_of
from vault.audits import PREFIX
from vault.ciphertext import unseal
from vault.documents import opens_with, unlocked_workbook
from vault.errors import NothingKeptError, SealBrokenError
from vault.opening.opening import words_of
from vault.readers import unlock

LOCKED = bytes.fromhex("d0cf11e0a1")
"""How a locked workbook begins."""
READERS = (Reader.DSL, Reader.SECOND_REVIEWER)


def identities(workspace: Workspace) -> dict[Reader, str]:
    """What each reader opens sealed files with."""
    people = {reader: identity_of(workspace, reader) for reader in READERS}
    return people | {Reader.SERVICE: workspace.keys.service, Reader.BREAK_GLASS: SECRETS.break_glass}


def everything(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Each file by its name, as it lies there and opened with all that opens it."""
    keys, words = [*identities(workspace).values()], list(documents_words(workspace))
    slips = set(slips_words(workspace))
    for path in sorted(path for path in workspace.folder.rglob("*") if path.is_file()):
        name, data = path.relative_to(workspace.folder).as_posix(), path.read_bytes()
        yield name, data
        if path.suffix == ".age" and path.with_suffix(".key").exists():
            key = unseal(path.with_suffix(".key").read_bytes(), workspace.keys.service).decode()
            yield f"{name} opened", unseal(data, key)
        for opened in filter(None, (unsealed(data, key) for key in keys)):
            yield f"{name} opened", opened
            if opened.startswith(b"%PDF-"):
                data = opened
        # Only a page has the words of a slip, and trying words at a workbook takes half a second.
        own = {each for place, each in words if name.startswith(place)}
        tried = {b"%PDF-": own | slips, LOCKED: own}.get(data[:5], set())
        yield from ((f"{name} unlocked", unlocked(data, each)) for each in tried if opened_by(data, each))


opened_by = cache(opens_with)


def unsealed(data: bytes, identity: str) -> bytes | None:
    """What is inside, for that reader; None where it does not open."""
    with suppress(SealBrokenError):
        return unseal(data, identity)
    return None


def unlocked(document: bytes, words: str) -> bytes:
    """A document behind its words, without the lock."""
    if not document.startswith(b"%PDF-"):
        return unlocked_workbook(document, [words])
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(document), password=words) as pdf:
        pdf.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return plain.getvalue()


def documents_words(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """What the names of documents begin with, and the words of these: every audit's and the roster's page."""
    audits = workspace.vault.audits
    for audit_id, reader in product(audits.ids(), READERS):
        with suppress(NothingKeptError):
            words = audits.words(audit_id, reader, identity_of(workspace, reader))
            yield f"audits/{audit_id}/{PREFIX[reader]}", words
    dsl = unlock(workspace.keys.people[Reader.DSL], SECRETS.dsl)
    for page in workspace.folder.glob("roster/open.html"):
        yield from (("roster/", words) for words in words_of(page.read_bytes(), dsl).values())


def slips_words(workspace: Workspace) -> Iterator[str]:
    """The words of every person's page."""
    audits = workspace.vault.audits
    for audit_id in audits.ids():
        for receipt, reader in audits.open(audit_id)["people"].values():
            identity = identity_of(workspace, Reader(reader))
            yield audits.person(audit_id, receipt, identity)["slip"]["passphrase"]
