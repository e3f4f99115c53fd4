"""The profile check: what a person's own page tells goes to that person, and a count to the DSL."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flows.school import School
from flows.workroom import Workroom
from policy.profile import Detail, personal_details
from policy.setting_names import SettingNames
from reports.overview_facts import ProfileCheck
from reports.staff_facts import StaffReport
from reports.wording import platform_title, together
from schemas.extract import Extract
from vault.store import Submission

FIELDS = {
    "bio": "bio",
    "headline": "headline",
    "summary": "summary",
    "website": "website",
    "location": "location",
    "work": "workplace",
    "birthday": "birthday",
}
"""The fields as a person knows them; any other is "text"."""

DETAILS = {
    Detail.SETTING: "the name of the {kind}",
    Detail.WORKPLACE: "a place of work",
    Detail.PHONE: "a phone number",
    Detail.EMAIL: "an e-mail address",
    Detail.TOWN: "a place",
    Detail.BIRTHDAY: "a birthday",
}


def names_of(school: School) -> SettingNames:
    """What the setting is called, for the check."""
    setting = school.setting
    return SettingNames(setting.name, setting.also_known_as, setting.town, setting.website)


def with_profile(report: StaffReport, submission: Submission, school: School) -> StaffReport:
    """A person's own report with what their own page tells, and where there was a text to look at."""
    read = {each.platform for each in submission.extracts if _has_text(each)}
    others = {each.platform for each in submission.extracts} - read
    return replace(
        report,
        profile_notes=tuple(dict.fromkeys(_notes(submission.extracts, school))),
        profiles_read=tuple(sorted(read)),
        profiles_without_text=tuple(sorted(others)),
    )


def profile_check(room: Workroom, submission_ids: Iterable[str]) -> ProfileCheck:
    """Of how many of these people a profile was looked at, and how many tell something in it."""
    names = names_of(room.workspace.school)
    opened = (room.handed_in[ref].extracts for ref in submission_ids if ref in room.handed_in)
    looked_at = [of_one for extracts in opened if (of_one := list(filter(_has_text, extracts)))]
    telling = [any(personal_details(each.owner.profile, names) for each in of_one) for of_one in looked_at]
    return ProfileCheck(len(looked_at), sum(telling))


def _notes(extracts: Iterable[Extract], school: School) -> Iterator[str]:
    """A sentence for each field with a personal detail in it. It quotes nothing."""
    for extract in extracts:
        found: dict[str, list[str]] = {}
        for told in personal_details(extract.owner.profile, names_of(school)):
            words = DETAILS[told.detail].format(kind=school.setting.kind)
            found.setdefault(FIELDS.get(told.field, "text"), []).append(words)
        for field, details in found.items():
            page = f"your {platform_title(extract.platform)} page"
            yield f"The {field} on {page} seems to tell {together(details)}."


def _has_text(extract: Extract) -> bool:
    return any(text.strip() for text in extract.owner.profile.values())
