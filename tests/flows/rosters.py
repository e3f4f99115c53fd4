"""Small rosters for tests: a child a row with two parents, every person invented."""

from pathlib import Path

import pypdfium2

from flows.workspace import Workspace
from tests.flows.passphrases import SECRETS
from vault.opening.opening import open_page

HEADINGS = (
    "Pupil ID,Legal Forename,Legal Surname,Parent 1 Forename,Parent 1 Surname,Parent 1 Email,Parent 1 Phone,"
    "Parent 2 Forename,Parent 2 Surname"
)
FIRST = ("Zephyrine", "Leopoldine", "Isambard", "Araminta", "Peregrine", "Clementina", "Lysander", "Ottilie")
LAST = (
    "Quillfeather",
    "Thistlemere",
    "Wrenhollow",
    "Duskwater",
    "Larkmoor",
    "Fernbury",
    "Oxbarrow",
    "Inkpen",
)
ADULT = (
    "Ottoline",
    "Marguerita",
    "Philippina",
    "Theodosia",
    "Wilhelmina",
    "Henrietta",
    "Rosamunde",
    "Isolde",
)


def families(first: int = 0, count: int = 6) -> list[str]:
    """Rows of children and their parents; the same numbers are the same families."""
    return [
        f"{1001 + each},{FIRST[each % 8]},{LAST[each // 8]}{LAST[each % 8].lower()},{ADULT[each % 8]},"
        f"{LAST[each // 8]}{LAST[each % 8].lower()},adult{each}@example.org,07700 900{100 + each},"
        f"Barnabus,{LAST[each // 8]}{LAST[each % 8].lower()}"
        for each in range(first, first + count)
    ]


def roster_file(path: Path, rows: list[str]) -> Path:
    """The rows below their headings, as CSV."""
    path.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")
    return path


def words_of_page(workspace: Workspace) -> str:
    """The words of the page of the last load, which the DSL's passphrase gives."""
    opening = (workspace.folder / "roster" / "open.html").read_bytes()
    (words,) = open_page(opening, SECRETS.dsl).values()
    return words


def page_text(workspace: Workspace) -> str:
    """What the DSL reads on the page of the last load."""
    folder = workspace.folder / "roster"
    document = pypdfium2.PdfDocument(folder / "quality.pdf", password=words_of_page(workspace))
    return " ".join(" ".join(each.get_textpage().get_text_range().split()) for each in document)
