"""Telephone numbers, e-mail addresses and birthdays in a text somebody wrote about themselves."""

import re

from phonenumbers import (
    Leniency,
    PhoneNumber,
    PhoneNumberMatch,
    PhoneNumberMatcher,
    PhoneNumberType,
    is_valid_number,
    number_type,
)

REGION = "GB"

_HELPLINES = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
    }
)
"""Nobody's own number: a helpline that somebody passes on."""

_PHONE_WORD = re.compile(
    r"(?:\b(?:tel|telephone|phone|ph|mob|mobile|call|text|txt|whatsapp|wa)[.:]?|[☎📞📱:])$", re.IGNORECASE
)
_LINK = re.compile(r"(?:wa\.me/|api\.whatsapp\.com/send\?phone=|tel:)\+?(\d{7,15})", re.IGNORECASE)

_EMAIL = re.compile(
    r"""(?<![\w.+@/-])                # not within a handle such as @name@host, nor within an address
    [\w.+-]{1,64}
    (?:@|\s?[\[({]\s?at\s?[\])}]\s?)  # also hidden from machines: name (at) host
    [\w-]{1,63}
    (?:(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)[\w-]{1,63}){0,4}
    (?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)[^\W\d_]{2,24}
    (?![\w@-])""",
    re.IGNORECASE | re.VERBOSE,
)
_EMAIL_IN_WORDS = re.compile(
    r"\b[\w.+-]{1,64} at [\w-]{1,63} dot (?:[\w-]{1,63} dot )?(?:com|net|org|co|uk|me|email|ac|sch)\b",
    re.IGNORECASE,
)

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_DATE = (
    rf"(?<![\w/.-])(?!24/7)(?:{_DAY}\s?(?:of\s)?{_MONTH}|{_MONTH}\s?{_DAY}|{_DAY}\s?[/.-]\s?(?:1[0-2]|0?[1-9])"
    r"|(?:19|20)\d\d-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]))(?![\w])"
)
_BIRTHDAY = re.compile(
    rf"(?:\b(?:born|birthday|birth\s?date|bday|b-day|d\.?\s?o\.?\s?b)\b\.?|🎂)[\s:=,~-]{{0,3}}(?:is\s|on\s|the\s){{0,3}}{_DATE}"
    rf"|{_DATE}[\s,./-]{{0,2}}(?:(?:19|20)?\d\d[\s,]{{0,2}})?(?:🎂|\b(?:birthday|bday|b-day)\b)",
    re.IGNORECASE,
)


def emails(text: str) -> bool:
    """Whether an e-mail address is in the text, also one that is written to hide from machines."""
    return _EMAIL.search(text) is not None or _EMAIL_IN_WORDS.search(text) is not None


def birthdays(text: str) -> bool:
    """Whether a day of birth is: a day and a month that the text calls one. A year alone is none."""
    return _BIRTHDAY.search(text) is not None


def telephones(text: str, *, is_address: bool = False) -> bool:
    """Whether a telephone number that may be somebody's own is in the text.

    In the text of an address digits number pages, so that only a link made for calling counts there.
    """
    if any(_numbers(f"+{number}") or _numbers(number) for number in _LINK.findall(text)):
        return True
    return not is_address and any(_numbers(text))


def _numbers(text: str) -> list[PhoneNumberMatch]:
    found = PhoneNumberMatcher(text, REGION, leniency=Leniency.POSSIBLE)
    return [match for match in found if _may_be_somebodys(match) and _stands_alone(match, text)]


def _may_be_somebodys(match: PhoneNumberMatch) -> bool:
    number: PhoneNumber = match.number
    if is_valid_number(number):
        return number_type(number) not in _HELPLINES
    # Ofcom has not given out every number of these shapes, yet a reader takes each for one.
    national, written = str(number.national_number), match.raw_string.lstrip("( ")
    return (
        number.country_code == 44
        and len(national) == 10
        and national[0] in "127"
        and written.startswith(("0", "+44", "0044", "44"))
    )


def _stands_alone(match: PhoneNumberMatch, text: str) -> bool:
    """Whether the digits are no part of a handle or an address, such as jane_07911 or site/0207."""
    before, after = text[: match.start], text[match.end :]
    attached = bool(re.search(r"[\w@./#=_-]$", before)) and not _PHONE_WORD.search(before[-12:])
    return not attached and not re.match(r"[\w@_]|[./-]\w", after)
