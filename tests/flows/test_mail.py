"""One message to one address: what becomes of it with a real server, and what is said of it."""

import re
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.mail import Outbox, Server, is_address, message, server_of
from flows.mail_errors import (
    MailAddressUnusable,
    MailAuthUnreadable,
    MailBrokeOff,
    MailNotEncrypted,
    MailNotForInvented,
    MailNotTrusted,
    MailOff,
    MailRecipientRefused,
    MailRefused,
    MailSenderRefused,
    MailSigningIn,
    MailUnreachable,
)
from flows.workspace import Workspace, make_workspace
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS
from tests.flows.smtp_servers import (
    ACCOUNT,
    HOST,
    Certificate,
    Post,
    certificate,
    closed_port,
    mail_server,
    signed_in,
)
from vault.errors import KeysMissingError, KeysReadableError

SENDER = "office@alderlane.example"
TO = "quillfeather@alderlane.example"
ADDRESS_LIKE = re.compile(r"[a-c]+@[a-c]+(\.[a-c]+)*")
BODY = "A line.\n\nAnother, from Tŷ Gwyn.\n"


def server_at(port: int, **changes: object) -> Server:
    made = Server(HOST, port, "none", SENDER, "", patience=5.0, pauses=(0.0, 0.0))
    return replace(made, **changes)  # type: ignore[arg-type]


def sent(server: Server, *to: str) -> list[object]:
    """What became of a message to each of them, over one connection while that lasts."""
    with Outbox(server) as outbox:
        return [outbox.send(message(server, each, "A subject", BODY)) for each in to or (TO,)]


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("trusted") / "server.pem")


@pytest.fixture
def trust(trusted: Certificate, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """This process trusts the certificate as it would one of the system's list."""
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.path))
    return trusted


def test_a_message_arrives_from_the_sender_at_its_one_address_as_plain_text() -> None:
    post = Post()
    with mail_server(post) as port:
        assert sent(server_at(port), TO, "other@alderlane.example") == [None, None]
    assert [(sender, to) for sender, to, _ in post.taken] == [
        (SENDER, [TO]),
        (SENDER, ["other@alderlane.example"]),
    ]
    first, second = post.messages()
    assert first["To"] == TO
    assert first.get_content_type() == "text/plain"
    assert first.get_content().replace("\r\n", "\n") == BODY
    assert first["Message-ID"] != second["Message-ID"]


def test_nothing_of_a_message_tells_which_machine_wrote_it() -> None:
    post = Post()
    with mail_server(post) as port:
        sent(server_at(port))
    (letter,) = post.messages()
    domain = SENDER.partition("@")[2]
    assert post.names == [domain]
    assert str(letter["Message-ID"]).endswith(f"@{domain}>")
    assert str(letter["Date"]).endswith("+0000")
    own = (socket.gethostname(), socket.getfqdn())
    assert not any(len(each) > 3 and each.encode() in post.taken[0][2] for each in own if each != "localhost")
    assert {*letter.keys()} == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }


def test_a_connection_is_encrypted_and_signed_in_before_any_address_is_told(trust: Certificate) -> None:
    post, auth = Post(), ":".join(ACCOUNT)
    demanding = {"tls_context": trust.context(), "require_starttls": True, "auth_required": True}
    with mail_server(post, authenticator=signed_in, **demanding) as port:
        assert sent(server_at(port, security="starttls", auth=auth)) == [None]
        wrong = server_at(port, security="starttls", auth=f"{ACCOUNT[0]}:wrong")
        assert sent(wrong) == [MailSigningIn]
        assert sent(server_at(port)) == [MailSenderRefused], "it would not take anything unencrypted"
    encrypted = {"ssl_context": trust.context(), "auth_require_tls": False}
    with mail_server(post, authenticator=signed_in, **encrypted) as port:
        assert sent(server_at(port, security="tls", auth=auth)) == [None]
    assert len(post.taken) == 2


