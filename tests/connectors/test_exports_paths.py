"""What a path comes down to: whoever packed the archive, the same list has the same canonical path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.member_paths import AllowList, is_junk, numbered, plain, spelled_out, wrapper

PATHS = AllowList({"postcards": ("{,connections/}people/{friends,followers}{,_#}.json",)})


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Connections\\People\\Friends.json", "connections/people/friends.json"),
        ("who_you\u2019ve_followed.json", "who_you_ve_followed.json"),
        ("who_you%27ve_followed.json", "who_you_ve_followed.json"),
        ("following (1).json", "following.json"),
        ("following(12).json", "following.json"),
        ("following copy 2.json", "following.json"),
        ("Zoe\u0308.json", "zo\u00eb.json"),
    ],
)
def test_a_path_has_one_plain_form(written: str, canonical: str):
    assert plain(written) == canonical


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("people/friends.json", "people/friends.json"),
        ("jane roe/2024/connections/people/followers_12.json", "connections/people/followers_12.json"),
        ("jane roe/people/friends.json", "people/friends.json"),
        ("lists/friends.json", "friends.json"),
        ("lists/deeper/friends.json", None),
        ("people/friends.html", None),
        ("people/best_friends.json", None),
        ("people/friends_x.json", None),
    ],
)
def test_a_listed_path_is_shown_without_what_is_wrapped_around_it(path: str, shown: str | None):
    assert PATHS.listed(path, wrapper="lists/").get("postcards") == shown


@pytest.mark.parametrize(
    ("path", "series", "number"),
    [
        ("a/followers_10.json", "a/followers.json", 10),
        ("data/follower-part1.js", "data/follower.js", 1),
        ("data/follower.js", "data/follower.js", None),
        ("following 2.txt", "following 2.txt", None),
    ],
)
def test_a_part_is_told_from_its_series(path: str, series: str, number: int | None):
    assert numbered(path) == (series, number)


@pytest.mark.parametrize(
    "path", ["__macosx/a.json", "x/__macosx/b/._a.json", "a/._b.json", ".ds_store", "a/thumbs.db"]
)
def test_what_a_system_left_behind_is_junk(path: str):
    assert is_junk(path)
    assert not is_junk("a/friends.json")


def test_every_choice_of_a_pattern_is_spelled_out():
    assert list(spelled_out("{a,b}/c{,_#}.x")) == ["a/c.x", "a/c_#.x", "b/c.x", "b/c_#.x"]


@given(st.lists(st.lists(st.text("ab.", min_size=1), min_size=1, max_size=4).map("/".join), min_size=1))
def test_a_wrapper_is_shared_by_every_path_and_cannot_be_longer(paths: list[str]):
    shared = wrapper(paths)
    assert all(path.startswith(shared) for path in paths)
    left = [path.removeprefix(shared) for path in paths]
    assert not all("/" in path for path in left) or len({path.split("/")[0] for path in left}) > 1
