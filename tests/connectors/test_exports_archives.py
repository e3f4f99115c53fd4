"""What was handed in as members: ZIPs checked before they are read, folders, loose files, several at once."""

import json
import stat
import zipfile
from pathlib import Path

import pytest

from connectors.archive import open_archive
from connectors.export_errors import MemberNotListedError
from connectors.members import File, HandIn
from connectors.platforms import platforms
from connectors.reading import allow_list
from schemas.errors import HandedInError
from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING, FRIENDS, followers, friends, zip_of
from tests.connectors.shared_reader import read_exports


def only_code(path: Path) -> str:
    (problem,) = read_exports([path]).problems
    return problem.error.code


def test_entries_that_overlap_are_never_inflated(tmp_path: Path):
    """Two directory entries that point at one piece of data, the seed of every overlap bomb."""
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("a"), FOLLOWING: followers("b")})
    content = bytearray(made.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = (0).to_bytes(4, "little")  # where its data is said to begin
    made.write_bytes(content)
    assert only_code(made) == "archive-unsafe"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(FOLLOWERS, followers("a"))
        archive.writestr(FOLLOWERS, followers("b"))
    assert only_code(tmp_path / "a.zip") == "archive-unsafe"


@pytest.mark.parametrize(
    "name", ["../../etc/followers_1.json", "/etc/x.json", "a/../../x.json", "C:\\x.json"]
)
def test_a_path_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str):
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("a"), name: "x"})
    assert only_code(made) == "archive-unsafe"


def test_a_link_in_place_of_a_file_is_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo(FOLLOWERS)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert only_code(tmp_path / "a.zip") == "archive-unsafe"


def test_a_list_that_inflates_a_thousandfold_is_refused_and_the_others_are_read(tmp_path: Path):
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS: " " * 3_000_000 + "[]", FOLLOWING: followers("a")})
    reading = read_exports([made])
    assert [problem.error.code for problem in reading.problems] == ["member-too-large"]
    assert reading.extracts[0].lists[0].entries == 1


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path):
    outside = tmp_path / "outside.json"
    outside.write_text(followers("a"), encoding="utf-8")
    folder = tmp_path / "export" / "connections" / "followers_and_following"
    folder.mkdir(parents=True)
    try:
        (folder / "followers_1.json").symlink_to(outside)
    except OSError:
        pytest.skip("this system makes no links")
    assert only_code(tmp_path / "export") == "export-empty"


def test_the_zips_in_a_folder_are_parts_of_what_it_holds(tmp_path: Path):
    zip_of(tmp_path / "part-1.ZIP", {FOLLOWERS: followers("a")})
    zip_of(tmp_path / "part-2.zip", {FOLLOWERS.replace("1", "2"): followers("b")})
    reading = read_exports([tmp_path])
    assert not reading.problems
    assert reading.extracts[0].accounts["handle"].to_pylist() == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("followers_1.json", "instagram"),
        ("followers_1 (2).json", "instagram"),
        ("FOLLOWERS_1.JSON", "instagram"),
        ("followers_1 - Copy.json", "instagram"),
    ],
)
def test_a_loose_file_is_known_by_name_and_content(tmp_path: Path, name: str, platform: str):
    (tmp_path / name).write_text(followers("a"), encoding="utf-8")
    assert [extract.platform for extract in read_exports([tmp_path / name]).extracts] == [platform]


@pytest.mark.parametrize(
    ("name", "content", "platform"),
    [
        ("friends.json", {"friends": [{"name": "Sam", "timestamp": 1}]}, "facebook"),
        ("friends.json", {"Friends": [{"Username": "sam", "Display Name": "Sam"}]}, "snapchat"),
        ("followers.json", {"followers_v2": [{"name": "Sam"}]}, "facebook"),
        ("followers.json", {"relationships_followers": []}, "instagram"),
    ],
)
def test_files_of_one_name_are_told_apart_by_content(
    tmp_path: Path, name: str, content: object, platform: str
):
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    assert [extract.platform for extract in read_exports([tmp_path / name]).extracts] == [platform]


@pytest.mark.parametrize(
    ("name", "content", "platform"),
    [
        ("friends.json", [{"friendUsername": "sam", "friendFullname": "Sam"}], "bereal"),
        ("followers.json", {"text_post_app_text_post_app_followers": []}, "threads"),
        ("followers_part001.json", {"followers": {"Sam": "https://www.flickr.com/people/1/"}}, "flickr"),
        ("friends.json", {"Friends": [{"Username": "sam", "Display Name": "Sam"}]}, "snapchat"),
    ],
)
def test_files_of_one_name_are_told_apart_by_what_they_hold(
    tmp_path: Path, name: str, content: object, platform: str
):
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    assert [extract.platform for extract in read_exports([tmp_path / name]).extracts] == [platform]


