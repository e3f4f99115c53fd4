"""What can be wrong with an export that was handed in: each error says what it is and what to do next."""

from schemas.errors import ArmslengthError, HandedInError

_AGAIN = "Download the export again and hand in the file as it came, without unpacking or renaming it."


class ExportUnreadableError(HandedInError):
    """This file or folder could not be opened."""

    code = "export-unreadable"
    next_step = "Check that it is still there, is downloaded in full, and is not open in another program."


class ExportEmptyError(HandedInError):
    """This file or folder holds nothing."""

    code = "export-empty"
    next_step = _AGAIN


class ExportUnrecognisedError(HandedInError):
    """We could not tell which platform this came from."""

    code = "export-unrecognised"
    next_step = "Hand in the file that the platform sent when you asked for a copy of your data, unchanged."


class ExportSpreadsheetError(HandedInError):
    """This is a workbook of a spreadsheet program, which no platform writes."""

    code = "export-spreadsheet"
    next_step = "Save the sheet as CSV, with its first row as it came, and hand that in."


class ExportWithoutPeopleError(HandedInError):
    """This is an export we know, but no list of people is in it."""

    code = "export-without-people"
    next_step = (
        "Ask the platform for it again, with friends, followers and connections ticked and all dates "
        "chosen; if it came in several files, hand in all of them."
    )


class ArchivesInArchiveError(HandedInError):
    """This archive holds nothing but other archives."""

    code = "archives-in-archive"
    next_step = "Unpack it once and hand in the archives that were inside."


class ArchiveBrokenError(HandedInError):
    """This archive is damaged or was not downloaded to its end."""

    code = "archive-broken"
    next_step = _AGAIN


class ArchiveLockedError(HandedInError):
    """This archive is locked with a password, so nothing in it can be read."""

    code = "archive-locked"
    next_step = "Hand in the archive as the platform sent it; platforms do not lock theirs."


class ArchiveNotZipError(HandedInError):
    """This is an archive of a kind we do not open."""

    code = "archive-not-zip"
    next_step = "Unpack it and hand in the folder, or ask the platform for the archive as a ZIP."


class ArchiveUnsafeError(HandedInError):
    """This archive is built in a way no platform builds one, so it was not opened."""

    code = "archive-unsafe"
    next_step = _AGAIN


class ArchiveTooLargeError(HandedInError):
    """This archive is larger than any export we know."""

    code = "archive-too-large"
    next_step = "Ask for the lists of people alone, without photos, videos and messages."


class MemberBrokenError(HandedInError):
    """A file of this export is damaged or ends too early, so the list in it was not read."""

    code = "member-broken"
    next_step = _AGAIN


class MemberUnsafeError(HandedInError):
    """A file of this export is built in a way no platform writes one, so it was not read."""

    code = "member-unsafe"
    next_step = _AGAIN


class MemberTooLargeError(HandedInError):
    """A file of this export is larger than any list we know, so it was not read."""

    code = "member-too-large"
    next_step = "Ask for the lists of people alone, without photos, videos and messages."


class MemberTooCostlyError(HandedInError):
    """A file of this export took more time or memory than any list we know, so reading it was stopped."""

    code = "member-too-costly"
    next_step = _AGAIN


class ArchiveTooCostlyError(HandedInError):
    """This file took more time or memory than any export we know, so reading it was stopped."""

    code = "archive-too-costly"
    next_step = _AGAIN


class MemberUnrecognisedError(HandedInError):
    """A file of this export is laid out in a way we do not know yet, so it was not read."""

    code = "member-unrecognised"
    next_step = (
        "Show whoever looks after this program what `armslength peek` says of it, as "
        "docs/reporting-a-layout.md tells; ask for the export as JSON meanwhile."
    )


class MemberAmbiguousError(HandedInError):
    """A file of this export reads like a list of two platforms at once, so it was not read."""

    code = "member-ambiguous"
    next_step = "Hand in the whole archive as the platform sent it, so that its place tells whose it is."


class MemberNotListedError(ArmslengthError):
    """A connector asked for a file that is not on its platform's list of files that may be opened."""

    code = "member-not-listed"
    next_step = "This is a fault of ours, not of anybody's file: please report it with this code."
