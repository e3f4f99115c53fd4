"""What the vault refuses, each in one sentence and with what to do next."""

from schemas.errors import ArmslengthError, ConfigurationError


class KeysMissingError(ConfigurationError):
    """This workspace has no complete set of keys."""

    code = "keys-missing"
    next_step = "Put the keys folder back from its backup. Only `armslength init` makes new ones."


class KeysDamagedError(ConfigurationError):
    """A key file does not hold a key."""

    code = "keys-damaged"
    next_step = "Put that file back from its backup; without it nothing sealed in this workspace opens."


class KeysReadableError(ConfigurationError):
    """A key file can be read by other accounts of this computer."""

    code = "keys-readable-by-others"
    next_step = "Give it back to its owner alone: folder mode 0700, file mode 0600."


class KeysLockedError(ConfigurationError):
    """The keys of this workspace open with a passphrase alone, and nobody can be asked for it here."""

    code = "keys-locked"
    next_step = "Run the command at a terminal, with whoever has the passphrase."


class WrongPassphraseError(ConfigurationError):
    """This passphrase does not open the key."""

    code = "wrong-passphrase"
    next_step = "Type the five words again, with a space between them; capitals make no difference."


class KeysExistError(ConfigurationError):
    """There are keys here already, and keys are never overwritten."""

    code = "keys-exist"
    next_step = "Name another folder; remove this one only if nothing was ever sealed with its keys."


class FolderNotOursError(ConfigurationError):
    """A folder of this workspace belongs to another account of this computer."""

    code = "folder-not-ours"
    next_step = "Run this from the account that owns the workspace, or give the folder to this one."


class SealBrokenError(ConfigurationError):
    """A sealed file does not open: it was changed or cut short, or it was sealed with other keys."""

    code = "seal-broken"
    next_step = "Put the file and the keys folder back from the same backup, or hand the file in again."


class SealedContentError(ConfigurationError):
    """A sealed file opens, but holds something else than its place says."""

    code = "sealed-content"
    next_step = "It was moved, or another version wrote it: import the list or hand the export in again."


class TombstonesDamagedError(ConfigurationError):
    """The list of those who withdrew is not as it was written."""

    code = "tombstones-damaged"
    next_step = "Put the file `tombstones` back from the newest backup; nothing is done before that."


class SecondCopyError(ConfigurationError):
    """The list of those who withdrew cannot be read or kept outside of the workspace; nothing was done."""

    code = "second-copy"
    next_step = "Let this account read and write its state folder, or name another in ARMSLENGTH_STATE."


class JournalDamagedError(ConfigurationError):
    """A change of this workspace was interrupted, and the file that tells how to end it is damaged."""

    code = "journal-damaged"
    next_step = "Put the whole workspace back from its newest backup; nothing is done before that."


class WorkbookLockedError(ConfigurationError):
    """This workbook does not open with the words of any audit that is kept here."""

    code = "workbook-locked"
    next_step = "Save it again from the workbook of this setting's latest audit, behind the same words."


class NothingKeptError(ArmslengthError):
    """Nothing is kept under this reference."""

    code = "nothing-kept"
    exit_code = 2
    next_step = "Compare the reference with the one in the report or on the status page."


class CannotBeKeptError(ArmslengthError):
    """The vault was given something it must not or cannot keep; nothing was written."""

    code = "cannot-be-kept"
    next_step = "This is our own fault: please report the code and the words in brackets."


class LogBrokenError(ConfigurationError):
    """The audit log is not as it was written."""

    code = "log-broken"
    next_step = "`armslength log verify` says where; docs/audit-log.md says what to do."


class PrintedHeadError(ConfigurationError):
    """This is not a value of the audit log as a report prints it."""

    code = "log-head"
    exit_code = 2
    next_step = "Type the number, a colon and the sixteen characters: 212: 3f9a 11c0 77aa 0b4d."


class AreaOutOfReachError(ConfigurationError):
    """The trust's area, or this setting's mailbox in it, cannot be read or written."""

    code = "area-out-of-reach"
    next_step = (
        "See that [trust] in school.toml names the area, and that this account may use its mailbox: "
        "docs/cross-school.md."
    )
