"""The hand-in folder. (Being written: this is what others need of it.)"""

from flows.workspace import Workspace


def something_waits(workspace: Workspace) -> bool:
    """Whether anything is settled and not yet dealt with."""
    return False
