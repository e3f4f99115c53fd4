"""What can be checked where: every medium has a row, rows say whole sentences, the page is up to date."""

import re

import pytest

from connectors.coverage import Medium
from connectors.coverage_table import PAGE, Row, page, rows, rows_for
from connectors.platforms import platforms

ROWS = [pytest.param(row, id=row.title) for row in rows()]


def test_the_page_says_what_the_connectors_say():
    """Written anew by `python -m connectors.coverage_table`."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("medium", Medium)
def test_every_medium_has_a_row(medium: Medium):
    assert rows_for(medium)


def test_every_platform_has_a_row_of_its_own():
    titles = [row.title for row in rows()]
    assert len(titles) == len({title.casefold() for title in titles})
    assert {platform.TITLE for platform in platforms().values()} <= set(titles)


def test_every_row_stands_in_one_table_with_four_cells():
    lines = [line for line in page().splitlines() if line.startswith("| **")]
    assert len(lines) == len(rows())
    assert all(len(re.split(r"(?<!\\) \| ", line)) == 4 for line in lines)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_says_whole_sentences(row: Row):
    what = row.coverage
    assert what.media
    for text in (what.checked, what.unchecked, what.instead):
        assert text == " ".join(text.split())
        assert text[0].isupper()
        assert text.endswith(".")
        assert "\n" not in text


@pytest.mark.parametrize("row", ROWS)
def test_what_is_not_confirmed_is_marked(row: Row):
    assert ("(unconfirmed)" in row.cells[0]) == (not row.coverage.confirmed)
