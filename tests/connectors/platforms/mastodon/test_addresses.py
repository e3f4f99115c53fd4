"""What an address tells, and what is told apart from it: other lists, other platforms' files, ids."""

import json
from pathlib import Path

import pytest

from connectors.entries import Account, Entry, NotComparable, Unreadable
from connectors.exports import read_exports
from connectors.platforms.mastodon import _from_profile

PAGE = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://social.example/users/annette/followers?page=1",
    "type": "OrderedCollectionPage",
    "partOf": "https://social.example/users/annette/followers",
    "orderedItems": ["https://social.example/users/pip"],
}


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("https://a.example/users/pip", Account(handle="pip@a.example")),
        ("https://a.example/@pip.marlow", Account(handle="pip.marlow@a.example")),
        ("https://A.example:8443/u/pip/", Account(handle="pip@a.example:8443")),
        ("https://a.example/profile/zo%C3%AB", Account(handle="zoë@a.example")),
        ("https://a.example/pip", Account(handle="pip@a.example")),
        ("https://a.example/ap/users/116000000000000001", NotComparable()),
        ("https://a.example/users/9iabcdefgh", NotComparable()),
        ("https://a.example/users/116", NotComparable()),
        ("https://a.example/ap/did:plc:abc", NotComparable()),
        ("https://a.example/", NotComparable()),
        ("https://a.example/api/collections/pip", NotComparable()),
        ("https://[", Unreadable("no address of a profile")),
        ("did:plc:abc", Unreadable("no address of a profile")),
        ("", Unreadable("no address of a profile")),
    ],
)
def test_an_address_tells_a_handle_or_nothing_to_compare(address: str, entry: Entry):
    match entry:
        case Account(handle=handle):
            assert _from_profile(address) == Account(handle=handle, profile_url=address)
        case NotComparable():
            assert _from_profile(address) == NotComparable(address)
        case _:
            assert _from_profile(address) == entry


@pytest.mark.parametrize("name", ["followers.json", "page.json", "annette (1).json"])
def test_a_loose_page_says_itself_which_list_it_is(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_text(json.dumps(PAGE), encoding="utf-8")
    (extract,) = read_exports([path]).extracts
    assert [str(count.relation) for count in extract.lists] == ["follower"]
    assert extract.accounts["handle"].to_pylist() == ["pip@social.example"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("following_accounts.csv", "Account address,Hide notifications\nmuted@a.example,true\n"),
        ("following_accounts.csv", "Parents,listed@a.example\n"),
        ("following_accounts.csv", "name,email\nPip,pip@a.example\n"),
        ("followers.csv", "pip@a.example\nsam@a.example\n"),
        ("pip.json", '["https://a.example/users/pip"]'),
        ("blocked.json", json.dumps(PAGE | {"partOf": "https://social.example/users/annette/blocked"})),
    ],
)
def test_what_is_no_list_of_people_is_not_read_as_one(tmp_path: Path, name: str, content: str):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    reading = read_exports([path])
    assert reading.extracts == ()
    assert [problem.error.code for problem in reading.problems] == ["export-unrecognised"]


def test_those_that_a_page_hides_are_counted_and_not_compared(tmp_path: Path):
    path = tmp_path / "followers.json"
    path.write_text(json.dumps(PAGE | {"totalItems": 5}), encoding="utf-8")
    (count,) = read_exports([path]).extracts[0].lists
    assert (count.entries, count.handle_only, count.not_comparable) == (5, 1, 4)


def test_an_empty_list_that_only_its_name_explains_is_not_ours(tmp_path: Path):
    path = tmp_path / "followers.json"
    path.write_text("[]", encoding="utf-8")
    assert "mastodon" not in [extract.platform for extract in read_exports([path]).extracts]


@pytest.mark.parametrize("name", ["followers.json", "pixelfed-followers.json"])
def test_an_old_and_a_new_list_of_profiles_read_alike(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_text('[\n    "https://pixelfed.example/pip"\n]', encoding="utf-8")
    (extract,) = read_exports([path]).extracts
    assert extract.accounts["handle"].to_pylist() == ["pip@pixelfed.example"]
    assert [str(count.relation) for count in extract.lists] == ["follower"]


def test_a_heading_over_addresses_is_not_taken_for_somebody_on_the_owners_server(tmp_path: Path):
    path = tmp_path / "following-list.csv"
    path.write_text("email\npip@social.example\n", encoding="utf-8")
    assert read_exports([path]).extracts == ()
