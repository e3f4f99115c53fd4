"""Hostile and broken pages: Facebook's, Instagram's and Snapchat's lists as HTML."""

from pathlib import Path

from tests.hostile.corpus import Draft, Outcome, hostile
from tests.hostile.made_exports import FOLLOWERS_PAGE, FRIENDS_PAGE, SNAPCHAT_PAGE, stored

_HEAD = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /></head><body>'
_END = "</div></body></html>"


def _block(name: str) -> str:
    return (
        f'<div class="_a6-g"><div class="_2ph_ _a6-h _a6-i">{name}</div>'
        '<div class="_a72d">Feb 22, 2024 8:10:40pm</div></div>'
    )


def _page(draft: Draft, inside: str | bytes, *, path: str = FRIENDS_PAGE, head: str = _HEAD) -> Path:
    content = inside.encode("utf-8", "surrogatepass") if isinstance(inside, str) else inside
    return stored(draft, {path: f'{head}<div role="main">'.encode() + content + _END.encode()})


@hostile(10)
def pages_nested_deep(draft: Draft) -> Path:
    """Elements in elements, from under what the parser stands to a hundred thousand, list in the middle."""
    deep = draft.one_of([100, 240, 300, 5_000, 100_000])
    tag = draft.one_of(["div", "section", "table", "b", "ul", "a", "span", "font", "i", "p"])
    return _page(draft, f"<{tag}>" * deep + _block(draft.canary) + f"</{tag}>" * deep)


@hostile(8)
def attribute_bombs(draft: Draft) -> Path:
    """Attributes of megabytes, by the hundred thousand, without end, or classes by the million."""
    name = draft.canary
    bombs = [
        f'<div title="{name * 500_000}">',
        f'<div class="{"_a6-g " * 10**6}">',
        f"<div {' '.join(f'{name}{number}=x' for number in range(50_000))}>",
        f'<div title="{name}',
        f'<a href="{"x" * 9_000_000}">',
        f'<div class="_a6-g" {"class=_a6-h " * 50_000}>',
        '<div a="' * 50_000,
        f'<p id="{"&quot;" * 10**6}">',
    ]
    return _page(draft, draft.one_of(bombs) + _block(name))


@hostile(10)
def entity_floods(draft: Draft) -> Path:
    """Entities by the million, that are defined by one another, that name files, or are no characters."""
    laughs = "".join(f'<!ENTITY l{each} "{f"&l{each - 1};" * 10}">' for each in range(1, 12))
    floods = [
        "&amp;" * 10**6,
        "&#x110000;",
        "&#0;&#xD800;&#xFFFE;",
        "&" * 10**6,
        "&lol;" * 10**5,
        "&#" + "9" * 10**6 + ";",
    ]
    if draft.variant < 6:
        return _page(draft, _block(draft.canary + draft.one_of(floods)))
    types = [
        f'<!DOCTYPE x [<!ENTITY l0 "{draft.canary}">{laughs}]>',
        '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]>',
    ]
    return _page(draft, _block(f"{draft.canary}&l9;&x;"), head=types[draft.variant - 6] + _HEAD)


@hostile(8, Outcome.HELD, people=3)
def tags_never_closed(draft: Draft) -> Path:
    """Tags that are opened thousands of times and never closed, closed unopened, or cut in two."""
    name = draft.canary
    tags = [
        "<div>" * 200,
        "<p>" * 10**5,
        "<li>" * 10**5,
        "</div>" * 10**6,
        "<a>" * 5_000,
        "<" * 10**6,
        "<tr><td>" * 5_000,
        "<option>" * 10**5,
    ]
    return _page(draft, draft.one_of(tags) + _block(name) * 3)


@hostile(4)
def blocks_side_by_side(draft: Draft) -> Path:
    """People by the hundred thousand on one page, empty blocks, blocks of nothing but a date."""
    name = draft.canary
    blocks = [
        _block(name),
        '<div class="_a6-g"></div>',
        '<p class="_a6-g"><i class="_a72d">7月 01, 2026</i></p>',
        '<b class="_a6-g">',
    ]
    return _page(draft, draft.one_of(blocks) * draft.one_of([2_000, 200_000, 100_000, 200]))


@hostile(6)
def blocks_inside_blocks(draft: Draft) -> Path:
    """Blocks in blocks, which only the outermost of counts, up to the depth the parser stands."""
    opening, deep = (
        draft.one_of(['<div class="_a6-g">', '<section class="_a6-g">']),
        draft.one_of([5, 100, 235]),
    )
    closing = "</div>" if "div" in opening else "</section>"
    return _page(draft, (opening * deep + _block(draft.canary) + closing * deep) * 50)


