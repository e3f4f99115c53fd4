"""Who reviews: two people, and the DSL named as the staff list does, or their own accounts reach them."""

from flows.intake import staff_of
from flows.school import ReviewersMissing
from flows.workspace import Workspace
from schemas.errors import ConfigurationError


class OneReviewer(ConfigurationError):
    """One person is named in school.toml as the DSL and as the second reviewer."""

    code = "one-reviewer"
    next_step = "Name somebody else as the second reviewer: nobody decides about their own accounts."


class DslNotListed(ConfigurationError):
    """The DSL that school.toml names is not on the staff list: nothing would be known to be theirs."""

    code = "dsl-not-listed"
    next_step = "Write it as the staff list writes it, capitals too; the DSL must be on that list."


def check_reviewers(workspace: Workspace) -> None:
    """Raise `ReviewersMissing`, `OneReviewer` or, once a staff list is loaded, `DslNotListed`."""
    reviewers = workspace.school.reviewers
    if not (reviewers.dsl and reviewers.second_reviewer):
        raise ReviewersMissing
    if reviewers.dsl.strip().casefold() == reviewers.second_reviewer.strip().casefold():
        raise OneReviewer
    staff = staff_of(workspace)
    if staff and reviewers.dsl not in {each["staff_ref"] for each in staff}:
        raise DslNotListed
