"""Documents for people, locked with a passphrase: AES-256 in PDF and in Office's own format.

Neither format notices every changed byte (a PDF hardly any), so the vault seals each document's digest
beside the findings.
"""

import io
import secrets

import msoffcrypto
import pikepdf
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile

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


def lock_pdf(pdf: bytes, passphrase: str) -> bytes:
    """The same PDF behind the passphrase, its metadata too (AES-256, revision 6, ISO 32000-2).

    The owner's password is random and forgotten at once. Readers honour what `MAY` withholds; whoever has
    the passphrase can get round it.
    """
    lock = pikepdf.Encryption(user=_needed(passphrase), owner=secrets.token_urlsafe(16), R=6, allow=MAY)
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(locked, encryption=lock)
    return locked.getvalue()


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
        return bool(_unlocked(document, passphrase))
    except Exception:  # noqa: BLE001 - a damaged document fails in as many ways as the libraries have lines
        return False


def _unlocked(document: bytes, passphrase: str) -> bytes:
    office = msoffcrypto.OfficeFile(io.BytesIO(document))
    office.load_key(password=passphrase, verify_password=True)
    workbook = io.BytesIO()
    office.decrypt(workbook, verify_integrity=True)
    return workbook.getvalue()


def _needed(passphrase: str) -> str:
    if not passphrase.strip():
        raise ValueError("an empty passphrase locks nothing")
    return passphrase
