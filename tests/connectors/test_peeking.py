"""What `peek` says of an export: enough to read a new layout by, and not one value."""

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from connectors.peeking import in_words, peek
from connectors.peeking.choosing import names_people
from connectors.peeking.labels import text_of_labels
from connectors.peeking.shapes import type_of
from connectors.peeking.structure import Structure
from connectors.peeking.tables import table_of
from connectors.peeking.words import shown_name, shown_path
from connectors.reading import open_all
from schemas.errors import HandedInError
from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING, FRIENDS, followers, friends, zip_of


def peeked(*paths: Path, everything: bool = False) -> Mapping[str, Any]:
    with ExitStack() as stack:
        return peek(list(open_all(paths, stack, [])), everything=everything)


def looked_into(answer: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {each["path"]: each for archive in answer["archives"] for each in archive["looked_into"]}


def structure_of(*values: object) -> Mapping[str, Any]:
    structure = Structure()
    for value in values:
        structure.add(value)
    return structure.told()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("friends_v2", "friends_v2"),
        ("friends_v7", "friends_v#"),
        ("First Name", "First Name"),
        ("inviterProfileUrl", "inviterProfileUrl"),
        ("E-mail 1 - Value", "E-mail # - Value"),
        ("BENUTZERNAME", "BENUTZERNAME"),
        ("follower\uff13", "follower#"),
        ("friend\u017f", "friends"),
        ("day", None),
        ("de la", None),
        ("janeroe", None),
        ("friend of Jane", None),
        ("friend\U0001f43b", None),
        ("", None),
        ("___", None),
        ("friend " * 40, None),
    ],
)
def test_a_name_is_shown_only_if_all_its_words_are_on_the_list(written: str, shown: str | None):
    assert shown_name(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("messages/inbox/janesmith_123/message_1.json", "messages/inbox/…/message_#.json"),
        ("jane roe/connections/friends/your_friends.json", "…/connections/friends/your_friends.json"),
        ("whatsapp chat with jane de la mare.txt", "whatsapp chat with ….txt"),
        ("followers_jane_2.json", "followers_….json"),
        ("__jane__roe__/2024/x.jane", "_…_/#/….…"),
        ("page.json", "….json"),
        ("jane", "…"),
    ],
)
def test_a_path_is_shown_without_a_letter_that_is_not_on_the_list(written: str, shown: str):
    assert shown_path(written) == shown


@pytest.mark.parametrize(
    ("path", "opens"),
    [
        ("new_folder_2027/friends_list.json", True),
        ("connections/followers/part_1.json", True),
        ("abos/liste.csv", True),
        ("messages/inbox/friends_of_the_school/message_1.json", False),
        ("connections/friends/people_you_may_know.json", False),
        ("connections/contacts/synced_contacts.json", False),
        ("friends of jane/diary.txt", False),
        ("friends/photo.jpg", False),
        ("posts/your_posts.json", False),
    ],
)
def test_only_what_is_called_like_a_list_of_people_is_opened(path: str, opens: bool):
    assert names_people(path) is opens


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "null"),
        (True, "boolean"),
        (1.5, "number"),
        ("", "text: empty"),
        ("https://example.org/jane", "text: url"),
        ("jane@example.org", "text: e-mail"),
        ("07 Mar 2020", "text: date"),
        ("2020-03-07 10:00:00", "text: date"),
        ("1203948576102938475", "text: number"),
        ("+44 7700 900123", "text: number"),
        ("Jane 3", "text: text"),
        ("x" * 10_000, "text: text"),
    ],
)
def test_a_value_is_told_by_its_type_and_shape_alone(value: object, told: str):
    assert type_of(value) == told


def test_records_are_merged_and_their_keys_counted():
    told = structure_of([{"username": "a", "timestamp": 1}, {"username": ""}, {"janeroe": None}])
    assert told["lists"]["items"] == 3
    record = told["lists"]["is"]
    assert record["types"] == {"object": 3}
    assert record["keys"] == [
        {"key": "username", "in": 2, "is": {"types": {"text: empty": 1, "text: text": 1}}},
        {"key": "timestamp", "in": 1, "is": {"types": {"number": 1}}},
    ]
    assert record["other_keys"] == {"keys": 1, "is": {"types": {"null": 1}}}


