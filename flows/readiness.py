"""What must hold before an audit of a workspace may begin, whoever begins it."""

from flows.health.checks import refuse_what_is_unsafe
from flows.reviewers import check_reviewers
from flows.school import DpiaMissing, dpia_needed
from flows.workspace import Workspace
from vault.private_files import restrict_umask


def refuse_unready(workspace: Workspace) -> None:
    """Raise the error that a reader can mend, if there is one; tidy up what a killed process left."""
    check_reviewers(workspace)
    if dpia_needed(workspace.school):
        raise DpiaMissing
    workspace.lists_needed()
    restrict_umask()
    workspace.vault.sweep()
    refuse_what_is_unsafe(workspace)
