"""What a profile tells that clause 6 asks staff to keep off their page: where they work, a phone number.

It is read for the person themselves, and a doubt is settled by silence. A job alone, "Year 4 teacher", is not
told: it says what somebody does and not where, and many thousands do it. Nor is the name of another employer
in a bio, which nothing tells from any other name: only a field made for it counts.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from policy.contact_details import birthdays, emails, telephones
from policy.plain_words import holds, plain_words, table, without
from policy.setting_names import SettingNames, names_setting

LONGEST = 5_000  # longer than what any platform lets people write about themselves

_IN_AN_ADDRESS = re.compile(r"\w[.@][a-z]{2}")


class Detail(StrEnum):
    """A kind of personal detail that a profile may tell."""

    SETTING = "setting"
    """The setting's name, initials or website: where somebody works."""
    WORKPLACE = "workplace"
    """Another place of work."""
    PHONE = "phone"
    EMAIL = "email"
    TOWN = "town"
    BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class Told:
    """A field of a profile and a kind of detail that is in it; what it says is not kept."""

    field: str
    detail: Detail


def personal_details(profile: Mapping[str, str], setting: SettingNames) -> tuple[Told, ...]:
    """Each field of a profile with each kind of personal detail in it, in the profile's order."""
    return tuple(
        Told(field, detail)
        for field, written in profile.items()
        for detail in _details(field, unicodedata.normalize("NFKC", written[:LONGEST]), setting)
    )


def _details(field: str, text: str, setting: SettingNames) -> list[Detail]:
    named = names_setting(text, setting)
    found = {
        Detail.SETTING: named,
        Detail.WORKPLACE: field == "work" and not named and _says(text, "no_workplace"),
        Detail.PHONE: telephones(text, is_address=field == "website"),
        Detail.EMAIL: emails(text),
        Detail.TOWN: _tells_town(field, text, setting),
        Detail.BIRTHDAY: bool(text.strip()) if field == "birthday" else birthdays(text),
    }
    return [detail for detail, holds_here in found.items() if holds_here]


def _says(text: str, nothing: str) -> bool:
    """Whether a field made for one thing says it: words, and none that the table knows to say nothing."""
    plain = " ".join(plain_words(text))
    return re.search(r"[^\W\d_]{2}", plain) is not None and plain not in table(nothing)


def _tells_town(field: str, text: str, setting: SettingNames) -> bool:
    """A place field that says more than a country; elsewhere the setting's town, but not in its name."""
    match field:
        case "location":
            return _says(text, "wide_places")
        case "website":
            return False
    town = plain_words(setting.town)
    if " ".join(town) in table("ambiguous_towns"):
        return _is_a_place(text, setting.town)
    words = " ".join(word for word in text.split() if not _IN_AN_ADDRESS.search(word))
    return holds(without(plain_words(words), plain_words(setting.name)), town)


def _is_a_place(text: str, town: str) -> bool:
    """Whether a word that is also a town is meant as one: "from Reading", "Sale, UK"."""
    name = re.escape(town.strip())
    before = r"(?:\b(?:in|from|near|around|lives?|living|based)\s+|📍\s*)"
    after = r"(?:\s*,\s*(?:uk|england|scotland|wales)\b|[\s-]+based\b)"
    return re.search(rf"{before}{name}\b|\b{name}{after}", text, re.IGNORECASE) is not None
