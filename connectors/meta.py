"""What the exports of Meta's platforms share: broken text, labelled values, pages of `_a6-g` blocks.

Source: the structure of genuine Facebook and Instagram exports, 2021-2026.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from connectors.contents import Element, words_in
from connectors.entries import Account, Entry, Made, Unreadable, records_in

HANDLE = re.compile(r"[\w.]{1,30}")
MARKS = frozenset({"string_list_data", "label_values"})
"""The keys of which a record of Instagram's or Threads' has at least one."""
_RECORD = re.compile(rb'class="[^"]*(?:_a6-g|uiBoxWhite)')
_SECONDS = re.compile(r"[0-9]{1,12}")
_WORDS = {  # a translated label tells no bio from a name; those of the username are known
    "username": "username",
    "benutzername": "username",
    "nombre de usuario": "username",
    "nom d'utilisateur": "username",
    "nome utente": "username",
    "gebruikersnaam": "username",
    "nazwa użytkownika": "username",
    "nome de usuário": "username",
    "nome de utilizador": "username",
    "name": "name",
    "bio": "bio",
    "website": "website",
}


def repaired(text: str) -> str:
    r"""The text Meta meant, where its JSON writes every byte of UTF-8 as an escape of its own.

    `ë` arrives as `\u00c3\u00ab`. Text that is not such a byte sequence is returned as it is. For strings
    after JSON is parsed only: pages are real UTF-8, and a raw file would be broken by it.
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def moment(record: Mapping[Any, object]) -> float | None:
    """The Unix seconds of a record; 0 is how Meta writes that it does not know."""
    match record:
        case {"timestamp": int(seconds) | float(seconds)} if seconds:
            return seconds
        case {"timestamp": str(text)} if _SECONDS.fullmatch(text):
            return int(text) or None
    return None


def entries_of(
    value: object, read: Callable[[object], Entry], marks: Collection[str] = MARKS
) -> Iterator[Entry]:
    """What stands under a key of people: a list, null, or a lone record, which has one of the `marks`."""
    match value:
        case list() | None:
            yield from map(read, records_in(value))
        case dict() if any(mark in value for mark in marks):
            yield read(value)
        case _:
            yield Unreadable("not a list")


def is_record(item: object) -> bool:
    """Whether something is a record as Instagram and Threads write them."""
    return isinstance(item, dict) and not MARKS.isdisjoint(item)


def label_and_value(item: object) -> tuple[str, str]:
    """A label with its value, as records of 2026 hold them; both are empty if the item is no such pair."""
    match item:
        case {"label": str(label), "value": str(value)}:
            return repaired(label).strip(), repaired(value).strip()
    return "", ""


def word_of(label: str) -> str:
    """What is labelled: `username`, `name`, `bio` or `website`; empty where the label is not known."""
    return _WORDS.get(label.casefold().replace("\u2019", "'"), "")


def labelled(labels: Iterable[tuple[str, str]], since: float | str | None) -> Entry:
    """An account from labelled values. The URL is the person's own website, so it gives no handle.

    Labels are translated and an empty one is left out, but their order is not: URL, Name, Username.
    """
    texts = [pair for pair in labels if pair[1] and pair[0].casefold() != "url" and "://" not in pair[1]]
    told = [(word, value) for label, value in texts if (word := word_of(label)) not in {"bio", "website"}]
    known = {word: value for word, value in reversed(told) if word}
    name, handle = known.get("name", ""), known.get("username", "")
    if not known:
        name, handle = _by_place([value for _, value in told])
    elif not name:
        name = _before_username(told)
    return Account(name, handle, since=since) if name or handle else Unreadable("no username")


def _by_place(values: list[str]) -> tuple[str, str]:
    """The name and the username of at most two values, of which no label is known."""
    match values:
        case [handle] if HANDLE.fullmatch(handle):
            return "", handle
        case [name, handle] if HANDLE.fullmatch(handle):
            return name, handle
        case [name]:
            return name, ""
    return "", ""


def _before_username(told: list[tuple[str, str]]) -> str:
    """The name, where its label is not known; of more than three values none can be told to be it."""
    match told:
        case (
            [("", name), ("username", _)]
            | [("", name), ("username", _), _]
            | [_, ("", name), ("username", _)]
        ):
            return name
    return ""


def main_part(page: Element) -> Element | None:
    """The part of a page of Meta's that holds its records; None for any other page."""
    return next((element for element in page.iter("div", "main") if element.get("role") == "main"), None)


def is_blank(element: Element, data: bytes) -> bool:
    """Whether an element holds no words at all, as a page does that lists nobody.

    `data` is the whole page: where it speaks of records and none was found, its tags are broken.
    """
    return not words_in(element) and _RECORD.search(data) is None


def made_on(page: Element, block: str) -> Iterator[Made]:
    """When the page says it was written (2026): the first `<time>` that stands in no block of a record."""
    for told in page.iter("time"):
        is_of_record = any(block in each.get("class", "").split() for each in told.iterancestors())
        if told.get("datetime") and not is_of_record:
            yield Made(told.get("datetime", ""))
            return


def outermost(element: Element, name: str) -> Iterator[Element]:
    """The elements of this class below an element, without those inside another of them."""
    for child in element:
        if name in child.get("class", "").split():
            yield child
        else:
            yield from outermost(child, name)


def blocks(page: Element, name: str) -> Iterator[Element]:
    """The outermost blocks of this class in the part of a page that holds its records."""
    main = main_part(page)
    if main is not None:
        yield from outermost(main, name)


def entries_in(
    block: Element, name: str, people: Callable[[Element], int], read: Callable[[Element], Entry]
) -> Iterator[Entry]:
    """The one person of a block; where it holds several, those of the blocks inside it.

    `people` counts them. Of those that stand in no block of their own only the first can be read, and the
    date may be another's.
    """
    inner = list(outermost(block, name))
    here, inside = people(block), sum(map(people, inner))
    if inside and max(here, inside) > 1:
        for each in inner:
            yield from entries_in(each, name, people, read)
    else:
        entry = read(block)
        yield replace(entry, since=None) if here > 1 and isinstance(entry, Account) else entry
        inside = 1
    yield from [Unreadable("more than one person")] * (here - inside)


def text_in(element: Element, *names: str) -> str:
    """The text of the first descendant that has one of these classes; empty if there is none."""
    wanted = set(names)
    for child in element.iter():
        if not wanted.isdisjoint(child.get("class", "").split()):
            return words_in(child)
    return ""


def links_to(element: Element, host: str) -> Iterator[Element]:
    """The links of an element that lead to a host, as in `https://www.instagram.com/somebody`."""
    for link in element.iter("a"):
        if is_on(link.get("href", ""), host):
            yield link


def is_on(address: str, host: str) -> bool:
    """Whether a web address is on a host or a part of it."""
    name = address.partition("://")[2].partition("/")[0].lower()
    return name == host or name.endswith(f".{host}")