def test_a_certificate_that_is_not_trusted_or_is_anothers_ends_it_before_anything_is_told(
    trust: Certificate, tmp_path: Path
) -> None:
    post = Post()
    unknown = certificate(tmp_path / "unknown.pem")
    anothers = certificate(tmp_path / "anothers.pem", "192.0.2.7")
    for shown in (unknown, anothers):
        with mail_server(post, tls_context=shown.context()) as port:
            assert sent(server_at(port, security="starttls")) == [MailNotTrusted]
        with mail_server(post, ssl_context=shown.context()) as port:
            assert sent(server_at(port, security="tls")) == [MailNotTrusted]
    assert post.taken == []


def test_a_server_without_encryption_is_told_nothing() -> None:
    post = Post()
    with mail_server(post) as port:
        for security in ("starttls", "tls"):
            assert sent(server_at(port, security=security, patience=1.0)) == [MailNotEncrypted]
        assert sent(server_at(port, auth=":".join(ACCOUNT))) == [MailSigningIn], "it lets nobody sign in"
    assert post.taken == []


def test_where_nobody_answers_the_server_is_unreachable() -> None:
    assert sent(server_at(closed_port())) == [MailUnreachable]
    assert sent(server_at(25, host="nobody.invalid", pauses=())) == [MailUnreachable]
    with Greeting(b"") as port:
        assert sent(server_at(port, pauses=())) == [MailUnreachable]
    with Greeting(b"554 not for you <someone@example.org>\r\n") as port:
        assert sent(server_at(port)) == [MailUnreachable]
    with Greeting(None) as port:
        assert sent(server_at(port, patience=0.2, pauses=())) == [MailUnreachable]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"MAIL": "550 not from here"}, MailSenderRefused),
        ({"MAIL": None}, MailUnreachable),
        ({"RCPT": f"550 no such person: {TO}"}, MailRecipientRefused),
        ({"RCPT": "421 going away"}, MailUnreachable),
        ({"RCPT": None}, MailUnreachable),
        ({"DATA": "554 looks like spam"}, MailRefused),
        ({"DATA": None}, MailBrokeOff),
        ({"DATA": "299 what?"}, MailBrokeOff),
    ],
)
def test_each_way_of_failing_has_its_code(answers: dict[str, str | None], expected: type) -> None:
    with mail_server(Post(answers)) as port:
        assert sent(server_at(port)) == [expected]


def test_one_refused_recipient_keeps_no_other_from_their_message() -> None:
    post = Post({f"RCPT {TO}": "550 no"})
    with mail_server(post) as port:
        assert sent(server_at(port), TO, "other@alderlane.example", TO) == [
            MailRecipientRefused,
            None,
            MailRecipientRefused,
        ]
    assert [to for _, to, _ in post.taken] == [["other@alderlane.example"]]


def test_what_may_pass_is_tried_again_and_what_will_not_is_not() -> None:
    refusals = iter([f"451 later, {TO}", "451 later", "250 OK"])

    class Busy(Post):
        def answer(self, _: object, step: str, __: str) -> str:
            return next(refusals) if step == "DATA" else "250 OK"

    post = Busy()
    with mail_server(post) as port:
        assert sent(server_at(port)) == [None]
    assert len(post.taken) == 3
    firm = Post({"DATA": "554 no"})
    with mail_server(firm) as port:
        assert sent(server_at(port)) == [MailRefused]
    assert len(firm.taken) == 1


