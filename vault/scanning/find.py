"""Finds names where no name may be: in bytes, text, files and folders, through the encodings that hide them.

A search for the plain text misses most real leaks. This one also reads UTF-16 and UTF-32, composed and
decomposed letters, escapes of JSON, Python, pickles, URLs, XML and HTML, hexadecimal and base64 (also
wrapped), and looks inside gzip, zlib, bzip2, xz, ZIP, Parquet, Arrow and SQLite (tables, freed pages, -wal),
one inside the other, without ever unpickling anything. Case is ignored. No copy is left behind, none is even
made. What cannot be read is raised: an unread file is not a clean one. A document locked with a passphrase
counts as read: its ciphertext was.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from vault.scanning.containers import MAX_DEPTH, Container, contents
from vault.scanning.needles import Needles

Source = Path | bytes | str


class Leak(NamedTuple):
    """Where a name stands: the file ("bytes" or "text" for what is none), and how it was written there."""

    path: str
    canary: str
    encoding: str


class Scanner:
    """Looks for the same names in one source after another; `more` are containers read besides ours."""

    def __init__(self, names: Iterable[str], more: tuple[Container, ...] = ()) -> None:
        self._needles = Needles(names)
        self._more = more

    def find(self, sources: Iterable[Source] | Source) -> list[Leak]:
        """Every name in every source, once a place and way of writing it, sorted. Names of files count too.

        Raises `FileNotFoundError` for a path that is not there, and `containers.UNREADABLE`.
        """
        each = [sources] if isinstance(sources, Path | bytes | str) else sources
        return sorted({leak for source in each for leak in self._in_source(source)})

    def in_file(self, path: Path) -> set[Leak]:
        """Every name in what one file holds; its own name is not asked."""
        return self._in_bytes(str(path), path.read_bytes(), path)

    def in_words(self, words: str) -> set[tuple[str, str]]:
        """Each name that the words hold, plainly or escaped, with how: for the name of a file, say."""
        return self._needles.find(words.encode("utf-8", "surrogateescape"))

    def _in_source(self, source: Source) -> set[Leak]:
        match source:
            case bytes():
                return self._in_bytes("bytes", source)
            case str():
                return self._in_bytes("text", source.encode("utf-8", "surrogatepass"))
        if not source.exists():
            raise FileNotFoundError(source)
        inside = [*source.rglob("*")] if source.is_dir() else [source]
        names = self.in_words("\n".join(path.name for path in inside))
        in_names = {Leak(str(source), name, f"name > {encoding}") for name, encoding in names}
        return in_names.union(*(self.in_file(path) for path in inside if path.is_file()))

    def _in_bytes(self, name: str, data: bytes, path: Path | None = None) -> set[Leak]:
        leaks: set[Leak] = set()
        waiting: list[tuple[str, bytes, int]] = [("", data, 0)]
        while waiting:
            way, blob, depth = waiting.pop()
            leaks |= {Leak(name, canary, way + encoding) for canary, encoding in self._needles.find(blob)}
            if depth < MAX_DEPTH:
                beside = path if depth == 0 else None
                inside = contents(blob, beside, self._more)
                waiting += [(f"{way}{kind} > ", inner, depth + 1) for kind, inner in inside]
        return leaks
