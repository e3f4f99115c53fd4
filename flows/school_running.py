"""The sections of school.toml that say what runs by itself, and whom it tells."""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

NEVER = "never"


class Part(BaseModel):
    """A section: nothing unknown in it, and no value of it in an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Days(Part):
    """Days from the first to the last, both among them."""

    start: date
    end: date

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.end < self.start:
            message = "end is before start"
            raise ValueError(message)
        return self


class Term(Days):
    """A term, and its half-term holiday where it has one."""

    half_term: Days | None = None

    @model_validator(mode="after")
    def _half_term_lies_within(self) -> Self:
        if self.half_term and not (self.start < self.half_term.start and self.half_term.end < self.end):
            message = "half_term is not within the term"
            raise ValueError(message)
        return self


class Terms(Part):
    """The school year: written here, or in an iCalendar file of the workspace."""

    calendar: str = Field(default="", max_length=200)
    term: tuple[Term, ...] = Field(default=(), max_length=60)
    closed: tuple[date, ...] = Field(default=(), max_length=400)


class Schedule(Part):
    """When each job runs, in words that `policy.timing` reads; "never" where it does not run by itself."""

    audit: str = Field(default=NEVER, max_length=200)
    roster_refresh: str = Field(default=NEVER, max_length=200)
    intake: str = Field(default=NEVER, max_length=200)
    retention: str = Field(default="every day at 04:30", max_length=200)
    policy_review: str = Field(default="every Monday at 07:00", max_length=200)
    reminders: str = Field(default=NEVER, max_length=200)


class HandIn(Part):
    """The folder into which people put their exports, each in a folder named by their staff reference."""

    folder: str = Field(default="", max_length=400)
    settle_seconds: int = Field(default=30, ge=1, le=300)
    refused_days: int = Field(default=7, ge=1, le=30)


class RosterSource(Part):
    """Where the roster is fetched from by itself, and what happens while that is out of reach."""

    folder: str = Field(default="", max_length=400)
    wonde: bool = False
    when_down: Literal["last good", "stop"] = "last good"
    oldest_days: int = Field(default=30, ge=1, le=366)


class Reminders(Part):
    """When those who have not answered are reminded: twice at the most, in words the same for everyone."""

    first_after_days: int = Field(default=14, ge=7, le=180)
    second_after_days: int = Field(default=14, ge=7, le=180)
    by_email: bool = False


LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})*"
"""One plain e-mail address, in ASCII: https://html.spec.whatwg.org/#valid-e-mail-address."""
_ADDRESS_OR_NONE = rf"^$|^{ADDRESS}$"


class Email(Part):
    """The school's mail server, and where notices of bands and codes go. Nothing is sent without a host."""

    host: str = Field(default="", pattern=r"^[A-Za-z0-9.:-]{0,253}$")
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    auth_file: str = Field(default="", max_length=400)
    sender: str = Field(default="", max_length=254, pattern=_ADDRESS_OR_NONE)
    dsl: str = Field(default="", max_length=254, pattern=_ADDRESS_OR_NONE)
    it: str = Field(default="", max_length=254, pattern=_ADDRESS_OR_NONE)

    @model_validator(mode="after")
    def _plain_text_stays_here(self) -> Self:
        if self.security == "none" and self.host not in {"", *LOOPBACK}:
            message = "security is none beyond this machine"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _whoever_writes_is_named(self) -> Self:
        if self.host and not self.sender:
            message = "a host without a sender"
            raise ValueError(message)
        return self


class StatusShown(Part):
    """Where a copy of the status page goes, for a web server's account to read; it holds nobody."""

    page: str = Field(default="", max_length=400)


class TrustShare(Part):
    """Whether the setting takes part in its trust's cross-school screening, and since which assessment.

    `area_card` is the public half of the area's keys: what is handed over is sealed to it, and to no other.
    """

    area: str = Field(default="", max_length=400)
    area_card: str = Field(default="", pattern=r"^$|^age1[0-9a-z]{20,100}\.[0-9a-f]{64}$")
    dpia_signed: date | None = None

    @model_validator(mode="after")
    def _an_area_is_known_by_its_card(self) -> Self:
        if self.area and not self.area_card:
            message = "an area without its card"
            raise ValueError(message)
        return self
