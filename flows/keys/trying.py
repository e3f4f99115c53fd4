"""What the printed key opens, tried on files without changing any."""

import re
from collections.abc import Iterator

from flows.keys.replacing import Opener, sealed_files
from flows.workspace import Workspace

KINDS = {
    "findings": re.compile(r"findings/.*"),
    "why findings are held": re.compile(r"holds/.*"),
    "what failing stages said": re.compile(r"incidents/.*"),
    "the words of documents": re.compile(r"audits/[^/]*/(second-)?words\.age"),
    "what the overviews say": re.compile(r"audits/[^/]*/(second-)?about\.age"),
    "people's part in audits": re.compile(r"audits/[^/]*/people/[^.]*\.age"),
    "people's pages": re.compile(r"audits/[^/]*/people/[^.]*\.[^.]*\.age"),
}
"""What is sealed for people, by the name of its file."""


def tried(workspace: Workspace, opener: Opener) -> Iterator[str]:
    """A line for each kind of file, after its newest was opened. Raises `SealBrokenError` otherwise."""
    names = list(sealed_files(workspace))
    for kind, pattern in KINDS.items():
        of_kind = [name for name in names if pattern.fullmatch(name)]
        if not of_kind:
            yield f"{kind}: none yet"
            continue
        newest = max(of_kind, key=lambda name: (workspace.folder / name).stat().st_mtime)
        workspace.vault.shelf.get(newest, opener.identity)
        yield f"{kind}: opens (tried 1 of {len(of_kind)})"
