"""Facebook: "Download your information", JSON or HTML, "Connections" (before 2023 "Friends and followers").

A friend is a display name and nothing more: no address, no id, so two of one name cannot be told apart.
Layouts seen: JSON 2018 (`friends/`), 2020 (`friends_and_followers/`), 2022, 2023 onwards (`connections/`),
followers as a bare list in numbered files (public parsers); HTML to 2021 (`uiBoxWhite`), 2022 (`div._a6-g`),
late 2024 (`section._a6-g`). File names stay English in every language. The keys of the profile are those of
public parsers.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.contents import Element, words_in
from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable, text_at
from connectors.list_names import FOLLOWED, FOLLOWERS, FRIENDS, RECEIVED, SENT
from connectors.members import Member
from connectors.meta import (
    MARKS,
    blocks,
    entries_in,
    entries_of,
    is_blank,
    label_and_value,
    links_to,
    made_on,
    main_part,
    moment,
    outermost,
    repaired,
    text_in,
)
from schemas.extract import Owner

TITLE = "Facebook"
MEMBERS = (
    "friends/{friends,sent_friend_requests,received_friend_requests}{,_#}.{json,html}",
    "following_and_followers/{following,followers}{,_#}.{json,html}",
    "{,your_facebook_activity/}friends_and_followers/{friends,following,followers,who_you_follow}{,_#}.{json,html}",
    "{,your_facebook_activity/}friends_and_followers/friend_requests_{sent,received}{,_#}.{json,html}",
    "connections/friends/{your_friends,sent_friend_requests,received_friend_requests}{,_#}.{json,html}",
    "connections/followers/{who_you_ve_followed,who_youve_followed,who_you_follow}{,_#}.{json,html}",
    "connections/followers/people_who_{followed,follow}_you{,_#}.{json,html}",
    "{friends,following_and_followers,friends_and_followers,connections/friends,connections/followers}/no-data.txt",
    "{,personal_information/}profile_information/profile_information.json",
)
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = (
    r"facebook-(?P<handle>.+)-(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)-\w{8}",
    r"facebook-(?P<handle>.+)-(?P<day>\d\d)_(?P<month>\d\d)_(?P<year>\d{4})-\w{8}",
)
SIGNS = (
    "your_facebook_activity/",
    "your_activity_across_facebook/",
    "this_profile_s_activity_across_facebook/",
    "friends_and_followers/",
    "connections/followers/",
    "connections/friends/",
)
EXPECTED = ("friends", "followers", "accounts followed")
ASKS_FOR_DATES = True
COVERAGE = Coverage(
    media=(Medium.FACEBOOK,),
    checked=(
        "Friends, followers, the people and pages you follow, and friend requests in both directions, each "
        "by the name it shows on Facebook. JSON and HTML downloads can both be read."
    ),
    unchecked=(
        "Two people of the same name cannot be told apart, and somebody who uses another name than their "
        "own may be missed, because the download says nothing but the name. Members of groups, people who "
        "like a page, and Messenger are not looked at."
    ),
    instead=(
        "Ask for all dates and for the JSON format. For people you know under another name, look through "
        "your friends list on Facebook yourself."
    ),
)


_BY_KEY = {
    "friends": FRIENDS,
    "followers": FOLLOWERS,
    "following": FOLLOWED,
    "received_requests": RECEIVED,
    "sent_requests": SENT,
}
_BY_FILE = {
    "your_friends": FRIENDS,
    "friends": FRIENDS,
    "people_who_followed_you": FOLLOWERS,
    "people_who_follow_you": FOLLOWERS,
    "followers": FOLLOWERS,
    "who_you_ve_followed": FOLLOWED,
    "who_youve_followed": FOLLOWED,
    "who_you_follow": FOLLOWED,
    "following": FOLLOWED,
    "received_friend_requests": RECEIVED,
    "friend_requests_received": RECEIVED,
    "sent_friend_requests": SENT,
    "friend_requests_sent": SENT,
}
_BY_FOLDER = {
    "friends": (FRIENDS,),
    "connections/friends": (FRIENDS,),
    "connections/followers": (FOLLOWERS, FOLLOWED),
    "following_and_followers": (FOLLOWERS, FOLLOWED),
    "friends_and_followers": (FRIENDS, FOLLOWERS, FOLLOWED),
}
_SHARED_NAMES = {"friends", "followers", "following"}  # other platforms call files so, too
_ERAS = {
    "friends": "2018",
    "following_and_followers": "2018",
    "friends_and_followers": "2020",
    "your_facebook_activity/friends_and_followers": "2022",
}
_VERSION = re.compile(r"_v\d+$")
_OLD_FIELDS = {"name", "timestamp", "contact_info"}
_MARKS = MARKS | {"name"}
_BLOCK, _OLD_BLOCK = "_a6-g", "uiBoxWhite"
_PROFILE = "profile_information"

Record = Mapping[Any, object]


def layout(member: Member) -> str | None:
    """The generation, from the folder for JSON and from the markup for HTML."""
    match member.kind:
        case "html":
            return _page_layout(member)
        case "json" if _is_ours(member):
            return f"{_era(member)}-json"
        case "txt" if member.folder in _BY_FOLDER:
            return f"{_era(member)}-json"
    return None


def read(member: Member) -> Iterator[Found]:
    """The lists of the file, or the owner's profile."""
    match member.kind:
        case "html":
            yield PeopleList(*_BY_FILE[member.stem], _page_entries(member.page))
            yield from made_on(member.page, _BLOCK)
        case "txt":  # no-data.txt: the platform's own word for "nobody"
            yield from (PeopleList(*people, []) for people in _BY_FOLDER[member.folder])
        case _ if member.stem == _PROFILE:
            yield _owner(member.json)
        case _:
            yield from _lists(member)


