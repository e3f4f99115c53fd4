"""The XML inside workbooks, element by element, so that a large sheet is never a tree in memory."""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from connectors.rosters.errors import RosterUnsafe


def elements(stream: IO[bytes], *names: str) -> "Iterator[etree._Element]":
    """Each element with one of these local names, whole and in order; emptied once the next is asked for.

    Raises RosterUnsafe where the document defines a document type, etree.XMLSyntaxError where it is broken.
    """
    found = etree.iterparse(
        stream,
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    for place, (_, element) in enumerate(found):
        if place == 0 and element.getroottree().docinfo.doctype:
            raise RosterUnsafe("it defines a document type or entities")
        yield element
        element.clear()


def local_name(element: "etree._Element") -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attributes(element: "etree._Element") -> Iterator[tuple[str, str]]:
    """The element's attributes, their names without their namespaces."""
    return ((str(name).rpartition("}")[2], str(value)) for name, value in element.attrib.items())


def attribute(element: "etree._Element", name: str) -> str:
    """An attribute by its name without its namespace; empty where there is none."""
    return dict(attributes(element)).get(name, "")
