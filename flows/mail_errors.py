"""What can keep a message from being sent. None of it says to whom, nor what a server answered."""

from typing import ClassVar

from schemas.errors import ConfigurationError


class MailError(ConfigurationError):
    """A message was not sent."""

    code = "mail"
    next_step = "Each of its kinds says what to do."
    may_have_arrived: ClassVar[bool] = False
    """Whether the server may have taken the message all the same."""
    is_about_the_address: ClassVar[bool] = False
    """Whether a message to somebody else may do better."""


class MailOff(MailError):
    """No mail server is named in school.toml, so nothing is sent."""

    code = "mail-off"
    next_step = "Name it under [email], or leave it: letters can be printed instead."


class MailNotForInvented(MailError):
    """Everybody in this workspace is invented, and to invented people nothing is sent by a real server."""

    code = "mail-not-for-invented"
    next_step = "Name a mail server of this machine itself under [email], such as 127.0.0.1."


class MailAuthUnreadable(MailError):
    """The file that school.toml names under [email] as auth_file does not hold `user:password` in ASCII."""

    code = "mail-auth-unreadable"
    next_step = "Write one line into it: the user, a colon, the password."


class MailUnreachable(MailError):
    """The mail server did not answer, or it closed the connection before it was given a message."""

    code = "mail-unreachable"
    next_step = (
        "See that it runs and that host, port and security under [email] are its own; then run this again."
    )


class MailNotTrusted(MailError):
    """This machine does not trust the mail server's certificate for that host, so it was told nothing."""

    code = "mail-not-trusted"
    next_step = "Name the host as its certificate does, or let this machine trust the school's own authority."


class MailNotEncrypted(MailError):
    """The mail server offers no encryption of the kind that school.toml asks for, so it was told nothing."""

    code = "mail-not-encrypted"
    next_step = 'Under [email], security is "starttls" (mostly port 587) or "tls" (mostly port 465).'


class MailSigningIn(MailError):
    """The mail server did not let us sign in."""

    code = "mail-signing-in"
    next_step = "Compare user and password in the auth_file of [email]; nothing was sent."


class MailSenderRefused(MailError):
    """The mail server does not let us write from the sender's address."""

    code = "mail-sender-refused"
    next_step = "Let the mail server's account write from the address that [email] names as sender."


class MailAddressUnusable(MailError):
    """An address is not one that a message can be sent to."""

    code = "mail-address-unusable"
    next_step = "Put the addresses of the staff list right and load it again; until then there is a letter."
    is_about_the_address = True


class MailRecipientRefused(MailError):
    """The mail server does not take messages for an address."""

    code = "mail-recipient-refused"
    next_step = "Put the addresses of the staff list right and load it again; until then there is a letter."
    is_about_the_address = True


class MailRefused(MailError):
    """The mail server refused the message itself."""

    code = "mail-refused"
    next_step = "Ask whoever runs the mail server why it refuses what this machine sends."


class MailBrokeOff(MailError):
    """The connection broke after the message was given: it may have arrived, and is not sent again."""

    code = "mail-broke-off"
    next_step = "See why the mail server closes connections; what was not begun is sent by the next run."
    may_have_arrived = True
