"""Everything in what was handed in, unzipped: path within, and bytes."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path


def members(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            yield from unzipped(path.read_bytes())
        elif path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def unzipped(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
