"""A disk without room, recognised in whatever error it arises."""

import errno

from flows.causes import arisen_from
from schemas.errors import ConfigurationError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What systems answer where a disk, or an account's share of it, is full. Python has Windows' as ENOSPC."""


class DiskFull(ConfigurationError):
    """There is no room left on the disk; nothing was changed, and what had been begun is undone."""

    code = "disk-full"
    next_step = "Make room on the disk the workspace is on, then do it again."


def is_full_disk(error: BaseException) -> bool:
    """Whether the error, or one it arose from, is a disk's answer that there is no room."""
    return any(isinstance(each, OSError) and each.errno in NO_ROOM for each in arisen_from(error))