def test_lists_taken_out_of_their_folders_are_still_read(tmp_path: Path):
    made = zip_of(
        tmp_path / "a.zip", {"lists/followers_1.json": followers("a"), "lists/following.json": followers("b")}
    )
    assert [count.relation for count in read_exports([made]).extracts[0].lists] == ["follower", "following"]


def test_one_archive_of_two_platforms_is_read_as_both(tmp_path: Path):
    made = zip_of(
        tmp_path / "a.zip", {f"ig/{FOLLOWERS}": followers("a"), f"fb/{FRIENDS}": friends("Sam Okafor")}
    )
    reading = read_exports([made])
    assert not reading.problems
    assert [extract.platform for extract in reading.extracts] == ["facebook", "instagram"]
    assert [extract.unopened for extract in reading.extracts] == [0, 0]


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "%27", "_"])
def test_every_spelling_of_an_apostrophe_is_one(tmp_path: Path, apostrophe: str):
    name = f"connections/followers/who_you{apostrophe}ve_followed.json"
    made = zip_of(tmp_path / "a.zip", {name: json.dumps({"following_v3": [{"name": "Sam", "timestamp": 1}]})})
    assert read_exports([made]).extracts[0].lists[0].entries == 1


def test_what_systems_leave_behind_and_backslashes_do_not_matter(tmp_path: Path):
    made = zip_of(
        tmp_path / "a.zip",
        {
            FOLLOWERS.replace("/", "\\"): followers("a"),
            f"__MACOSX/{FOLLOWING}": b"\x00\x05\x16\x07",
            "connections/followers_and_following/._following.json": b"\x00\x05",
            ".DS_Store": b"\x00",
        },
    )
    reading = read_exports([made])
    assert not reading.problems
    assert reading.extracts[0].unopened == 0


def test_the_very_same_file_in_two_archives_is_read_once(tmp_path: Path):
    content = json.dumps({"followers_v3": [{"name": "Rhiannon Pugh"}, {"name": "Rhiannon Pugh"}]})
    members = {"connections/followers/people_who_followed_you.json": content}
    reading = read_exports([zip_of(tmp_path / "1.zip", members), zip_of(tmp_path / "2.zip", members)])
    assert reading.extracts[0].lists[0].entries == 2
    assert any("handed in twice" in note for note in reading.extracts[0].notes)


@pytest.mark.parametrize(("day", "is_noted"), [(3, True), (2, False)])
def test_a_list_changed_after_the_rest_of_its_archive_is_noted(tmp_path: Path, day: int, is_noted: bool):
    made = tmp_path / "a.zip"
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(3):
            archive.writestr(zipfile.ZipInfo(f"media/{number}.jpg", (2026, 5, 2, 10, 0, 0)), b"")
        archive.writestr(zipfile.ZipInfo(FRIENDS, (2026, 5, day, 11, 0, 0)), friends("Sam Okafor"))
    (extract,) = read_exports([made]).extracts
    assert any("changed on a later day" in note for note in extract.notes) is is_noted


def test_accounts_of_two_owners_are_noted(tmp_path: Path):
    def archive(number: int, owner: str) -> Path:
        account = json.dumps([{"account": {"username": owner}}])
        members = {"data/follower.js": f'a = [{{"follower": {{"accountId": "{number}"}}}}]'}
        return zip_of(tmp_path / f"{number}.zip", members | {"data/account.js": f"a = {account}"})

    (extract,) = read_exports([archive(1, "one"), archive(2, "two")]).extracts
    assert any("more than one account" in note for note in extract.notes)


def test_an_export_refuses_what_is_not_listed_and_counts_what_it_opens(tmp_path: Path):
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("a"), "messages/inbox/message_1.json": "secret"})
    archive = open_archive(made, 1)
    hand_in = HandIn([archive], allow_list(platforms()))
    message = next(entry for entry in archive.entries if "message" in entry.path)
    with pytest.raises(MemberNotListedError):
        hand_in.read(File(hand_in, archive, message, {"instagram": FOLLOWERS}))
    assert not hand_in.opened
    (file,) = hand_in.files()
    assert not hand_in.opened  # listing opens nothing
    assert file.data()
    assert hand_in.opened == {file.identity}
    archive.close()


def test_a_folder_with_more_files_than_any_export_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("connectors.archive.MOST_ENTRIES", 2)
    for number in range(3):
        (tmp_path / f"{number}.jpg").touch()
    with pytest.raises(HandedInError) as refused:
        open_archive(tmp_path, 1)
    assert refused.value.code == "archive-too-large"