def test_what_may_have_arrived_is_not_sent_again() -> None:
    hung_up, slow = Post({"DATA": None}), Post(seconds=1.0)
    with mail_server(hung_up) as port:
        assert sent(server_at(port)) == [MailBrokeOff]
    with mail_server(slow) as port:
        assert sent(server_at(port, patience=0.3)) == [MailBrokeOff]
    assert MailBrokeOff.may_have_arrived
    assert len(hung_up.taken) == 1
    assert len(slow.taken) <= 1


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@b\r\nBcc: everybody@alderlane.example",
        "a@b.example\n",
        "a@b.example, c@d.example",
        "Name <a@b.example>",
        '"quoted"@b.example',
        "a b@c.example",
        "tŷ@gwyn.example",
        "a@" + "b" * 300,
        "a@-b.example",
    ],
)
def test_what_is_no_plain_address_is_refused_and_not_quoted(to: str) -> None:
    with pytest.raises(MailAddressUnusable) as refused:
        message(server_at(1), to, "A subject", BODY)
    assert "@" not in str(refused.value)


@given(st.from_regex(r"[a-c.'+\r\n :<>,é]{1,12}@[a-c.\r\n-]{1,12}", fullmatch=True))
def test_an_address_adds_no_line_to_the_headers_and_changes_no_byte_of_the_text(to: str) -> None:
    if not is_address(to):
        assert not ADDRESS_LIKE.fullmatch(to)
        return
    made = message(server_at(1), to, "A subject", BODY)
    headers, _, text = made.as_bytes().replace(b"\r\n ", b" ").partition(b"\r\n\r\n")
    others, _, same = message(server_at(1), TO, "A subject", BODY).as_bytes().partition(b"\r\n\r\n")
    assert headers.count(b"\r\n") == others.count(b"\r\n")
    assert text == same
    assert str(made["To"]) == to


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("made") / "workspace", SCHOOL, SECRETS).folder


def workspace_with(folder: Path, *lines: str) -> Workspace:
    """A workspace whose [email] has these lines."""
    path = folder / "school.toml"
    before, _, after = path.read_text("utf-8").partition("\n[email]")
    path.write_text("\n".join([before, "[email]", *lines, after[after.index("\n[trust]") :]]), "utf-8")
    return Workspace(folder)


def test_without_a_host_nothing_is_sent_and_the_invented_are_written_to_on_this_machine_alone(
    made_once: Path,
) -> None:
    with pytest.raises(MailOff):
        server_of(workspace_with(made_once))
    with pytest.raises(MailNotForInvented):
        server_of(workspace_with(made_once, 'host = "smtp.alderlane.example"', f'sender = "{SENDER}"'))
    told = server_of(workspace_with(made_once, 'host = "localhost"', f'sender = "{SENDER}"'))
    assert (told.host, told.port, told.security, told.auth) == ("localhost", 587, "starttls", "")


def test_the_password_is_read_from_a_file_that_nobody_else_may_read(made_once: Path) -> None:
    lines = ('host = "localhost"', f'sender = "{SENDER}"', 'auth_file = "keys/smtp.auth"')
    workspace, path = workspace_with(made_once, *lines), made_once / "keys" / "smtp.auth"
    with pytest.raises(KeysMissingError):
        server_of(workspace)
    path.write_text("armslength:secret\n", "utf-8")
    path.chmod(0o640)
    with pytest.raises(KeysReadableError):
        server_of(workspace)
    path.chmod(0o600)
    told = server_of(workspace)
    assert told.auth == "armslength:secret"
    assert "secret" not in repr(told)
    for unreadable in ("no colon", "armslength:pässword", "a:b\nc:d"):
        path.write_text(unreadable, "utf-8")
        with pytest.raises(MailAuthUnreadable) as refused:
            server_of(workspace)
        assert refused.value.__cause__ is refused.value.__context__ is None


class Greeting:
    """A server that says this and hangs up, or says nothing at all."""

    def __init__(self, answer: bytes | None) -> None:
        self._answer = answer
        self._over = threading.Event()

    def __enter__(self) -> int:
        self._socket = socket.create_server((HOST, 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return int(self._socket.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        self._socket.settimeout(5.0)
        with self._socket.accept()[0] as client:
            if self._answer is None:
                self._over.wait(5.0)
            else:
                client.sendall(self._answer)
