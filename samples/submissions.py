"""Who hands in what: about one in ten nothing, a few only X, the rest one to three platforms each."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from random import Random

from samples.chance import Weighted, stream
from samples.exports.archive import Packing
from samples.exports.layout import Layout
from samples.exports.layouts import layouts

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


def _of(platform: str) -> tuple[Layout, ...]:
    return tuple(layout for layout in layouts().values() if layout.platform == platform)


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
