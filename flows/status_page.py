"""The static status page. (Being written: this is what others need of it.)"""

from flows.workspace import Workspace


def refresh(workspace: Workspace) -> None:
    """Write it anew."""
