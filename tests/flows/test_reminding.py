"""Reminders: to those who have not answered and to nobody else, and twice at most."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import mail
from flows.cli import main
from flows.mail_errors import (
    MailBrokeOff,
    MailError,
    MailNotForInvented,
    MailOff,
    MailRefused,
    MailSenderRefused,
    MailUnreachable,
)
from flows.participation import counted_if_any, record
from flows.reminding.by_email import remind, reminded
from flows.reminding.by_letter import letters, listed
from flows.reminding.due import AnswersForgotten, ask, due
from flows.rosters.staff import load_staff
from flows.withdrawal import withdraw
from flows.workspace import STATE, Workspace, make_workspace
from schemas.extract import Unread
from schemas.words import Answer
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS
from tests.flows.smtp_servers import HOST, Post, closed_port, mail_server
from vault.audit_log import Event
from vault.ledger import Draft

ON = date(2026, 11, 2)
SENDER = "office@alderlane.example"
STAFF = """staff_ref,forename,surname,email,start,end
S1,Hildegarde,Moorcastle,hildegarde@alderlane.example,,
S2,Ignatius,Fernbury,ignatius@alderlane.example,,
S3,Rosamunde,Gullthorpe,rosamunde@alderlane.example,,
S4,Valentina,Oxbarrow,,,
S5,Peregrine,Inkpen,kitchen@alderlane.example,,
S6,Araminta,Duskwater,Kitchen@alderlane.example,,
S7,Lysander,Larkmoor,lysander@alderlane.example,2026-12-01,
S8,Ottilie,Wrenhollow,ottilie@alderlane.example,,2026-10-23
"""
WRITTEN_TO = ["hildegarde@alderlane.example", "ignatius@alderlane.example", "rosamunde@alderlane.example"]
NAMES = ("Moorcastle", "Fernbury", "Gullthorpe", "Oxbarrow", "Inkpen", "Duskwater", "Larkmoor", "Wrenhollow")


def day(number: int) -> date:
    return ON + timedelta(days=number)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server is asked at once again."""
    monkeypatch.setattr(mail, "PAUSES", (0.0,))


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a staff list."""
    folder = tmp_path_factory.mktemp("made")
    made = make_workspace(folder / "workspace", SCHOOL, SECRETS)
    (folder / "staff.csv").write_text(STAFF, "utf-8")
    load_staff(made, folder / "staff.csv")
    return made.folder


@pytest.fixture
def place(made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The same, the test's own."""
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    return Workspace(Path(shutil.copytree(made_once, tmp_path / "workspace")))


def by_email(place: Workspace, port: int, host: str = HOST) -> Workspace:
    """The workspace with reminders by e-mail, through the server at that port."""
    text = place.school_toml.read_text("utf-8").replace("by_email = false", "by_email = true")
    before, _, after = text.partition("\n[email]")
    lines = ("[email]", f'host = "{host}"', f"port = {port}", f'sender = "{SENDER}"')
    lines = (*lines, 'security = "none"' if host == HOST else "")
    place.school_toml.write_text("\n".join([before, *lines, after[after.index("\n[trust]") :]]), "utf-8")
    return Workspace(place.folder)


def refs(place: Workspace, today: date) -> set[str]:
    return {each.staff_ref for each in due(place, today)}


def reminders_of(place: Workspace, ref: str) -> tuple[date, ...]:
    vault = place.vault
    return vault.participation.reminders_of(vault.person_id_of(ref))


def run(place: Workspace, *arguments: object, typed: str = "") -> Result:
    given = [*map(str, arguments), "--workspace", str(place.folder)]
    return CliRunner().invoke(main, ["reminders", *given], input=typed)


def test_the_first_run_reminds_nobody_and_each_person_has_a_time_of_their_own(place: Workspace) -> None:
    reminded(place, ON)
    assert refs(place, day(13)) == set()
    assert refs(place, day(14)) == {"S1", "S2", "S3", "S4", "S5", "S6"}
    reminded(place, day(29))  # S7 has come by then
    assert refs(place, day(42)) == {"S1", "S2", "S3", "S4", "S5", "S6"}
    assert refs(place, day(43)) == {"S1", "S2", "S3", "S4", "S5", "S6", "S7"}


