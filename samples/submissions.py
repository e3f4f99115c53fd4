"""Who hands in what: about one in ten nothing, a few only X, the rest one to three platforms each.

On request, half of those who hand something in add an export of a platform that fewer are on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random

from samples.chance import Weighted, stream
from samples.exports.archive import Packing
from samples.exports.layout import Layout
from samples.exports.layouts import further_layouts, usual_layouts

NOTHING = 0.1
ONLY_X = 0.04
DECK = (
    "facebook",
    "instagram",
    "linkedin",
    "facebook",
    "snapchat",
    "instagram",
    "tiktok",
    "facebook",
    "linkedin",
    "instagram",
    "snapchat",
    "x",
)
"""Platforms are dealt from this, so that even a small school has them all."""
PLATFORMS = tuple(sorted(set(DECK)))
REACH = {
    "youtube": 94,
    "reddit": 48,
    "threads": 11,
    "discord": 10,
    "telegram": 10,
    "strava": 5,
    "flickr": 2,
    "substack": 2,
    "wordpress": 2,
    "bereal": 1,
    "bluesky": 1,
    "mastodon": 1,
}
"""Per cent of UK adults online who visit a further platform, as weights.

The first three and Bluesky: Ofcom, Online Nation 2024 (28 November 2024), which says YouTube 94 % and Reddit
48 %, 22.9 million, in May 2024; Threads 5.3 million in July; Bluesky 461,000 in September. The others are our
estimate.
"""
FURTHER_PLATFORMS = tuple(sorted(REACH))
MORE = 0.5
"""Share of those who hand something in who also hand in a further platform, where that is asked for."""
HOW_MANY = Weighted.of(((1, 0.2), (2, 0.45), (3, 0.35)))
PACKINGS = Weighted.of(
    (
        (Packing.ZIP, 0.55),
        (Packing.PARTS, 0.15),
        (Packing.WRAPPED, 0.1),
        (Packing.FOLDER, 0.1),
        (Packing.LOOSE, 0.1),
    )
)
BUNDLED = 0.06
"""Share of staff who put several exports into one ZIP of their own."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What one member of staff hands in; no layouts: nothing."""

    layouts: tuple[Layout, ...] = ()
    packings: tuple[Packing, ...] = ()
    bundled: bool = False


def draw_submissions(seed: int, staff: int) -> tuple[Submission, ...]:
    """One submission a member of staff, in the order of the staff list."""
    rng = stream(seed, "submissions")
    order = rng.sample(range(staff), staff)
    nothing = round(staff * NOTHING)
    only_x = max(round(staff * ONLY_X), 1 if staff >= 8 else 0)
    platforms = cycle(DECK)
    by_platform = {platform: cycle(_of(platform)) for platform in DECK}
    found = [Submission()] * staff
    for place, position in enumerate(order):
        if place < nothing:
            continue
        wanted = ["x"] if place < nothing + only_x else _deal(rng, platforms)
        found[position] = _submission(rng, tuple(next(by_platform[platform]) for platform in wanted))
    return tuple(found)


def with_further(seed: int, submissions: Sequence[Submission]) -> tuple[Submission, ...]:
    """The same submissions, half of them with one more export; what was drawn before stays as it is."""
    rng = stream(seed, "further submissions")
    drawn = Weighted.of(REACH.items())
    further = further_layouts().values()
    by_platform = {name: cycle([one for one in further if one.platform == name]) for name in REACH}
    return tuple(
        _and_one(rng, one, next(by_platform[drawn.draw(rng)]))
        if one.layouts and not one.bundled and rng.random() < MORE
        else one
        for one in submissions
    )


def _and_one(rng: Random, submission: Submission, layout: Layout) -> Submission:
    layouts, packings = (*submission.layouts, layout), (*submission.packings, _packing(rng, layout))
    return replace(submission, layouts=layouts, packings=packings)


def _of(platform: str) -> tuple[Layout, ...]:
    return tuple(layout for layout in usual_layouts().values() if layout.platform == platform)


def _deal(rng: Random, platforms: Iterator[str]) -> list[str]:
    wanted = HOW_MANY.draw(rng)
    hand: list[str] = []
    while len(hand) < wanted:
        platform = next(platforms)
        if platform not in hand:
            hand.append(platform)
    return hand


def _submission(rng: Random, chosen: tuple[Layout, ...]) -> Submission:
    packings = tuple(_packing(rng, layout) for layout in chosen)
    zipped = len(chosen) > 1 and all(layout.zipped for layout in chosen)
    return Submission(chosen, packings, bundled=zipped and rng.random() < BUNDLED)


def _packing(rng: Random, layout: Layout) -> Packing:
    packing = PACKINGS.draw(rng)
    if packing is Packing.LOOSE and not layout.loose:
        return Packing.ZIP
    return packing
