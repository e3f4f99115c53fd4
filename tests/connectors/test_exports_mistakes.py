"""The mistakes that other parsers of these exports make, each with the people it would cost."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from connectors.exports import Reading
from schemas.extract import ListCount
from tests.connectors.exports_by_hand import (
    FOLLOWERS,
    FOLLOWING,
    FRIENDS,
    follower,
    followers,
    friends,
    zip_of,
)
from tests.connectors.shared_reader import read_exports


def read(tmp_path: Path, members: dict[str, str | bytes]) -> Reading:
    return read_exports([zip_of(tmp_path / "a.zip", members)])


def names(reading: Reading) -> list[str]:
    return [name for extract in reading.extracts for name in extract.accounts["display_name"].to_pylist()]


def handles(reading: Reading) -> list[str]:
    return [handle for extract in reading.extracts for handle in extract.accounts["handle"].to_pylist()]


def counts(reading: Reading) -> list[ListCount]:
    return [count for extract in reading.extracts for count in extract.lists]


def test_every_numbered_part_is_read_and_in_the_order_of_its_number(tmp_path: Path):
    parts = {FOLLOWERS.replace("1", str(number)): followers(f"f{number}") for number in range(1, 13)}
    reading = read(tmp_path, parts)
    assert handles(reading) == [f"f{number}" for number in range(1, 13)]
    assert not any("gap" in note for note in reading.extracts[0].notes)


def test_people_may_know_suggestions_and_removed_friends_are_no_friends(tmp_path: Path):
    folder = "connections/friends"
    others = ("people_you_may_know", "suggested_friends", "removed_friends", "rejected_friend_requests")
    reading = read(
        tmp_path, {FRIENDS: friends("Sam")} | {f"{folder}/{name}.json": "broken" for name in others}
    )
    assert names(reading) == ["Sam"]
    assert not reading.problems
    assert reading.extracts[0].unopened == len(others)


def test_two_people_of_one_name_stay_two_people(tmp_path: Path):
    john = [
        {"name": "John Smith", "timestamp": seconds}
        for seconds in (1_400_000_000, 1_400_000_000, 1_500_000_000)
    ]
    reading = read(tmp_path, {FRIENDS: json.dumps({"friends_v2": john})})
    assert names(reading) == ["John Smith"] * 3


def test_a_name_alone_is_never_the_same_person_in_a_second_archive(tmp_path: Path):
    path = "connections/followers/people_who_followed_you.json"
    first = zip_of(tmp_path / "1.zip", {path: json.dumps({"followers_v3": [{"name": "John Smith"}]})})
    second = zip_of(
        tmp_path / "2.zip", {path: json.dumps({"followers_v3": [{"name": "John Smith"}, {"name": "B"}]})}
    )
    assert names(read_exports([first, second])) == ["John Smith", "John Smith", "B"]


def test_the_same_entry_in_every_field_counts_once_over_archives_and_twice_within_one(tmp_path: Path):
    archives = [
        zip_of(
            tmp_path / f"{number}.zip",
            {FOLLOWERS: json.dumps([follower("a"), follower("a"), follower("b", number)])},
        )
        for number in (1_600_000_001, 1_600_000_002)
    ]
    assert handles(read_exports(archives)) == ["a", "a", "b", "b"]


def test_a_label_value_url_is_a_website_and_never_a_handle(tmp_path: Path):
    record = {
        "timestamp": 1,
        "label_values": [{"label": "URL", "value": "https://www.instagram.com/somebody_else"}],
    }
    reading = read(tmp_path, {FOLLOWERS: json.dumps([record])})
    assert handles(reading) == []
    assert counts(reading)[0].unreadable == 1


def test_one_record_that_is_not_in_a_list_is_a_list_of_one(tmp_path: Path):
    record = {"timestamp": 1, "label_values": [{"label": "Gebruikersnaam", "value": "pip.marlow"}]}
    reading = read(tmp_path, {FOLLOWERS.replace("followers_1", "close_friends"): json.dumps(record)})
    assert handles(reading) == ["pip.marlow"]


def test_a_row_of_a_date_and_nothing_else_is_nobody_to_compare(tmp_path: Path):
    csv = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n,,,,,,08 Jun 2026\n"
    reading = read(tmp_path, {"Connections.csv": csv})
    assert names(reading) == []
    assert (counts(reading)[0].entries, counts(reading)[0].not_comparable) == (1, 1)


def test_ids_of_x_are_counted_and_never_shown_as_people(tmp_path: Path):
    script = 'window.YTD.follower.part0 = [{"follower": {"accountId": "1203948576102938475"}}]'
    (extract,) = read(tmp_path, {"data/follower.js": script}).extracts
    assert extract.accounts.num_rows == 0
    assert (extract.lists[0].entries, extract.lists[0].not_comparable) == (1, 1)


def test_a_list_of_null_is_an_empty_list(tmp_path: Path):
    content = {"Your Activity": {"Follower": {"FansList": None}, "Following": {"Following": None}}}
    reading = read(tmp_path, {"user_data_tiktok.json": json.dumps(content)})
    assert [count.entries for count in counts(reading)] == [0, 0]
    assert not reading.extracts[0].notes


def test_a_missing_list_is_not_an_empty_one(tmp_path: Path):
    reading = read(tmp_path, {FOLLOWERS: "[]"})
    assert [count.relation for count in counts(reading)] == ["follower"]
    note = "no list of accounts followed was in this export: the category may not have been ticked"
    assert reading.extracts[0].notes == (note,)


def test_a_date_nobody_can_read_never_drops_a_person(tmp_path: Path):
    page = (
        '<html><body><div role="main"><div class="_a6-g"><div class="_a6-h">Sam Okafor</div>'
        '<div class="_a72d">am dritten Tage</div></div></div></body></html>'
    )
    (extract,) = read(tmp_path, {FRIENDS.replace(".json", ".html"): page}).extracts
    assert extract.accounts["display_name"].to_pylist() == ["Sam Okafor"]
    assert extract.accounts["since"].to_pylist() == [None]
    assert any("could not be read" in note for note in extract.notes)


def loose(tmp_path: Path, name: str, content: object) -> Reading:
    path = tmp_path / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_exports([path])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("friends.json", {"friends": []}),
        ("friends.json", {"friends": None}),
        ("friends.json", {"friends": "nobody"}),
        ("friends.json", {"friends": [{"name": "A", "login": "a"}]}),
        ("friends.json", {"friends": [{"timestamp": 1}]}),
        ("friends.json", {"friends": ["A"]}),
        ("friends.json", {"friends": [{"name": "A"}], "total": 1}),
        ("followers.json", {"followers": [], "next": None}),
        ("followers.json", []),
        ("following.json", []),
    ],
)
def test_a_file_out_of_its_folder_that_many_could_have_written_is_nobodys_list_of_nobody(
    tmp_path: Path, name: str, content: object
):
    assert not read(tmp_path, {name: json.dumps(content)}).extracts
    assert not loose(tmp_path, name, content).extracts


@pytest.mark.parametrize(
    ("name", "content", "platform"),
    [
        ("friends.json", {"friends": [{"name": "A", "timestamp": 1}, {"timestamp": 2}]}, "facebook"),
        ("friends.json", {"friends_v2": [], "next": None}, "facebook"),
        ("friends.json", {"friends_v2": "nobody"}, "facebook"),
        ("who_you_follow.json", {"following": []}, "facebook"),
        ("followers_1.json", [], "instagram"),
        ("followers.json", [follower("a")], "instagram"),
        ("followers.json", follower("a"), "instagram"),
        ("following.json", {"relationships_following": []}, "instagram"),
        ("following.json", {"text_post_app_text_post_app_following": []}, "threads"),
    ],
)
def test_a_file_out_of_its_folder_that_only_one_platform_writes_is_that_platforms(
    tmp_path: Path, name: str, content: object, platform: str
):
    assert [extract.platform for extract in loose(tmp_path, name, content).extracts] == [platform]


@pytest.mark.parametrize("host", ["www.threads.net/@", "www.threads.com/", "threads.net/@"])
def test_people_of_threads_in_a_file_by_itself_are_not_put_on_instagram(tmp_path: Path, host: str):
    record = {"title": "", "string_list_data": [{"href": f"https://{host}a", "value": "a"}]}
    for content in ([record], record):
        reading = loose(tmp_path, "followers.json", content)
        assert not reading.extracts
        assert reading.problems
        assert handles(read(tmp_path, {FOLLOWERS: json.dumps(content)})) == ["a"]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (FRIENDS, "friends_v2"),
        (FRIENDS, "friends"),
        (FOLLOWING, "relationships_following"),
        ("connections.json", "follow_requests_sent"),
        ("your_instagram_activity/threads/followers.json", "text_post_app_text_post_app_followers"),
    ],
)
@pytest.mark.parametrize("value", ["nobody", 0, False, 7])
def test_a_list_that_is_no_list_is_there_and_unread_and_never_missing_or_empty(
    tmp_path: Path, path: str, key: str, value: object
):
    content = {"followers": {}, key: value} if path == "connections.json" else {key: value}
    (extract,) = read(tmp_path, {path: json.dumps(content)}).extracts
    assert (extract.lists[-1].entries, extract.lists[-1].unreadable) == (1, 1)
    assert any("could not be read: not a list" in note for note in extract.notes)


def test_a_second_link_to_one_profile_is_no_second_person(tmp_path: Path):
    links = "".join(
        f'<a href="https://www.instagram.com/{path}">x</a>' for path in ("_u/Pip.M", "pip.m/?x", "p/Cx1")
    )
    page = f'<html><body><main role="main"><div class="_a6-g">{links}</div></main></body></html>'
    reading = read(tmp_path, {FOLLOWERS.replace(".json", ".html"): page})
    assert handles(reading) == ["Pip.M"]
    assert counts(reading)[0].entries == 1


def test_the_html_is_read_where_its_json_is_broken(tmp_path: Path):
    block = '<div class="_a6-g"><div class="_a6-h">Sam</div></div>'
    page = f'<html><body><div role="main">{block}</div></body></html>'
    reading = read(tmp_path, {FRIENDS: "{", FRIENDS.replace(".json", ".html"): page})
    assert [problem.error.code for problem in reading.problems] == ["member-broken"]
    assert names(reading) == ["Sam"]


def test_lists_that_all_begin_within_a_year_are_noted_where_a_range_is_asked_for(tmp_path: Path):
    recent = json.dumps([follower(f"f{day}", 1_700_000_000 + day * 86_400) for day in range(30)])
    wide = json.dumps([follower(f"f{month}", 1_600_000_000 + month * 2_600_000) for month in range(30)])
    assert any("range of dates" in note for note in read(tmp_path, {FOLLOWERS: recent}).extracts[0].notes)
    assert not any("range of dates" in note for note in read(tmp_path, {FOLLOWERS: wide}).extracts[0].notes)


def test_an_invitation_keeps_no_message_and_a_row_without_direction_is_counted(tmp_path: Path):
    header = "From,To,Sent At,Message,Direction\n"
    rows = "Tomos Hale,Me,1/29/26,the private words,INCOMING\nA,B,,the private words,\n"
    (extract,) = read(tmp_path, {"Invitations.csv": header + rows}).extracts
    assert [count.entries for count in extract.lists] == [2, 0]
    assert "private" not in str(extract)
    assert extract.accounts["display_name"].to_pylist() == ["Tomos Hale"]


def test_a_handle_is_found_in_the_title_where_no_value_is(tmp_path: Path):
    address = "https://www.instagram.com/_u/otter_holt"
    shapes = [
        {"title": "otter_holt", "string_list_data": [{"href": address, "timestamp": 1}]},
        {"title": "", "string_list_data": [{"href": f"{address}/?x=1", "timestamp": 2}]},
        {"title": "otter_holt", "string_list_data": [{"timestamp": 3}]},
    ]
    reading = read(tmp_path, {FOLLOWING: json.dumps({"relationships_following": shapes})})
    assert handles(reading) == ["otter_holt"] * 3


@pytest.mark.parametrize(
    "content", [[follower("otter_holt")], {"relationships_followers": [follower("otter_holt")]}]
)
@pytest.mark.parametrize(
    "path", [FOLLOWERS, FOLLOWERS.replace("_1", ""), "followers_and_following/followers.json"]
)
def test_followers_are_read_as_a_bare_list_and_under_a_key(tmp_path: Path, path: str, content: object):
    assert handles(read(tmp_path, {path: json.dumps(content)})) == ["otter_holt"]


def test_a_key_nobody_knows_is_taken_for_what_its_file_is_called(tmp_path: Path):
    members = {
        FOLLOWING: json.dumps({"relationships_people_you_see": [follower("otter_holt")]}),
        FOLLOWERS: json.dumps({"relationships_blocked_users": [follower("never.kept")]}),
    }
    reading = read(tmp_path, members)
    assert handles(reading) == ["otter_holt"]
    assert [problem.error.code for problem in reading.problems] == ["member-unrecognised"]


def test_a_display_name_is_kept_where_instagram_tells_one(tmp_path: Path):
    told = [{"label": "Name", "value": "Pip Marlow"}, {"label": "Username", "value": "pip.m"}]
    record = [{"timestamp": 1_770_000_000, "label_values": told}]
    reading = read(tmp_path, {FOLLOWERS.replace("followers_1", "close_friends"): json.dumps(record)})
    assert (names(reading), handles(reading)) == (["Pip Marlow"], ["pip.m"])


def test_threads_and_instagram_are_kept_apart_although_their_files_have_one_name(tmp_path: Path):
    threads = json.dumps({"text_post_app_text_post_app_followers": [follower("on_threads")]})
    members = {
        FOLLOWERS: followers("on_instagram"),
        "your_instagram_activity/threads/followers.json": threads,
    }
    rows = [
        (extract.platform, extract.accounts["handle"].to_pylist())
        for extract in read(tmp_path, members).extracts
    ]
    assert rows == [("instagram", ["on_instagram"]), ("threads", ["on_threads"])]


@pytest.mark.parametrize("key", ["followers", "followers_v2", "followers_v3", "followers_v9"])
def test_followers_of_facebook_are_found_whatever_the_version_of_their_key(tmp_path: Path, key: str):
    path = "connections/followers/people_who_followed_you.json"
    assert names(read(tmp_path, {path: json.dumps({key: [{"name": "Sam"}]})})) == ["Sam"]


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "\u2018", "\u02bc", "%27", "_", ""])
@pytest.mark.parametrize("kind", ["json", "html"])
def test_who_you_have_followed_is_found_however_its_apostrophe_is_written(
    tmp_path: Path, apostrophe: str, kind: str
):
    content = json.dumps({"following_v3": [{"name": "Sam", "timestamp": 1_700_000_000}]})
    path = f"connections/followers/who_you{apostrophe}ve_followed.{kind}"
    assert names(read(tmp_path, {path: content if kind == "json" else page_of_names("Sam")})) == ["Sam"]


def page_of_names(*people: str) -> str:
    blocks = "".join(f'<div class="_a6-g"><div class="_a6-h">{name}</div></div>' for name in people)
    return f'<html><body><div role="main">{blocks}</div></body></html>'


def test_a_page_is_real_utf_8_and_is_not_repaired(tmp_path: Path):
    people = ["Zoë", "Ã‰douard", "Ã«"]
    assert names(read(tmp_path, {FRIENDS.replace(".json", ".html"): page_of_names(*people)})) == people


def test_a_page_laid_out_anew_is_a_problem_and_never_nobody(tmp_path: Path):
    page = '<html><body><div role="main"><article><h3>Sam Okafor</h3></article></div></body></html>'
    for path in (FRIENDS, FOLLOWERS):
        reading = read(tmp_path, {path.replace(".json", ".html"): page, FOLLOWING: "[]"})
        assert [problem.error.code for problem in reading.problems] == ["member-unrecognised"]
        assert [count.relation for count in counts(reading)] == ["following"]


def test_a_table_in_a_nested_block_is_one_person(tmp_path: Path):
    cells = "".join(
        f'<tr><td class="_a6_q">{label}</td><td class="_a6_r">{value}</td></tr>'
        for label, value in (("Name", "Pip Marlow"), ("Username", "pip.m"))
    )
    block = f'<div class="_a6-g"><div class="_a6-g"><table>{cells}</table></div></div>'
    page = f'<html><body><main role="main">{block}</main></body></html>'
    reading = read(tmp_path, {FOLLOWERS.replace("followers_1.json", "close_friends.html"): page})
    assert (names(reading), handles(reading)) == (["Pip Marlow"], ["pip.m"])


HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
NOTE = 'Notes:\n"When exporting your connection data, you may notice …"\n\n'


@pytest.mark.parametrize("before", ["", NOTE, "\n\n", NOTE.replace("\n\n", "\n")])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_first_connection_is_kept_with_the_note_and_without_it(
    tmp_path: Path, before: str, line_end: str
):
    rows = 'Ada,Lune,,,"Harbour\n\nTrust",,07 Mar 2020\nBo,"Strand, MBA",,,"Tide, Ltd",Clerk,08 Mar 2020'
    content = (before + HEADER + rows).replace("\n", line_end)
    assert names(read(tmp_path, {"Connections.csv": content})) == ["Ada Lune", "Bo Strand, MBA"]


def test_a_channel_title_with_a_comma_and_a_header_in_another_language_are_read(tmp_path: Path):
    channel = "UC" + "a" * 22
    rows = (
        f'Kanaal-ID,Kanaal-URL,Kanaalnaam\n{channel},http://www.youtube.com/channel/{channel},"Moss, Tea"\n'
    )
    path = "Takeout/YouTube en YouTube Music/abonnementen/abonnementen.csv"
    assert names(read(tmp_path, {path: rows})) == ["Moss, Tea"]


def test_a_script_of_x_keeps_its_first_record_and_its_later_parts(tmp_path: Path):
    members = {
        "data/follower.js": 'window.YTD.follower.part0 = [ { "follower" : { "accountId" : "1" } }, '
        '{ "follower" : { "accountId" : "2" } } ]',
        "data/follower-part1.js": 'whatever = [ { "follower" : { "accountId" : "3" } } ];\n',
        "data/following.js": "window.YTD.following.part0 = [ ]",
        "data/manifest.js": 'window.__THAR_CONFIG = {"dataTypes": {"follower": {"files": [{"count": "4"}]}}}',
    }
    (extract,) = read(tmp_path, members).extracts
    assert [count.entries for count in extract.lists] == [3, 0]
    assert extract.notes == ("the export says it holds 4 followers; 3 were found",)


def test_athletes_of_strava_are_numbers_and_no_people(tmp_path: Path):
    rows = 'Follower Athlete ID,Follow Status,Created At\n12345,Accepted,"Aug 12, 2024, 9:05:11 PM"\n'
    (extract,) = read(tmp_path, {"export_1/followers.csv": rows}).extracts
    assert extract.accounts.num_rows == 0
    assert (extract.lists[0].entries, extract.lists[0].not_comparable) == (1, 1)


@pytest.mark.parametrize(
    "written", ["mar 22, 2024 2:21:27pm", "3月 22, 2024 2:21:27 PM", "22. März 2024, 22:13"]
)
def test_a_month_in_another_language_is_a_month(tmp_path: Path, written: str):
    page = page_of_names("Sam").replace("</div></div>", f'</div><div class="_a72d">{written}</div></div>', 1)
    (extract,) = read(tmp_path, {FRIENDS.replace(".json", ".html"): page}).extracts
    assert extract.accounts["since"].to_pylist() == [date(2024, 3, 22)]


def test_a_telephone_number_for_a_name_is_left_out_and_the_person_is_kept(tmp_path: Path):
    friend = {"Username": "phone.only", "Display Name": "+44 7700 900123", "Source": None}
    reading = read(tmp_path, {"json/friends.json": json.dumps({"Friends": [friend]})})
    assert (names(reading), handles(reading)) == ([""], ["phone.only"])


def test_a_profile_keeps_what_is_shown_and_never_an_address_or_a_number(tmp_path: Path):
    private = "never@example.org"
    facebook = {
        "name": {"full_name": "Annette Fernsby"},
        "emails": {"emails": [private]},
        "birthday": {"year": 1984, "month": 5, "day": 4},
        "phone_numbers": [{"phone_number": "07700 900111"}],
        "current_city": {"name": "Llanfair"},
    }
    tiktok = {
        "userName": "miss_f",
        "bioDescription": "mud",
        "emailAddress": private,
        "birthDate": "04-May-1984",
    }
    account = {"username": "a_f", "email": private, "accountDisplayName": "A", "phone": "07700 900111"}
    members = {
        FRIENDS: friends("Sam"),
        "personal_information/profile_information/profile_information.json": json.dumps(
            {"profile_v2": facebook}
        ),
        "user_data_tiktok.json": json.dumps(
            {
                "Profile": {"Profile Info": {"ProfileMap": tiktok}},
                "Activity": {"Follower": {"FansList": None}},
            }
        ),
        "data/account.js": f"window.YTD.account.part0 = {json.dumps([{'account': account}])}",
        "data/follower.js": "window.YTD.follower.part0 = [ ]",
    }
    reading = read(tmp_path, members)
    assert {extract.platform: extract.owner.profile for extract in reading.extracts} == {
        "facebook": {"location": "Llanfair"},
        "tiktok": {"bio": "mud"},
        "x": {},
    }
    assert not re.search(r"never@|07700|1984", str([extract.owner for extract in reading.extracts]))
