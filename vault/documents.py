"""Documents for people, locked with a passphrase: AES-256 in PDF and in Office's own format.

Neither format notices every changed byte (a PDF hardly any), so the vault seals each document's digest
beside the findings.
"""

import io
import random
import secrets
import zlib
from collections.abc import Iterable, Sequence

import msoffcrypto
import pikepdf
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

from vault.errors import WorkbookLockedError

MAY = pikepdf.Permissions(
    accessibility=True,
    extract=True,  # so that a handle can be copied into the platform's own search
    print_lowres=True,
    print_highres=True,
    modify_annotation=False,
    modify_assembly=False,
    modify_form=False,
    modify_other=False,
)

STEP = 64 * 1024  # bytes; most pages of an audit fit into one
ROOM = 16 * 1024  # bytes; what a lock and its fillers may add to a document
FILLERS = 24
SLACK = 1024  # bytes; lengths and offsets take a digit more or less, and AES works in blocks of 16


def alike_size(sizes: Iterable[int]) -> int:
    """The size in bytes at which PDFs of these sizes, locked or not yet, can all be locked alike."""
    return ((max(sizes, default=0) + ROOM) // STEP + 1) * STEP


def lock_pdf(pdf: bytes, passphrase: str, size: int | None = None) -> bytes:
    """The same PDF behind the passphrase, its metadata too (AES-256, revision 6, ISO 32000-2).

    The owner's password is random and forgotten at once. Readers honour what `MAY` withholds; whoever has
    the passphrase can get round it. How many pages there are can only be read with the passphrase. With a
    `size` the result has exactly so many bytes, filled up with streams that no page shows and that look like
    those of a page from outside; it is a ValueError where the document has no room in it.
    """
    _needed(passphrase)
    if size is None:
        return _locked(pdf, passphrase, ())
    room = size - len(_locked(pdf, passphrase, [0] * FILLERS)) - SLACK
    if room < 0:
        raise ValueError("the document does not fit into this size")
    return _filled_up(_locked(pdf, passphrase, _parts(room, FILLERS)), size)


def _locked(pdf: bytes, passphrase: str, fillers: Sequence[int]) -> bytes:
    """The PDF locked, with a stream of so many bytes for each filler."""
    lock = pikepdf.Encryption(user=passphrase, owner=secrets.token_urlsafe(16), R=6, allow=MAY)
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        # Typst derives it from the title and the contents, and no encryption covers it.
        document.trailer["/ID"] = pikepdf.Array([pikepdf.String(secrets.token_hex(8)) for _ in range(2)])
        if fillers:
            document.Root["/PieceInfo"] = _piece_info(document, fillers)
        # Whatever is no stream stands inside encrypted ones: the tree of pages, the sizes and the links.
        packed = pikepdf.ObjectStreamMode.generate
        document.save(locked, encryption=lock, object_stream_mode=packed)
    return locked.getvalue()


def _piece_info(document: pikepdf.Pdf, fillers: Sequence[int]) -> pikepdf.Dictionary:
    """The fillers, where the standard lets a program keep data of its own (ISO 32000-2, 14.5)."""
    streams = [
        document.make_stream(zlib.compress(bytes(each), level=0), Filter=pikepdf.Name.FlateDecode)
        for each in fillers
    ]
    modified = pikepdf.String("D:20000101000000Z")
    ours = pikepdf.Dictionary(LastModified=modified, Private=pikepdf.Array(streams))
    return document.make_indirect(pikepdf.Dictionary(Armslength=ours))  # the catalogue itself can be read


def _parts(whole: int, count: int) -> list[int]:
    """The whole cut into so many parts at random, so that no part tells how large the whole was."""
    dice = random.SystemRandom()
    cuts = sorted(dice.randint(0, whole) for _ in range(count - 1))
    return [end - start for start, end in zip([0, *cuts], [*cuts, whole], strict=True)]


def _filled_up(locked: bytes, size: int) -> bytes:
    """The last bytes, fewer than `SLACK`, as a comment before the end, which every reader skips."""
    end = locked.rindex(b"startxref")
    comment = b"%" + b" " * (size - len(locked) - 2) + b"\n"
    return locked[:end] + comment + locked[end:]


def lock_workbook(xlsx: bytes, passphrase: str) -> bytes:
    """The same workbook behind the passphrase (agile encryption, [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15).

    AES-256 with SHA-512 and 100,000 rounds. msoffcrypto-tool draws 128 of the content key's 256 bits at
    random, twice what five words hold. The result is opened again before it is handed out: that library
    writes a broken container for a workbook below 4 KB, which is a ValueError here.
    """
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx)).encrypt(_needed(passphrase), locked)
    try:
        whole = _unlocked(locked.getvalue(), passphrase) == xlsx
    except InvalidKeyError:
        whole = False
    if not whole:
        raise ValueError("this workbook cannot be locked")
    return locked.getvalue()


def opens_with(document: bytes, passphrase: str) -> bool:
    """Whether the document is locked, whole as far as its format can tell, and opens with this passphrase."""
    try:
        if document.startswith(b"%PDF-"):
            with pikepdf.open(io.BytesIO(document), password=passphrase, attempt_recovery=False) as pdf:
                return pdf.is_encrypted and pdf.encryption.R == 6
    except Exception:  # noqa: BLE001 - a damaged document fails in as many ways as the libraries have lines
        return False
    return bool(_opened(document, passphrase))


def unlocked_workbook(document: bytes, passphrases: Iterable[str]) -> bytes:
    """The workbook inside, with the first of the passphrases that opens it; as it is where it is not locked.

    Raises `WorkbookLockedError` where none opens it.
    """
    if document.startswith(b"PK"):
        return document
    opened = (_opened(document, each) for each in passphrases)
    workbook = next((each for each in opened if each), None)
    if workbook is None:
        raise WorkbookLockedError
    return workbook


def _opened(document: bytes, passphrase: str) -> bytes | None:
    """The workbook inside; None where it does not open, for whatever reason."""
    try:
        return _unlocked(document, passphrase)
    except Exception:  # noqa: BLE001 - a damaged document fails in as many ways as the libraries have lines
        return None


def _unlocked(document: bytes, passphrase: str) -> bytes:
    office = msoffcrypto.OfficeFile(io.BytesIO(document))
    # Agile encryption authenticates the whole with the key, so that a wrong one shows without its 100,000
    # rounds being done once more for the verifier. The older kind has the verifier alone.
    office.load_key(password=passphrase, verify_password=office.type != "agile")
    workbook = io.BytesIO()
    office.decrypt(workbook, verify_integrity=True)
    return workbook.getvalue()


def _needed(passphrase: str) -> str:
    if not passphrase.strip():
        raise ValueError("an empty passphrase locks nothing")
    return passphrase