def _era(member: Member) -> str:
    if member.folder:
        return _ERAS.get(member.folder, "2023")
    return "2020" if member.stem in _SHARED_NAMES else "2023"


def _is_ours(member: Member) -> bool:
    is_placed = bool(member.folder) or member.stem.startswith(("people_who_", "who_you"))
    match member.json:
        case list() | {"label_values": list()} | {"string_list_data": list()}:
            return is_placed
        case dict(content):
            is_empty = bool(member.folder) and not content
            return is_empty or member.stem == _PROFILE or _is_our_list(content, is_placed=is_placed)
    return False


def _is_our_list(content: Record, *, is_placed: bool) -> bool:
    """Whether an object holds a list of ours; out of its place, only if nothing else can have written it."""
    keys = list(_known(content))
    if is_placed or any(_VERSION.search(key) for key in keys):
        return bool(keys)
    return len(content) == 1 and any(map(_is_plain_list, map(content.get, keys)))


def _is_plain_list(value: object) -> bool:
    """Whether a list holds names as Facebook writes them and nothing besides; many others have `friends`."""
    match value:
        case [*items] if all(isinstance(item, dict) and item.keys() <= _OLD_FIELDS for item in items):
            return any(isinstance(item, dict) and "name" in item for item in items)
    return False


def _known(content: Record) -> Iterator[str]:
    """The keys of lists of people, whatever their version: `friends_v2`."""
    return (key for key in content if _VERSION.sub("", key) in _BY_KEY)


def _lists(member: Member) -> Iterator[PeopleList]:
    """Every list by its key, or a bare one, known by its file; a lone record is a list of one."""
    match member.json:
        case dict(content) if keys := list(_known(content)):
            for key in keys:
                people = _BY_KEY[_VERSION.sub("", key)]
                yield PeopleList(*people, entries_of(content[key], _record, _MARKS))
        case content:
            people = _BY_FILE.get(member.stem, FRIENDS)
            yield PeopleList(*people, entries_of(content or [], _record, _MARKS))


def _record(item: object) -> Entry:
    match item:
        case {"name": str(name), **rest} if name.strip():
            return Account(repaired(name), since=moment(rest), email=_email(rest))
        case {"string_list_data": [dict(link), *_], **rest}:
            return _person(repaired(text_at(link, "value").strip() or text_at(rest, "title").strip()), link)
        case {"label_values": [*labels], **rest}:
            values = dict(map(label_and_value, labels))
            return (
                _person(name, rest) if (name := _name_among(values)) or not values else Unreadable("no name")
            )
        case {"title": str(name), **rest} if name.strip():
            return _person(repaired(name), rest)
        case {**rest}:  # somebody who has left Facebook, if there is a date
            return _person("", rest)
    return Unreadable("no name")


