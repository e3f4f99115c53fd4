"""What the exports of Meta's platforms share: text escaped byte by byte, and pages of `_a6-g` blocks.

Source: the structure of genuine Facebook and Instagram exports, 2021-2026.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.contents import Element, words_in
from connectors.entries import Made

_RECORD = re.compile(rb'class="[^"]*(?:_a6-g|uiBoxWhite)')


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
    return None


def label_and_value(item: object) -> tuple[str, str]:
    """A label with its value, as records of 2026 hold them; both are empty if the item is no such pair."""
    match item:
        case {"label": str(label), "value": str(value)}:
            return repaired(label).strip(), repaired(value).strip()
    return "", ""


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
