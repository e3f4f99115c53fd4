"""M6: nobody's words open another person's page, and no changed byte of a sealed file is ever parsed."""

import io
import random
import sys
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path

import openpyxl
import pytest
import typst

from schemas.words import Reader
from tests.flows.passphrases import SECRETS
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.vault.invented import CONTACT, extract_of, findings, names, people, staff
from vault import bundles
from vault.audits import ForReader, PersonsPage
from vault.bundles import pack
from vault.documents import alike_size, lock_pdf, lock_workbook, opens_with
from vault.errors import SealBrokenError
from vault.keys import Keys, make_keys
from vault.ledger import Draft
from vault.passphrases import five_words
from vault.readers import unlock
from vault.register import Pair, finding_file
from vault.store import Vault

TODAY = date(2026, 11, 20)
AUDIT = "run-0a1b2c3d4e5f"
PAIR = "0123456789abcdef" * 2
RECEIPT = "r-0123456789"
CHUNK = 64 * 1024 + 16
"""Bytes of ciphertext that age writes, and verifies, at a time."""

Open = Callable[[], object]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("workspace") / "keys", SECRETS)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The places whose bytes reached the parser, wherever in the house it is called from."""
    seen: list[str] = []
    unpack = bundles.unpack

    def watched(place: str, data: bytes) -> bundles.Bundle:
        seen.append(place)
        return unpack(place, data)

    for name, module in list(sys.modules.items()):
        if name.startswith(("vault.", "flows.")) and getattr(module, "unpack", None) is unpack:
            monkeypatch.setattr(module, "unpack", watched)
    return seen


def a_page(person: int) -> bytes:
    """A page of several kilobytes, as a staff report is, with the person's own words in it."""
    text = f"= Your social media check\n\n#for n in range(40) [Contact #n of person {person}. ]"
    return typst.compile(text.encode(), format="pdf")


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """A workbook large enough to be locked."""
    book, draw = openpyxl.Workbook(), random.Random(6)  # noqa: S311
    sheet = book.create_sheet()
    for _ in range(100):
        sheet.append([draw.getrandbits(50) for _ in range(9)])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture
def vault(tmp_path: Path, keys: Keys, workbook: bytes) -> Vault:
    """A workspace that holds one of everything that is sealed or locked."""
    vault, draft = Vault(tmp_path, keys), Draft()
    vault.keep_tables("staff", {"staff": staff("Inkpen")}, {})
    vault.keep_tables("roster", {"people": people("P1"), "names": names("Ottoline Brackenbury")}, {})
    vault.keep_submission("INKPEN-B-0417", [extract_of("instagram", CONTACT)], TODAY)
    vault.remember(draft, {PAIR: PAIR}, TODAY)
    vault.register.keep(draft, {PAIR: Pair("sub-0123456789ab", Reader.DSL, {})})
    finding = pack(PAIR, {"findings": findings("surname is the same")}, {})
    draft.write(finding_file(PAIR), vault.shelf.sealed(finding, (Reader.DSL, Reader.BREAK_GLASS)))
    documents = {
        "overview.pdf": lock_pdf(a_page(0), five_words()),
        "workbook.xlsx": lock_workbook(workbook, five_words()),
    }
    page = PersonsPage(
        "sub-0123456789ab", RECEIPT, Reader.DSL, documents["overview.pdf"], documents["overview.pdf"], {}
    )
    dsl = ForReader(Reader.DSL, documents, five_words(), {"on": "2026-11-20"})
    vault.audits.keep(draft, AUDIT, [dsl], [page], {"on": "2026-11-20"})
    vault.commit(draft)
    return vault


@pytest.fixture
def openings(vault: Vault, keys: Keys) -> dict[Path, Open]:
    """How each sealed file there is is opened."""
    dsl = unlock(keys.people[Reader.DSL], SECRETS.dsl).identity
    audits, folder = vault.audits, vault.folder / "audits" / AUDIT
    incident = vault.keep_incident(f"KeyError: {CONTACT}")
    (submission_id,) = vault.hand_ins.waiting()
    hand_in = partial(vault.hand_ins.open, submission_id)
    by_name: dict[Path, Open] = {
        vault.folder / "lists/staff.age": partial(vault.open_tables, "staff"),
        vault.folder / "lists/roster.age": partial(vault.open_tables, "roster"),
        vault.folder / "memory.age": vault.remembered,
        vault.folder / "register.age": vault.register.pairs,
        vault.folder / finding_file(PAIR): lambda: bundles.unpack(
            PAIR, vault.shelf.get(finding_file(PAIR), dsl)
        ),
        folder / "audit.age": partial(audits.open, AUDIT),
        folder / "about.age": partial(audits.about, AUDIT, Reader.DSL, dsl),
        folder / "words.age": partial(audits.words, AUDIT, Reader.DSL, dsl),
        folder / f"people/{RECEIPT}.age": partial(audits.person, AUDIT, RECEIPT, dsl),
        folder / f"people/{RECEIPT}.page.age": partial(audits.page, AUDIT, RECEIPT, dsl),
        folder / f"people/{RECEIPT}.own.age": partial(audits.page, AUDIT, RECEIPT, dsl, lifted=True),
    }
    by_name |= dict.fromkeys((vault.folder / "submissions").iterdir(), hand_in)
    told = partial(vault.open_incident, incident, dsl)
    by_name |= dict.fromkeys((vault.folder / "incidents").iterdir(), told)
    assert set(by_name) == {*vault.folder.rglob("*.age"), *vault.folder.glob("submissions/*.key")}
    return by_name


