"""Hostile display names in lists that are otherwise as they should be: each is read, and kept."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.connectors.exports_by_hand import FRIENDS
from tests.hostile.corpus import Draft, Outcome, hostile
from tests.hostile.made_exports import CONNECTIONS, FRIENDS_PAGE, HEADER, SNAPCHAT, TIKTOK, stored


def _named(draft: Draft, names: Sequence[str]) -> Path:
    """A list of each kind by turns, with this variant's name in it."""
    name = draft.one_of(names).replace("{}", draft.canary)
    match draft.variant % 4:
        case 0:
            return stored(
                draft, {FRIENDS: json.dumps({"friends_v2": [{"name": name, "timestamp": 1}]}).encode()}
            )
        case 1:
            friend = {"Username": name, "Display Name": name, "Creation Timestamp": ""}
            return stored(draft, {SNAPCHAT: json.dumps({"Friends": [friend]}, ensure_ascii=False).encode()})
        case 2:
            fans = {"FansList": [{"Date": "2025-03-01 08:15:00", "UserName": name}]}
            return stored(draft, {TIKTOK: json.dumps({"Your Activity": {"Follower": fans}}).encode()})
    cell = name.replace('"', '""')
    return stored(draft, {CONNECTIONS: f'{HEADER}\n"{cell}",Okafor,,,,,27 Jun 2026\n'.encode()})


@hostile(12, Outcome.READ)
def names_that_are_formulas(draft: Draft) -> Path:
    """A name that a spreadsheet would run."""
    return _named(
        draft,
        [
            "={}()",
            "+{}",
            "-{}",
            "@{}x",
            "=cmd|' /C calc'!{}",
            "\t={}",
            "\r={}",
            "\n={}",
            '=HYPERLINK("http://{}")',
            "\uff1d{}",
            " ={}",
            ";={}",
        ],
    )


@hostile(12, Outcome.READ)
def names_that_steer_a_terminal(draft: Draft) -> Path:
    """A name that clears a screen, sets a title, writes a link, rings, or goes back over what was written."""
    return _named(
        draft,
        [
            "\x1b[2J{}",
            "\x1b]0;{}\x07",
            "\x1b]8;;http://{}\x07x",
            "{}\x08\x08\x08",
            "{}\x7f",
            "\x9b31m{}",
            "{}\r\n",
            "\x07{}",
            "{}\x00x",
            "\x1bc{}",
            "\x0e{}",
            "{}\x85x",
        ],
    )


@hostile(12, Outcome.READ)
def names_that_turn_the_reading_round(draft: Draft) -> Path:
    """A name with bidirectional overrides and isolates, that would reorder the text around it."""
    return _named(
        draft,
        [
            "\u202e{}",
            "\u202d{}",
            "\u2067{}",
            "{}\u202c",
            "\u2066{}\u2069",
            "\u200f{}",
            "\u061c{}",
            "\u202a" * 500 + "{}",
            "\u05d0{}\u05d1",
            "\u0645{}\u0645",
            "\u2068{}",
            "a\u202eb{}\u202cc",
        ],
    )


@hostile(12, Outcome.READ)
def names_that_cannot_be_seen(draft: Draft) -> Path:
    """A name of joiners, fillers, blanks of odd widths, tags and selectors, or hidden among them."""
    return _named(
        draft,
        [
            "\u200b{}",
            "{}\u200d" * 20,
            "\ufeff{}",
            "\u3164{}",
            "\u2800{}",
            "\U000e0061{}",
            "{}\ufe0f",
            "\u00ad{}\u00ad",
            "\u180e{}",
            "\u2060{}",
            "\u115f{}",
            "\xa0{}\xa0",
        ],
    )


@hostile(16, Outcome.READ)
def names_that_are_markup(draft: Draft) -> Path:
    """A name that is code to what prints reports: HTML, typst, Markdown, templates, SQL, paths."""
    return _named(
        draft,
        [
            "<script>{}</script>",
            "<img src=x onerror={}>",
            '#eval("{}")',
            '#read("/etc/{}")',
            "${7*7}{}",
            "{}{{7*7}}",
            "%s%n{}",
            "{}'; DROP TABLE",
            "[{}](javascript:x)",
            "`{}`",
            "$ {} $",
            "\\{}",
            "&lt;{}",
            "../{}",
            "{}\0.pdf",
            "@{}#label",
        ],
    )


@hostile(8, Outcome.READ)
def names_piled_high(draft: Draft) -> Path:
    """A name of combining marks by the thousand, or of a letter that normalising makes eighteen."""
    return _named(
        draft,
        [
            "{}" + "\u0301" * 5_000,
            "{}" + "\ufdfa" * 5_000,
            "\u0300" * 100 + "{}",
            "{}" + "\u0489" * 1_000,
            "{}\u1160" * 300,
            "{}" + "\u0f73" * 2_000,
            "\U0001f468\u200d" * 500 + "{}",
            "{}" + "\u0337" * 999,
        ],
    )


@hostile(8, Outcome.READ)
def names_without_end(draft: Draft) -> Path:
    """A name of a thousand to a million characters."""
    return _named(
        draft,
        [
            "{}" + "a" * 999,
            "{}" + "a" * 10**5,
            "{} " * 50_000,
            "{}" + "\U0001f476" * 50_000,
            "{}" + "\u4e2d" * 10**5,
            "{}\n" * 10_000,
            "{}" + "ab" * 10**5,
            "{}-" * 10_000,
        ],
    )


@hostile(8, Outcome.READ)
def names_of_other_letters(draft: Draft) -> Path:
    """A name in letters that look like others: mathematical, squared, full-width, of another script."""
    return _named(
        draft,
        [
            "\U0001d4d9{}",
            "\U0001f179{}",
            "\uff21{}",
            "\u0410{}",
            "\u0131{}\u0130",
            "\ufb01{}",
            "\u24b6{}",
            "\u1d00{}",
        ],
    )


@hostile(6)
def names_in_pages(draft: Draft) -> Path:
    """A name in a page that would close its element, open another, or is no character at all."""
    names = ["</div></div>{}", "<div class='_a6-g'>{}", "&#0;{}", "<!--{}", "{}<plaintext>", "<textarea>{}"]
    block = f'<div class="_a6-g"><div class="_a6-h">{draft.one_of(names).format(draft.canary)}</div></div>'
    page = f'<html><head></head><body><div role="main">{block}</div></body></html>'
    return stored(draft, {FRIENDS_PAGE: page.encode()})
