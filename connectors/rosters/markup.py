"""XML from outside: entities, document types and the network switched off, names without regard to case."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from lxml import etree

from connectors.encodings import decode
from connectors.rosters.errors import RosterDamaged, RosterUnsafe

_DOCUMENT_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 1 << 20
"""Characters handed to the parser at a time, so that a large document is not encoded as a whole."""

Spellings = Mapping[str, Sequence[str]]
"""The tags of a document by lower-case local name: a name may come in several spellings."""


def parse_xml(data: bytes) -> "etree._Element":
    """The root of a document, without its comments and the blanks between elements.

    Its bytes, not its declaration, say how it is encoded. Raises RosterUnsafe where it defines a document
    type or entities, RosterDamaged where it is not well formed.
    """
    text = decode(data).replace("\x00", "").strip()
    if _DOCUMENT_TYPE.search(text):
        raise RosterUnsafe("it defines a document type or entities")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode())
        return parser.close()
    except etree.XMLSyntaxError as broken:
        line = broken.lineno
    raise RosterDamaged(f"its XML breaks off or goes wrong in line {line}")


def name_of(element: "etree._Element") -> str:
    """An element's lower-case local name."""
    return _local(element.tag)


class Branch:
    """An element, its parts found by lower-case local name. A missing part is an empty branch."""

    __slots__ = ("_element", "_spellings")

    def __init__(self, element: "etree._Element | None", spellings: Spellings) -> None:
        self._element = element
        self._spellings = spellings

    @classmethod
    def of(cls, root: "etree._Element") -> "Branch":
        """A whole document, looked through once for how it spells each name."""
        spellings: dict[str, list[str]] = {}
        for tag in {part.tag for part in root.iter("*")}:
            spellings.setdefault(_local(tag), []).append(str(tag))
        return cls(root, spellings)

    @property
    def name(self) -> str:
        """The element's lower-case local name."""
        return "" if self._element is None else name_of(self._element)

    @property
    def names(self) -> set[str]:
        """The names of all elements of the document."""
        return set(self._spellings)

    def branches(self, name: str) -> "Iterator[Branch]":
        """The parts called `name` directly below."""
        return (Branch(part, self._spellings) for part in self._called(name))

    def branch(self, name: str) -> "Branch":
        """The first part called `name`."""
        return Branch(next(self._called(name), None), self._spellings)

    def _called(self, name: str) -> "Iterator[etree._Element]":
        spellings = self._spellings.get(name)
        return iter(()) if self._element is None or not spellings else self._element.iterchildren(*spellings)

    def parts(self) -> "Iterator[Branch]":
        """Everything directly below."""
        return (Branch(part, self._spellings) for part in _parts(self._element))

    def text(self) -> str:
        """The element's own text."""
        return "" if self._element is None else (self._element.text or "").strip()

    def texts(self) -> dict[str, str]:
        """The texts of the parts directly below, of those that hold any; of two of one name the first."""
        said: dict[str, str] = {}
        for part in _parts(self._element):
            if text := (part.text or "").strip():
                said.setdefault(_local(part.tag), text)
        return said

    def cells(self) -> "Iterator[tuple[str, str]]":
        """The parts directly below in their order, each as its tag as written and its text."""
        return ((str(part.tag), (part.text or "").strip()) for part in _parts(self._element))

    def attributes(self) -> dict[str, str]:
        """The attributes by name, of those that hold any text."""
        said = () if self._element is None else self._element.items()
        return {_local(name): text for name, value in said if (text := str(value).strip())}


def _parts(element: "etree._Element | None") -> "Iterable[etree._Element]":
    return () if element is None else element


@lru_cache(maxsize=4096)
def _local(tag: "str | bytes | bytearray | etree.QName") -> str:
    return str(tag).rpartition("}")[2].lower()
