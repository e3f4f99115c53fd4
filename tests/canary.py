"""Finds names where no name may be: in bytes, text, files and folders, through the encodings that hide them.

A search for the plain text misses most real leaks. This one also reads UTF-16 and UTF-32, escapes of JSON,
Python, URLs and XML, hexadecimal and base64 (also wrapped), and looks inside gzip, zlib, bzip2, xz, ZIP,
Parquet, Arrow, SQLite (tables, freed pages, -wal) and PDF, one inside the other, without ever unpickling
anything. Case is ignored. No copy is left behind. What cannot be read is raised: an unread file is not a
clean one. A document locked with a passphrase counts as read: its ciphertext was.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.canary_containers import MAX_DEPTH, contents
from tests.canary_needles import Needles

Source = Path | bytes | str


class Leak(NamedTuple):
    """Where a canary stands: the file ("bytes" or "text" for what is none), and how it was written there."""

    path: str
    canary: str
    encoding: str


def find_canaries(sources: Iterable[Source] | Source, canaries: Iterable[str]) -> list[Leak]:
    """Every canary in every source, once a place and way of writing it, sorted. Names of files count too."""
    needles = Needles(canaries)
    each = [sources] if isinstance(sources, Path | bytes | str) else sources
    return sorted({leak for source in each for leak in _in_source(source, needles)})


def _in_source(source: Source, needles: Needles) -> set[Leak]:
    match source:
        case bytes():
            return _in_bytes("bytes", source, needles)
        case str():
            return _in_bytes("text", source.encode("utf-8", "surrogatepass"), needles)
    if not source.exists():
        raise FileNotFoundError(source)
    files = [path for path in source.rglob("*") if path.is_file()] if source.is_dir() else [source]
    return {leak for file in files for leak in _in_file(file, needles)} | _in_names(source, needles)


def _in_names(source: Path, needles: Needles) -> set[Leak]:
    names = [path.name for path in source.rglob("*")] if source.is_dir() else [source.name]
    return {
        Leak(str(source), canary, f"name > {encoding}")
        for canary, encoding in needles.find("\n".join(names).encode("utf-8", "surrogateescape"))
    }


def _in_file(path: Path, needles: Needles) -> set[Leak]:
    return _in_bytes(str(path), path.read_bytes(), needles, path)


def _in_bytes(name: str, data: bytes, needles: Needles, path: Path | None = None) -> set[Leak]:
    leaks: set[Leak] = set()
    waiting: list[tuple[str, bytes, int]] = [("", data, 0)]
    while waiting:
        way, blob, depth = waiting.pop()
        leaks |= {Leak(name, canary, way + encoding) for canary, encoding in needles.find(blob)}
        if depth < MAX_DEPTH:
            beside = path if depth == 0 else None
            waiting += [(f"{way}{kind} > ", inner, depth + 1) for kind, inner in contents(blob, beside)]
    return leaks
