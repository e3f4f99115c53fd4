"""How an export reaches the school: as the ZIP that came, several ZIPs, a folder, or a file out of it."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path, PurePosixPath

from samples.exports.layout import Export, Layout, Member, neighbour
from samples.zips import write_zip


class Packing(StrEnum):
    """How the files of one export are handed in."""

    ZIP = "zip"
    WRAPPED = "wrapped"
    """Zipped again by hand on a Mac: one folder around everything, `__MACOSX/` beside it."""
    FOLDER = "folder"
    """Unzipped by the browser, or sent to a drive."""
    LOOSE = "loose"
    """Only the lists, taken out of their archive."""
    PARTS = "parts"
    """Several ZIPs; a part without a list is normal."""


def pack(folder: Path, layout: Layout, export: Export, packing: Packing) -> tuple[Path, ...]:
    """The files and folders written into `folder`."""
    members = list(layout.members(export))
    if packing is Packing.PARTS and layout.parts:
        return _parts(folder, layout, export, members)
    if packing is Packing.LOOSE or not layout.zipped:
        return _loose(folder, members)
    name = layout.archive(export, 0)
    if packing is Packing.FOLDER:
        return (_tree(folder / name, members),)
    if packing is Packing.WRAPPED:
        members = [*_wrapped(name, members), neighbour(f"__MACOSX/{name}/._{name}")]
    return (_zip(folder / f"{name}.zip", members, export),)


def _zip(path: Path, members: Iterable[Member], export: Export) -> Path:
    return write_zip(path, ((member.path, member.content) for member in members), export.made)


def bundle(path: Path, exports: Sequence[tuple[Layout, Export]]) -> Path:
    """One ZIP that somebody made of several exports, a folder each."""
    members = [
        member
        for layout, export in exports
        for member in _wrapped(layout.archive(export, 0), layout.members(export))
    ]
    return _zip(path, members, exports[0][1])


def _wrapped(name: str, members: Iterable[Member]) -> list[Member]:
    return [Member(f"{name}/{member.path}", member.content, member.listed) for member in members]


def _tree(root: Path, members: Iterable[Member]) -> Path:
    for member in members:
        path = root / PurePosixPath(member.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(member.content)
    return root


def _loose(folder: Path, members: Iterable[Member]) -> tuple[Path, ...]:
    written = []
    for member in members:
        if member.listed:
            path = folder / PurePosixPath(member.path).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(member.content)
            written.append(path)
    return tuple(written)


def _parts(folder: Path, layout: Layout, export: Export, members: Sequence[Member]) -> tuple[Path, ...]:
    """Three ZIPs: one with the lists' first half, one with media only, one with the rest."""
    lists = [member for member in members if member.listed]
    rest = [member for member in members if not member.listed]
    shares = ([*rest[:1], *lists[::2]], rest[1:], lists[1::2])
    if layout.platform == "snapchat":  # every further part holds media only
        shares = (lists, rest, [])
    return tuple(
        _zip(folder / f"{layout.archive(export, part)}.zip", share, export)
        for part, share in enumerate(share for share in shares if share)
    )
