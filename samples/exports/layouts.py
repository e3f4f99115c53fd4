"""Every layout we know how to write, and one call that writes a single export."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType

from samples.exports import (
    bereal,
    bluesky,
    by_hand,
    discord,
    facebook,
    flickr,
    google_contacts,
    instagram,
    instagram_html,
    linkedin,
    mastodon,
    reddit,
    snapchat,
    strava,
    substack,
    telegram,
    threads,
    tiktok,
    wordpress,
    x,
    x_posts,
    youtube,
)
from samples.exports.archive import Packing, pack
from samples.exports.layout import Contact, Export, Layout, People, Profile, Shows

__all__ = [
    "Contact",
    "Layout",
    "Packing",
    "People",
    "Profile",
    "Shows",
    "further_layouts",
    "layouts",
    "usual_layouts",
    "write_export",
]

USUAL = (facebook, instagram, instagram_html, linkedin, snapchat, tiktok, x)
"""What most staff hand in."""
FURTHER = (
    youtube,
    reddit,
    threads,
    discord,
    telegram,
    bluesky,
    bereal,
    strava,
    flickr,
    mastodon,
    substack,
    wordpress,
    google_contacts,
    by_hand,
    x_posts,
)
SOMEBODY = Profile("wren.marsh", "Wren", "Marsh", "wren.marsh@example.org", "Walks and books")


def layouts() -> Mapping[str, Layout]:
    """Every layout by its slug, each platform's newest and commonest first."""
    return usual_layouts() | further_layouts()


def usual_layouts() -> dict[str, Layout]:
    """The layouts of the six platforms that most staff are on."""
    return _by_slug(USUAL)


def further_layouts() -> dict[str, Layout]:
    """The layouts of the platforms that fewer are on, and of archives whose posts name people."""
    return _by_slug(FURTHER)


def _by_slug(modules: Iterable[ModuleType]) -> dict[str, Layout]:
    return {layout.slug: layout for module in modules for layout in module.LAYOUTS}


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
