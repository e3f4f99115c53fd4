"""People from a cell that holds a whole name, or several: “LIND, Teddy”, “Mr & Mrs J Smith”, “Mum: Marit”."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import dropwhile, takewhile
from typing import NamedTuple

from connectors.rosters.reference import rows_of
from connectors.rosters.relationships import standing_of
from connectors.rosters.surnames import groups_of
from connectors.rosters.written import (
    LONGEST,
    Written,
    folded,
    is_placeholder,
    lift_asides,
    lift_title,
    tidy,
    without_symbols,
)

_NUMBER = re.compile(r"\S+@\S+|\d+(?:\.\d+)?[eE]\+?\d+|\+?\(?\d[\d\s()./-]{4,}")
_JOINTS = re.compile(r"\s*(?:&|\+(?!\d)|[;|•·]|[\r\n]+|\s/\s|\s(?:and|And|AND)\s|(?:^|(?<=\s))\d[.)]\s)\s*")
_LABEL = re.compile(
    r"(?:^|(?<=[\s,;/&.]))([^\W\d_][^\W\d_ -]{0,20}(?: [^\W\d_]{2,12})?)\s*[:=–—]\s*"
    r"|(?:^|(?<=[,;/&\n]))\s*([^\W\d_]{2,20}) - "
)
_SLASH = re.compile(r"(?<!\b[A-Za-z])/(?![A-Za-z]\b)")  # but not Priya d/o Kumar
_APART = re.compile(r"[/,;&+]|\band\b")
_BEHIND_A_NAME = re.compile(r"(.*\S)(?:\s*,\s*|\s+[-–—]\s+)([^,]+)")
_GLUED_INITIAL = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]{2})")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_SCOTTISH = re.compile(r"^(?:Mc|Mac)(?=[A-Z])")
_LONGEST_NAME_THAT_REMARKS = 4  # On, Is and Has are names
_EDGES = " .,:;/&-–—"
_SAID_BEFORE_A_NAME = frozenset(
    {
        *("mum", "mummy", "mom", "mother", "dad", "daddy", "father", "grandma", "grandad", "granddad"),
        *("grandmother", "grandfather", "nana", "auntie", "aunty", "aunt", "uncle"),
        *("stepmum", "stepmother", "stepdad", "stepfather"),
    }
)


class Named(NamedTuple):
    """One person of a cell.

    `relationship` is the label before the name or the word in brackets behind it, where there is one;
    `restricted` says that a prohibition (NO CONTACT) stands beside the name.
    """

    written: Written
    title: str = ""
    relationship: str = ""
    restricted: bool = False


class _Piece(NamedTuple):
    text: str
    relationship: str = ""
    restricted: bool = False


def has_several(cell: str) -> bool:
    """Whether a cell joins two people (Jo & Priya)."""
    return _JOINTS.search(cell.strip()) is not None


def is_prohibition(cell: str) -> bool:
    """Whether a cell says that somebody must not have contact."""
    return _prohibition().search(cell) is not None


def people_in(cell: str) -> list[Named]:
    """The people a cell names, in its order; none where it names nobody.

    A surname said once for two is shared forward. In “Mr & Mrs J Smith” the initial is the husband's, so of
    her only title and surname are known.
    """
    text = _NUMBER.sub(" ; ", cell[: 4 * LONGEST].replace("&amp;", "&"))
    if not text.strip() or is_placeholder(_prohibition().sub(" ", text), alone=True):
        return []
    pieces = [_read_piece(label, piece) for label, part in _labelled(text) for piece in _pieces(part)]
    named = [
        Named(*_apart(piece.text), piece.relationship, piece.restricted)
        for piece in pieces
        if _may_name_somebody(piece.text)
    ]
    return [person for person in _share_surnames(named) if any(person.written)]


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """The parts of `text`, each with the relationship word that labels it, if any."""
    labels = [found for found in _LABEL.finditer(text) if standing_of(found[1] or found[2])]
    start, label = 0, ""
    for found in labels:
        yield label, text[start : found.start()].strip(" ,;/&")
        start, label = found.end(), found[1] or found[2]
    yield label, text[start:].strip(" ,;/&")


def _pieces(text: str) -> list[str]:
    """`text` split where another person begins."""
    parts = [part for part in _JOINTS.split(text) if part.strip(_EDGES)]
    *before, last = parts or [""]
    if before and " " in last.strip() and "," not in last and all(map(_are_single_words, before)):
        return [word for part in before for word in part.split(",")] + [last]  # Teddy, Isla & Sam Lind
    return [half for part in parts for listed in _listed(part) for half in _halves(listed)]


def _are_single_words(part: str) -> bool:
    words = [word.strip() for word in part.split(",")]
    return not any(" " in word or _is_capital(word) or lift_title(word)[0] for word in words)


def _listed(text: str) -> list[str]:
    """`text` split at its commas where they divide whole names, not a surname from its forename."""
    parts = [part.strip() for part in text.split(",") if part.strip(_EDGES)]
    bare = [lift_asides(tidy(part)).text.split() for part in parts]
    if len(parts) > 1 and any(map(_relationship_behind, parts[:-1])):
        return parts
    if len(parts) < 2 or not all(len(words) > 1 for words in bare):
        return [text]
    are_titled = all(lift_title(tidy(part))[0] for part in parts)
    share_a_surname = len({words[-1].casefold() for words in bare}) == 1
    return parts if len(parts) > 2 or are_titled or share_a_surname else [text]


def _halves(text: str) -> list[str]:
    """`text` split at a slash between whole names, titles or forenames (Jo/Priya Smith, not Smith/Jones)."""
    halves = _SLASH.split(text)
    first, _, rest = text.partition(" ")
    forenames = [part for part in _SLASH.split(first) if part]
    if all(len(half.split()) > 1 for half in halves):
        return halves
    return [*forenames[:-1], f"{forenames[-1]} {rest}"] if rest and len(forenames) > 1 else [text]


def _read_piece(label: str, text: str) -> _Piece:
    """A piece without what it says beside the name: a prohibition, a relationship, a remark."""
    name, prohibitions = _prohibition().subn(" ", tidy(text))
    name = name.strip(_EDGES)
    if prohibitions:
        name = " ".join(_from_the_name(_from_the_name(name.split())[::-1])[::-1])
    relationship = label or _relationship_behind(name)
    if not relationship:
        relationship, name = _lift_relationship(name)
    return _Piece(_without_remark(name), relationship, bool(prohibitions))


def _from_the_name(words: Sequence[str]) -> list[str]:
    return list(dropwhile(_is_remark, words))


def _is_remark(word: str) -> bool:
    """Whether a word is one of those that names are not made of; “On” and “Is” may be names."""
    return word in _remarks() or (word.isupper() and word.casefold() in _remarks())


def _relationship_behind(text: str) -> str:
    """The relationship in brackets (Jo Bell (Nan)), if any."""
    return next((inside for inside in _BRACKETED.findall(text) if standing_of(inside)), "")


def _lift_relationship(name: str) -> tuple[str, str]:
    """The relationship said before a name (Mum Marit) or behind it (Jo Bell, nan), and the name."""
    first, _, rest = name.partition(" ")
    if rest and first.casefold() in _SAID_BEFORE_A_NAME and not _is_remark(rest.split()[0]):
        return first, rest
    behind = _BEHIND_A_NAME.fullmatch(name)
    if behind and len(behind[1].split()) > 1 and standing_of(behind[2]):
        return behind[2], behind[1]
    if behind and is_placeholder(behind[2], alone=True):
        return "", behind[1]
    return "", name


def _without_remark(name: str) -> str:
    """`name` up to the first small word that is in no name (Marit Lind works nights)."""
    words = name.split()
    if name.islower() or not words:
        return name
    return " ".join([words[0], *takewhile(lambda word: word not in _remarks(), words[1:])])


def _may_name_somebody(piece: str) -> bool:
    """Whether a piece is no placeholder, relationship (“partner”) or remark (“Nan picks up”)."""
    bare = lift_asides(tidy(piece)).text
    if not bare or is_placeholder(bare, alone=True) or all(map(standing_of, _APART.split(bare))):
        return False
    first, *rest = bare.split()
    if len(first) > _LONGEST_NAME_THAT_REMARKS and first.casefold() in _remarks():
        return False  # Collected by taxi
    return not (standing_of(first) and any(word.islower() or _is_remark(word) for word in rest))


def _apart(piece: str) -> tuple[Written, str]:
    """The name of one person taken apart where that is safe, and the title.

    It is safe with a comma (surname first), with the surname alone in capitals, or with exactly two names,
    particles counted with theirs. Otherwise only the full name is known.
    """
    text = _GLUED_INITIAL.sub(r"\1. ", tidy(piece).strip(" .,:-"))
    title, rest = lift_title(text)
    bare = without_symbols(lift_asides(rest).text)
    surname, comma, forename = (part.strip() for part in bare.partition(","))
    if comma and surname and forename and "," not in forename:
        return _surname_first(surname, forename, title, rest)
    words = bare.replace(",", " ").split()
    if capital := _in_capitals(words):
        return Written(forename=capital[0], surname=capital[1], full_name=rest), title
    groups = groups_of(words)
    if len(groups) == 2:
        return Written(forename=groups[0], surname=groups[1], full_name=rest), title
    if title and len(groups) == 1 and len(bare) > 1:
        return Written(surname=bare, full_name=f"{title} {rest}"), title
    return Written(full_name=rest), title


def _surname_first(surname: str, forename: str, title: str, whole: str) -> tuple[Written, str]:
    """“LIND, Teddy”; of “Sam Holt, Ana Reyes” nobody can say whether it is one person or two."""
    forename_title, forename = lift_title(forename)
    title = title or forename_title
    if len(groups_of(surname.split())) > 1 and len(groups_of(forename.split())) > 1 and not surname.isupper():
        return Written(full_name=whole), title
    return Written(forename=forename, surname=surname, full_name=whole), title


def _in_capitals(words: Sequence[str]) -> tuple[str, str] | None:
    """Forename and surname where the surname alone is in capitals (LIND Teddy, Teddy James LIND)."""
    first = list(takewhile(_is_capital, words))
    last = list(takewhile(_is_capital, reversed(words)))[::-1]
    if not (first or last) or len(first) == len(words) or (first and last):
        return None
    rest = words[len(first) :] if first else words[: len(words) - len(last)]
    if not all(any(map(str.islower, word)) for word in rest) or len(groups_of(list(rest))) > 2:
        return None
    return " ".join(rest), " ".join(first or last)


def _is_capital(word: str) -> bool:
    return len(word) > 2 and _SCOTTISH.sub("", word).isupper()


def _share_surnames(named: list[Named]) -> list[Named]:
    """`named` with the next person's surname for whoever has none, or the first's in “LIND, Teddy & Isla”."""
    shared: list[Named] = []
    for person in reversed(named):
        if shared and (surname := _surname_of(shared[-1].written)):
            with_surname, shared[-1] = _share(person, shared[-1], surname)
            shared.append(with_surname)
        else:
            shared.append(person)
    in_order = shared[::-1]
    if len(in_order) < 2 or not _is_surname_first(in_order[0].written):
        return in_order
    first, *others = in_order
    return [first, *(_with_surname_of(first, person) for person in others)]


def _is_surname_first(written: Written) -> bool:
    return written.full_name.startswith(f"{written.surname},")


def _share(person: Named, following: Named, surname: str) -> tuple[Named, Named]:
    written = person.written
    forename = written.full_name
    if written.surname or " " in lift_asides(forename).text:
        return person, following
    if not forename and folded(following.title) == "mrs":  # Mr & Mrs J Smith
        forename = following.written.forename
        following = following._replace(
            written=Written(surname=surname, full_name=f"{following.title} {surname}")
        )
    whole = f"{forename or person.title} {surname}".strip()
    written = Written(forename=lift_asides(forename).text, surname=surname, full_name=whole)
    return person._replace(written=written), following


def _with_surname_of(first: Named, person: Named) -> Named:
    surname, forename = first.written.surname, lift_asides(person.written.full_name).text
    if person.written.surname or " " in forename:
        return person
    if folded(person.title) == "mrs" and not first.written.forename:  # Smith, Mr & Mrs J: his initial
        forename = ""
    whole = f"{forename or person.title} {surname}"
    return person._replace(written=Written(forename=forename, surname=surname, full_name=whole))


def _surname_of(written: Written) -> str:
    """The surname others may share: of a name of three words its last, particles included."""
    words = lift_asides(written.full_name).text.split()
    return written.surname or (groups_of(words)[-1] if len(words) > 1 else "")


@cache
def _prohibition() -> re.Pattern[str]:
    words = sorted((row["words"] for row in rows_of("prohibitions")), key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    reached = "details|number|numbers|info|information|known|given|email|address|name|available|provided"
    return re.compile(rf"[(\[]?(?<!\w)(?:{either})(?!\w)(?!\s+(?:{reached})\b)[)\]]?", re.IGNORECASE)


@cache
def _remarks() -> frozenset[str]:
    return frozenset(row["words"] for row in rows_of("remark_words"))
