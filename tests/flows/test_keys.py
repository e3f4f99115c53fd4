"""A person's keys are replaced in one change, and nothing of theirs is lost or shown to anybody else."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.keys.replacing import Opener, owners, printed, replace_keys, sealed_files
from flows.keys.trying import KINDS, tried
from flows.rosters.staff import load_staff
from flows.workspace import Workspace, make_workspace
from schemas.words import Reader
from tests.flows.conftest import CANARIES, SCHOOL
from tests.flows.passphrases import SECRETS, identity_of
from vault.audit_log import Event
from vault.audits import PREFIX, ForReader, PersonsPage
from vault.documents import lock_workbook
from vault.errors import SealBrokenError, WrongPassphraseError
from vault.incidents import incidents
from vault.keys import BREAK_GLASS, PEOPLE, SERVICE
from vault.ledger import Draft
from vault.opening.opening import open_page, opening_page
from vault.private_files import held
from vault.readers import make_person_keys, unlock
from vault.register import Pair, finding_file, hold_file
from vault.store import ROSTER_OPENING, ROSTER_PAGE

DSL, SECOND = Reader.DSL, Reader.SECOND_REVIEWER
AUDIT = "run-000000000001"
WORDS = "ladder crisp unlit demote gravy"


@pytest.fixture(scope="module")
def workbook() -> bytes:
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    return lock_workbook(data.getvalue(), WORDS)


@pytest.fixture
def place(tmp_path: Path, workbook: bytes) -> Workspace:
    """A workspace with one of everything that is sealed for people, for each of the two."""
    made = make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)
    vault, draft = made.vault, Draft()
    readers, pages, pairs = [], [], {}
    for number, reader in enumerate((DSL, SECOND)):
        prefix, pair = PREFIX[reader], str(number) * 32
        label = f"{prefix}overview.pdf and {prefix}workbook.xlsx"
        opening = opening_page({label: WORDS}, made.keys.people[reader], "Audit", [])
        documents = {f"{prefix}workbook.xlsx": workbook, f"{prefix}open.html": opening}
        readers.append(ForReader(reader, documents, WORDS, {"whose": reader.value}))
        submission_id, receipt = f"sub-{number:012d}", f"r-{number:010d}"
        pages.append(PersonsPage(submission_id, receipt, reader, workbook, workbook, {}))
        pairs[pair] = Pair(submission_id, reader, {})
        draft.write(finding_file(pair), vault.shelf.sealed(reader.encode(), (reader, Reader.BREAK_GLASS)))
        draft.write(hold_file(pair), vault.shelf.sealed(b"an inquiry", (reader, Reader.BREAK_GLASS)))
        vault.keep_incident(f"an incident of {reader.value}", reader=reader)
    vault.audits.keep(draft, AUDIT, readers, pages, {"pairs": {DSL: ["0" * 32], SECOND: ["1" * 32]}})
    vault.register.keep(draft, pairs)
    draft.write(ROSTER_PAGE, workbook)
    draft.write(ROSTER_OPENING, opening_page({"quality.pdf": WORDS}, made.keys.people[DSL], "Roster", []))
    vault.commit(draft)
    return made


@pytest.fixture
def run(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A command on keys, with what is typed into it; the new words are always `NEW`."""
    monkeypatch.setattr("flows.keys.asking.five_words", lambda: NEW)

    def ran(*command: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, ["keys", *command, "--workspace", str(place.folder)], input=typed)

    return ran


NEW = "new words for somebody else"


def opened_by(place: Workspace, identity: str) -> set[str]:
    def opens(name: str) -> bool:
        try:
            place.vault.shelf.get(name, identity)
        except SealBrokenError:
            return False
        return True

    return set(filter(opens, sealed_files(place)))


def again(place: Workspace) -> Workspace:
    return Workspace(place.folder)


def told(place: Workspace) -> list[Event]:
    return [line.entry.what for line in place.vault.log.entries()]


