"""What can be wrong with the hand-in folder, and with what lies in it."""

from schemas.errors import ConfigurationError, HandedInError


class HandInFolderUnset(ConfigurationError):
    """It is not written in school.toml where people put their exports."""

    code = "hand-in-not-set-up"
    next_step = "Write the folder into its part [hand_in], as docs/hand-in-folder.md shows."


class FolderMisplaced(ConfigurationError):
    """A folder that school.toml names for files of others lies where Armslength keeps its own."""

    code = "folder-misplaced"
    next_step = "Name a folder of its own, best outside of the workspace: docs/hand-in-folder.md."


class HandInUnreachable(ConfigurationError):
    """The hand-in folder cannot be reached."""

    code = "hand-in-unreachable"
    next_step = "See that it is there and that this account may open it. What lies in it waits."


class HandInNotDeleted(ConfigurationError):
    """Something in the hand-in folder was taken and cannot be deleted, so people can still be read there."""

    code = "hand-in-not-deleted"
    next_step = "Let this account delete in that folder and in those inside it; it is tried again each hour."


class HandInUnfinished(HandedInError):
    """This is a download or a copy that was never finished."""

    code = "hand-in-unfinished"
    next_step = "Download the export again, wait for its end, and put it here."


class HandInElsewhere(HandedInError):
    """This file is not here but in a cloud, and is not fetched from there."""

    code = "hand-in-elsewhere"
    next_step = "Open it once, or choose “Always keep on this device”, and wait until it is downloaded."


class HandInChanged(HandedInError):
    """This was changed while it was read, so nothing of it was kept."""

    code = "hand-in-changed"
    next_step = "Nothing is to be done: it is read once it has lain there unchanged."
