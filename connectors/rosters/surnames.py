"""Which words of a name belong together: particles, and the parts of a double-barrelled surname."""

import re

from connectors.rosters.reference import words_of

_HYPHEN = re.compile(r"\s*[-‐‑‒–—−]\s*")
_MOST_PARTS = 3  # a longer "surname" is a whole name in the wrong column


def groups_of(words: list[str]) -> list[str]:
    """`words` joined where they are one name: “van der Berg”, “O Dowd”, “Smith Jr”."""
    places = words_of("surname_particles", "word", "stands")
    groups: list[str] = []
    waiting: list[str] = []
    for word in words:
        place = places.get(word.casefold().replace("’", "'"))
        if place == "after" and groups and not waiting:
            groups[-1] = f"{groups[-1]} {word}"
        elif place == "before" or (place == "between" and groups):
            waiting.append(word)
        else:
            groups.append(" ".join([*waiting, word]))
            waiting = []
    if waiting:  # a particle with nothing after it is a name of its own (Le, Do, San)
        groups.append(" ".join(waiting))
    return groups


def parts_of(surname: str) -> list[str]:
    """The parts of a double-barrelled surname; none where it is one name.

    Parts are joined by hyphens (Okafor-Lind) or spaces (Okafor Lind). Particles stay with their name, so
    “van der Berg”, “de Souza” and “Al-Hassan” have no parts.
    """
    if surname.isalpha() or (" " not in surname and not _HYPHEN.search(surname)):
        return []
    places = words_of("surname_particles", "word", "stands")
    groups = groups_of(_HYPHEN.sub(" ", surname).split())
    parts = [_without_joint(group, places) for group in groups]
    if not 2 <= len(parts) <= _MOST_PARTS or any(len(part.strip(".")) < 2 for part in parts):
        return []
    return parts


def _without_joint(group: str, places: dict[str, str]) -> str:
    first, _, rest = group.partition(" ")
    return rest if rest and places.get(first.casefold()) == "between" else group
