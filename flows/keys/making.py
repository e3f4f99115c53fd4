"""Keys of people that are missing, made; and what is shown of new keys, once."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from flows.today import london_today
from flows.trail import told
from flows.workspace import Workspace
from reports.break_glass import break_glass_sheet
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import Event
from vault.ciphertext import recipient_of
from vault.errors import KeysExistError, KeysMissingError
from vault.keys import BREAK_GLASS, PEOPLE, Secrets, service_files
from vault.ledger import Draft, Ledger
from vault.private_files import write_private
from vault.readers import make_person_keys

EVERYBODY = (*PEOPLE, Reader.BREAK_GLASS)
"""Whose keys are handed over when a workspace is made."""


class SheetInWorkspace(ConfigurationError):
    """The sheet of the printed key would lie in the workspace; nothing was made."""

    code = "sheet-in-workspace"
    next_step = "Name a place outside of it, such as a USB stick that goes into the envelope."


def make_missing(workspace: Workspace, sheet: Path | None) -> list[str]:
    """Make the people's keys that are missing, and say what is shown once.

    What was sealed with a key that is lost stays sealed: put that key back from a backup, or open it with the
    printed key. Raises `KeysExistError` where none is missing, `KeysMissingError` where the service's are.
    """
    files = {**PEOPLE, Reader.BREAK_GLASS: BREAK_GLASS}
    missing = [each for each in EVERYBODY if not (workspace.folder / "keys" / files[each]).exists()]
    if not missing:
        raise KeysExistError
    for name in service_files(workspace.folder / "keys"):
        if not (workspace.folder / "keys" / name).exists():
            raise KeysMissingError(name)
    check_place(workspace.folder, sheet)
    secrets, draft = Secrets(), Draft()
    for reader in missing:
        draft.write(f"keys/{files[reader]}", _public(reader, secrets))
    Ledger(workspace.folder).commit(draft)
    workspace.vault.commit(Draft(), *(told(Event.KEYS_CHANGED, reader) for reader in missing))
    return handed_over(secrets, missing, sheet, workspace.school.setting.name)


def handed_over(secrets: Secrets, readers: Sequence[Reader], sheet: Path | None, setting: str) -> list[str]:
    """What belongs to these readers, in the words of a screen; the printed key on its sheet."""
    on_paper = [Reader.BREAK_GLASS] if sheet and Reader.BREAK_GLASS in readers else []
    lines = _shown(secrets, [reader for reader in readers if reader not in on_paper])
    if sheet and on_paper:
        write_private(sheet, break_glass_sheet(secrets.break_glass, setting, london_today()))
        lines.append(f"The sheet of the printed key is {sheet}. Print it twice, then delete it.")
    return lines


def _shown(secrets: Secrets, readers: Iterable[Reader]) -> list[str]:
    shown = {
        Reader.DSL: ("The DSL's passphrase, which opens what is for the DSL:", secrets.dsl),
        Reader.SECOND_REVIEWER: (
            "The second reviewer's, which opens what concerns the DSL's own accounts:",
            secrets.second_reviewer,
        ),
        Reader.BREAK_GLASS: (
            "The break-glass key, which opens both when a passphrase is lost. Print it twice, seal both:",
            secrets.break_glass,
        ),
    }
    lines = [line for reader in readers for line in (shown[reader][0], f"    {shown[reader][1]}")]
    return ["Each of these is shown this once. Hand each to its person alone:", *lines] if lines else []


def check_place(folder: Path, sheet: Path | None) -> None:
    """Raises `SheetInWorkspace` for a sheet that would be kept with what it opens."""
    if sheet and sheet.resolve().is_relative_to(folder.resolve()):
        raise SheetInWorkspace


def _public(reader: Reader, secrets: Secrets) -> bytes:
    if reader is Reader.BREAK_GLASS:
        return recipient_of(secrets.break_glass).encode() + b"\n"
    return make_person_keys(reader, secrets.of(reader), secrets.rounds).to_json()
