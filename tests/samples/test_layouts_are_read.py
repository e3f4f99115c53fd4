"""What the samples say of each layout, held against what the readers make of it: neither knows the other."""

from datetime import date
from pathlib import Path

import pytest

from samples.exports import x_posts
from samples.exports.layout import MARKER, Export, Layout
from samples.exports.layouts import SOMEBODY, Packing, Shows, layouts, write_export
from samples.exports.x import SHOWS, account_id
from schemas.extract import Extract
from schemas.words import Relation
from tests.connectors.shared_reader import read_exports
from tests.samples.three_people import PEOPLE

NO_LIST = {slug for slug, layout in layouts().items() if not layout.shows}
WITHOUT_OWN_PROFILE = {"substack", "wordpress", "google_contacts", "by_hand", "youtube", "strava"}
"""Platforms whose files say nothing, or nothing that is opened, of whose they are."""


def read(folder: Path, slug: str, packing: Packing = Packing.ZIP) -> Extract:
    paths = write_export(folder, slug, PEOPLE, packing=packing)
    reading = read_exports(sorted(paths))
    assert not reading.problems
    (found,) = (one for one in reading.extracts if one.platform == layouts()[slug].platform)
    return found


def listed(found: Extract, relation: Relation) -> set[tuple[str, str, str]]:
    return {
        (row["display_name"], row["handle"], row["email"])
        for row in found.accounts.to_pylist()
        if row["relation"] == relation
    }


def meant(layout: Layout, relation: Relation) -> set[tuple[str, str, str]]:
    shows = layout.shows[relation]
    if shows is Shows.NOTHING:
        return set()
    return {
        (
            one.display_name if Shows.NAME in shows else "",
            layout.handle(one.handle) if Shows.HANDLE in shows else "",
            one.email if Shows.EMAIL in shows else "",
        )
        for one in PEOPLE[relation]
    }


def packings(slug: str) -> list[Packing]:
    return [packing for packing in Packing if packing is not Packing.LOOSE or layouts()[slug].loose]


@pytest.mark.parametrize(
    ("slug", "packing"),
    [(slug, packing) for slug in layouts() if slug not in NO_LIST for packing in packings(slug)],
)
def test_everybody_a_layout_shows_is_read_and_nobody_else(
    slug: str, packing: Packing, tmp_path: Path
) -> None:
    found, layout = read(tmp_path, slug, packing), layouts()[slug]
    for relation in layout.shows:
        assert listed(found, relation) == meant(layout, relation)
    assert {row["relation"] for row in found.accounts.to_pylist()} <= set(layout.shows)


@pytest.mark.parametrize("slug", [slug for slug in layouts() if slug not in NO_LIST])
def test_every_entry_of_a_layout_is_counted_as_what_it_shows(slug: str, tmp_path: Path) -> None:
    found = read(tmp_path, slug)
    for relation, shows in layouts()[slug].shows.items():
        counts = [one for one in found.lists if one.relation == relation]
        assert sum(one.entries for one in counts) == 3
        assert sum(one.not_comparable for one in counts) == (3 if shows is Shows.NOTHING else 0)
        assert not any(one.unreadable for one in counts)


@pytest.mark.parametrize("slug", layouts())
def test_no_text_from_a_file_that_must_stay_closed_is_kept(slug: str, tmp_path: Path) -> None:
    reading = read_exports(sorted(write_export(tmp_path, slug, PEOPLE)))
    kept = [(repr(one), one.accounts.to_pylist()) for one in reading.extracts]
    assert MARKER.lower() not in repr((kept, reading.problems)).lower()


@pytest.mark.parametrize("slug", [slug for slug, layout in layouts().items() if layout.zipped])
def test_the_owner_is_known_where_the_platform_says_who_it_is(slug: str, tmp_path: Path) -> None:
    layout = layouts()[slug]
    if slug in NO_LIST or layout.platform in WITHOUT_OWN_PROFILE:
        return
    found = read(tmp_path, slug)
    assert found.owner.handle in {"", layout.handle(SOMEBODY.handle)}


@pytest.mark.parametrize("slug", NO_LIST)
def test_an_archive_without_any_list_is_not_taken_for_one_with_nobody(slug: str, tmp_path: Path) -> None:
    reading = read_exports(sorted(write_export(tmp_path, slug, PEOPLE)))
    assert not reading.extracts
    assert [problem.error.code for problem in reading.problems] == ["export-without-people"]


@pytest.mark.parametrize("slug", [layout.slug for layout in x_posts.LAYOUTS])
def test_posts_name_those_whom_they_mention_when_the_person_gave_their_word(
    slug: str, tmp_path: Path
) -> None:
    paths = write_export(tmp_path, slug, PEOPLE)
    (found,) = read_exports(sorted(paths), ("x",)).extracts
    shown = x_posts.shown_in_posts(Export(SOMEBODY, PEOPLE, date(2026, 11, 16)))
    rows = {(row["display_name"], row["handle"]) for row in found.accounts.to_pylist()}
    assert rows == {
        (one.display_name if Shows.NAME in shows else "", one.handle) for one, shows in shown.values()
    }
    unnamed = [one for relation in SHOWS for one in PEOPLE[relation] if account_id(one) not in shown]
    assert sum(one.not_comparable for one in found.lists) == len(unnamed) > 0
