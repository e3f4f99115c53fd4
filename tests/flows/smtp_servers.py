"""Mail servers of this machine for tests: they take messages, or fail as servers do."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
ACCOUNT = ("armslength", "invented-password")
Server = smtp.SMTP


@dataclass
class Post:
    """What a server took, and how it answers. A step's answer is a line of SMTP, or None to hang up."""

    answers: dict[str, str | None] = field(default_factory=dict)
    """By step (`MAIL`, `RCPT`, `DATA`), or by step and address; else it takes everything."""
    seconds: float = 0.0
    """How long it thinks over what it was given."""
    at_data: Callable[[], None] = lambda: None
    """What happens once a message was given, before the answer."""
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    """Sender, recipients and message of each that was given, answered well or not."""
    names: list[str] = field(default_factory=list)
    """What those who wrote called their machine."""

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's words
        self, _: Server, session: smtp.Session, __: smtp.Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.names.append(hostname)
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: Server, _: smtp.Session, envelope: smtp.Envelope, address: str, __: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answer(server, "MAIL", address)

    async def handle_RCPT(  # noqa: N802
        self, server: Server, _: smtp.Session, envelope: smtp.Envelope, address: str, __: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer(server, "RCPT", address)

    async def handle_DATA(  # noqa: N802
        self, server: Server, _: smtp.Session, envelope: smtp.Envelope
    ) -> str:
        await asyncio.sleep(self.seconds)
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.taken.append((envelope.mail_from or "", list(envelope.rcpt_tos), content))
        self.at_data()
        return self.answer(server, "DATA", envelope.rcpt_tos[0])

    def answer(self, server: Server, step: str, address: str) -> str:
        """The line with which it answers a step."""
        answer = self.answers.get(f"{step} {address}", self.answers.get(step, "250 OK"))
        if answer is None:
            server.transport.abort()
            return "250 nobody hears this"
        return answer

    def messages(self) -> list[EmailMessage]:
        """The messages, as a mail program reads them."""
        parser = BytesParser(policy=default)
        return [parser.parsebytes(content) for _, _, content in self.taken]  # type: ignore[misc]


@dataclass(frozen=True)
class Certificate:
    """A certificate for this machine that signs itself, and its key, in one file."""

    path: Path

    def context(self) -> ssl.SSLContext:
        """What a server needs to show it."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.path)
        return context


def certificate(path: Path, host: str = HOST) -> Certificate:
    """A certificate for that address, valid for a day."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "invented mail server")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return Certificate(path)


@contextmanager
def mail_server(post: Post, **options: Any) -> Iterator[int]:
    """A server that gives what it takes to the post; its port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    controller = Controller(post, hostname=HOST, port=port, ready_timeout=20, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def signed_in(_: Server, __: smtp.Session, ___: smtp.Envelope, ____: str, data: Any) -> smtp.AuthResult:
    """Let in whoever knows the account's password."""
    right = smtp.LoginPassword(*(each.encode() for each in ACCOUNT))
    return smtp.AuthResult(success=data == right, handled=False)


def closed_port() -> int:
    """A port at which nobody answers."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])
