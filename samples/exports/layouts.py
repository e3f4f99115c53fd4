"""Every layout we know how to write, and one call that writes a single export."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from samples.exports import facebook, instagram, instagram_html, linkedin, snapchat, tiktok, x
from samples.exports.archive import Packing, pack
from samples.exports.layout import Contact, Export, Layout, People, Profile, Shows

__all__ = ["Contact", "Layout", "Packing", "People", "Profile", "Shows", "layouts", "write_export"]

MODULES = (facebook, instagram, instagram_html, linkedin, snapchat, tiktok, x)
SOMEBODY = Profile("wren.marsh", "Wren", "Marsh", "wren.marsh@example.org", "Walks and books")


def layouts() -> Mapping[str, Layout]:
    """Every layout by its slug, each platform's newest and commonest first."""
    return {layout.slug: layout for module in MODULES for layout in module.LAYOUTS}


def write_export(
    folder: Path,
    layout: str,
    people: People,
    *,
    owner: Profile = SOMEBODY,
    made: date = date(2026, 11, 16),
    packing: Packing = Packing.ZIP,
) -> tuple[Path, ...]:
    """The files and folders of one export, written into `folder` under the platform's own names.

    `layout` is a slug of `layouts()`; lists of `people` that the layout does not have are left out.
    """
    chosen = layouts()[layout]
    export = Export(owner, people, chosen.made(made), noise=len(owner.handle) + 1)
    return pack(folder, chosen, export, packing)
