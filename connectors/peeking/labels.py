"""What a text holds that is made of lines `label: value`, as TikTok's TXT and a vCard: its known labels."""

from collections import Counter
from typing import Any

from connectors.peeking.shapes import shape_of
from connectors.peeking.words import shown_name

_LONGEST_LABEL = 40
_FEWEST_KNOWN = 2
"""How often a label must stand before it is shown: what stands once may be a sentence of somebody's."""


def text_of_labels(text: str) -> dict[str, Any]:
    """The text as JSON: how many lines there are, each known label, and how many lines have another."""
    lines = text.splitlines()
    labels: dict[str, Counter[str]] = {}
    unknown = unlabelled = blank = 0
    for line in lines:
        label, value = _split(line)
        name = shown_name(label) if label else None
        if name is not None:
            labels.setdefault(name, Counter())[shape_of(value)] += 1
        elif label:
            unknown += 1
        elif line.strip():
            unlabelled += 1
        else:
            blank += 1
    shown = {name: shapes for name, shapes in labels.items() if shapes.total() >= _FEWEST_KNOWN}
    hidden = sum(shapes.total() for name, shapes in labels.items() if name not in shown)
    return {
        "format": "text",
        "lines": len(lines),
        "blank_lines": blank,
        "labels": [{"label": name, "types": dict(sorted(each.items()))} for name, each in shown.items()],
        "lines_with_another_label": unknown + hidden,
        "lines_without_label": unlabelled,
    }


def _split(line: str) -> tuple[str, str]:
    """The label, without a vCard's parameters (`TEL;TYPE=CELL:`), and the value."""
    before, colon, value = line.partition(":")
    label = before.partition(";")[0].strip()
    return (label, value) if colon and len(label) <= _LONGEST_LABEL else ("", line)
