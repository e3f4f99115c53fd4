import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from samples.exports.layouts import Contact, Packing, Shows, layouts, usual_layouts, write_export
from samples.school import draw_school
from samples.submissions import draw_submissions
from schemas.words import Relation
from tests.samples.handed_in import members
from tests.samples.three_people import PEOPLE


def export(folder: Path, slug: str, packing: Packing = Packing.ZIP) -> dict[str, bytes]:
    write_export(folder, slug, PEOPLE, packing=packing)
    return dict(members(folder))


def jsons(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from jsons(item)
        case dict():
            for key, item in value.items():
                yield key
                yield from jsons(item)


@pytest.mark.parametrize("slug", layouts())
@pytest.mark.parametrize("packing", Packing)
def test_every_layout_is_written_in_every_packing(slug: str, packing: Packing, tmp_path: Path) -> None:
    paths = write_export(tmp_path / "first", slug, PEOPLE, packing=packing)
    write_export(tmp_path / "second", slug, PEOPLE, packing=packing)
    assert all(path.exists() for path in paths)
    assert list(members(tmp_path / "first")) == list(members(tmp_path / "second"))


@pytest.mark.parametrize("slug", layouts())
def test_a_layout_shows_everybody_it_says_it_shows(slug: str, tmp_path: Path) -> None:
    whole = b"\n".join(export(tmp_path, slug).values())
    layout = layouts()[slug]
    for relation, shows in layout.shows.items():
        for contact in PEOPLE[relation]:
            surname = contact.surname.removeprefix("Łucjan-").encode()
            assert Shows.NAME not in shows or surname in whole
            assert Shows.HANDLE not in shows or layout.handle(contact.handle).encode() in whole
            assert Shows.EMAIL not in shows or contact.email.encode() in whole


@pytest.mark.parametrize("slug", [slug for slug, layout in layouts().items() if layout.zipped])
def test_every_archive_holds_neighbours_that_nobody_may_read(slug: str, tmp_path: Path) -> None:
    assert any(b"DO-NOT-READ" in content for content in export(tmp_path, slug).values())


@pytest.mark.parametrize(
    "slug", [slug for slug in layouts() if slug.startswith(("facebook", "instagram", "threads"))]
)
def test_meta_json_is_ascii_with_an_escape_for_every_byte(slug: str, tmp_path: Path) -> None:
    for path, content in export(tmp_path, slug).items():
        if path.endswith(".json") and b"DO-NOT-READ" not in content:
            assert content.isascii()
            assert not content.endswith(b"\n")
            assert all(max(text, default="") <= "\xff" for text in jsons(json.loads(content)))
            assert re.search(rb"^  ", content, re.MULTILINE) or len(content) < 5


def test_facebook_writes_a_name_as_mojibake_and_followers_without_a_date(tmp_path: Path) -> None:
    files = export(tmp_path, "facebook-2023-json")
    assert rb"Zo\u00c3\u00ab" in files["connections/friends/your_friends.json"]
    followers = json.loads(files["connections/followers/people_who_followed_you.json"])
    assert {tuple(one) for one in followers["followers_v3"]} == {("name",)}
    friends = json.loads(files["connections/friends/your_friends.json"])
    assert {tuple(one) for one in friends["friends_v2"]} == {("name", "timestamp")}
    assert "connections/followers/who_you've_followed.json" in files


@pytest.mark.parametrize(
    ("slug", "person", "name"),
    [
        ("facebook-2018-html", "uiBoxWhite", "_2lel"),
        ("facebook-2022-html", "_a6-g", "_a6-h"),
        ("facebook-2024-html", "_a6-g", "_a6-h"),
    ],
)
def test_meta_html_is_one_line_with_a_block_a_person(
    slug: str, person: str, name: str, tmp_path: Path
) -> None:
    files = export(tmp_path, slug)
    (page,) = (
        content for path, content in files.items() if path.endswith(("/friends.html", "/your_friends.html"))
    )
    assert b"\n" not in page
    assert "Zoë".encode() in page
    main = html.fromstring(page.decode("utf-8")).xpath('//*[@role="main"]')[0]
    blocks = main.xpath(f'.//*[contains(@class, "{person}")]')
    assert len(blocks) == 3
    assert all(len(block.xpath(f'.//*[contains(@class, "{name}")]')) == 1 for block in blocks)


@pytest.mark.parametrize(
    ("slug", "date"),
    [
        ("facebook-2022-html", r"Jul 14, 2017 2:40:0\dam"),
        ("facebook-2024-html", r"Jul 14, 2017 2:40:0\d am"),
        ("facebook-2022-html-spanish", r"jul 14, 2017 2:40:0\dam"),
        ("facebook-2024-html-japanese", r"7月 14, 2017 2:40:0\d AM"),
        ("instagram-2025-html-italian", r"lug 14, 2017 2:40 am"),
    ],
)
def test_meta_html_dates_have_translated_months_and_no_zone(slug: str, date: str, tmp_path: Path) -> None:
    assert re.search(
        date, "".join(content.decode("utf-8", "ignore") for content in export(tmp_path, slug).values())
    )


def test_instagram_has_three_shapes_of_record(tmp_path: Path) -> None:
    files = export(tmp_path, "instagram-2026-json")
    folder = "connections/followers_and_following"
    followers = json.loads(files[f"{folder}/followers_1.json"])
    assert followers[0]["string_list_data"][0]["value"].startswith("zoe.")
    assert followers[0]["title"] == ""
    following = json.loads(files[f"{folder}/following.json"])["relationships_following"]
    assert "value" not in following[0]["string_list_data"][0]
    assert following[0]["title"].startswith("zoe.")
    requests = json.loads(files[f"{folder}/follow_requests_you've_received.json"])
    assert [label["label"] for label in requests[0]["label_values"]][-2:] == ["Name", "Username"]


def test_instagram_writes_one_request_alone_as_a_bare_object(tmp_path: Path) -> None:
    one = {Relation.REQUEST_RECEIVED: PEOPLE[Relation.REQUEST_RECEIVED][:1]}
    write_export(tmp_path, "instagram-2026-json-german", one)
    files = dict(members(tmp_path))
    record = json.loads(files["connections/followers_and_following/follow_requests_you've_received.json"])
    assert isinstance(record, dict)
    assert record["label_values"][-1]["label"] == "Benutzername"


def test_instagram_splits_followers_into_numbered_files(tmp_path: Path) -> None:
    many = [Contact("", "", f"moss.{number}", 1_600_000_000) for number in range(700)]
    write_export(tmp_path, "instagram-2023-json", {Relation.FOLLOWER: many})
    paths = [
        path
        for path, _ in members(tmp_path)
        if "/followers_" in path.removeprefix("connections/followers_and_following")
    ]
    assert len(paths) == 12
    assert any(path.endswith("followers_10.json") for path in paths)


@pytest.mark.parametrize(
    ("slug", "notes", "date"),
    [
        ("linkedin-2018", False, "7/14/17, 2:40 AM"),
        ("linkedin-2020", False, "14 Jul 2017"),
        ("linkedin-2021", True, "14 Jul 2017"),
        ("linkedin-2023", True, "14 Jul 2017"),
        ("linkedin-2023-saved-by-excel", False, "14-Jul-17"),
    ],
)
def test_linkedin_has_notes_since_2021_and_no_last_newline(
    slug: str, notes: bool, date: str, tmp_path: Path
) -> None:
    raw = export(tmp_path, slug)["Connections.csv"]
    text = raw.decode("utf-8-sig")
    assert text.startswith("Notes:\n") == notes
    lines = list(csv.reader(io.StringIO(text)))
    (header,) = (line for line in lines if "First Name" in line and "Connected On" in line)
    assert ("URL" in header) == ("2023" in slug)
    assert lines[-1][-1] == date
    by_excel = "excel" in slug
    assert text.endswith("\n") == by_excel
    assert raw.startswith(b"\xef\xbb\xbf") == by_excel


def test_linkedin_hides_one_member_in_eighty(tmp_path: Path) -> None:
    many = [Contact("Moss", f"Tea{number}", f"moss-{number}", 1_600_000_000) for number in range(400)]
    write_export(tmp_path, "linkedin-2023", {Relation.FRIEND: many})
    text = dict(members(tmp_path))["Connections.csv"].decode()
    assert len(re.findall(r"^,,,,,,\d\d \w{3} \d{4}$", text, re.MULTILINE)) == 5


@pytest.mark.parametrize("slug", [slug for slug in layouts() if slug.startswith("x-")])
def test_x_gives_numbers_and_no_names(slug: str, tmp_path: Path) -> None:
    text = export(tmp_path, slug)["data/follower.js"].decode()
    name, records = text.split(" = ", 1)
    assert name == "window.YTD.follower.part0"
    found = [record["follower"] for record in json.loads(records)]
    assert all(int(one["accountId"]) > 2**53 for one in found)
    assert all(("userLink" in one) == (slug != "x-2019") for one in found)
    assert ("{" in text.splitlines()[0]) == (slug == "x-2019")
    assert "zoe" not in text


def test_the_manifest_of_x_counts_every_part(tmp_path: Path) -> None:
    many = [Contact("", "", f"moss.{number}", 1_600_000_000) for number in range(120)]
    write_export(tmp_path, "x-2023-parts", {Relation.FOLLOWER: many})
    files = dict(members(tmp_path))
    manifest = json.loads(files["data/manifest.js"].split(b" = ", 1)[1])
    listed = manifest["dataTypes"]["follower"]["files"]
    assert [one["fileName"] for one in listed] == [
        "data/follower.js",
        "data/follower-part1.js",
        "data/follower-part2.js",
    ]
    assert sum(int(one["count"]) for one in listed) == 120


def test_tiktok_writes_nobody_as_null_and_keeps_its_letters(tmp_path: Path) -> None:
    write_export(
        tmp_path, "tiktok-2024-json", {Relation.FOLLOWING: [Contact("", "", "łucja.tea", 1_600_000_000)]}
    )
    content = dict(members(tmp_path))["user_data_tiktok.json"]
    activity = json.loads(content)["Your Activity"]
    assert activity["Follower"]["FansList"] is None
    assert activity["Following"]["Following"] == [{"Date": "2020-09-13 12:26:40", "UserName": "łucja.tea"}]
    assert "łucja".encode() in content


def test_tiktok_text_is_in_blocks_with_a_blank_line_between(tmp_path: Path) -> None:
    text = export(tmp_path, "tiktok-2024-text")["Your Activity/Follower.txt"].decode()
    assert re.fullmatch(r"(Date: [\d-]+ [\d:]+ UTC\nUsername: \S+\n\n?)+", text)
    assert (
        "Gebruikersnaam: "
        in export(tmp_path / "nl", "tiktok-2024-text-dutch")["Je activiteit/Volger.txt"].decode()
    )


def test_snapchat_is_one_line_of_real_letters(tmp_path: Path) -> None:
    content = export(tmp_path, "snapchat-2024")["json/friends.json"]
    assert b"\n" not in content
    friends = json.loads(content)["Friends"]
    assert friends[0]["Display Name"].startswith("Zoë Łucjan")
    assert re.fullmatch(r"[\d-]{10} [\d:]{8} UTC", friends[0]["Creation Timestamp"])
    old = json.loads(export(tmp_path / "old", "snapchat-2021-json")["json/friends.json"])
    assert old["Friends"][0]["Creation Timestamp"] == "Fri Jul 14 02:40:00 UTC 2017"


def test_snapchat_html_has_a_table_a_section(tmp_path: Path) -> None:
    page = html.fromstring(export(tmp_path, "snapchat-2024-html")["html/friends.html"].decode())
    sections = page.xpath("//h3")
    tables = [section.getnext() for section in sections]
    assert sections[0].text == "Friends"
    assert len(tables[0].xpath(".//tbody/tr")) == 3
    assert all(len(row) == 5 for table in tables for row in table.iter("tr"))


def test_a_part_of_an_archive_may_hold_no_list_at_all(tmp_path: Path) -> None:
    paths = write_export(tmp_path, "facebook-2023-json", PEOPLE, packing=Packing.PARTS)
    assert len(paths) == 3
    assert len({path.name for path in paths}) == 3


def test_loose_files_are_the_lists_alone(tmp_path: Path) -> None:
    files = export(tmp_path, "instagram-2025-json", Packing.LOOSE)
    assert set(files) == {
        "followers_1.json",
        "following.json",
        "follow_requests_you've_received.json",
        "pending_follow_requests.json",
    }


@pytest.mark.parametrize("seed", range(5))
def test_a_big_school_hands_in_every_usual_layout(seed: int) -> None:
    handed_in = {layout.slug for one in draw_submissions(seed, 120) for layout in one.layouts}
    assert handed_in == set(usual_layouts())


def test_no_connection_is_planted_on_x() -> None:
    school = draw_school(pupils=60, staff=20, seed=1)
    assert all(one.slot.layout.platform != "x" for one in school.planted)
