"""The setting as school.toml describes it."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from schemas.errors import ConfigurationError
from schemas.words import Phase

TEMPLATE = Path(__file__).with_name("school_template.toml")


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


Name = Annotated[str, Field(min_length=2, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Setting(_Part):
    """Its name and the words it uses; what it is known by, so that a profile that tells it is known."""

    name: str = Field(min_length=1, max_length=200)
    kind: str = "school"
    children: str = "pupils"
    phase: Phase = Phase.ALL
    also_known_as: tuple[Name, ...] = Field(default=(), max_length=20)
    town: str = Field(default="", max_length=100)
    website: str = Field(default="", max_length=200)


class Reviewers(_Part):
    """Who reviews, by staff reference; `ask` is whom staff may turn to, in words."""

    dsl: str = ""
    second_reviewer: str = ""
    ask: str = "the designated safeguarding lead"


class PolicyDates(_Part):
    """The policy's own dates, where they differ from those of its file."""

    file: str = ""
    reviewed: date | None = None


class Retention(_Part):
    """How long things are kept."""

    extract_days: int = Field(default=0, ge=0, le=30)
    report_months: int = Field(default=12, ge=1, le=24)


class PrefectServer(_Part):
    """The Prefect server to use, where one runs."""

    api_url: str = ""


class WondeAccess(_Part):
    """Which school's roster Wonde is asked for, and where; the token stands in a file of its own."""

    school: str = Field(default="", pattern=r"^[A-Za-z0-9]{0,40}$")
    address: str = "https://api.wonde.com/v1.0"
    token_file: str = "keys/wonde.token"  # noqa: S105 - where the token stands


class School(_Part):
    """All of school.toml."""

    setting: Setting
    reviewers: Reviewers = Reviewers()
    policy: PolicyDates = PolicyDates()
    retention: Retention = Retention()
    prefect: PrefectServer = PrefectServer()
    wonde: WondeAccess = WondeAccess()


def read_school(path: Path) -> School:
    """Read school.toml; raise `SchoolUnreadable` naming the lines, never what they say."""
    try:
        return School.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError:
        reason = "it cannot be opened"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        reason = "it is not TOML"
    except ValidationError as error:
        reason = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in error.errors())
    raise SchoolUnreadable(reason)


def school_file(name: str, kind: str, children: str, dsl: str, second_reviewer: str) -> str:
    """The text of a new school.toml."""
    values = {
        "name": name,
        "kind": kind,
        "children": children,
        "dsl": dsl,
        "second_reviewer": second_reviewer,
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"<{key}>", json.dumps(value, ensure_ascii=False))
    return text
