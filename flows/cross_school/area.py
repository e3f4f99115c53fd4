"""The area of a trust: a folder outside of every school's workspace, with keys and a log of its own."""

import os
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import tomlkit
from pydantic import Field
from tomlkit.exceptions import TOMLKitError

from flows.school_running import Part
from flows.settings_file import read_settings
from flows.today import london_today
from flows.trail import told
from policy.policy import DEFAULT, Policy, load_policy
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import AuditLog, Entry, Event
from vault.cross_school import AreaKeys, Mailbox, is_an_address, load_area_keys, make_area_keys, school_of
from vault.ledger import Draft, Ledger
from vault.private_files import private_folder, settle, write_part

VARIABLE = "ARMSLENGTH_TRUST_AREA"
FILE = "cross-school.toml"
TEMPLATE = Path(__file__).with_name("area_template.toml")
READABLE = 0o644
"""The settings' mode: every school looks the assessment up there."""


class NoArea(ConfigurationError):
    """There is no area of a trust here."""

    code = "no-area"
    next_step = f"Make one with `armslength cross-school init DIR`, or name it with --area or {VARIABLE}."


class AreaTaken(ConfigurationError):
    """There is an area, or a school's workspace, here already; nothing was changed."""

    code = "area-taken"
    next_step = "Name a folder of its own: an area stands outside of every workspace."


class AreaUnreadable(ConfigurationError):
    """The area's file cross-school.toml is not as it should be."""

    code = "area-unreadable"
    next_step = "Compare it with the one `armslength cross-school init` writes."


class CrossSchoolDpiaMissing(ConfigurationError):
    """Cross-school screening of real people needs an assessment of its own, signed, and none is recorded."""

    code = "cross-school-dpia-missing"
    next_step = (
        "Fill in docs/data-protection/cross-school-dpia.md and have it signed, by the trust and by each "
        "school. The trust: `armslength cross-school record --dpia-signed DATE`; a school: [trust] in "
        "school.toml."
    )


class CrossSchoolDpiaInFuture(ConfigurationError):
    """The assessment of cross-school screening is to be signed on a day that has not come yet."""

    code = "cross-school-dpia-in-future"
    next_step = "Record it once it is signed."


class NoAddress(ConfigurationError):
    """This is not what `armslength cross-school address` shows at a school."""

    code = "no-address"
    exit_code = 2
    next_step = "Copy all 64 characters of it."


class AreaSettings(Part):
    """All of cross-school.toml."""

    dpia_signed: date | None = None
    invented: bool = False
    policy: str = Field(default="", max_length=200)
    schools: tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], ...] = Field(default=(), max_length=2000)


class Area:
    """One trust's area; what it holds is read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / FILE).is_file():
            raise NoArea

    @cached_property
    def settings(self) -> AreaSettings:
        """What cross-school.toml says."""
        return read_settings(self.folder / FILE, AreaSettings, AreaUnreadable)

    @cached_property
    def keys(self) -> AreaKeys:
        """The area's own keys, which its own account alone can read."""
        return load_area_keys(self.folder)

    @cached_property
    def ledger(self) -> Ledger:
        """Carries changes out; one that was interrupted is ended now."""
        ledger = Ledger(self.folder)
        ledger.recover()
        return ledger

    @property
    def log(self) -> AuditLog:
        """What was done here: schools by their ids, and counts."""
        return AuditLog(self.folder, self.keys.log)

    @cached_property
    def policy(self) -> Policy:
        """The policy that the trust screens by."""
        return load_policy(self.folder / self.settings.policy if self.settings.policy else DEFAULT)

    @property
    def addresses(self) -> dict[str, str]:
        """By its id, what each school that takes part signs with."""
        return {school_of(each): each for each in self.settings.schools}

    def inbox(self, school: str) -> Mailbox:
        """What a school hands over."""
        return Mailbox(self.folder, "inbox", school)

    def outbox(self, school: str) -> Mailbox:
        """What a school collects."""
        return Mailbox(self.folder, "outbox", school)

    def commit(self, draft: Draft, *entries: Entry) -> None:
        """Carry the change out, all of it or none, together with what the log is told of it."""
        self.ledger.commit(draft, lambda: dict([self.log.appended(entries)]))


def make_area(folder: Path) -> Area:
    """A new area, with keys of its own. Raises `AreaTaken`."""
    around = [each / "school.toml" for each in folder.resolve().parents]
    if any(each.exists() for each in (folder / FILE, folder / "keys", folder / "school.toml", *around)):
        raise AreaTaken
    private_folder(folder)
    make_area_keys(folder)
    for box in ("inbox", "outbox"):
        private_folder(folder / box)
    _write_settings(folder, TEMPLATE.read_text(encoding="utf-8"))
    return Area(folder)


def find_area(named: Path | None) -> Area:
    """The area named, or that of the environment."""
    if named is None and not os.environ.get(VARIABLE):
        raise NoArea
    return Area(named or Path(os.environ[VARIABLE]))


def dpia_stands(settings: AreaSettings) -> bool:
    """Whether the trust's assessment is signed; invented people need none."""
    signed = settings.dpia_signed
    return settings.invented or (signed is not None and signed <= london_today())


def record(area: Area, dpia_signed: date) -> None:
    """Write the day of the assessment into cross-school.toml. Raises `CrossSchoolDpiaInFuture`."""
    if dpia_signed > london_today():
        raise CrossSchoolDpiaInFuture
    _change(area, "dpia_signed", dpia_signed)
    area.commit(Draft(), told(Event.DPIA_RECORDED, Reader.SERVICE))


def admit(area: Area, address: str) -> str:
    """Let the school of that address take part; its id, which its mailboxes are named by.

    Raises `NoAddress`.
    """
    given = address.strip().lower()
    if not is_an_address(given):
        raise NoAddress
    _change(area, "schools", sorted({*area.settings.schools, given}))
    school = school_of(given)
    for box in (area.inbox(school), area.outbox(school)):
        if not box.folder.is_dir():  # else IT has let the school's account in by now
            private_folder(box.folder)
    return school


def _change(area: Area, line: str, value: date | Sequence[str]) -> None:
    """One line of cross-school.toml; every other, comments too, stays."""
    text = (area.folder / FILE).read_bytes().decode("utf-8")
    _write_settings(area.folder, _changed(text, line, value))
    area.__dict__.pop("settings", None)


def _changed(text: str, line: str, value: date | Sequence[str]) -> str:
    document: Any = None
    try:
        document = tomlkit.parse(text)
        document[line] = value
    except TOMLKitError:  # its text quotes the line
        document = None
    if document is None:
        raise AreaUnreadable("it is not TOML")
    return tomlkit.dumps(document)


def _write_settings(folder: Path, text: str) -> None:
    part = write_part(folder / FILE, text.encode("utf-8"))
    part.chmod(READABLE)
    part.replace(folder / FILE)
    settle(folder)