def test_an_object_whose_keys_are_people_is_a_map_and_shows_none_of_them():
    handles = {f"jane.{'x' * number}": "2019-01-01T10:00:00+00:00" for number in range(12)}
    told = structure_of({"followers": {**handles, "daily.list": "2019-01-01T10:00:00+00:00"}})
    assert told["keys"][0]["key"] == "followers"
    assert told["keys"][0]["is"] == {
        "types": {"object": 1},
        "map": {"keys": 13, "is": {"types": {"text: date": 13}}},
    }


def test_people_who_are_keys_of_many_small_records_are_a_map_too():
    told = structure_of([{f"jane{'x' * number}": {"date": 1}} for number in range(50)])
    assert told["lists"]["is"]["map"]["keys"] == 50


def test_a_header_is_found_below_a_note_and_told_column_by_column():
    told = table_of('Notes:\n"When …"\n\nFirst Name,Shoe Size,Connected On\nJane,5,07 Mar 2020\n')
    assert (told["delimiter"], told["header_row"], told["rows"]) == ("comma", 4, 1)
    assert [column["column"] for column in told["columns"]] == ["First Name", None, "Connected On"]
    assert told["columns"][2]["types"] == {"date": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Jane,Roe,Teaching\nSam,Marsh,Cook\n",
        "jane@example.org,user\n",
        "Jane Roe,friend\n",
        "jane\nname\n",
        "",
    ],
)
def test_the_first_row_of_a_table_without_a_header_is_a_person_and_not_shown(text: str):
    told = table_of(text)
    assert told["header_row"] is None
    assert all(column["column"] is None for column in told["columns"])


def test_labels_are_shown_once_they_stand_more_than_once():
    told = text_of_labels(
        "Date: 2024-01-01\nUsername: jane\n\nDate: 2024-01-02\nUsername: sam\nNote: hello\nJane: hi"
    )
    assert [label["label"] for label in told["labels"]] == ["Date", "Username"]
    assert told["lines_with_another_label"] == 2


def test_a_layout_we_know_is_told_with_the_platform_and_its_name(tmp_path: Path):
    answer = peeked(zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("jane.roe")}))
    told = looked_into(answer)["connections/followers_and_following/followers_#.json"]
    assert told["standing"] == "recognised"
    assert {
        "platform": "instagram",
        "listed_as": "connections/followers_and_following/followers_#.json",
        "layout": "2023-json",
    } in told["platforms"]


def test_a_listed_file_laid_out_anew_is_told_as_such_with_its_structure(tmp_path: Path):
    anew = json.dumps({"followed": {"list": [{"person": {"handle": "jane"}, "since": "2027-01-01"}]}})
    told = looked_into(peeked(zip_of(tmp_path / "a.zip", {FOLLOWING: anew})))
    (file,) = told.values()
    assert file["standing"] == "listed"
    assert '"key": "handle"' in json.dumps(file["contents"])


def test_a_file_on_nobodys_list_is_opened_if_it_is_called_like_a_list_of_people(tmp_path: Path):
    content = "user,friend since\njane,2027-01-01\n"
    told = looked_into(peeked(zip_of(tmp_path / "a.zip", {"mystery/my_subscribers_list.csv": content})))
    assert told["…/my_subscribers_list.csv"]["standing"] == "unlisted"
    assert told["…/my_subscribers_list.csv"]["contents"]["header_row"] == 1


def test_everything_else_stays_closed_and_is_counted(tmp_path: Path):
    members = {
        FRIENDS: friends("Jane Roe"),
        **{f"messages/inbox/janeroe{each}_{each}/message_1.json": "not even JSON" for each in range(3)},
    }
    (archive,) = peeked(zip_of(tmp_path / "a.zip", members))["archives"]
    assert (archive["members"], archive["unopened"]) == (4, 3)
    (path,) = archive["not_looked_into"]
    assert (path["path"], path["files"]) == ("messages/inbox/…/message_#.json", 3)


