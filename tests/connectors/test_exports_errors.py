"""Each way in which something handed in is no export: one clear error, and nobody else's file is affected."""

import json
import zipfile
from pathlib import Path

import pytest

from connectors.exports import Reading
from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING, FRIENDS, followers, friends, zip_of
from tests.connectors.shared_reader import read_exports


def codes(reading: Reading) -> list[tuple[int, str]]:
    return [(problem.file, problem.error.code) for problem in reading.problems]


def test_nothing_handed_in_is_no_problem():
    assert read_exports([]) == Reading((), ())


def test_an_empty_zip_holds_nothing(tmp_path: Path):
    assert codes(read_exports([zip_of(tmp_path / "a.zip", {})])) == [(1, "export-empty")]


def test_an_empty_file_holds_nothing(tmp_path: Path):
    (tmp_path / "a.zip").touch()
    assert codes(read_exports([tmp_path / "a.zip"])) == [(1, "export-empty")]


def test_an_empty_folder_holds_nothing(tmp_path: Path):
    assert codes(read_exports([tmp_path])) == [(1, "export-empty")]


def test_holiday_photos_are_no_export_and_are_not_opened(tmp_path: Path):
    photos = zip_of(
        tmp_path / "photos.zip", {"Beach 2019/IMG_0001.jpg": b"\xff\xd8", "Beach 2019/notes.json": "{"}
    )
    assert codes(read_exports([photos])) == [(1, "export-unrecognised")]


@pytest.mark.parametrize("name", ["page.html", "following.html", "friends.html", "your_friends.html"])
def test_a_page_that_is_no_export_is_not_recognised(tmp_path: Path, name: str):
    page = tmp_path / name
    page.write_text("<html><body><h1>Sports day</h1><p>Bring a hat.</p></body></html>", encoding="utf-8")
    assert codes(read_exports([page])) == [(1, "export-unrecognised")]


def test_a_file_that_is_not_there_cannot_be_opened(tmp_path: Path):
    assert codes(read_exports([tmp_path / "gone.zip"])) == [(1, "export-unreadable")]


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.99])
def test_an_archive_not_downloaded_to_its_end_is_broken(tmp_path: Path, kept: float):
    whole = zip_of(tmp_path / "whole.zip", {FOLLOWERS: followers(*(f"somebody.{n}" for n in range(200)))})
    content = whole.read_bytes()
    whole.write_bytes(content[: int(len(content) * kept)])
    assert codes(read_exports([whole])) == [(1, "archive-broken")]


def test_a_locked_archive_says_so(tmp_path: Path):
    locked = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("a")})
    content = bytearray(locked.read_bytes())
    content[6] |= 1  # the flag in the local header …
    content[content.index(b"PK\x01\x02") + 8] |= 1  # … and in the directory
    locked.write_bytes(content)
    assert codes(read_exports([locked])) == [(1, "archive-locked")]


def test_archives_in_an_archive_are_to_be_handed_in_themselves(tmp_path: Path):
    inner = zip_of(tmp_path / "inner.zip", {FOLLOWERS: followers("a")})
    outer = zip_of(tmp_path / "outer.zip", {"part-1.zip": inner.read_bytes()})
    assert codes(read_exports([outer])) == [(1, "archives-in-archive")]


@pytest.mark.parametrize(
    ("title", "member", "content"),
    [
        ("Instagram", "your_instagram_activity/media/posts_1.json", "[]"),
        ("Facebook", "your_facebook_activity/posts/your_posts_1.json", "[]"),
        ("X", "data/tweets.js", "window.YTD.tweets.part0 = []"),
        (
            "TikTok",
            "user_data_tiktok.json",
            '{"Likes and Favorites": {"Like List": {"ItemFavoriteList": []}}}',
        ),
        ("Snapchat", "json/account.json", '{"Basic Information": {"Username": "somebody"}}'),
        ("LinkedIn", "Profile.csv", "First Name,Last Name,Headline\nA,B,C\n"),
    ],
)
def test_a_known_export_without_people_names_its_platform(
    tmp_path: Path, title: str, member: str, content: str
):
    reading = read_exports([zip_of(tmp_path / "a.zip", {member: content, "media/1.jpg": b"x"})])
    assert codes(reading) == [(1, "export-without-people")]
    assert title in reading.problems[0].error.message


def test_a_part_without_the_list_is_fine_when_another_part_has_it(tmp_path: Path):
    media = zip_of(tmp_path / "1.zip", {"your_facebook_activity/posts/media/1.jpg": b"x"})
    lists = zip_of(tmp_path / "2.zip", {FRIENDS: friends("Sam Okafor")})
    reading = read_exports([media, lists])
    assert not reading.problems
    assert reading.extracts[0].lists[0].entries == 1


def test_a_truncated_list_is_refused_and_the_others_are_read(tmp_path: Path):
    whole = {FOLLOWERS: followers("a", "b"), FOLLOWING: json.dumps({"relationships_following": []})[:-3]}
    reading = read_exports(
        [zip_of(tmp_path / "a.zip", {f"Jane Roe/{name}": text for name, text in whole.items()})]
    )
    assert codes(reading) == [(1, "member-broken")]
    assert FOLLOWING in reading.problems[0].error.message
    assert "Jane" not in reading.problems[0].error.message
    assert [count.entries for count in reading.extracts[0].lists] == [2]
    assert "no list of accounts followed was read" in reading.extracts[0].notes[0]


