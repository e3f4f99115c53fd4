"""What was loaded last, as far as it still opens."""

import pyarrow as pa

from flows.workspace import Workspace
from vault.bundles import Bundle
from vault.errors import NothingKeptError, SealBrokenError, SealedContentError
from vault.store import ListName


def last_load(workspace: Workspace) -> Bundle | None:
    """The roster kept until now; None where there was none yet, or none that opens any more."""
    return _kept(workspace, "roster")


def staff_kept(workspace: Workspace) -> pa.Table | None:
    """STAFF as it was loaded last; None where there was none yet, or none that opens any more."""
    bundle = _kept(workspace, "staff")
    return bundle.tables["staff"] if bundle else None


def _kept(workspace: Workspace, name: ListName) -> Bundle | None:
    try:
        return workspace.vault.open_tables(name)
    except (NothingKeptError, SealBrokenError, SealedContentError):
        return None
