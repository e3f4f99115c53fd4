"""The declared relationships, kept encrypted in place of the last ones."""

from pathlib import Path

from connectors.people_lists import read_declarations
from flows.workspace import Workspace


def load_declarations(workspace: Workspace, path: Path) -> str:
    """Keep the declared relationships."""
    declarations = read_declarations(path)
    workspace.vault.keep_tables("declarations", {"declarations": declarations}, {})
    return f"Loaded {declarations.num_rows} declarations, encrypted."
