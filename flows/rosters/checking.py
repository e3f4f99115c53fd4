"""A roster looked at and not kept, as a workspace would take it or, without one, as any would."""

from collections.abc import Sequence
from datetime import date

from flows.rosters.examining import Examination, Terms, examine
from flows.rosters.kept import last_load
from flows.rosters.refreshing import whole
from flows.rosters.sources import Source
from flows.workspace import Workspace
from policy.policy import load_policy


def check_roster(read: Sequence[Source], today: date, workspace: Workspace | None) -> Examination:
    """What would be loaded of these sources; changes are laid over the roster that the workspace keeps."""
    if workspace is None:
        return examine(whole(read, None), Terms(today, load_policy().roster))
    terms = Terms(today, workspace.policy.roster, workspace.school.setting.phase)
    return examine(whole(read, last_load(workspace)), terms)