def test_a_part_of_an_absurd_number_leaves_a_gap_that_is_named_and_not_filled(tmp_path: Path):
    made = zip_of(tmp_path / "a.zip", {FOLLOWERS.replace("1", "999999999"): followers("a")})
    (note,) = [note for note in read_exports([made]).extracts[0].notes if "gap" in note]
    assert note.endswith(": 1, 2, 3, 4, 5, 6, 7, 8, 9, 10")


def test_a_name_written_in_utf8_without_saying_so_is_read(tmp_path: Path):
    name = "connections/followers/who_you\u2019ve_followed.json"
    made = zip_of(tmp_path / "a.zip", {name: json.dumps({"following_v3": []})})
    content = bytearray(made.read_bytes())
    content[7] &= ~0x08  # bit 11: the name is UTF-8
    content[content.index(b"PK\x01\x02") + 9] &= ~0x08
    made.write_bytes(content)
    assert read_exports([made]).extracts[0].lists[0].relation == "following"


def test_an_archive_is_known_by_its_own_name_where_nothing_in_it_tells(tmp_path: Path):
    friends_json = json.dumps({"Friends": [{"Username": "wren", "Display Name": "Wren"}]})
    first = zip_of(tmp_path / "mydata~1700000000000.zip", {"json/friends.json": friends_json})
    media = zip_of(tmp_path / "mydata~1700000000000-2 (1).zip", {"memories/2023-01-01-main.jpg": b"x"})
    assert not read_exports([first, media]).problems


@pytest.mark.parametrize(
    "beginning", [b"\x1f\x8b\x08", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c\x00\x04"]
)
def test_an_archive_of_another_kind_is_refused_as_one(tmp_path: Path, beginning: bytes):
    (tmp_path / "archive-20240101000000-0a.tar.gz").write_bytes(beginning + bytes(100))
    reading = read_exports([tmp_path / "archive-20240101000000-0a.tar.gz"])
    assert [problem.error.code for problem in reading.problems] == ["archive-not-zip"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("facebook.zip", b"<html>Log in</html>", "archive-broken"),
        ("list.csv", b"colour,size\nred,3\n", "export-unrecognised"),
        ("photo.jpg", b"\xff\xd8\xff", "export-unrecognised"),
    ],
)
def test_a_file_that_nobody_knows_is_a_problem_though_another_was_read(
    tmp_path: Path, name: str, content: bytes, code: str
):
    good = zip_of(tmp_path / "good.zip", {FOLLOWERS: followers("a")})
    (tmp_path / name).write_bytes(content)
    reading = read_exports([good, tmp_path / name])
    assert [(problem.file, problem.error.code) for problem in reading.problems] == [(2, code)]
    assert len(reading.extracts) == 1


def test_a_workbook_is_to_be_saved_as_csv(tmp_path: Path):
    good = zip_of(tmp_path / "good.zip", {FOLLOWERS: followers("a")})
    workbook = zip_of(tmp_path / "by hand.xlsx", {"xl/workbook.xml": "<workbook/>", "xl/styles.xml": "<s/>"})
    (problem,) = read_exports([good, workbook]).problems
    assert (problem.file, problem.error.code) == (2, "export-spreadsheet")


def test_no_hand_in_ends_without_a_word(tmp_path: Path):
    zip_of(tmp_path / "empty.zip", {})
    assert [problem.error.code for problem in read_exports([tmp_path]).problems] == ["export-empty"]


def test_a_broken_archive_does_not_hide_that_another_held_no_people(tmp_path: Path):
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 cut short")
    zip_of(tmp_path / "facebook.zip", {"your_facebook_activity/posts/your_posts_1.json": "[]"})
    zip_of(tmp_path / "good.zip", {FOLLOWERS: followers("a")})
    codes = {problem.error.code for problem in read_exports([tmp_path]).problems}
    assert codes == {"archive-broken", "export-without-people"}


def test_another_platforms_files_in_an_archive_are_spoken_of(tmp_path: Path):
    made = zip_of(
        tmp_path / "a.zip",
        {FOLLOWERS: followers("a"), "your_facebook_activity/posts/your_posts_1.json": "[]"},
    )
    (extract,) = read_exports([made]).extracts
    assert "files of Facebook are in it too, and no list of people among them" in extract.notes


def test_a_file_read_only_in_part_counts_once_though_handed_in_twice(tmp_path: Path):
    contacts = {"contacts": {"list": [{"first_name": "Sam", "last_name": "Okafor"}]}, "chats": {}}
    paths = [
        zip_of(tmp_path / f"{number}.zip", {"DataExport_2026-01-02/result.json": json.dumps(contacts)})
        for number in range(2)
    ]
    (extract,) = read_exports(paths).extracts
    assert extract.lists[0].entries == 1
    assert any("handed in twice" in note for note in extract.notes)
