"""The setting's words, the same on every report."""

from importlib.metadata import version

from flows.school import School
from reports.setting import Setting

CRITERIA_VERSION = version("armslength")
"""What decides a match is part of the program, so its version is the criteria's."""


SECOND_REVIEWER = "the second reviewer"


def setting_of(school: School, *, about_dsl: bool = False) -> Setting:
    """The words of school.toml for the reports; the DSL's own report says to ask the second reviewer."""
    return Setting(
        name=school.setting.name,
        kind=school.setting.kind,
        children=school.setting.children,
        ask=SECOND_REVIEWER if about_dsl else school.reviewers.ask,
        ask_instead="the head" if about_dsl else SECOND_REVIEWER,
    )
