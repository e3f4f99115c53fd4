"""What a failing stage said of people: sealed to one reader, under a name that says what it is about.

incidents/<incident>.<about>.<reader>.age       so that the service can delete it, and seal it anew
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from schemas.words import Reader
from vault.errors import NothingKeptError

FOLDER = "incidents"
ANYBODY = "run"
"""What an incident is about that may quote several people."""

_INCIDENT = re.compile(r"[0-9a-f]{8}")
_FILE = re.compile(rf"{FOLDER}/([0-9a-f]{{8}})\.({ANYBODY}|sub-[0-9a-f]{{12}})\.([a-z-]+)\.age")


@dataclass(frozen=True, slots=True)
class Incident:
    """One of them."""

    number: str
    """8 hexadecimal digits."""
    about: str
    """The submission that it may quote, or `ANYBODY`."""
    reader: Reader

    @property
    def file(self) -> str:
        """Where its detail stands, as a path inside the workspace."""
        return f"{FOLDER}/{self.number}.{self.about}.{self.reader}.age"

    def read_by(self, reader: Reader) -> "Incident":
        """The same with another reader."""
        return replace(self, reader=reader)


def incident_of(file: str) -> Incident | None:
    """The incident whose detail stands there, a path inside the workspace; None for any other file."""
    match = _FILE.fullmatch(file)
    if not match or match[3] not in {each.value for each in Reader}:
        return None
    return Incident(match[1], match[2], Reader(match[3]))


def incidents(folder: Path) -> list[Incident]:
    """All that are kept in the workspace."""
    files = sorted((folder / FOLDER).glob("*.age"))
    return [each for each in (incident_of(f"{FOLDER}/{path.name}") for path in files) if each]


def numbered(folder: Path, number: str) -> Incident:
    """The incident of that number. Raises `NothingKeptError`."""
    for each in incidents(folder) if _INCIDENT.fullmatch(number) else []:
        if each.number == number:
            return each
    raise NothingKeptError
