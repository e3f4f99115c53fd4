"""People from a cell that holds a whole name, or several: “LIND, Teddy”, “Mr & Mrs J Smith”, “Mum: Marit”."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from connectors.rosters.relationships import standing_of
from connectors.rosters.surnames import groups_of
from connectors.rosters.written import LONGEST, Written, folded, is_placeholder, lift_asides, lift_title, tidy

_NOT_A_NAME = re.compile(r"\S+@\S+|\+?\(?\d[\d\s()./-]{4,}")
_JOINTS = re.compile(r"\s*(?:&|\+(?!\d)|;|[\r\n]+|\s/\s|\s(?:and|And|AND)\s)\s*")
_LABEL = re.compile(
    r"(?:^|(?<=[\s,;/&.]))([^\W\d_][^\W\d_ -]{0,20}(?: [^\W\d_]{2,12})?)\s*[:=–—]\s*|^([^\W\d_]{2,20}) - "
)


class Named(NamedTuple):
    """One person of a cell. `relationship` is the label before the name, where there is one."""

    written: Written
    title: str = ""
    relationship: str = ""


def has_several(cell: str) -> bool:
    """Whether a cell joins two people (Jo & Priya)."""
    return _JOINTS.search(cell.strip()) is not None


def people_in(cell: str) -> list[Named]:
    """The people a cell names, in its order; none where it names nobody.

    A surname said once for two is shared forward. In “Mr & Mrs J Smith” the initial is the husband's, so of
    her only title and surname are known.
    """
    text = _NOT_A_NAME.sub(" ", cell[: 4 * LONGEST])
    if not text.strip() or is_placeholder(text, alone=True):
        return []
    labelled = list(_labelled(text))
    pieces = [(label, piece) for label, part in labelled for piece in _pieces(part)]
    named = [Named(*_apart(piece), label) for label, piece in pieces if _may_name_somebody(piece)]
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
    """`text` split where another person begins; a bare slash splits whole names only (not Smith/Jones)."""
    pieces = [piece for part in _JOINTS.split(text) for piece in _halves(part)]
    return [piece for piece in pieces if piece]


def _halves(text: str) -> list[str]:
    halves = text.split("/")
    return halves if all(len(half.split()) > 1 for half in halves) else [text]


def _may_name_somebody(piece: str) -> bool:
    """Whether a piece is no placeholder, relationship (“partner”) or remark (“Nan picks up”)."""
    bare = lift_asides(tidy(piece)).text
    if not bare or is_placeholder(bare, alone=True) or standing_of(bare):
        return False
    first, *rest = bare.split()
    remark = standing_of(first) is not None and any(word.islower() for word in rest)
    return not remark


def _apart(piece: str) -> tuple[Written, str]:
    """The name of one person taken apart where that is safe, and the title.

    It is safe with a comma (surname first) or with exactly two names, particles counted with theirs.
    Otherwise only the full name is known.
    """
    text = tidy(piece).strip(" .,:-")
    title, rest = lift_title(text)
    bare = lift_asides(rest)
    surname, comma, forename = (part.strip() for part in bare.text.partition(","))
    if comma and surname and forename and "," not in forename:
        forename_title, forename = lift_title(forename)
        return Written(forename=forename, surname=surname, full_name=rest), title or forename_title
    groups = groups_of(bare.text.replace(",", " ").split())
    if len(groups) == 2:
        return Written(forename=groups[0], surname=groups[1], full_name=rest), title
    if title and len(groups) == 1 and len(bare.text) > 1:
        return Written(surname=bare.text, full_name=f"{title} {rest}"), title
    return Written(full_name=rest), title


def _share_surnames(named: list[Named]) -> list[Named]:
    """`named` with the surname of the next person given to whoever has none."""
    shared: list[Named] = []
    for person in reversed(named):
        if shared and (surname := _surname_of(shared[-1].written)):
            with_surname, shared[-1] = _share(person, shared[-1], surname)
            shared.append(with_surname)
        else:
            shared.append(person)
    return shared[::-1]


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


def _surname_of(written: Written) -> str:
    """The surname others may share: of a name of three words its last, particles included."""
    words = lift_asides(written.full_name).text.split()
    return written.surname or (groups_of(words)[-1] if len(words) > 1 else "")
