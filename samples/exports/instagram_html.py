"""Instagram, HTML: what most people are sent, since the site offers it by default."""

from collections.abc import Callable, Iterator
from datetime import date

from samples.exports.instagram import FOLLOWS, NEW, OPTIONAL, Members, archive, neighbours
from samples.exports.layout import Contact, Export, Layout, Member, Shows
from samples.exports.meta_html import day_and_time, page, text
from samples.exports.meta_json import numbered
from schemas.words import Relation

R = Relation
MINUTES = "{month} {day:02d}, {year} {hour}:{minute:02d} {half}"
OUTER = '<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">'


def _linked(contact: Contact, when: str) -> str:
    link = f"https://www.instagram.com/{contact.handle}"
    anchor = f'<a target="_blank" href="{link}">{text(contact.handle)}</a>'
    return f'{OUTER}<div class="_a6-p"><div><div>{anchor}</div><div>{when}</div></div></div></div>'


def _headed(contact: Contact, when: str) -> str:
    link = f"https://www.instagram.com/_u/{contact.handle}"
    head = f'<h2 class="_3-95 _2pim _a6-h _a6-i">{text(contact.handle)}</h2>'
    anchor = f'<a target="_blank" href="{link}">{link}</a>'
    return f'{OUTER}{head}<div class="_a6-p"><div><div>{anchor}</div><div>{when}</div></div></div></div>'


def _tabled(contact: Contact, when: str) -> str:
    cells = {"Name": contact.display_name, "Username": contact.handle}
    table = "".join(
        f'<tr><td class="_2pin _a6_q">{label}</td><td class="_2pin _2piu _a6_r">{text(value)}</td></tr>'
        for label, value in cells.items()
        if value
    )
    inner = f'<div class="_3-95 _a6-g"><table style="table-layout: fixed;">{table}</table></div>'
    return f'{OUTER}<div class="_a6-p">{inner}</div><div class="_3-94 _a6-o">{when}</div></div>'


Block = Callable[[Contact, str], str]


def _html(
    following: Block, optional: Block | None = None, *, language: str = "en", main: str = "div"
) -> Members:
    def members(export: Export) -> Iterator[Member]:
        foot = (
            f'<footer><time datetime="{export.made}T12:11Z">{export.made} 12:11\u202fPM</time></footer>'
            if optional
            else ""
        )

        def listing(path: str, title: str, people: list[Contact], block: Block) -> Member:
            blocks = (block(one, day_and_time(one.when, MINUTES, language)) for one in people)
            return Member(f"{NEW}/{path}.html", page(title, blocks, main=main, foot=foot))

        for number, some in numbered(list(export.list_of(R.FOLLOWER)), 60):
            yield listing(f"followers_{number}", "Followers", some, _linked)
        yield listing("following", "Following", list(export.list_of(R.FOLLOWING)), following)
        for relation, (name, _) in OPTIONAL.items():
            if people := list(export.list_of(relation)):
                yield listing(name, name.replace("_", " ").capitalize(), people, optional or _linked)
        yield from neighbours(NEW, export, "html")

    return members


def _layout(slug: str, members: Members, until: date | None = None, *, named: bool = False) -> Layout:
    optional = Shows.BOTH if named else Shows.HANDLE
    shows = dict.fromkeys(FOLLOWS, Shows.HANDLE) | dict.fromkeys(OPTIONAL, optional)
    return Layout(f"instagram-{slug}", "instagram", "V", shows, members, archive, until, parts=True)


LAYOUTS = (
    _layout("2026-html", _html(_headed, _tabled, main="main"), named=True),
    _layout("2023-html", _html(_linked), date(2025, 4, 30)),
    _layout("2025-html-italian", _html(_headed, language="it", main="main"), date(2026, 5, 31)),
)