def typed(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("reader", [DSL, SECOND])
def test_new_keys_open_all_the_old_ones_did_and_the_old_ones_nothing(
    place: Workspace, reader: Reader
) -> None:
    other = SECOND if reader is DSL else DSL
    identities = {each: identity_of(place, each) for each in (DSL, SECOND)}
    before = {each: opened_by(place, identity) for each, identity in identities.items()}
    own = unlock(place.keys.people[reader], SECRETS.of(reader))
    done = replace_keys(place, make_person_keys(reader, NEW, rounds=10), Opener(own.identity, own))
    now = again(place)
    assert (done.files, done.left) == (len(before[reader]), 0)
    assert opened_by(now, unlock(now.keys.people[reader], NEW).identity) == before[reader]
    assert opened_by(now, identities[reader]) == set()
    assert opened_by(now, identities[other]) == before[other]
    assert told(now) == [Event.KEYS_CHANGED]
    with pytest.raises(WrongPassphraseError):
        unlock(now.keys.people[reader], SECRETS.of(reader))


@pytest.mark.parametrize("reader", [DSL, SECOND])
def test_without_the_old_passphrase_the_printed_key_gives_new_ones(place: Workspace, reader: Reader) -> None:
    other = SECOND if reader is DSL else DSL
    theirs = {name for name, whose in owners(place).items() if whose is reader}
    others = opened_by(place, identity_of(place, other))
    opener = printed(place, " ".join(SECRETS.break_glass.lower().partition("1")))
    done = replace_keys(place, make_person_keys(reader, NEW, rounds=10), opener)
    now = again(place)
    assert opened_by(now, unlock(now.keys.people[reader], NEW).identity) == theirs
    assert opened_by(now, identity_of(now, other)) == others
    assert told(now) == [Event.BREAK_GLASS_USED, Event.KEYS_CHANGED]
    assert (done.files, done.left, done.roster_page_gone) == (len(theirs), 0, reader is DSL)
    assert (now.folder / ROSTER_PAGE).exists() == (reader is SECOND)


def test_the_command_for_a_lost_passphrase_says_what_it_did(
    place: Workspace, run: Callable[..., Result]
) -> None:
    nobodys = place.vault.shelf.sealed(b"", (SECOND, Reader.BREAK_GLASS))
    place.vault.commit(Draft({finding_file("9" * 32): nobodys}))
    done = run("rotate-second", "--break-glass", typed=typed(SECRETS.break_glass, NEW))
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[-2:] == [
        "Done: 8 files and 1 opening page are sealed for the new keys.",
        "Left as they were, since nothing says whose they are: 1 file.",
    ]
    assert unlock(again(place).keys.people[SECOND], NEW)


def test_a_new_dsl_reads_nothing_that_was_asked_about_them(
    place: Workspace, run: Callable[..., Result], workbook: bytes
) -> None:
    """The submission that the audit checked is the successor's; a copy of it is not left for the DSL."""
    vault, successor = place.vault, "S7"
    own, draft = vault.submission_id_of(successor), Draft()
    page = PersonsPage(own, "r-0000000007", DSL, workbook, workbook, {})
    opening = (place.folder / f"audits/{AUDIT}/open.html").read_bytes()
    for_dsl = ForReader(DSL, {"workbook.xlsx": workbook, "open.html": opening}, WORDS, {})
    vault.audits.keep(draft, "run-000000000002", [for_dsl], [page], {"pairs": {DSL: ["7" * 32]}})
    vault.register.keep(draft, vault.register.pairs() | {"7" * 32: Pair(own, DSL, {})})
    draft.write(finding_file("7" * 32), vault.shelf.sealed(b"7", (DSL, Reader.BREAK_GLASS)))
    vault.commit(draft)
    about_them = {finding_file("7" * 32)} | {
        f"audits/run-000000000002/people/r-0000000007{end}" for end in (".age", ".page.age", ".own.age")
    }
    assert len(about_them) == 4
    assert about_them <= opened_by(place, identity_of(place))
    (incident,) = (each for each in incidents(place.folder) if each.reader is DSL)
    done = run("rotate-dsl", "--staff", successor, typed=typed(SECRETS.dsl, NEW))
    assert done.exit_code == 0, done.output
    now = again(place)
    theirs = opened_by(now, unlock(now.keys.people[DSL], NEW).identity)
    assert finding_file("0" * 32) in theirs
    assert not about_them & theirs
    assert about_them | {incident.read_by(SECOND).file} <= opened_by(now, identity_of(now, SECOND))
    assert not (now.folder / incident.file).exists()
    assert now.vault.register.pairs()["7" * 32].reader is SECOND
    facts = now.vault.audits.open("run-000000000002")
    assert facts["people"] == {own: ["r-0000000007", SECOND]}
    assert facts["pairs"] == {DSL: [], SECOND: ["7" * 32]}
    assert not (now.folder / "audits/run-000000000002/workbook.xlsx").exists()
    assert (now.folder / f"audits/{AUDIT}/workbook.xlsx").exists()
    assert now.vault.audits.changed_documents("run-000000000002") == []


@pytest.mark.parametrize(("named", "code"), [("S9", "staff-ref-unknown"), ("s2", "one-reviewer")])
def test_nobody_becomes_dsl_of_whom_nothing_would_be_known_or_who_would_be_given_their_own(
    place: Workspace, run: Callable[..., Result], named: str, code: str
) -> None:
    load_staff(place, CANARIES / "staff.csv")
    before = place.keys.people[DSL]
    refused = run("rotate-dsl", "--staff", named, typed=typed(SECRETS.dsl, NEW))
    assert (refused.exit_code != 0, code in refused.output) == (True, True)
    assert again(place).keys.people[DSL] == before


def test_the_new_dsl_is_known_however_the_reference_is_typed_and_school_toml_is_asked_for(
    place: Workspace, run: Callable[..., Result]
) -> None:
    load_staff(place, CANARIES / "staff.csv")
    own, draft = place.vault.submission_id_of("S3"), Draft()
    place.vault.register.keep(draft, {"7" * 32: Pair(own, DSL, {})})
    place.vault.commit(draft)
    done = run("rotate-dsl", "--staff", " s3", typed=typed(SECRETS.dsl, NEW))
    assert (done.exit_code, "school.toml now, as `dsl`" in done.output) == (0, True)
    assert again(place).vault.register.pairs()["7" * 32].reader is SECOND


@pytest.mark.parametrize("command", ["rotate-dsl", "passphrase"])
def test_the_opening_pages_give_the_same_words_for_the_new_passphrase(
    place: Workspace, run: Callable[..., Result], command: str
) -> None:
    assert run(command, typed=typed(SECRETS.dsl, NEW)).exit_code == 0
    now = again(place)
    for page in (f"audits/{AUDIT}/open.html", ROSTER_OPENING):
        assert list(open_page((now.folder / page).read_bytes(), NEW).values()) == [WORDS]
        with pytest.raises(WrongPassphraseError):
            open_page((now.folder / page).read_bytes(), SECRETS.dsl)
    second = (now.folder / f"audits/{AUDIT}/second-open.html").read_bytes()
    assert open_page(second, SECRETS.second_reviewer)
    assert now.vault.audits.changed_documents(AUDIT) == []


def test_a_new_passphrase_keeps_the_keys(place: Workspace, run: Callable[..., Result]) -> None:
    before = opened_by(place, identity_of(place))
    assert run("passphrase", typed=typed(SECRETS.dsl, NEW)).exit_code == 0
    now = again(place)
    assert now.keys.people[DSL].recipient == place.keys.people[DSL].recipient
    assert opened_by(now, unlock(now.keys.people[DSL], NEW).identity) == before


@pytest.mark.parametrize(
    ("command", "given", "code"),
    [
        (["rotate-dsl"], "four words and another", "wrong-passphrase"),
        (["rotate-second"], SECRETS.dsl, "wrong-passphrase"),
        (["passphrase"], SECRETS.second_reviewer, "wrong-passphrase"),
        (["rotate-dsl", "--break-glass"], "AGE-SECRET-KEY-1QQQQ", "wrong-printed-key"),
        (["rotate-dsl", "--break-glass"], SECRETS.break_glass[:-1], "wrong-printed-key"),
    ],
    ids=["another", "the DSL's", "the second reviewer's", "no key", "a key cut short"],
)
def test_who_cannot_open_the_old_keys_replaces_nothing(
    place: Workspace, run: Callable[..., Result], command: list[str], given: str, code: str
) -> None:
    before = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    refused = run(*command, typed=typed(given, NEW))
    assert (refused.exit_code, f"[{code}]" in refused.output) == (5, True)
    assert {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()} == before


def test_new_words_count_once_they_are_written_down(place: Workspace, run: Callable[..., Result]) -> None:
    done = run("passphrase", typed=typed(SECRETS.dsl, "something else", NEW.upper()))
    assert done.exit_code == 0
    assert "That is not what is shown above." in done.output
    assert unlock(again(place).keys.people[DSL], NEW)


def test_no_keys_change_while_an_audit_runs(place: Workspace, run: Callable[..., Result]) -> None:
    with held(place.folder / "audits" / "audit.lock"):
        refused = run("rotate-dsl", typed=typed(SECRETS.dsl, NEW))
    assert refused.exit_code == 5
    assert unlock(again(place).keys.people[DSL], SECRETS.dsl)


def test_the_printed_key_is_tried_on_one_file_of_each_kind(place: Workspace) -> None:
    before = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    lines = list(tried(place, printed(place, SECRETS.break_glass)))
    assert len(lines) == len(KINDS)
    assert all("opens (tried 1 of" in line for line in lines)
    assert {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()} == before


def test_every_file_that_is_sealed_for_people_has_a_kind_and_an_owner(place: Workspace) -> None:
    """Else `rotate --break-glass` would leave it behind, and nobody would ever try it."""
    opened = opened_by(place, SECRETS.break_glass)
    kinds = {name for name in opened for pattern in KINDS.values() if pattern.fullmatch(name)}
    assert kinds == opened
    assert opened == owners(place).keys()


def test_the_status_shows_no_secret(place: Workspace, run: Callable[..., Result]) -> None:
    (place.folder / "keys" / SERVICE).unlink()
    told_in_words, as_json = run("status"), run("status", "--json")
    assert [line.split()[0] for line in told_in_words.output.splitlines() if "MISSING" in line] == [SERVICE]
    there = {each["file"]: each["there"] for each in json.loads(as_json.output)["keys"]}
    assert there == {name: name != SERVICE for name in there}
    for path in (place.folder / "keys").iterdir():
        assert path.read_text().strip() not in told_in_words.output + as_json.output


def test_keys_that_are_missing_are_made_and_shown_once(place: Workspace, run: Callable[..., Result]) -> None:
    (place.folder / "keys" / PEOPLE[DSL]).unlink()
    made = run("init")
    assert made.exit_code == 0, made.output
    words = made.output.splitlines()[2].strip()
    now = again(place)
    assert opened_by(now, unlock(now.keys.people[DSL], words).identity) == set()
    assert "second reviewer" not in made.output
    refused = run("init")
    assert (refused.exit_code, "[keys-exist]" in refused.output) == (5, True)


def test_keys_of_people_are_not_made_where_the_services_are_missing(
    place: Workspace, run: Callable[..., Result]
) -> None:
    for name in (SERVICE, PEOPLE[DSL]):
        (place.folder / "keys" / name).unlink()
    refused = run("init")
    assert (refused.exit_code, "[keys-missing]" in refused.output) == (5, True)
    assert not (place.folder / "keys" / PEOPLE[DSL]).exists()


def test_the_sheet_shows_the_printed_key_and_the_screen_does_not(
    place: Workspace, run: Callable[..., Result], tmp_path: Path
) -> None:
    (place.folder / "keys" / BREAK_GLASS).unlink()
    sheet = tmp_path / "sheet.pdf"
    made = run("init", "--sheet", str(sheet))
    assert made.exit_code == 0, made.output
    assert "AGE-SECRET-KEY" not in made.output
    text = pypdfium2.PdfDocument(sheet.read_bytes())[0].get_textpage().get_text_bounded()
    shown = "".join(text.partition("(break-glass)")[2].partition("The spaces")[0].split())
    assert printed(again(place), shown)


def test_the_sheet_is_never_kept_in_the_workspace(place: Workspace, run: Callable[..., Result]) -> None:
    (place.folder / "keys" / BREAK_GLASS).unlink()
    refused = run("init", "--sheet", str(place.folder / "keys" / "sheet.pdf"))
    assert (refused.exit_code, "[sheet-in-workspace]" in refused.output) == (5, True)
    assert not (place.folder / "keys" / BREAK_GLASS).exists()
