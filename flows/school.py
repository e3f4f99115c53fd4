"""The setting as school.toml describes it."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from flows.school_running import (
    Email,
    HandIn,
    Part,
    Reminders,
    RosterSource,
    Schedule,
    StatusShown,
    Terms,
    TrustShare,
)
from flows.settings_file import read_settings
from flows.today import london_today
from schemas.errors import ConfigurationError
from schemas.words import Phase

TEMPLATE = Path(__file__).with_name("school_template.toml")
PRIVATE = ('mode = "server" ', 'mode = "private"')
"""The template's line on the keys, and what stands there in a private workspace."""


class SchoolUnreadable(ConfigurationError):
    """The file school.toml is not as it should be."""

    code = "school-unreadable"
    next_step = "Compare it with the one `armslength init` writes; every line there has its reason beside it."


class ReviewersMissing(ConfigurationError):
    """Nobody is named in school.toml as the DSL or as the second reviewer."""

    code = "reviewers-missing"
    next_step = (
        "Write both staff references there: what concerns the DSL's own accounts goes to the second reviewer."
    )


class DpiaMissing(ConfigurationError):
    """An audit of real people needs a data protection impact assessment, signed, and none is recorded."""

    code = "dpia-missing"
    next_step = (
        "Fill in docs/data-protection/dpia-template.md, have it signed, and record its date: "
        "`armslength data-protection record --dpia-signed DATE`."
    )


LawfulBasis = Literal["public_task", "legitimate_interests", "consent"]
Name = Annotated[str, Field(min_length=2, max_length=200)]


class Setting(Part):
    """Its name and the words it uses; what it is known by, so that a profile that tells it is known."""

    name: str = Field(min_length=1, max_length=200)
    kind: str = "school"
    children: str = "pupils"
    phase: Phase = Phase.ALL
    also_known_as: tuple[Name, ...] = Field(default=(), max_length=20)
    town: str = Field(default="", max_length=100)
    website: str = Field(default="", max_length=200)


class Reviewers(Part):
    """Who reviews, by staff reference; `ask` is whom staff may turn to, in words."""

    dsl: str = ""
    second_reviewer: str = ""
    ask: str = "the designated safeguarding lead"


class PolicyDates(Part):
    """The policy's own dates, where they differ from those of its file."""

    file: str = ""
    reviewed: date | None = None


class DataProtection(Part):
    """What the setting has settled with its data protection officer; `officer` is whom notices name."""

    dpia_signed: date | None = None
    lawful_basis: LawfulBasis = "public_task"
    officer: str = Field(default="the data protection officer", min_length=2, max_length=200)
    invented: bool = False


class Retention(Part):
    """How long things are kept. The sentence for each is in `policy.retention`, which counts the days."""

    extract_days: int = Field(default=0, ge=0, le=30)
    extract_longest: int = Field(default=30, ge=1, le=30)
    open_match_days: int = Field(default=60, ge=7, le=365)
    confirmed_months: int = Field(default=12, ge=1, le=24)
    dismissed_months: int = Field(default=24, ge=1, le=36)
    declarations: Literal["end date or leaving"] = "end date or leaving"
    report_months: int = Field(default=12, ge=1, le=24)
    roster: Literal["latest only"] = "latest only"
    participation_months: int = Field(default=24, ge=1, le=36)
    incident_days: int = Field(default=30, ge=1, le=90)
    tombstone_months: int = Field(default=24, ge=12, le=120)
    log_years: int = Field(default=6, ge=1, le=10)

    @model_validator(mode="after")
    def _an_extract_never_outlives_its_longest(self) -> Self:
        if self.extract_days > self.extract_longest:
            message = "extract_days is more than extract_longest"
            raise ValueError(message)
        return self


class PrefectServer(Part):
    """The Prefect server to use, where one runs, and how long the workspace's own remembers runs.

    Beyond this machine only TLS will do: the password and the counts travel there.
    """

    api_url: str = Field(
        default="",
        pattern=r"^$|^https://[^\s@]+$|^http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?(/[^\s@]*)?$",
    )
    auth_file: str = ""
    port: int = Field(default=4200, ge=1024, le=65535)
    history_days: int = Field(default=90, ge=1, le=366)


class WondeAccess(Part):
    """Which school's roster Wonde is asked for, and where; the token stands in a file of its own."""

    school: str = Field(default="", pattern=r"^[A-Za-z0-9]{0,40}$")
    address: str = "https://api.wonde.com/v1.0"
    token_file: str = "keys/wonde.token"  # noqa: S105 - where the token stands


class KeysKept(Part):
    """Where the service's keys are: readable by its account alone, or locked with the DSL's passphrase."""

    mode: Literal["server", "private"] = "server"


class School(Part):
    """All of school.toml."""

    setting: Setting
    reviewers: Reviewers = Reviewers()
    policy: PolicyDates = PolicyDates()
    data_protection: DataProtection = DataProtection()
    retention: Retention = Retention()
    keys: KeysKept = KeysKept()
    terms: Terms = Terms()
    schedule: Schedule = Schedule()
    hand_in: HandIn = HandIn()
    roster_source: RosterSource = RosterSource()
    reminders: Reminders = Reminders()
    email: Email = Email()
    status: StatusShown = StatusShown()
    trust: TrustShare = TrustShare()
    prefect: PrefectServer = PrefectServer()
    wonde: WondeAccess = WondeAccess()


def read_school(path: Path) -> School:
    """Read school.toml; raise `SchoolUnreadable` naming the lines, never what they say."""
    return read_settings(path, School, SchoolUnreadable)


def dpia_needed(school: School) -> bool:
    """Whether an audit must wait for the impact assessment; invented people need none.

    A date that has not come yet is not one on which anything was signed.
    """
    stated = school.data_protection
    if stated.invented:
        return False
    return stated.dpia_signed is None or stated.dpia_signed > london_today()


def school_file(
    name: str, kind: str, children: str, dsl: str, second_reviewer: str, *, invented: bool = False
) -> str:
    """The text of a new school.toml; `invented` when every person in the workspace is."""
    values = {
        "name": name,
        "kind": kind,
        "children": children,
        "dsl": dsl,
        "second_reviewer": second_reviewer,
        "invented": invented,
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"<{key}>", json.dumps(value, ensure_ascii=False))
    return text