def test_a_truncated_loose_file_is_one_problem_though_two_platforms_list_it(tmp_path: Path):
    (tmp_path / "friends.json").write_text('{"friends_v2": [{"name": "Sam', encoding="utf-8")
    assert codes(read_exports([tmp_path / "friends.json"])) == [(1, "member-broken")]


def test_a_list_laid_out_in_a_new_way_is_news_and_not_an_empty_list(tmp_path: Path):
    new = zip_of(
        tmp_path / "a.zip",
        {FOLLOWERS: '{"people": {"count": 3}}', FOLLOWING: '{"relationships_following": []}'},
    )
    reading = read_exports([new])
    assert codes(reading) == [(1, "member-unrecognised")]
    assert [count.relation for count in reading.extracts[0].lists] == ["following"]


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '{"relationships_following": ' + "[" * 5_000 + "]" * 5_000 + "}",
        '[{"string_list_data": [{"value": "a", "timestamp": ' + "9" * 5_000 + "}]}]",
    ],
)
def test_json_built_to_do_harm_is_refused(tmp_path: Path, content: str):
    reading = read_exports([zip_of(tmp_path / "a.zip", {FOLLOWERS: content, FOLLOWING: followers("a")})])
    assert codes(reading) == [(1, "member-unsafe")]
    assert reading.extracts[0].lists[0].entries == 1


def test_a_page_nested_beyond_the_parser_is_refused_rather_than_read_in_part(tmp_path: Path):
    deep = '<html><body><div role="main">' + "<div>" * 2_000 + "x" + "</div>" * 2_000 + "</div></body></html>"
    page = FOLLOWERS.replace(".json", ".html")
    reading = read_exports([zip_of(tmp_path / "a.zip", {page: deep, FOLLOWING: followers("a")})])
    assert codes(reading) == [(1, "member-unsafe")]


def test_a_page_that_ends_early_is_read_and_said_to_be_short(tmp_path: Path):
    page = '<html><body><div role="main"><div class="_a6-g"><a href="https://www.instagram.com/a">a</a></div>'
    reading = read_exports([zip_of(tmp_path / "a.zip", {FOLLOWERS.replace(".json", ".html"): page})])
    assert reading.extracts[0].lists[0].entries == 1
    assert any("ends early" in note for note in reading.extracts[0].notes)


def test_one_bad_archive_never_hides_the_good_ones(tmp_path: Path):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"PK\x03\x04 and then nothing")
    good = zip_of(tmp_path / "good.zip", {FRIENDS: friends("Sam Okafor")})
    reading = read_exports([bad, good, tmp_path / "gone"])
    assert codes(reading) == [(1, "archive-broken"), (3, "export-unreadable")]
    assert [extract.platform for extract in reading.extracts] == ["facebook"]


def test_a_file_two_platforms_recognise_is_kept_by_neither(tmp_path: Path):
    both = {"friends_v2": [{"name": "Sam"}], "Friends": [{"Username": "sam", "Display Name": "Sam"}]}
    (tmp_path / "friends.json").write_text(json.dumps(both), encoding="utf-8")
    reading = read_exports([tmp_path / "friends.json"])
    assert codes(reading) == [(1, "member-ambiguous")]
    assert not reading.extracts


def test_every_problem_says_what_to_do_next_and_quotes_no_file_name(tmp_path: Path):
    for position, content in enumerate([b"", b"PK\x03\x04", b"hello"]):
        (tmp_path / f"Jane Roe {position}.zip").write_bytes(content)
    reading = read_exports(sorted(tmp_path.iterdir()))
    assert len(reading.problems) == 3
    for problem in reading.problems:
        assert problem.error.next_step
        assert "Jane" not in problem.error.message
        assert problem.error.__cause__ is None


def test_a_member_whose_compression_cannot_be_read_is_broken(tmp_path: Path):
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("a"), FOLLOWING: followers("b")})
    content = bytearray(made.read_bytes())
    with zipfile.ZipFile(made) as archive:
        second = archive.getinfo(FOLLOWING)
    directory = content.rindex(b"PK\x01\x02")
    content[second.header_offset + 8] = content[directory + 10] = (
        9  # Deflate64, as Windows writes large files
    )
    made.write_bytes(content)
    assert codes(read_exports([made])) == [(1, "member-broken")]


def test_a_part_that_holds_media_alone_is_a_normal_part_and_is_noted(tmp_path: Path):
    lists = zip_of(tmp_path / "part-1.zip", {FRIENDS: friends("Wren Field")})
    media = zip_of(tmp_path / "part-2.zip", {"photos/IMG_0001.jpg": b"\xff\xd8"})
    reading = read_exports([lists, media])
    assert codes(reading) == []
    assert reading.extracts[0].notes[-1] == "file 2 held no list of people"
    assert reading.extracts[0].unopened == 1
