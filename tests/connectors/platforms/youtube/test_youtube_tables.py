"""YouTube's subscriptions are told from every other table by their shape, and no other is read on."""

import zipfile
from pathlib import Path

import pytest

from tests.connectors.exports_by_hand import zip_of
from tests.connectors.shared_reader import read_exports

CHANNEL = "UCaB_-cD9xYz000000000001"
ADDRESS = f"http://www.youtube.com/channel/{CHANNEL}"
HEADER = "Channel Id,Channel Url,Channel Title"
FOLDER = "Takeout/YouTube and YouTube Music"
SUBSCRIPTIONS = f"{FOLDER}/subscriptions/subscriptions.csv"


@pytest.mark.parametrize(
    "name", ["subscriptions.csv", "Abos (1).csv", "my channels.csv", "登録チャンネル.csv"]
)
def test_a_table_handed_in_by_itself_may_have_any_name(tmp_path: Path, name: str):
    (tmp_path / name).write_text(f"{HEADER}\n{CHANNEL},{ADDRESS},Sam Okafor\n", encoding="utf-8")
    (extract,) = read_exports([tmp_path / name]).extracts
    assert extract.platform == "youtube"
    assert extract.accounts["display_name"].to_pylist() == ["Sam Okafor"]
    assert extract.accounts["profile_url"].to_pylist() == [ADDRESS]


@pytest.mark.parametrize(
    "table",
    [
        "subscription,price,renews\nUC-plan,4.99,2024-01-01\n",  # Reddit's paid subscriptions
        "subscription,price,renews\n",
        f"Channel ID,Vanity,Other\n{CHANNEL},janeroe,{CHANNEL}\n",
        f"Channel Id,Channel Url,Channel Title,More\n{CHANNEL},{ADDRESS},Sam,x\n",
        "Post ID,Post URL,Title\n",
        "",
        "\n\n",
    ],
)
def test_other_tables_of_the_same_name_are_not_claimed(tmp_path: Path, table: str):
    (tmp_path / "subscriptions.csv").write_text(table, encoding="utf-8")
    inside = zip_of(tmp_path / "a.zip", {"subscriptions.csv": table, "post_votes.csv": "id\n"})
    for path in (tmp_path / "subscriptions.csv", inside):
        assert "youtube" not in {extract.platform for extract in read_exports([path]).extracts}


@pytest.mark.parametrize(
    "name", ["comments/comments.csv", "playlists/Likes-videos.csv", "history/watch.json"]
)
def test_of_other_files_only_the_beginning_is_read(tmp_path: Path, name: str):
    """Their last byte is wrong, which whoever reads that far finds out."""
    made = tmp_path / "a.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{FOLDER}/{name}", f"Comment ID,Text\n{'Ugx,secret' * 100_000}~end~")
        archive.writestr(SUBSCRIPTIONS, f"{HEADER}\n{CHANNEL},{ADDRESS},Sam Okafor\n")
    made.write_bytes(made.read_bytes().replace(b"~end~", b"~END~"))
    reading = read_exports([made])
    assert not reading.problems
    assert reading.extracts[0].accounts["display_name"].to_pylist() == ["Sam Okafor"]
    assert "secret" not in repr(reading)


@pytest.mark.parametrize("shift", range(0, 120, 40))
def test_comments_with_line_breaks_break_nothing(tmp_path: Path, shift: int):
    """Wherever the part that is looked at first may end."""
    rows = "".join(f'Ugx{n},"{"x" * shift}a line of it\nand another, longer line",\n' for n in range(200))
    tables = {
        f"{FOLDER}/comments/comments.csv": "Comment ID,Comment Text,Video ID,Post ID\n" + rows,
        SUBSCRIPTIONS: f"{HEADER}\n{CHANNEL},{ADDRESS},Sam Okafor\n",
    }
    reading = read_exports([zip_of(tmp_path / "a.zip", tables)])
    assert not reading.problems
    assert reading.extracts[0].accounts.num_rows == 1


def test_subscriptions_with_another_column_are_not_taken_for_comments(tmp_path: Path):
    table = f"{HEADER},Subscribed On\n{CHANNEL},{ADDRESS},Sam Okafor,2024-01-01\n"
    reading = read_exports([zip_of(tmp_path / "a.zip", {SUBSCRIPTIONS: table})])
    assert [problem.error.code for problem in reading.problems] == ["member-unrecognised"]


def test_no_name_of_a_playlist_is_shown(tmp_path: Path):
    tables = {f"{FOLDER}/Layla Haddad/Layla Haddad.csv": "a,b,c\n1,2,3\n", SUBSCRIPTIONS: f"{HEADER}\n"}
    reading = read_exports([zip_of(tmp_path / "a.zip", tables)])
    assert [problem.error.code for problem in reading.problems] == ["member-unrecognised"]
    assert "layla" not in repr(reading).casefold() + str(reading.problems[0].error).casefold()


def test_an_answer_of_the_api_is_not_taken_for_an_empty_list(tmp_path: Path):
    answer = '{"kind": "youtube#SubscriptionListResponse", "items": [{"kind": "youtube#subscription"}]}'
    (tmp_path / "subscriptions.json").write_text(answer, encoding="utf-8")
    reading = read_exports([tmp_path / "subscriptions.json"])
    assert not reading.extracts
    assert reading.problems
