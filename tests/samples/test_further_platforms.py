"""The platforms that fewer people are on: how their files look, and who hands them in."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import cbor2
import pytest

from samples.exports.layouts import Contact, Shows, further_layouts, layouts, write_export
from samples.school import write_school
from samples.submissions import FURTHER_PLATFORMS, draw_submissions, with_further
from schemas.words import Relation
from tests.samples.handed_in import members
from tests.samples.three_people import PEOPLE

Table = Callable[[Path], list[dict[str, str]]]


def export(folder: Path, slug: str) -> dict[str, bytes]:
    write_export(folder, slug, PEOPLE)
    return dict(members(folder))


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("slug", "path"),
    [
        ("youtube-2021-csv", "YouTube and YouTube Music/subscriptions/subscriptions.csv"),
        ("youtube-2021-csv-german", "YouTube und YouTube Music/Abos/Abos.csv"),
        ("youtube-2021-csv-spanish", "YouTube y YouTube Music/suscripciones/suscripciones.csv"),
        ("youtube-2021-csv-french", "YouTube et YouTube Music/abonnements/abonnements.csv"),
        ("youtube-2021-csv-dutch", "YouTube en YouTube Music/abonnementen/abonnementen.csv"),
    ],
)
def test_youtube_translates_everything_but_the_order_of_the_columns(
    slug: str, path: str, tmp_path: Path
) -> None:
    header, *channels = rows(export(tmp_path, slug)[f"Takeout/{path}"])
    assert len(header) == 3
    for channel, url, title in channels:
        assert channel.startswith("UC")
        assert len(channel) == 24
        assert url == f"http://www.youtube.com/channel/{channel}"
        assert title.startswith("Zoë")


def test_youtube_has_a_channel_of_ones_own_that_looks_like_a_subscription(tmp_path: Path) -> None:
    files = export(tmp_path, "youtube-2021-csv")
    (own,) = rows(files["Takeout/YouTube and YouTube Music/channels/channel.csv"])[1:]
    assert own[0].startswith("UC")
    assert len(own) == 3


def test_threads_and_instagram_have_files_of_the_same_names_in_one_archive(tmp_path: Path) -> None:
    files = export(tmp_path, "threads-2025-json-beside-instagram")
    assert "your_instagram_activity/threads/following.json" in files
    assert "connections/followers_and_following/following.json" in files


def test_telegram_writes_the_contacts_before_the_chats(tmp_path: Path) -> None:
    keys = list(json.loads(export(tmp_path, "telegram-2022-json")["result.json"]))
    assert keys.index("contacts") < keys.index("frequent_contacts") < keys.index("chats")


def test_telegram_leaves_a_contact_without_name_and_number_a_date_alone(tmp_path: Path) -> None:
    many = [Contact("Moss", f"Tea{number}", f"moss.{number}", 1_600_000_000) for number in range(120)]
    write_export(tmp_path, "telegram-2022-json", {Relation.CONTACT: many})
    contacts = json.loads(dict(members(tmp_path))["result.json"])["contacts"]["list"]
    assert sum(set(one) == {"date", "date_unixtime"} for one in contacts) == 2


def test_bluesky_gives_a_cursor_until_the_last_page(tmp_path: Path) -> None:
    many = [Contact("Moss", f"Tea{number}", f"moss.{number}", 1_700_000_000) for number in range(230)]
    write_export(tmp_path, "bluesky-2024-api", {Relation.FOLLOWER: many})
    files = dict(members(tmp_path))
    pages = [json.loads(files[f"app.bsky.graph.getFollowers{number}.json"]) for number in ("", "(1)", "(2)")]
    assert [len(page["followers"]) for page in pages] == [100, 100, 30]
    assert ["cursor" in page for page in pages] == [True, True, False]


def test_a_repository_is_a_tree_whose_every_link_leads_to_a_block(tmp_path: Path) -> None:
    many = [Contact("", "", f"moss.{number}", 1_700_000_000) for number in range(300)]
    write_export(tmp_path, "bluesky-2024-repository", {Relation.FOLLOWING: many})
    header, blocks = car_blocks(dict(members(tmp_path))["repo.car"])
    commit = cbor2.loads(blocks[link(header["roots"][0])])
    assert set(commit) == {"did", "version", "data", "rev", "prev", "sig"}
    keys = tree_keys(blocks, commit["data"])
    assert keys == sorted(keys)
    assert sum(key.startswith("app.bsky.graph.follow/") for key in keys) == 300


def car_blocks(content: bytes) -> tuple[dict[str, list[cbor2.CBORTag]], dict[bytes, bytes]]:
    parts, place = [], 0
    while place < len(content):
        length = shift = 0
        while True:
            byte = content[place]
            place += 1
            length |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        parts.append(content[place : place + length])
        place += length
    return cbor2.loads(parts[0]), {part[:36]: part[36:] for part in parts[1:]}


def link(tag: cbor2.CBORTag) -> bytes:
    assert tag.tag == 42
    return bytes(tag.value[1:])


def tree_keys(blocks: dict[bytes, bytes], tag: cbor2.CBORTag | None) -> list[str]:
    if tag is None:
        return []
    node = cbor2.loads(blocks[link(tag)])
    found, last = tree_keys(blocks, node["l"]), b""
    for entry in node["e"]:
        last = last[: entry["p"]] + entry["k"]
        assert blocks[link(entry["v"])]
        found += [last.decode(), *tree_keys(blocks, entry["t"])]
    return found


def test_everybody_in_my_contacts_is_in_all_contacts_too(tmp_path: Path) -> None:
    files = export(tmp_path, "google-contacts-2023-csv")
    mine, every = (
        rows(files[f"Takeout/Contacts/{group}/{group}.csv"]) for group in ("My Contacts", "All Contacts")
    )
    assert len(mine) == 3
    assert len(every) == 4
    assert all(row in every for row in mine)


def test_a_folded_vcard_line_is_never_broken_within_a_letter(tmp_path: Path) -> None:
    long = [Contact("Zoë" * 20, "Łucjan" * 12, "zoe", 1_600_000_000, "zoe@example.org")]
    write_export(tmp_path, "google-contacts-2015-vcard-downloaded", {Relation.CONTACT: long})
    content = dict(members(tmp_path))["contacts.vcf"]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert f"FN:{'Zoë' * 20} {'Łucjan' * 12}".encode() in content.replace(b"\r\n ", b"")


def test_one_in_two_hands_in_one_platform_more_and_the_rest_is_as_it_was() -> None:
    before = draw_submissions(1, 400)
    after = with_further(1, before)
    more = [one.layouts[-1] for one, other in zip(after, before, strict=True) if one != other]
    assert all(
        one.layouts[: len(other.layouts)] == other.layouts for one, other in zip(after, before, strict=True)
    )
    assert 150 < len(more) < 210
    counts = Counter(layout.platform for layout in more)
    assert set(counts) <= set(FURTHER_PLATFORMS)
    assert [platform for platform, _ in counts.most_common(2)] == ["youtube", "reddit"]


def test_in_a_very_big_school_somebody_is_on_every_further_platform() -> None:
    after = with_further(2, draw_submissions(2, 4_000))
    handed_in = {layout.platform for one in after for layout in one.layouts}
    assert set(FURTHER_PLATFORMS) <= handed_in


def test_a_school_with_further_platforms_plants_on_those_that_show_names(
    tmp_path: Path, table: Table
) -> None:
    write_school(tmp_path, pupils=200, staff=120, contacts=6, seed=4, further=True)
    planted = table(tmp_path / "truth.csv")
    platforms = {row["platform"] for row in planted}
    assert "threads" in platforms
    assert not platforms & {"x", "strava", "youtube", "telegram", "substack"}
    assert all(row["layout"] in layouts() for row in planted)


def test_a_further_layout_that_shows_nothing_says_so() -> None:
    nothing = {slug for slug, layout in further_layouts().items() if Shows.NOTHING in layout.shows.values()}
    assert {slug.split("-")[0] for slug in nothing} == {"strava", "bluesky", "x"}
