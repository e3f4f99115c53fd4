"""The setting's words, the same on every report."""

from importlib.metadata import version

from flows.school import School
from reports.setting import Setting

CRITERIA_VERSION = version("armslength")
"""What decides a match is part of the program, so its version is the criteria's."""


def setting_of(school: School) -> Setting:
    """The words of school.toml for the reports."""
    return Setting(
        name=school.setting.name,
        kind=school.setting.kind,
        children=school.setting.children,
        ask=school.reviewers.ask,
    )
