"""The mistakes that other parsers of these exports make, each with the people it would cost."""

import json
from pathlib import Path

from connectors.exports import Reading, read_exports
from schemas.extract import ListCount
from tests.connectors.exports_by_hand import (
    FOLLOWERS,
    FRIENDS,
    follower,
    followers,
    friends,
    zip_of,
)


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
