"""Locked documents open with their own passphrase and with nothing else."""

import io
import re
import zipfile

import msoffcrypto
import openpyxl
import pikepdf
import pypdfium2
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from tests.canary import find_canaries
from tests.vault.invented import CONTACT, STAFF_MEMBER
from vault.documents import ROOM, STEP, alike_size, lock_pdf, lock_workbook, opens_with
from vault.passphrases import five_words

PASSPHRASE = "yo-yo marmalade t-shirt unwind quarry"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    title = f'#set document(title: "Report for {STAFF_MEMBER}")\n'
    return typst.compile(f"{title}= Please look at\n{CONTACT}".encode(), format="pdf")


@pytest.fixture(scope="module")
def locked_pdf(pdf: bytes) -> bytes:
    return lock_pdf(pdf, PASSPHRASE)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(200):
        sheet.append([CONTACT, number])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture(scope="module")
def locked_workbook(workbook: bytes) -> bytes:
    return lock_workbook(workbook, PASSPHRASE)


def test_a_pdf_opens_with_its_passphrase(locked_pdf: bytes) -> None:
    assert opens_with(locked_pdf, PASSPHRASE)


def test_another_reader_shows_the_same_page(locked_pdf: bytes) -> None:
    page = pypdfium2.PdfDocument(locked_pdf, password=PASSPHRASE)[0]
    assert CONTACT in page.get_textpage().get_text_bounded()


@pytest.mark.parametrize(
    "guess", ["", " ", PASSPHRASE.upper(), PASSPHRASE + " ", PASSPHRASE[:-1], PASSPHRASE.replace(" ", "-")]
)
def test_a_pdf_opens_with_nothing_else(locked_pdf: bytes, guess: str) -> None:
    assert not opens_with(locked_pdf, guess)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked_pdf), password=guess)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(locked_pdf, password=guess or None)


def test_nobody_opens_anothers_report(pdf: bytes) -> None:
    passphrases = [five_words() for _ in range(5)]
    reports = [lock_pdf(pdf, passphrase) for passphrase in passphrases]
    opened = [[opens_with(report, passphrase) for passphrase in passphrases] for report in reports]
    assert opened == [[mine == theirs for theirs in range(5)] for mine in range(5)]


def test_a_pdf_is_locked_with_aes_256_and_still_serves_its_reader(locked_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(locked_pdf), password=PASSPHRASE) as document:
        assert (document.encryption.R, document.encryption.bits) == (6, 256)
        assert document.encryption.stream_method == pikepdf.models.EncryptionMethod.aesv3
        assert (document.user_password_matched, document.owner_password_matched) == (True, False)
        assert document.allow.accessibility
        assert document.allow.extract
        assert document.allow.print_highres
        assert not document.allow.modify_other


def test_a_tagged_pdf_stays_tagged(pdf: bytes, locked_pdf: bytes) -> None:
    for document, passphrase in ((pdf, ""), (locked_pdf, PASSPHRASE)):
        with pikepdf.open(io.BytesIO(document), password=passphrase) as opened:
            assert opened.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in opened.Root


@pytest.mark.parametrize("more", [0, 1, 15, 16, 17, 4321])
def test_a_pdf_is_locked_to_the_very_byte(pdf: bytes, more: int) -> None:
    size = alike_size([len(pdf)]) + more
    locked = lock_pdf(pdf, PASSPHRASE, size)
    assert len(locked) == size
    assert opens_with(locked, PASSPHRASE)
    assert CONTACT in pypdfium2.PdfDocument(locked, password=PASSPHRASE)[0].get_textpage().get_text_bounded()


def test_a_pdf_that_does_not_fit_is_refused(pdf: bytes) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        lock_pdf(pdf, PASSPHRASE, len(lock_pdf(pdf, PASSPHRASE)))


@given(st.lists(st.integers(0, 10**7), min_size=1))
def test_the_common_size_is_whole_steps_with_room_for_each_lock(sizes: list[int]) -> None:
    size = alike_size(sizes)
    assert size % STEP == 0
    assert max(sizes) + ROOM < size <= max(sizes) + ROOM + STEP


def test_what_names_a_locked_pdf_is_drawn_anew_and_says_nothing_of_its_contents(pdf: bytes) -> None:
    names = [re.search(rb"/ID \[<(\w+)>", lock_pdf(pdf, PASSPHRASE)) for _ in range(2)]
    first, second = (name.group(1) for name in names if name)
    assert first != second


def test_nothing_of_a_locked_document_can_be_read(
    pdf: bytes, locked_pdf: bytes, workbook: bytes, locked_workbook: bytes
) -> None:
    people = [CONTACT, STAFF_MEMBER]
    assert {leak.canary for leak in find_canaries([pdf, workbook], people)} == set(people)
    assert find_canaries([locked_pdf, locked_workbook], people) == []


def test_no_changed_byte_opens_a_pdf_without_its_passphrase(locked_pdf: bytes) -> None:
    for place in range(0, len(locked_pdf), len(locked_pdf) // 60):
        changed = bytearray(locked_pdf)
        changed[place] ^= 4
        assert not opens_with(bytes(changed), "")
        assert find_canaries(bytes(changed), [CONTACT, STAFF_MEMBER]) == []


def test_a_workbook_comes_back_byte_for_byte(workbook: bytes, locked_workbook: bytes) -> None:
    office = msoffcrypto.OfficeFile(io.BytesIO(locked_workbook))
    office.load_key(password=PASSPHRASE, verify_password=True)
    opened = io.BytesIO()
    office.decrypt(opened, verify_integrity=True)
    assert opened.getvalue() == workbook
    assert openpyxl.load_workbook(opened).worksheets[0]["A1"].value == CONTACT


@pytest.mark.parametrize("guess", ["", PASSPHRASE + " "])
def test_a_workbook_opens_with_nothing_else(locked_workbook: bytes, guess: str) -> None:
    assert opens_with(locked_workbook, PASSPHRASE)
    assert not opens_with(locked_workbook, guess)


def test_a_changed_byte_of_a_workbooks_content_is_refused(locked_workbook: bytes) -> None:
    for part in (2, 3, 4):
        changed = bytearray(locked_workbook)
        changed[len(changed) * part // 6] ^= 1
        assert not opens_with(bytes(changed), PASSPHRASE)


@pytest.mark.parametrize("passphrase", ["", "  "])
def test_an_empty_passphrase_is_refused(pdf: bytes, workbook: bytes, passphrase: str) -> None:
    with pytest.raises(ValueError, match="empty passphrase"):
        lock_pdf(pdf, passphrase)
    with pytest.raises(ValueError, match="empty passphrase"):
        lock_workbook(workbook, passphrase)


def test_a_workbook_that_would_not_open_again_is_not_handed_out() -> None:
    small = io.BytesIO()
    with zipfile.ZipFile(small, "w") as archive:
        types = "http://schemas.openxmlformats.org/package/2006/content-types"
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{types}"/>')
    with pytest.raises(ValueError, match="cannot be locked"):
        lock_workbook(small.getvalue(), PASSPHRASE)


def test_even_an_empty_workbook_of_ours_can_be_locked() -> None:
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    assert lock_workbook(data.getvalue(), PASSPHRASE)


@pytest.mark.parametrize("document", [b"", b"%PDF-", b"plain text", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_locked_document_does_not_open(document: bytes) -> None:
    assert not opens_with(document, PASSPHRASE)


def test_an_unlocked_document_does_not_count_as_opened(pdf: bytes, workbook: bytes) -> None:
    assert not opens_with(pdf, "")
    assert not opens_with(workbook, PASSPHRASE)
