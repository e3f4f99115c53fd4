"""Notices to the DSL and to IT: what is sent, what waits, and that nothing of it is in anybody's way."""

import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows import notices
from flows.boundary import Counts, PipelineError
from flows.ended import Run
from flows.notices import MOST_TRIES, MOST_WAITING, TRIED_AGAIN_AFTER, standing
from flows.reminding.by_email import remind
from flows.rosters.staff import load_staff
from flows.workspace import STATE, Workspace, make_workspace
from tests.flows.conftest import CANARIES, SCHOOL, canaries
from tests.flows.passphrases import SECRETS
from tests.flows.smtp_servers import HOST, Post, closed_port, mail_server

SENDER, DSL, IT = "office@alderlane.example", "dsl@alderlane.example", "it@trust.example"
COUNTS = Counts("run-0123456789ab", {"checked": 31, "could_not_be_checked": 0, "to_check": 12})


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_workspace(tmp_path_factory.mktemp("made") / "workspace", SCHOOL, SECRETS)
    load_staff(made, CANARIES / "staff.csv")
    return made.folder


@pytest.fixture
def place(made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    return Workspace(Path(shutil.copytree(made_once, tmp_path / "workspace")))


def writing(place: Workspace, port: int, *, dsl: str = DSL, it: str = IT, host: str = HOST) -> Workspace:
    """The workspace with the server at that port under [email]."""
    before, _, after = place.school_toml.read_text("utf-8").partition("\n[email]")
    lines = ("[email]", f'host = "{host}"', f"port = {port}", f'sender = "{SENDER}"')
    lines = (*lines, 'security = "none"' if host == HOST else "", f'dsl = "{dsl}"', f'it = "{it}"')
    place.school_toml.write_text("\n".join([before, *lines, after[after.index("\n[trust]") :]]), "utf-8")
    return Workspace(place.folder)


def tell_everything(place: Workspace) -> None:
    notices.after_audit(place, COUNTS)
    notices.after_failure(place, "roster-refresh", "roster-refused", "3bd7c080")
    notices.policy_overdue(place, 27)
    notices.term_dates_end(place, date(2027, 7, 21))
    notices.letters_day(place)


def test_each_notice_goes_to_its_post_and_says_nothing_of_anybody(place: Workspace) -> None:
    post = Post()
    with mail_server(post) as port:
        tell_everything(writing(place, port))
    told = [(to, re.search(rb"Subject: (.*)\r\n", content)[1].decode()) for _, (to,), content in post.taken]
    assert told == [
        (DSL, "Armslength: an audit has finished"),
        (IT, "Armslength: an audit has finished"),
        (DSL, "Armslength: a job has failed"),
        (IT, "Armslength: a job has failed"),
        (DSL, "Armslength: the policy's review is overdue"),
        (DSL, "Armslength: the term dates run out"),
        (IT, "Armslength: the term dates run out"),
        (DSL, "Armslength: a day for letters"),
    ]
    said = b"".join(content for _, _, content in post.taken)
    assert not [name for name in [*canaries(), SCHOOL["name"], place.folder.name] if name.encode() in said]
    assert b"12" not in re.sub(rb"(?m)^(Date|Message-ID|Content-Type).*$", b"", said)


def test_of_what_ran_an_audit_that_ended_and_any_failure_are_news(place: Workspace) -> None:
    post = Post()
    failure = PipelineError("load", "roster-refused", "3bd7c080")
    with mail_server(post) as port:
        place = writing(place, port, dsl="")
        notices.after_run(place, Run("intake", totals=Counts("intake")))
        assert post.taken == []
        notices.after_run(place, Run("audit", totals=COUNTS))
        notices.after_run(place, Run("intake", failure=failure))
    finished, failed = post.taken
    assert b"an audit has finished" in finished[2]
    assert b"Job: intake\r\nCode: roster-refused\r\nIncident: 3bd7c080" in failed[2]


def test_without_a_host_or_without_an_address_nothing_is_sent_nor_kept(place: Workspace) -> None:
    tell_everything(place)
    assert not (place.prefect_home / "notices.json").exists()
    post = Post()
    with mail_server(post) as port:
        tell_everything(writing(place, port, dsl=""))
    assert {to for _, (to,), _ in post.taken} == {IT}
    assert standing(place).waiting == ()


def test_what_stays_as_it_is_is_told_once_in_four_weeks(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post()
    with mail_server(post) as port:
        place = writing(place, port)
        for today in (date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 29), date(2026, 11, 30)):
            monkeypatch.setattr(notices, "london_today", lambda today=today: today)
            notices.policy_overdue(place, 27)
    assert len(post.taken) == 2


def test_a_server_that_is_down_is_told_as_a_code_and_asked_again_later(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices.after_audit(writing(place, closed_port()), COUNTS)
    now = standing(place)
    assert (now.code, len(now.waiting), now.given_up) == ("mail-unreachable", 2, 0)
    assert {each.tries for each in now.waiting} == {1}
    post = Post()
    with mail_server(post) as port:
        place = writing(place, port)
        notices.send_waiting(place)
        assert post.taken == [], "not before an hour has passed"
        monkeypatch.setattr(notices, "TRIED_AGAIN_AFTER", timedelta(0))
        notices.send_waiting(place)
        notices.send_waiting(place)
    assert [to for _, (to,), _ in post.taken] == [DSL, IT]
    assert (standing(place).code, standing(place).waiting) == ("", ())
    assert timedelta(minutes=10) < TRIED_AGAIN_AFTER


def test_what_is_tried_often_enough_is_given_up_and_counted(place: Workspace) -> None:
    place = writing(place, closed_port(), it="")
    for _ in range(MOST_TRIES):
        notices.letters_day(place)
    now = standing(place)
    assert now.given_up == 1
    assert [each.tries for each in now.waiting] == [4, 3, 2, 1]
    kept = {"waiting": [{"to": "dsl", "subject": "s", "text": "t"}] * MOST_WAITING}
    (place.prefect_home / "notices.json").write_text(json.dumps(kept), "utf-8")
    notices.letters_day(place)
    assert (len(standing(place).waiting), standing(place).given_up) == (MOST_WAITING, 1)


def test_one_address_that_is_refused_keeps_no_other_from_its_notice(place: Workspace) -> None:
    post = Post({f"RCPT {DSL}": f"550 {DSL} is unknown"})
    with mail_server(post) as port:
        notices.after_audit(writing(place, port), COUNTS)
    assert [to for _, (to,), _ in post.taken] == [IT]
    assert standing(place).code == "mail-recipient-refused"
    assert DSL not in (place.prefect_home / "notices.json").read_text("utf-8")


def test_nothing_that_is_wrong_with_the_mail_is_in_the_way_of_what_ended(place: Workspace) -> None:
    tell_everything(writing(place, 25, host="smtp.alderlane.example"))
    assert standing(place).code == "mail-not-for-invented"
    (place.prefect_home / "notices.json").write_text("{damaged", "utf-8")
    tell_everything(Workspace(place.folder))
    place.school_toml.write_text("no longer = [a school", "utf-8")
    tell_everything(Workspace(place.folder))
    shutil.rmtree(place.folder / "keys")
    notices.send_waiting(Workspace(place.folder))


def test_on_a_day_for_reminders_by_letter_the_dsl_is_told_the_same_whether_any_is_due(
    place: Workspace,
) -> None:
    post = Post()
    with mail_server(post) as port:
        place = writing(place, port)
        for number in (0, 14):
            remind(place, date(2026, 11, 2) + timedelta(days=number))
    assert len({content.partition(b"\r\n\r\n")[2] for _, _, content in post.taken}) == 1
    assert len(post.taken) == 2