@hostile(6, Outcome.HELD, people=1)
def scripts_and_styles(draft: Draft) -> Path:
    """Script, style, comments and hidden pages by the megabyte, some never closed, some in a name."""
    name = draft.canary
    floods = [
        "<script>alert(1)</script>" * 50_000,
        "<style>" + "a{}" * 10**6 + "</style>",
        "<!--" + "-" * 10**6 + "-->",
        f"<script>{name}",
        f"<!-- {name}",
        "<iframe src='http://127.0.0.1:9/'>",
    ]
    return _page(draft, draft.one_of(floods) + _block(f"{name}<script>alert(1)</script>"))


@hostile(12)
def wrong_charsets(draft: Draft) -> Path:
    """A page that says one encoding and is written in another, or in none."""
    told = [
        "utf-16",
        "utf-7",
        "iso-8859-1",
        "shift_jis",
        "ebcdic",
        "no-such",
        "",
        "utf-8\0",
        "x" * 10_000,
        "utf-32",
        "big5",
        "utf-8",
    ]
    head = _HEAD.replace("UTF-8", draft.one_of(told))
    return _page(
        draft, _block(draft.canary + "ë").encode(draft.one_of(["utf-8", "cp1252", "utf-16"])), head=head
    )


@hostile(16, Outcome.TOLD)
def truncated_pages(draft: Draft) -> Path:
    """A page that breaks off at every kind of place, so that people may be missing from it."""
    whole = f'{_HEAD}<div role="main">{_block(draft.canary) * 5}{_END}'.encode()
    return stored(draft, {FRIENDS_PAGE: whole[: 40 + (len(whole) - 50) * draft.variant // 16]})


@hostile(9)
def tables_in_pages(draft: Draft) -> Path:
    """Tables of a hundred thousand rows, in one another, without headings, with headings alone."""
    name = draft.canary
    row = f"<tr><td>{name}</td><td>{name}</td><td>2020-10-24 12:52:27 UTC</td></tr>"
    pages = [
        f"<h3>Friends</h3><table>{row * 3_000}</table>",
        f"<h3>Friends</h3>{'<table><tr><td>' * 70}{name}",
        f"<table>{row}</table>" * 5_000,
        "<h3>Friends</h3>" * 50_000,
        f"<h3>Friends</h3><table>{row}</table>" * 5_000,
        f"<h3>Friends</h3><table>{row * 60_000}</table>",
        f"<h3>Friends</h3><table><tr>{f'<td>{name}</td>' * 100_000}</tr></table>",
        "<h3>Friends</h3><table><tr><td colspan=1000000000 rowspan=1000000000>x</td></tr></table>",
        f"<h3>{name}</h3><table>{row}</table>",
    ]
    return _page(draft, draft.one_of(pages), path=SNAPCHAT_PAGE)


@hostile(8)
def links_in_pages(draft: Draft) -> Path:
    """Instagram's blocks with links to nowhere, elsewhere, everywhere, or thousands in one block."""
    links = [
        "https://[",
        "javascript:alert(1)",
        f"https://instagram.com/_u/{draft.canary}",
        "",
        "x" * 10**6,
        "https://instagram.com/" + "a" * 5_000,
        "https://evil.example/",
        "https://instagram.com/%00",
    ]
    link = f'<a href="{draft.one_of(links)}">{draft.canary}</a>'
    times = 20_000 if len(link) < 300 else 5
    return _page(draft, f'<div class="_a6-g">{link * times}</div>', path=FOLLOWERS_PAGE)


@hostile(5)
def pages_of_noise(draft: Draft) -> Path:
    """No page at all under a page's name: noise, zeros, JSON, a picture, nothing."""
    written = [draft.chance.randbytes(5_000), bytes(5_000), b"[]", b"\x89PNG\r\n\x1a\n", b""]
    return stored(draft, {FRIENDS_PAGE: draft.one_of(written)})


@hostile(3)
def one_giant_page(draft: Draft) -> Path:
    """A page of tens of megabytes: one text, one name, many small elements."""
    inside = draft.one_of(["x" * 40_000_000, _block(draft.canary + "ë" * 9_000_000), "<br>" * 5_000_000])
    return _page(draft, inside)
