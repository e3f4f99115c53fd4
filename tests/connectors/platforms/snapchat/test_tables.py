"""A page's tables belong to the heading above them, and to none that came before it."""

from connectors.contents import page_of
from connectors.platforms.snapchat import _sections_of_page

ROW = "<tr><td>{}</td><td></td><td></td><td></td><td></td></tr>"


def handles(page: str) -> list[str]:
    sections = _sections_of_page(page_of(page.encode(), ""))
    return [getattr(entry, "handle", "") for section in sections for entry in section.entries]


def test_a_heading_holds_for_every_table_until_the_next_heading():
    tables = "".join(f"<table>{ROW.format(name)}</table>" for name in ("wren", "hollis"))
    assert handles(f"<h3>Friends</h3>{tables}<h3>Blocked Users</h3>{tables}") == ["wren", "hollis"]


def test_a_row_of_another_width_is_nobody():
    assert handles("<h3>Friends</h3><table><tr><td>Book club</td><td>2020</td></tr></table>") == [""]