def _person(name: str, dated: Record) -> Entry:
    since = moment(dated)
    if name:
        return Account(name, since=since)
    return Unreadable("no name") if since is None else NotComparable(str(since))


def _name_among(values: Mapping[str, str]) -> str:
    """The name among labelled values: under its English label, or the only text that is no address."""
    if "Name" in values:
        return values["Name"]
    texts = [value for value in values.values() if value and "://" not in value]
    return texts[0] if len(texts) == 1 else ""


def _email(rest: Record) -> str:
    match rest:
        case {"contact_info": str(contact)} if "@" in contact:  # 2018 only
            return repaired(contact)
    return ""


def _owner(content: object) -> Owner:
    match content:
        case {"profile_v2": dict(profile)} | {"profile": dict(profile)}:
            told = {word: "; ".join(filter(None, texts)) for word, texts in _told(profile)}
            return Owner(
                repaired(text_at(profile, "username")),
                _name(profile),
                {word: text for word, text in told.items() if text},
            )
    return Owner()


def _name(profile: Record) -> str:
    match profile:
        case {"name": {"full_name": str(name)}}:
            return repaired(name)
    return ""


def _told(profile: Record) -> Iterator[tuple[str, list[str]]]:
    """What the profile shows of its owner; its e-mail addresses and phone numbers stay where they are."""
    yield "bio", [_text_of(profile.get(key)) for key in ("intro_bio", "about_me")]
    yield "location", [_text_of(profile.get(key)) for key in ("current_city", "hometown")]
    yield "work", list(map(_job, _items(profile, "work_experiences")))
    yield "website", [_text_of(site) for site in _items(profile, "websites")]


def _items(profile: Record, key: str) -> list[object]:
    items = profile.get(key)
    return items if isinstance(items, list) else []


def _text_of(value: object) -> str:
    match value:
        case str(text) | {"name": str(text)} | {"address": str(text)}:
            return repaired(text).strip()
    return ""


def _job(item: object) -> str:
    """The title and the employer; a job that has ended is none."""
    match item:
        case {"end_timestamp": int(ended)} if ended:
            return ""
        case dict(job):
            return ", ".join(filter(None, (_text_of(job.get(key)) for key in ("title", "employer"))))
    return ""


def _page_layout(member: Member) -> str | None:
    main = main_part(member.page)
    if main is None or (not member.folder and _is_of_a_sibling(main)):
        return None
    block = next(iter(_blocks(member.page)), None)
    if block is None:
        return _empty_page_layout(member) if is_blank(main, member.data) else None
    if block.tag == "section":
        return "2024-html"
    return "2022-html" if _BLOCK in block.get("class", "").split() else "2018-html"


def _is_of_a_sibling(main: Element) -> bool:
    """Whether a page links to profiles of Instagram or Threads, whose pages are built alike."""
    hosts = ("instagram.com", "threads.net", "threads.com")
    return any(next(links_to(main, host), None) is not None for host in hosts)


def _empty_page_layout(member: Member) -> str | None:
    if not member.folder and member.stem in _SHARED_NAMES:
        return None
    return "2022-html" if _era(member) in {"2022", "2023"} else "2018-html"


def _page_entries(page: Element) -> Iterator[Entry]:
    for block in _blocks(page):
        name = _BLOCK if _BLOCK in block.get("class", "").split() else _OLD_BLOCK
        yield from entries_in(block, name, lambda each: len(_names(each)), _block)


def _blocks(page: Element) -> list[Element]:
    return list(blocks(page, _BLOCK)) or list(blocks(page, _OLD_BLOCK))


def _names(block: Element) -> list[str]:
    """The names in a block: by the class of old and new pages, else the headings."""
    headed = [*outermost(block, "_a6-h"), *outermost(block, "_2lel")]
    return list(filter(None, map(words_in, headed))) or list(filter(None, map(words_in, block.iter("h2"))))


def _block(block: Element) -> Entry:
    name = next(iter(_names(block)), "")
    date = text_in(block, "_a72d", "_2lem") or text_in(block, "_a6-o")
    if name:
        return Account(name, since=date or None)
    return NotComparable(date) if date else Unreadable("no name")
