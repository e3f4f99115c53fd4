"""Invented exports for the benchmark of reading: every layout that `samples` writes, in turn."""

import zipfile
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from random import Random

from samples.chance import stream
from samples.contacts import MIX, draw_contact, draw_people, newest_first
from samples.exports.layout import Contact, Layout
from samples.exports.layouts import layouts, write_export
from schemas.words import Relation

MADE = date(2026, 11, 16)
PHOTOS = 20_000
CROWDED = "facebook-2023-json"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One export: its platform, the name of its layout, and what was written of it."""

    platform: str
    layout: str
    paths: tuple[Path, ...]


def write_archives(folder: Path, archives: int, contacts: int) -> list[HandedIn]:
    """That many exports of that many contacts each; layouts that hold no list are left out."""
    with_lists = [layout for layout in layouts().values() if layout.shows]
    return [
        _written(folder / f"{number:04}", layout, stream(number, "reading"), contacts)
        for number, layout in enumerate(islice(cycle(with_lists), archives))
    ]


def write_crowded(folder: Path, contacts: int) -> HandedIn:
    """One export beside whose lists lie the photographs of a keen photographer."""
    written = _written(folder / "crowded", layouts()[CROWDED], stream(0, "crowded"), contacts)
    with zipfile.ZipFile(written.paths[0], "a") as archive:
        for number in range(PHOTOS):
            archive.writestr(f"your_facebook_activity/posts/media/photo_{number}.jpg", b"\xff\xd8\xff\xd9")
    return HandedIn(written.platform, f"{CROWDED} beside {PHOTOS:,} photos", written.paths)


def _written(folder: Path, layout: Layout, rng: Random, contacts: int) -> HandedIn:
    made = layout.made(MADE)
    paths = write_export(folder, layout.slug, _people(rng, layout, contacts, made), made=made)
    return HandedIn(layout.platform, layout.slug, paths)


def _people(rng: Random, layout: Layout, contacts: int, made: date) -> dict[Relation, list[Contact]]:
    """The lists, divided as that platform's are where we have an estimate, else evenly."""
    if layout.platform in MIX:
        return draw_people(rng, layout, contacts, made)
    share = contacts // len(layout.shows)
    return {
        relation: newest_first(draw_contact(rng, "instagram", made) for _ in range(share))
        for relation in layout.shows
    }
