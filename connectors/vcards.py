"""The cards of an address book in vCard 2.1, 3.0 or 4.0: names, first e-mail, organisation, and nothing else.

Telephone numbers, addresses, notes, birthdays and photos are passed over as they are met.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from connectors.encodings import decode

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SEPARATOR = re.compile(r"(?<!\\);")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `parts_name` is put together from the parts of the name, `name` is the name as shown."""

    name: str = ""
    parts_name: str = ""
    email: str = ""
    organisation: str = ""


def cards_of(text: str) -> Iterator[Card]:
    """Every card that has an end. One that is cut off may hold half a name, so it is passed over."""
    fields: dict[str, str] = {}
    for name, value in _properties(text):
        match name, value.strip().upper():
            case "BEGIN", "VCARD":
                fields = {}
            case "END", "VCARD":
                yield _card(fields)
            case (("FN" | "N" | "EMAIL" | "ORG"), _):
                fields.setdefault(name, value)


def ends_early(text: str) -> bool:
    """Whether the last card of a file lacks its end, as one does that was not downloaded whole."""
    in_capitals = text.upper()
    return in_capitals.rfind("END:VCARD") < in_capitals.rfind("BEGIN:VCARD")


def _properties(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of each line: `item1.EMAIL;TYPE=HOME:…` is the EMAIL."""
    for line in _unfolded(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        head, _, value = line.partition(":")
        name, *_ = head.upper().split(";")
        told = decode(quopri.decodestring(value.encode())) if _is_quoted(line) else value
        yield name.rpartition(".")[2].strip(), told


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """The lines put together again: folded before a space, or in vCard 2.1 after an equals sign."""
    whole = ""
    for line in lines:
        if whole.endswith("=") and _is_quoted(whole):
            whole = whole[:-1] + line
        elif line[:1] in {" ", "\t"}:
            whole += line[1:]
        else:
            yield whole
            whole = line
    yield whole


def _is_quoted(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _card(fields: dict[str, str]) -> Card:
    family, given, middle, *_ = [*_SEPARATOR.split(fields.get("N", "")), "", "", ""]
    organisation, *_ = _SEPARATOR.split(fields.get("ORG", ""))
    return Card(
        name=_plain(fields.get("FN", "")),
        parts_name=_plain(f"{given} {middle} {family}"),
        email=_plain(fields.get("EMAIL", "")),
        organisation=_plain(organisation),
    )


def _plain(value: str) -> str:
    r"""The text without its escapes (`\,` and `\n`) and with single spaces."""
    return _SPACES.sub(" ", _ESCAPE.sub(_unescaped, value)).strip()


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]
