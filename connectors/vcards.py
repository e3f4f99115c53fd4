"""The cards of an address book in vCard 2.1, 3.0 or 4.0: names, first e-mail, organisation, and nothing else.

Telephone numbers, addresses, notes, birthdays and photos are passed over as they are met.
"""

import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from connectors.encodings import decode
from connectors.entries import Unreadable

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SEPARATOR = re.compile(r"(?<!\\);")
_SPACES = re.compile(r"\s+")
_HEAD = re.compile(r'((?:"[^"]*"|[^:])*+):(.*)', re.DOTALL)  # a parameter in quotes may hold a colon
_KINDS = {"KIND", "X-ADDRESSBOOKSERVER-KIND"}
_READ = {"FN", "N", "EMAIL", "ORG", *_KINDS}
_NO_PERSON = {"GROUP", "ORG", "LOCATION", "APPLICATION", "DEVICE", "THING"}
_BASE64 = {"B", "BASE64", "ENCODING=B", "ENCODING=BASE64"}

CUT_OFF = Unreadable("the card is cut off")
_UNDECODED = Unreadable("the card is encoded in a way that cannot be undone")

Fields = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `parts_name` is put together from the parts of the name, `name` is the name as shown."""

    name: str = ""
    parts_name: str = ""
    email: str = ""
    organisation: str = ""
    is_person: bool = True


def cards_of(text: str) -> Iterator[Card | Unreadable]:
    """Every card. One that is cut off may hold half a name, so it is not read.

    A card may stand inside another after `AGENT:`; before any other the last one must have ended.
    """
    open_cards: list[Fields] = []
    before = ""
    for name, head, value in _properties(text):
        match name, value.strip().upper():
            case "BEGIN", "VCARD":
                if open_cards and before != "AGENT":
                    open_cards.pop()
                    yield CUT_OFF
                open_cards.append({})
            case ("END", "VCARD") if open_cards:
                yield _card(open_cards.pop())
            case _ if open_cards and name in _READ:
                open_cards[-1].setdefault(name, _decoded(head, value))
        before = name
    yield from (CUT_OFF for _ in open_cards)


def ends_early(text: str) -> bool:
    """Whether the last card of a file lacks its end, as one does that was not downloaded whole."""
    in_capitals = text.upper()
    return in_capitals.rfind("END:VCARD") < in_capitals.rfind("BEGIN:VCARD")


def _properties(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, head and value of each line: `item1.EMAIL;TYPE=HOME:…` is the EMAIL."""
    for line in _unfolded(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if found := _HEAD.fullmatch(line):
            head, value = found[1].upper(), found[2]
            yield head.partition(";")[0].rpartition(".")[2].strip(), head, value


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """The lines put together again: folded before a space, or in vCard 2.1 after an equals sign."""
    whole = ""
    for line in lines:
        if whole.endswith("=") and _is_quoted(whole.partition(":")[0].upper()):
            whole = whole[:-1] + line
        elif line[:1] in {" ", "\t"}:
            whole += line[1:]
        else:
            yield whole
            whole = line
    yield whole


def _is_quoted(head: str) -> bool:
    return "QUOTED-PRINTABLE" in head


def _decoded(head: str, value: str) -> str | None:
    """The value as it was meant; None if its encoding is damaged."""
    if _is_quoted(head):
        return decode(quopri.decodestring(value.encode()))
    if _BASE64.isdisjoint(parameter.strip() for parameter in head.split(";")[1:]):
        return value
    try:
        return decode(binascii.a2b_base64(value.encode()))
    except binascii.Error:
        return None


def _card(fields: Fields) -> Card | Unreadable:
    told = {name: value for name, value in fields.items() if value is not None}
    if len(told) < len(fields):
        return _UNDECODED
    family, given, middle, *_ = [*_SEPARATOR.split(told.get("N", "")), "", "", ""]
    organisation, *_ = _SEPARATOR.split(told.get("ORG", ""))
    return Card(
        name=_plain(told.get("FN", "")),
        parts_name=_plain(f"{given} {middle} {family}"),
        email=_plain(told.get("EMAIL", "")),
        organisation=_plain(organisation),
        is_person=_NO_PERSON.isdisjoint(told.get(kind, "").strip().upper() for kind in _KINDS),
    )


def _plain(value: str) -> str:
    r"""The text without its escapes (`\,` and `\n`) and with single spaces."""
    return _SPACES.sub(" ", _ESCAPE.sub(_unescaped, value)).strip()


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]
