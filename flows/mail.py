"""One message to one address at a time, by the school's own mail server, and what became of it.

What a server answers may quote an address, and so may every error of smtplib. None of it leaves this module:
of a message that was not taken comes back one of `flows.mail_errors`, which say nothing of whom it was for.
"""

import re
import secrets
import smtplib
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import TracebackType
from typing import Self

from flows.engine import auth_string
from flows.mail_errors import (
    MailAddressUnusable,
    MailAuthUnreadable,
    MailBrokeOff,
    MailError,
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
from flows.school_running import ADDRESS, LOOPBACK
from flows.workspace import Workspace

_ADDRESS = re.compile(ADDRESS)
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
PATIENCE = 20.0
"""Seconds that a server may take for each answer."""
PAUSES = (2.0, 8.0)
"""Seconds before each further attempt, where a failure may pass."""

Attempt = Callable[[], "Failure | None"]
Step = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server of [email] in school.toml. `auth` is `user:password`; "" where it asks for none.

    `patience` is how long each answer may take and `pauses` what lies between attempts, in seconds.
    """

    host: str
    port: int
    security: str
    sender: str
    auth: str = field(repr=False)
    patience: float
    pauses: tuple[float, ...]

    @property
    def domain(self) -> str:
        """The sender's; what the server is told of this machine, whose own name says more than it need."""
        return self.sender.rpartition("@")[2]


def server_of(workspace: Workspace) -> Server:
    """The workspace's mail server.

    Raises `MailOff`, `MailNotForInvented` and `MailAuthUnreadable`; `KeysMissingError` where the auth_file is
    missing and `KeysReadableError` where others may read it.
    """
    school = workspace.school
    email = school.email
    if not email.host:
        raise MailOff
    if school.data_protection.invented and email.host not in LOOPBACK:
        raise MailNotForInvented
    auth = _auth(workspace, email.auth_file) if email.auth_file else ""
    return Server(email.host, email.port, email.security, email.sender, auth, PATIENCE, PAUSES)


def is_address(text: str) -> bool:
    """Whether a message may be sent there: one plain address, with nothing quoted and no break of line."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def message(server: Server, to: str, subject: str, body: str) -> EmailMessage:
    """A message of plain text to one address. Raises `MailAddressUnusable`, which does not quote it.

    Of the machine that wrote it nothing is in it, neither its name nor its time of day.
    """
    if not is_address(to):
        raise MailAddressUnusable
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = server.sender, to, subject
    made["Date"] = format_datetime(datetime.now(UTC))
    made["Message-ID"] = f"<{secrets.token_hex(16)}@{server.domain}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    made.set_content(body, charset="utf-8", cte="quoted-printable")
    return made


@dataclass(frozen=True, slots=True)
class Failure:
    """What became of a message that was not taken; `may_pass` where another attempt may do better."""

    error: type[MailError]
    may_pass: bool = False


class Outbox:
    """A connection to the mail server for one message after another, opened when the first is sent."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """The outbox, not yet connected."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take leave of the server."""
        if self._smtp:
            with suppress(OSError):  # smtplib's errors among them: whatever it answers, all is sent
                self._smtp.quit()
            self._close()

    def ready(self) -> type[MailError] | None:
        """None once the server takes messages; else why not, after as many attempts as there may be."""
        return self._attempted(self._connected)

    def send(self, letter: EmailMessage) -> type[MailError] | None:
        """None where the server took it; else why not. What may have arrived is not sent twice."""
        return self._attempted(lambda: self._connected() or self._given(letter))

    def _attempted(self, attempt: Attempt) -> type[MailError] | None:
        failure = attempt()
        for pause in self._server.pauses:
            if failure is None or not failure.may_pass:
                break
            time.sleep(pause)
            failure = attempt()
        return failure.error if failure else None

    def _connected(self) -> Failure | None:
        if self._smtp:
            return None
        failure = self._step(self._dial, MailUnreachable)
        failure = failure or self._step(self._encrypt, MailNotEncrypted)
        failure = failure or self._step(self._sign_in, MailSigningIn)
        if failure:
            self._close()
        return failure

    def _step(self, step: Step, otherwise: type[MailError]) -> Failure | None:
        """What failed in a step before anybody's address was told."""
        try:
            step()
        except OSError as error:  # of which those of ssl and of smtplib are kinds
            return _what_failed(error, otherwise)
        return None

    def _dial(self) -> None:
        at = (self._server.host, self._server.port, self._server.domain)
        if self._server.security == "tls":
            context = ssl.create_default_context()
            self._smtp = smtplib.SMTP_SSL(*at, timeout=self._server.patience, context=context)
        else:
            self._smtp = smtplib.SMTP(*at, timeout=self._server.patience)
        self._smtp.ehlo_or_helo_if_needed()

    def _encrypt(self) -> None:
        if self._server.security == "starttls":
            self._open.starttls(context=ssl.create_default_context())
            self._open.ehlo_or_helo_if_needed()

    def _sign_in(self) -> None:
        if self._server.auth:
            user, _, password = self._server.auth.partition(":")
            self._open.login(user, password)

    def _given(self, letter: EmailMessage) -> Failure | None:
        failure = self._envelope(str(letter["To"])) or self._contents(letter.as_bytes())
        if failure:
            self._close()  # what the server still holds of it is gone with the connection
        return failure

    def _envelope(self, to: str) -> Failure | None:
        """From whom and to whom; what fails here is certain not to have arrived."""
        try:
            code, _ = self._open.mail(self._server.sender)
            if code != 250:
                return Failure(MailSenderRefused, may_pass=_passes(code))
            code, _ = self._open.rcpt(to)
        except OSError:  # smtplib's errors among them
            return Failure(MailUnreachable, may_pass=True)
        if code == 421:  # RFC 5321, 3.8: the server closes the connection
            return Failure(MailUnreachable, may_pass=True)
        return None if code in {250, 251} else Failure(MailRecipientRefused)

    def _contents(self, data: bytes) -> Failure | None:
        """The message itself; only a refusal in so many words is certain not to have arrived."""
        try:
            code, _ = self._open.data(data)
        except smtplib.SMTPDataError as error:
            return Failure(MailRefused, may_pass=_passes(error.smtp_code))
        except OSError:  # smtplib's other errors among them
            return Failure(MailBrokeOff)
        if code == 250:
            return None
        return Failure(MailRefused, may_pass=_passes(code)) if 400 <= code < 600 else Failure(MailBrokeOff)

    @property
    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise smtplib.SMTPServerDisconnected
        return self._smtp

    def _close(self) -> None:
        if self._smtp:
            self._smtp.close()
            self._smtp = None


def _what_failed(error: OSError, otherwise: type[MailError]) -> Failure:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failure(MailNotTrusted)
    if isinstance(error, ssl.SSLError):
        return Failure(MailNotEncrypted)
    if isinstance(error, smtplib.SMTPResponseException):
        return Failure(otherwise, may_pass=_passes(error.smtp_code))
    if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
        return Failure(otherwise)
    return Failure(MailUnreachable, may_pass=True)


def _passes(code: int) -> bool:
    """Whether the server says that it may do another time (RFC 5321, 4.2.1)."""
    return 400 <= code < 500


def _auth(workspace: Workspace, auth_file: str) -> str:
    try:
        auth = auth_string(workspace.folder / auth_file)
    except UnicodeDecodeError:
        auth = ""
    if not (auth.isascii() and auth.isprintable() and ":" in auth):
        raise MailAuthUnreadable
    return auth
