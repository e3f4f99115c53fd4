"""Whatever the bytes of a listed member are, reading ends in our own words and counts every entry."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.member_paths import spelled_out
from connectors.platforms import platforms
from schemas.tables import ACCOUNTS
from tests.connectors.exports_by_hand import FOLLOWERS, FRIENDS, follower, zip_of
from tests.connectors.shared_reader import read_exports

MEMBERS = sorted(
    {
        path.replace("#", "1")
        for platform in platforms().values()
        for pattern in platform.MEMBERS
        for path in spelled_out(pattern)
    }
)
KEYS = st.sampled_from(
    [
        "friends_v2",
        "relationships_following",
        "string_list_data",
        "label_values",
        "label",
        "value",
        "href",
        "title",
        "timestamp",
        "name",
        "Friends",
        "Username",
        "Display Name",
        "Your Activity",
        "Follower",
        "FansList",
        "Following",
        "UserName",
        "ProfileMap",
        "userName",
        "follower",
        "accountId",
        "dataTypes",
        "files",
        "count",
        "profile_user",
        "string_map_data",
        "profile_v2",
        "followers",
        "Basic Information",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
PAGE = st.lists(
    st.sampled_from(
        [
            '<div role="main">',
            '<div class="_a6-g">',
            '<section class="_a6-g">',
            '<h2 class="_a6-h">',
            '<a href="https://www.instagram.com/_u/a">',
            '<a href="https://[">',
            "<table><tr><td class='_a6_q'>Name</td><td class='_a6_r'>",
            "<h3>Friends</h3><table><tr><td>",
            "</table>",
            "</div>",
            '<div class="_a72d">Mar 3, 2020',
            "Sam & Zoë \x00 &#xD800; ",
        ]
    ),
    max_size=20,
).map("".join)
TABLES = (
    "First Name,Last Name,Organization Name,Labels,E-mail 1 - Value\n",
    "Channel Id;Channel Url;Channel Title\n",
    "email,active_subscription,name\n",
    "platform,relation,name,name\n",
    "username,note\n",
    "Following Athlete ID,Follow Status\n1,Accepted\n",
    'BEGIN:VCARD\nFN;ENCODING=B;X="',
    "BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nKIND:group\nEND:VCARD\nFN;QUOTED-PRINTABLE:",
)
CONTENT = (
    st.binary(max_size=300)
    | JSON.map(lambda content: json.dumps(content).encode())
    | JSON.map(lambda content: f"window.YTD.x.part0 = {json.dumps(content)}".encode())
    | PAGE.map(lambda page: f"<html><body>{page}</body></html>".encode("utf-8", "replace"))
    | st.text(max_size=200).map(
        lambda text: f"First Name,Connected On,Direction,From,To\n{text}".encode("utf-8", "replace")
    )
    | st.tuples(st.sampled_from(TABLES), st.text('ab@",;:=\n\r\t ', max_size=200)).map(
        lambda parts: "".join(parts).encode()
    )
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(MEMBERS), CONTENT, min_size=1, max_size=4))
def test_any_bytes_as_any_member_end_in_our_own_words(members: dict[str, bytes]):
    with tempfile.TemporaryDirectory() as folder:
        reading = read_exports([zip_of(Path(folder) / "a.zip", members)])
    assert reading.extracts or reading.problems
    for extract in reading.extracts:
        assert extract.accounts.schema == ACCOUNTS
        for count in extract.lists:
            parts = (count.with_display_name, count.handle_only, count.not_comparable, count.unreadable)
            assert count.entries == sum(parts)
        extract.accounts.validate(full=True)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 400))
def test_a_damaged_archive_ends_in_our_own_words(noise: bytes, at: int):
    with tempfile.TemporaryDirectory() as folder:
        path = zip_of(Path(folder) / "a.zip", {FOLLOWERS: json.dumps([follower("a")]), FRIENDS: "{}"})
        content = bytearray(path.read_bytes())
        content[at : at + len(noise)] = noise
        path.write_bytes(content)
        reading = read_exports([path])
    assert reading.extracts or reading.problems


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\\ud83d", "?"),
        ("a" * 20_000, "a" * 1_000),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("\\u202eevil", "\u202eevil"),
        ("\\u0000x", "\x00x"),
    ],
)
def test_a_hostile_name_is_kept_as_text_that_can_be_stored(tmp_path: Path, written: str, kept: str):
    content = f'{{"friends_v2": [{{"name": "{written}", "timestamp": NaN}}]}}'
    (extract,) = read_exports([zip_of(tmp_path / "a.zip", {FRIENDS: content})]).extracts
    assert extract.accounts["display_name"].to_pylist() == [kept]
    assert extract.accounts["since"].to_pylist() == [None]


def test_a_name_that_was_cut_is_noted(tmp_path: Path):
    content = json.dumps({"friends_v2": [{"name": "a" * 20_000}]})
    (extract,) = read_exports([zip_of(tmp_path / "a.zip", {FRIENDS: content})]).extracts
    assert any("were cut" in note for note in extract.notes)