def test_nobodys_words_open_another_persons_page(figure: Figure) -> None:
    many = amount(10, 200)
    words = [five_words() for _ in range(many)]
    pages = [a_page(person) for person in range(many)]
    size = alike_size(map(len, pages))
    locked = [lock_pdf(page, each, size) for page, each in zip(pages, words, strict=True)]
    opened = [pair for pair in product(range(many), repeat=2) if opens_with(locked[pair[0]], words[pair[1]])]
    assert opened == [(person, person) for person in range(many)]
    figure("M6", f"{many} pages × {many - 1} others' words: each opens with its own alone")


def place_in(draw: random.Random, data: bytes) -> int:
    """Any byte, with the header and the end as likely as all between them."""
    header = data.index(b"\n---") + 48
    return draw.choice([draw.randrange(header), draw.randrange(len(data)), len(data) - draw.randint(1, 40)])


def test_every_sealed_file_opens_as_long_as_nobody_changes_it(openings: dict[Path, Open]) -> None:
    for opening in openings.values():
        assert opening() is not None


def test_no_changed_byte_of_a_sealed_file_reaches_the_parser(
    openings: dict[Path, Open], parsed: list[str], figure: Figure
) -> None:
    draw, many = random.Random(6), amount(500, 10_000)  # noqa: S311
    for number in range(many):
        path = sorted(openings)[number % len(openings)]
        whole = path.read_bytes()
        changed = bytearray(whole)
        changed[place_in(draw, whole)] ^= draw.randint(1, 255)
        path.write_bytes(changed)
        with pytest.raises(SealBrokenError) as refusal:
            openings[path]()
        assert (refusal.value.__cause__, refusal.value.detail) == (None, "")
        path.write_bytes(whole)
    assert parsed == []
    figure(
        "M6", f"{many:,} one-byte changes of {len(openings)} kinds of sealed files: refused before parsing"
    )


def test_no_shortened_file_reaches_the_parser(
    vault: Vault, keys: Keys, parsed: list[str], figure: Figure
) -> None:
    """Cut anywhere, also exactly between two of the pieces that age verifies one by one."""
    draw = random.Random(7)  # noqa: S311
    sealed = vault.shelf.sealed(draw.randbytes(2 * CHUNK + 5_000))
    body = len(sealed) - 2 * CHUNK - 5_000 - 16 + 2 * 16
    near = {body + chunk * CHUNK + step for chunk in range(3) for step in range(-20, 21)}
    some = near | set(range(body + 20)) | {draw.randrange(len(sealed)) for _ in range(500)}
    cuts = sorted(amount_of(some, range(len(sealed))))
    path = vault.folder / "lists" / "roster.age"
    for cut in cuts:
        path.write_bytes(sealed[:cut])
        with pytest.raises(SealBrokenError):
            vault.open_tables("roster")
    assert parsed == []
    figure("M6", f"{len(cuts):,} places to cut a sealed file of three pieces: refused before parsing")


def amount_of(share: Iterable[int], full: Iterable[int]) -> Iterable[int]:
    """These, or all of them, as `amount` says."""
    return (share, full)[amount(0, 1)]


def test_what_a_documents_format_overlooks_the_vault_does_not(vault: Vault, figure: Figure) -> None:
    """A locked PDF opens with most of its bytes changed; the digests kept of it do not agree any more."""
    draw, many = random.Random(8), amount(200, 5_000)  # noqa: S311
    for number in range(many):
        name = ("overview.pdf", "workbook.xlsx")[number % 2]
        path = vault.audits.folder / AUDIT / name
        whole = path.read_bytes()
        changed = bytearray(whole)
        changed[draw.randrange(len(whole))] ^= draw.randint(1, 255)
        path.write_bytes(changed)
        assert vault.audits.changed_documents(AUDIT) == [name]
        path.write_bytes(whole)
    assert vault.audits.changed_documents(AUDIT) == []
    figure("M6", f"{many:,} one-byte changes of locked PDFs and workbooks: all seen by their digests")
