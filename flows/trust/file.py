"""What a host knows of its trust: trust.toml, in a folder that its service account owns.

A school stands there by an opaque reference and the folder of its workspace. The reference is all that
leaves the host.
"""

import os
import re
import tomllib
from pathlib import Path
from secrets import token_hex
from typing import Self

import tomlkit
from pydantic import Field, ValidationError, field_validator, model_validator

from flows.school_running import Part
from schemas.errors import ConfigurationError
from vault.private_files import others_may_read, private_folder, write_private

FILE = "trust.toml"
VARIABLE = "ARMSLENGTH_TRUST"
TEMPLATE = Path(__file__).with_name("trust_template.toml")
REFERENCE = re.compile(r"school-[0-9a-f]{6}")
LONGEST_SPREAD = 720
"""Minutes, at most, between the first and the last school's start: half a day."""


class NoTrust(ConfigurationError):
    """There is no trust.toml here."""

    code = "no-trust"
    next_step = f"Make one with `armslength trust init DIR`, or name its folder with --trust or {VARIABLE}."


class TrustTaken(ConfigurationError):
    """There is a trust.toml in this folder already; nothing was changed."""

    code = "trust-taken"
    next_step = "Name another folder, or change that file."


class TrustUnreadable(ConfigurationError):
    """The file trust.toml is not as it should be."""

    code = "trust-unreadable"
    next_step = "Compare it with the one `armslength trust init` writes."


class SchoolUnknown(ConfigurationError):
    """No school of this host has that reference."""

    code = "school-unknown"
    next_step = "Add it with `armslength trust add`; trust.toml lists those there are."


class SchoolAddedAlready(ConfigurationError):
    """That workspace or reference is in trust.toml already; nothing was changed."""

    code = "school-added-already"
    next_step = "Each school stands there once."


class Server(Part):
    """The trust's Prefect server. Beyond this machine only TLS will do."""

    api_url: str = Field(
        default="http://127.0.0.1:4200/api",
        pattern=r"^https://[^\s@]+$|^http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?(/[^\s@]*)?$",
    )
    auth_file: str = Field(default="prefect.auth", min_length=1, max_length=400)
    database_file: str = Field(default="", max_length=400)
    history_days: int = Field(default=90, ge=1, le=366)


class Host(Part):
    """This host: its queue's name, how many runs at once, and the minutes between two schools' starts."""

    name: str = Field(default="host-1", pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    limit: int = Field(default=1, ge=1, le=64)
    stagger_minutes: int = Field(default=3, ge=0, le=60)


class OfTrust(Part):
    """A school that this host runs."""

    reference: str = Field(pattern=rf"^{REFERENCE.pattern}$")
    workspace: str = Field(min_length=1, max_length=400)

    @field_validator("workspace")
    @classmethod
    def _is_absolute(cls, value: str) -> str:
        if not Path(value).is_absolute():
            message = "a workspace's folder is absolute"
            raise ValueError(message)
        return value

    @property
    def folder(self) -> Path:
        """Its workspace's folder."""
        return Path(self.workspace)


class TrustFile(Part):
    """All of trust.toml."""

    server: Server = Server()
    host: Host = Host()
    school: tuple[OfTrust, ...] = Field(default=(), max_length=2000)

    @model_validator(mode="after")
    def _stands_there_once(self) -> Self:
        references = {each.reference for each in self.school}
        folders = {each.folder for each in self.school}
        if len(references) < len(self.school) or len(folders) < len(self.school):
            message = "a school stands there twice"
            raise ValueError(message)
        return self


class Trust:
    """A host's trust.toml, and what lies beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        if not self.path.is_file():
            raise NoTrust
        if others_may_read(self.path):
            raise TrustUnreadable("another account may open it")
        self.told = _read(self.path)

    @property
    def path(self) -> Path:
        """The file itself."""
        return self.folder / FILE

    @property
    def prefect_home(self) -> Path:
        """Where Prefect's processes of this host, and no school's runs, keep what is theirs."""
        return self.folder / "prefect"

    @property
    def schools(self) -> tuple[OfTrust, ...]:
        """The schools this host runs, in the file's order."""
        return self.told.school

    def school(self, reference: str) -> OfTrust:
        """The school of that reference; raises `SchoolUnknown`."""
        for each in self.schools:
            if each.reference == reference:
                return each
        raise SchoolUnknown

    def offset_minutes(self, reference: str) -> int:
        """How long after its own words' time a school starts, so that not all do at once."""
        place = [each.reference for each in self.schools].index(reference)
        return place * self.told.host.stagger_minutes % LONGEST_SPREAD


def find_trust(named: Path | None) -> Trust:
    """The trust of the folder named, or of the environment, or of this folder."""
    return Trust(named or Path(os.environ.get(VARIABLE) or Path.cwd()))


def make_trust(folder: Path, host: str) -> Trust:
    """A new trust.toml in that folder, of which only this account may read anything."""
    if (folder / FILE).exists():
        raise TrustTaken
    private_folder(folder)
    text = TEMPLATE.read_text(encoding="utf-8").replace("<host>", host)
    write_private(folder / FILE, text.encode())
    return Trust(folder)


def add_school(trust: Trust, workspace: Path, reference: str = "") -> str:
    """Put a school at the end of the file; its reference, random where none is given."""
    reference = reference or f"school-{token_hex(3)}"
    folder = workspace.resolve()
    if any(reference == each.reference or folder == each.folder.resolve() for each in trust.schools):
        raise SchoolAddedAlready
    document = tomlkit.parse(trust.path.read_text(encoding="utf-8"))
    table = tomlkit.table()
    table.add("reference", reference)
    table.add("workspace", str(folder))
    document.setdefault("school", tomlkit.aot()).append(table)
    text = tomlkit.dumps(document)
    _checked(tomllib.loads(text))
    write_private(trust.path, text.encode())
    return reference


def _read(path: Path) -> TrustFile:
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        reason = "it cannot be opened"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        reason = "it is not TOML"
    else:
        return _checked(stated)
    raise TrustUnreadable(reason)


def _checked(stated: dict[str, object]) -> TrustFile:
    """The file's parts; raises `TrustUnreadable` naming the lines, never what they say."""
    try:
        return TrustFile.model_validate(stated)
    except ValidationError as error:
        reason = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in error.errors())
    raise TrustUnreadable(reason)