def test_a_damaged_file_is_told_by_its_code_and_the_next_one_is_looked_into(tmp_path: Path):
    members = {FOLLOWERS: '[{"string_list', FOLLOWING: "{}", "new/subscribers.json": '{"jane": '}
    told = looked_into(peeked(zip_of(tmp_path / "a.zip", members)))
    assert told["connections/followers_and_following/followers_#.json"]["error"] == "member-broken"
    assert told["new/subscribers.json"]["error"] == "member-broken"
    assert "contents" in told["connections/followers_and_following/following.json"]


@pytest.mark.parametrize(
    ("content", "told_as"),
    [
        ('{"user": 1}', "json"),
        ("window.YTD.friend.part0 = [{}]", "script"),
        ("<html><body><p>Jane</p></body></html>", "page"),
        ("Username;Date\njane;2027-01-01\n", "table"),
        ("hello", "text"),
    ],
)
def test_one_loose_file_is_looked_into_whatever_it_is_called_if_asked(
    tmp_path: Path, content: str, told_as: str
):
    file = tmp_path / "jane.roe"
    file.write_text(content, encoding="utf-8")
    assert not looked_into(peeked(file))
    (told,) = looked_into(peeked(file, everything=True)).values()
    assert told["path"] == "….…"
    assert told["contents"]["format"] == told_as


def test_everything_opens_nothing_more_of_an_archive(tmp_path: Path):
    archive = zip_of(tmp_path / "a.zip", {"diary.json": "{}"})
    assert not looked_into(peeked(archive, everything=True))


def test_a_page_is_told_by_its_tags_and_known_classes(tmp_path: Path):
    page = (
        '<html><body><div role="main"><div class="_a6-g janeroe"><janetag id="jane">Jane Roe</janetag>'
        '<a href="https://www.instagram.com/janeroe">x</a></div></div></body></html>'
    )
    told = looked_into(peeked(zip_of(tmp_path / "a.zip", {FRIENDS.replace(".json", ".html"): page})))
    (contents,) = (file["contents"] for file in told.values())
    (block,) = contents["outline"]["inside"]
    assert (block["tag"], block["classes"], block["with_other_classes"]) == ("div", ["_a6-g"], 1)
    assert [inside["tag"] for inside in block["inside"]] == ["<other tag>", "a"]
    assert block["inside"][1]["attributes"] == {"href": {"url": 1}}


def test_a_folder_is_shown_without_its_own_name(tmp_path: Path):
    folder = tmp_path / "friends"
    (folder / "new").mkdir(parents=True)
    (folder / "new" / "diary.txt").write_text("x", encoding="utf-8")
    (archive,) = peeked(folder)["archives"]
    assert [each["path"] for each in archive["not_looked_into"]] == ["new/….txt"]


def test_an_archives_name_is_told_only_as_one_that_a_platform_gives(tmp_path: Path):
    archive = zip_of(tmp_path / "instagram-jane.roe-2026-01-01-abcdefgh.zip", {FOLLOWERS: "[]"})
    (told,) = peeked(archive)["archives"]
    assert told["named_like"] == ["instagram", "threads"]
    assert "jane" not in json.dumps(told)


def test_every_file_is_announced_before_it_is_opened_and_may_be_given_up(tmp_path: Path):
    class GivenUp(HandedInError):
        """Given up."""

        code = "given-up"

    class Watch:
        def about_to_open(self, *_: object) -> None:
            raise GivenUp

    path = zip_of(tmp_path / "a.zip", {FOLLOWERS: followers("jane"), "new/subscribers.json": "{}"})
    with ExitStack() as stack:
        told = looked_into(peek(list(open_all([path], stack, [])), watch=Watch()))
    assert {each.get("error") for each in told.values()} == {"given-up"}


def test_the_answer_in_words_says_what_the_answer_says(tmp_path: Path):
    members = {FRIENDS: friends("Jane Roe", "Sam Roe"), "messages/inbox/jane_1/message_1.json": "{}"}
    answer = peeked(zip_of(tmp_path / "a.zip", members))
    told = in_words(answer)
    assert "recognised by facebook as layout 2023-json" in told
    assert "friends_v2 (in 1): 1 list" in told
    assert "[1 list of 2, 2 items]: 2 object" in told
    assert "messages/inbox/…/message_#.json: 1 file" in told
    assert answer["version"] == 1


def test_it_needs_no_table_library():
    code = "import sys, connectors.peeking; print({'pyarrow', 'pandas', 'prefect'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
