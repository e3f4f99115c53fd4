"""XML from outside: entities, document types and the network switched off, names without regard to case."""

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from connectors.encodings import decode
from connectors.rosters.errors import RosterDamaged, RosterUnsafe

_DOCUMENT_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parse_xml(data: bytes) -> "etree._Element":
    """The root of a document. Its bytes, not its declaration, say how it is encoded.

    Raises RosterUnsafe where it defines a document type or entities, RosterDamaged where it is not well
    formed.
    """
    text = decode(data).replace("\x00", "").strip()
    if _DOCUMENT_TYPE.search(text):
        raise RosterUnsafe("it defines a document type or entities")
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as broken:
        line = broken.lineno
    raise RosterDamaged(f"its XML breaks off or goes wrong in line {line}")


class Branch:
    """An element, its parts found by lower-case local name. A missing part is an empty branch."""

    def __init__(self, element: "etree._Element | None") -> None:
        self._element = element
        self._parts: dict[str, list[etree._Element]] | None = None

    @property
    def name(self) -> str:
        """The element's lower-case local name."""
        return "" if self._element is None else _local(self._element)

    def branches(self, name: str) -> "list[Branch]":
        """The parts called `name` directly below."""
        if self._parts is None:
            self._parts = defaultdict(list)
            for part in () if self._element is None else self._element.iterchildren("*"):
                self._parts[_local(part)].append(part)
        return [Branch(part) for part in self._parts.get(name, ())]

    def branch(self, name: str) -> "Branch":
        """The first part called `name`."""
        return next(iter(self.branches(name)), _NOTHING)

    def below(self, name: str) -> "Iterator[Branch]":
        """All parts called `name`, at any depth."""
        for part in () if self._element is None else self._element.iter("*"):
            if _local(part) == name:
                yield Branch(part)

    def text(self, *names: str) -> str:
        """The text of the first of the parts `names` that has any; of the element itself without names."""
        if not names:
            return "" if self._element is None else (self._element.text or "").strip()
        return next((text for name in names if (text := self.branch(name).text())), "")

    def all_text(self) -> str:
        """All text of the element and its parts, joined by spaces."""
        return "" if self._element is None else " ".join(" ".join(map(str, self._element.itertext())).split())

    def names(self) -> set[str]:
        """The lower-case local names of all parts, at any depth."""
        return set() if self._element is None else {_local(part) for part in self._element.iter("*")}


_NOTHING = Branch(None)


def _local(element: "etree._Element") -> str:
    return str(element.tag).rpartition("}")[2].lower()