def test_whoever_said_anything_handed_anything_in_or_ever_withdrew_is_never_reminded(
    place: Workspace,
) -> None:
    vault = place.vault
    ask(place, ON)
    record(place, "S1", Answer.DECLINED, day(1))
    record(place, "S2", Answer.NOTHING_TO_SUBMIT, day(1))
    record(place, "S3", Answer.YES, day(1))
    vault.keep_submission("S4", [], day(1), [Unread(1, "code", "message", "x")])
    audited, draft = vault.submission_id_of("S5"), Draft()
    vault.audits.keep(draft, "run-0123456789ab", [], [], {"outcomes": {audited: ["checked", ""]}})
    vault.commit(draft)
    withdraw(place, "S6", day(1))
    assert refs(place, day(400)) == set()
    draft = Draft()
    vault.participation.forget(draft, [vault.person_id_of(each) for each in ("S1", "S6")])
    vault.commit(draft)
    ask(place, day(800))
    assert refs(place, day(814)) == {"S1", "S7"}, "asked anew, but never after a withdrawal"


def test_each_gets_two_letters_at_most_however_often_it_is_run(place: Workspace, tmp_path: Path) -> None:
    ask(place, ON)
    for number in range(0, 120, 3):
        letters(place, day(number), tmp_path / "letter.pdf")
    assert reminders_of(place, "S4") == (day(15), day(30))
    assert reminders_of(place, "S8") == ()
    entries = [line.entry for line in place.vault.log.entries()]
    told = [entry for entry in entries if entry.what is Event.REMINDED]
    assert told
    assert all((entry.counts, entry.about, entry.by) == ({}, (), "dsl") for entry in told)


def test_everybody_is_sent_the_same_words_each_at_their_own_address(place: Workspace) -> None:
    post = Post()
    ask(place, ON)
    with mail_server(post) as port:
        place = by_email(place, port)
        done = reminded(place, day(14))
        assert (done.due, done.sent, done.failed) == (6, 3, set())
        assert reminded(place, day(15)).sent == 0
    assert [to for _, to, _ in post.taken] == [[each] for each in WRITTEN_TO]
    messages = post.messages()
    assert [str(each["To"]) for each in messages] == WRITTEN_TO
    assert all(each["Cc"] is each["Bcc"] is None for each in messages)
    for same in ("From", "Subject", "Auto-Submitted"):
        assert len({str(each[same]) for each in messages}) == 1
    bodies = {content.partition(b"\r\n\r\n")[2] for _, _, content in post.taken}
    assert len(bodies) == 1
    assert not any(name.encode() in content for name in NAMES for _, _, content in post.taken)
    assert refs(place, day(15)) == {"S4", "S5", "S6"}, (
        "without an address of their own they wait for a letter"
    )
    entries = [line.entry for line in place.vault.log.entries() if line.entry.what is Event.REMINDED]
    assert [(entry.by, entry.about, entry.counts) for entry in entries] == [("service", (), {})]


def test_nothing_is_sent_by_itself_before_school_toml_says_so(place: Workspace) -> None:
    assert not place.school.reminders.by_email
    assert place.school.email.host == ""
    ask(place, ON)
    assert reminded(place, day(14)).sent == 0
    assert refs(place, day(14)) == {"S1", "S2", "S3", "S4", "S5", "S6"}
    text = place.school_toml.read_text("utf-8").replace("by_email = false", "by_email = true")
    place.school_toml.write_text(text, "utf-8")
    with pytest.raises(MailOff):
        reminded(Workspace(place.folder), day(14))


def test_no_real_server_is_asked_to_write_to_invented_people(place: Workspace) -> None:
    ask(place, ON)
    place = by_email(place, 25, "smtp.alderlane.example")
    with pytest.raises(MailNotForInvented):
        reminded(place, day(14))
    assert reminders_of(place, "S1") == ()


def test_an_address_that_the_server_refuses_waits_for_a_letter_and_is_told_as_a_code(
    place: Workspace,
) -> None:
    ask(place, ON)
    post = Post({f"RCPT {WRITTEN_TO[0]}": f"550 no mailbox {WRITTEN_TO[0]} here"})
    with mail_server(post) as port:
        place = by_email(place, port)
        assert remind(place, day(14)).counts == {"mail-recipient-refused": 1}
    assert reminders_of(place, "S1") == ()
    assert reminders_of(place, "S2") == reminders_of(place, "S3") == (day(14),)
    assert refs(place, day(14)) == {"S1", "S4", "S5", "S6"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"MAIL": "550 not from here"}, MailSenderRefused),
        ({"RCPT": None}, MailUnreachable),
        ({"DATA": "554 looks like spam"}, MailRefused),
    ],
)
def test_what_certainly_did_not_arrive_was_no_reminder(
    place: Workspace, answers: dict[str, str | None], expected: type[MailError]
) -> None:
    ask(place, ON)
    with mail_server(Post(answers)) as port, pytest.raises(expected) as failed:
        reminded(by_email(place, port), day(14))
    assert failed.value.__cause__ is failed.value.__context__ is None
    assert "@" not in str(failed.value)
    assert all(reminders_of(place, ref) == () for ref in ("S1", "S2", "S3"))
    assert refs(place, day(14)) == {"S1", "S2", "S3", "S4", "S5", "S6"}


