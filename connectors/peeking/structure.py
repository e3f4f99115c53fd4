"""What many values of JSON have in common: types, keys and counts, all records merged into one.

A key is shown only if all its words are known. An object may be a map whose keys are people, as Instagram's
`connections.json` was until 2020; where most keys are unknown, none of them is shown.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from connectors.meta import repaired
from connectors.peeking.shapes import type_of
from connectors.peeking.words import shown_name

_DEEPEST = 40
_MOST_UNKNOWN = 40
"""Unknown keys, beyond which an object is a map."""
_FEWEST_OF_A_MAP = 5
"""Unknown keys, from which an object is a map if it has no more known ones."""
_MOST_KNOWN = 200


class Structure:
    """The values seen at one place. Nothing of them is kept but the unknown keys, which are only counted."""

    def __init__(self) -> None:
        self._types: Counter[str] = Counter()
        self._names: dict[str, str] = {}
        self._unknown: set[str] = set()
        self._keys: dict[str, Structure] = {}
        self._present: Counter[str] = Counter()
        self._others: Structure | None = None
        self._items: Structure | None = None
        self._lengths: Counter[int] = Counter()

    def add(self, value: object, depth: int = 0) -> None:
        """One more value at this place."""
        if depth > _DEEPEST:
            self._types["nested too deeply to be looked at"] += 1
            return
        self._types[type_of(value)] += 1
        match value:
            case dict():
                self._add_object(value, depth + 1)
            case list():
                self._add_list(value, depth + 1)

    def merge(self, other: "Structure") -> None:
        """Take in what was seen at another place."""
        self._types += other._types
        self._present += other._present
        self._lengths.update(other._lengths)
        self._unknown |= other._unknown
        for key, inner in other._keys.items():
            self._keys.setdefault(key, Structure()).merge(inner)
        self._others = _merged(self._others, other._others)
        self._items = _merged(self._items, other._items)

    def told(self) -> dict[str, Any]:
        """The structure as JSON: `types`, and where there are any `keys`, `other_keys`, `map` and `lists`."""
        answer: dict[str, Any] = {"types": dict(sorted(self._types.items()))}
        if self._is_map():
            answer["map"] = {"keys": len(self._keys) + len(self._unknown), "is": self._any_value().told()}
        else:
            answer |= self._told_keys()
        if self._items is not None:
            answer["lists"] = {**_range(self._lengths), "is": self._items.told()}
        return answer

    def _add_object(self, value: Mapping[Any, object], depth: int) -> None:
        names = {key: self._name(key) for key in value}
        self._present.update({name for name in names.values() if name})
        for key, inner in value.items():
            self._at(names[key]).add(inner, depth)

    def _add_list(self, value: list[object], depth: int) -> None:
        self._lengths[len(value)] += 1
        self._items = self._items or Structure()
        for item in value:
            self._items.add(item, depth)

    def _name(self, key: str) -> str:
        """The key as it may be shown; empty for an unknown one, which is counted."""
        if key not in self._names and key not in self._unknown:
            name = shown_name(repaired(key))
            if name is None:
                self._unknown.add(key)
            else:
                self._names[key] = name
        return self._names.get(key, "")

    def _at(self, name: str) -> "Structure":
        if name:
            return self._keys.setdefault(name, Structure())
        self._others = self._others or Structure()
        return self._others

    def _is_map(self) -> bool:
        unknown, known = len(self._unknown), len(self._keys)
        too_many = unknown > _MOST_UNKNOWN or known > _MOST_KNOWN
        return too_many or (unknown >= _FEWEST_OF_A_MAP and unknown >= known)

    def _any_value(self) -> "Structure":
        """The values of all keys, known or not, merged."""
        merged = Structure()
        for each in (self._others, *self._keys.values()):
            if each is not None:
                merged.merge(each)
        return merged

    def _told_keys(self) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        if self._keys:
            answer["keys"] = [
                {"key": key, "in": self._present[key], "is": inner.told()}
                for key, inner in self._keys.items()
            ]
        if self._others is not None:
            answer["other_keys"] = {"keys": len(self._unknown), "is": self._others.told()}
        return answer


def _merged(one: Structure | None, other: Structure | None) -> Structure | None:
    if other is None:
        return one
    merged = one or Structure()
    merged.merge(other)
    return merged


def _range(lengths: Counter[int]) -> dict[str, int]:
    items = sum(length * times for length, times in lengths.items())
    return {"count": lengths.total(), "shortest": min(lengths), "longest": max(lengths), "items": items}
