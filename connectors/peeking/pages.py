"""What a page is built of: its elements merged into one outline, by tag and by the classes we know.

An element's classes, its id and its text may all be somebody's name. A tag, an attribute and a class are
shown only if they are on the list; of texts, only their shapes are.
"""

from collections import Counter
from typing import Any

from connectors.contents import Element
from connectors.peeking.shapes import shape_of
from connectors.peeking.words import shown_name, vocabulary

_DEEPEST = 40
_UNSEEN = frozenset({"script", "style", "head"})

Key = tuple[str, tuple[str, ...]]


class Outline:
    """Elements of one tag and the same known classes at one place of a page."""

    def __init__(self) -> None:
        self._count = 0
        self._with_other_classes = 0
        self._texts: Counter[str] = Counter()
        self._attributes: dict[str, Counter[str]] = {}
        self._other_attributes = 0
        self._inside: dict[Key, Outline] = {}
        self.depth = 0

    def add(self, element: Element, depth: int = 0) -> None:
        """One more element at this place, with all that is in it."""
        self._count += 1
        self._add_attributes(element)
        self._add_texts(element)
        for child in element:
            if child.tag in _UNSEEN:
                continue
            if depth == _DEEPEST:
                self.depth = _DEEPEST
                break
            inside = self._inside.setdefault(_key(child), Outline())
            inside.add(child, depth + 1)
            self.depth = max(self.depth, inside.depth + 1)

    def told(self, tag: str, classes: tuple[str, ...]) -> dict[str, Any]:
        """The outline as JSON: `tag`, `classes`, `count`, `texts`, `attributes`, `inside`."""
        return {
            "tag": tag,
            "classes": list(classes),
            "with_other_classes": self._with_other_classes,
            "count": self._count,
            "texts": dict(sorted(self._texts.items())),
            "attributes": {name: dict(sorted(each.items())) for name, each in self._attributes.items()},
            "other_attributes": self._other_attributes,
            "inside": [outline.told(*key) for key, outline in self._inside.items()],
        }

    def _add_attributes(self, element: Element) -> None:
        known = vocabulary().attributes
        self._with_other_classes += any(_class(each) is None for each in element.get("class", "").split())
        for name, value in element.items():
            if name not in known:
                self._other_attributes += 1
            elif name != "class":
                self._attributes.setdefault(str(name), Counter())[shape_of(str(value))] += 1

    def _add_texts(self, element: Element) -> None:
        own = [element.text, *(child.tail for child in element)]
        self._texts.update(shape_of(str(text)) for text in own if text and not text.isspace())


def page_outline(page: Element) -> dict[str, Any]:
    """The page as JSON: whether it has the main part that Meta's have, its depth, and its outline."""
    main = next((each for each in page.iter("div", "main") if each.get("role") == "main"), None)
    body = page.find("body")
    root = next(each for each in (main, body, page) if each is not None)
    outline = Outline()
    outline.add(root)
    told = outline.told(*_key(root))
    return {"format": "page", "has_main_part": main is not None, "depth": outline.depth, "outline": told}


def _key(element: Element) -> Key:
    tag = str(element.tag)
    shown = (_class(each) for each in element.get("class", "").split())
    return (
        tag if tag in vocabulary().tags else "<other tag>",
        tuple(sorted({each for each in shown if each is not None})),
    )


def _class(written: str) -> str | None:
    """A class as it may be shown: one of the list, or one made of its words, as `friend-list`."""
    return shown_name(written)