def test_a_server_that_is_down_leaves_everybody_due(place: Workspace) -> None:
    ask(place, ON)
    with pytest.raises(MailUnreachable):
        reminded(by_email(place, closed_port()), day(14))
    assert refs(place, day(14)) == {"S1", "S2", "S3", "S4", "S5", "S6"}
    assert Event.REMINDED not in {line.entry.what for line in place.vault.log.entries()}


def test_what_may_have_arrived_was_a_reminder_and_the_run_ends_there(place: Workspace) -> None:
    ask(place, ON)
    post = Post({f"DATA {WRITTEN_TO[1]}": None})
    with mail_server(post) as port:
        place = by_email(place, port)
        with pytest.raises(MailBrokeOff):
            reminded(place, day(14))
        assert [reminders_of(place, ref) for ref in ("S1", "S2", "S3")] == [(day(14),), (day(14),), ()]
        post.answers.clear()
        assert reminded(place, day(14)).sent == 1
    assert [to for _, to, _ in post.taken] == [[each] for each in WRITTEN_TO]


def test_a_run_killed_while_a_message_is_given_reminds_nobody_twice(place: Workspace) -> None:
    ask(place, ON)
    running: list[subprocess.Popen[bytes]] = []
    post = Post(at_data=lambda: os.kill(running[0].pid, signal.SIGKILL))
    command = [sys.executable, "-m", "flows.cli", "reminders", "--today", day(14).isoformat()]
    with mail_server(post) as port:
        place = by_email(place, port)
        running.append(subprocess.Popen([*command, "--workspace", str(place.folder)]))
        assert running[0].wait(60) == -signal.SIGKILL
        assert reminders_of(place, "S1") == (day(14),), "recorded before it was sent"
        post.at_data = lambda: None
        assert reminded(place, day(14)).sent == 2
    assert [to for _, to, _ in post.taken] == [[each] for each in WRITTEN_TO]


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["250 OK", "451 later", "554 no", None, "down"]), min_size=4, max_size=8))
def test_however_the_server_fails_nobody_is_given_more_than_two_messages(
    made_once: Path, tmp_path_factory: pytest.TempPathFactory, days: list[str | None]
) -> None:
    place = Workspace(Path(shutil.copytree(made_once, tmp_path_factory.mktemp("place") / "workspace")))
    ask(place, ON)
    may_have_arrived: Counter[str] = Counter()
    post = Post()
    with mail_server(post) as port:
        for number, answer in enumerate(days, start=1):
            post.answers, post.taken = {"DATA": answer}, []
            place = by_email(place, closed_port() if answer == "down" else port)
            with suppress(MailError):
                reminded(place, day(14 * number))
            if answer in {"250 OK", None}:
                may_have_arrived.update(to for _, (to,), _ in post.taken)
    assert all(number <= 2 for number in may_have_arrived.values())
    for ref, address in zip(("S1", "S2", "S3"), WRITTEN_TO, strict=True):
        assert len(reminders_of(place, ref)) == may_have_arrived[address]


def test_whoever_answers_while_messages_go_out_gets_none(place: Workspace) -> None:
    ask(place, ON)
    post = Post(at_data=lambda: record(Workspace(place.folder), "S2", Answer.DECLINED, day(14)))
    with mail_server(post) as port:
        assert reminded(by_email(place, port), day(14)).sent == 2
    assert [to for _, to, _ in post.taken] == [[WRITTEN_TO[0]], [WRITTEN_TO[2]]]


def test_an_address_with_a_break_of_line_is_refused_told_as_a_code_and_quoted_nowhere(
    place: Workspace, tmp_path: Path
) -> None:
    row = 'S1,Hildegarde,Moorcastle,"h@alderlane.example\r\nBcc: all@a.example"'
    (tmp_path / "staff.csv").write_text(f"staff_ref,forename,surname,email\n{row}\n", "utf-8")
    load_staff(place, tmp_path / "staff.csv")
    ask(place, ON)
    post = Post()
    with mail_server(post) as port:
        said = run(by_email(place, port), "--today", day(14), "--json")
    assert json.loads(said.stdout)["failed"] == ["mail-address-unusable"]
    assert "example" not in said.output
    assert post.taken == []


