"""The declared relationships, kept encrypted in place of the last ones."""

from pathlib import Path

from connectors.people_lists import read_declarations
from flows.rosters.upns import without_upns
from flows.trail import told
from flows.workspace import Workspace
from schemas.words import Reader
from vault.audit_log import Event


def load_declarations(workspace: Workspace, path: Path) -> str:
    """Keep the declared relationships."""
    declarations = without_upns(read_declarations(path), "roster_id", workspace.vault)
    loaded = told(Event.DECLARATIONS_LOADED, Reader.SERVICE)
    workspace.vault.keep_tables("declarations", {"declarations": declarations}, {}, loaded)
    return f"Loaded {declarations.num_rows} declarations, encrypted."