def test_the_dsl_alone_is_shown_whom_letters_are_for_and_the_page_names_nobody(
    place: Workspace, tmp_path: Path
) -> None:
    page = tmp_path / "letter.pdf"
    assert run(place, "--asked-on", ON, "--today", day(1)).exit_code == 0
    refused = run(place, "--letters", page, "--today", day(14), typed="wrong words\n")
    assert refused.exit_code == 5
    assert not page.exists()
    assert not any(name in refused.output for name in NAMES)
    shown = run(place, "--letters", page, "--today", day(14), typed=f"{SECRETS.dsl}\n")
    assert shown.exit_code == 0
    assert "6 copies" in shown.output
    assert re.search(r"S4  Valentina Oxbarrow", shown.output)
    document = pypdfium2.PdfDocument(page)
    text = " ".join(each.get_textpage().get_text_range() for each in document)
    assert len(document) == 1
    assert "voluntary" in text
    assert not any(name in text for name in NAMES)
    record(place, "S4", Answer.DECLINED, day(15))
    again = run(place, "--list", "--today", day(16), typed=f"{SECRETS.dsl}\n")
    assert "5 copies" in again.output
    assert "Oxbarrow" not in again.output
    assert run(place, "--list", "--today", day(16), typed="wrong words\n").exit_code == 5


def test_a_letter_is_listed_until_its_person_is_reminded_once_more(place: Workspace, tmp_path: Path) -> None:
    ask(place, ON)
    assert listed(place, day(14)) == (day(14), ())
    letters(place, day(14), tmp_path / "letter.pdf")
    on, members = listed(place, day(15))
    assert (on, len(members)) == (day(14), 6)
    assert "Moorcastle" not in repr(members)


def test_a_dry_run_sends_and_records_nothing(place: Workspace) -> None:
    ask(place, ON)
    before = (place.folder / "participation.age").read_bytes()
    said = run(by_email(place, closed_port()), "--dry-run", "--json", "--today", day(14))
    assert json.loads(said.stdout) == {
        "version": 1,
        "on": day(14).isoformat(),
        "dry_run": True,
        "by_email": True,
        "due": "not told",
        "sent": "not told",
        "failed": [],
    }
    assert refs(place, day(14)) == {"S1", "S2", "S3", "S4", "S5", "S6"}
    assert place.vault.participation.days().keys() == {
        place.vault.person_id_of(f"S{number}") for number in range(1, 7)
    }
    assert before


def test_numbers_are_told_only_where_no_answer_can_be_worked_out(place: Workspace, tmp_path: Path) -> None:
    rows = [f"T{number},Invented,Person,t{number}@alderlane.example" for number in range(24)]
    (tmp_path / "staff.csv").write_text("\n".join(["staff_ref,forename,surname,email", *rows]), "utf-8")
    load_staff(place, tmp_path / "staff.csv")
    ask(place, ON)
    said = [Answer.YES] * 5 + [Answer.NOTHING_TO_SUBMIT] * 5 + [Answer.DECLINED] * 4
    for number, answer in enumerate(said):
        record(place, f"T{number}", answer, day(1))
    few = run(place, "--today", day(14)).output
    assert "due not told" in few
    assert "would tell how many declined" in few
    record(place, "T14", Answer.DECLINED, day(1))
    for number in range(4):  # counts are told anew once five answers have changed
        record(place, f"T{15 + number}", Answer.YES, day(1))
    assert "due 5 to 9" in run(place, "--today", day(14)).output


def test_where_a_no_would_soon_be_forgotten_nobody_is_reminded(place: Workspace, tmp_path: Path) -> None:
    ask(place, ON)
    text = place.school_toml.read_text("utf-8")
    brief = text.replace("participation_months = 24", "participation_months = 11")
    place.school_toml.write_text(brief, "utf-8")
    with pytest.raises(AnswersForgotten):
        reminded(Workspace(place.folder), day(14))
    with pytest.raises(AnswersForgotten):
        letters(Workspace(place.folder), day(14), tmp_path / "letter.pdf")
    assert not (tmp_path / "letter.pdf").exists()
    place.school_toml.write_text(brief.replace("= 11", "= 12"), "utf-8")
    assert reminded(Workspace(place.folder), day(14)).due == 6


def test_options_that_exclude_each_other_are_refused(place: Workspace) -> None:
    assert run(place, "--list", "--dry-run").exit_code == 2
    assert run(place, "--asked-on", day(1), "--today", ON).exit_code == 2
    assert run(place, "--asked-on", ON, "--dry-run").exit_code == 2


def test_having_been_asked_is_no_answer(place: Workspace) -> None:
    ask(place, ON)
    assert counted_if_any(place, ON) is None
