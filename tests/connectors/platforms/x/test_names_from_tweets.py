"""Whom an id of X means, from the owner's tweets: with their word, only names, and in little memory."""

import json
import tracemalloc
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest

from connectors.export_errors import MemberBrokenError, MemberUnsafeError
from connectors.platforms import x
from schemas.extract import Extract
from tests.connectors.exports_by_hand import zip_of
from tests.connectors.shared_reader import read_exports

ANA, BEN, CAI = "1203948576102938475", "1203948576102938476", "31"


def mention(who: str, handle: str, name: str = "") -> dict[str, object]:
    return {"name": name, "screen_name": handle, "indices": ["0", "9"], "id_str": who, "id": who}


def tweet(*mentions: dict[str, object], **more: object) -> dict[str, object]:
    entities = {"hashtags": [{"text": "never"}], "user_mentions": list(mentions), "urls": []}
    return {"id_str": "9", "full_text": "the private words", "entities": entities, **more}


def script(tweets: Iterable[object], name: str = "tweets") -> bytes:
    return f"window.YTD.{name}.part0 = {json.dumps(list(tweets), indent=2)}".encode()


def named(content: bytes) -> dict[str, tuple[str, str]]:
    return x._named(BytesIO(content), "data/tweets.js")


def test_a_mention_tells_handle_and_name_and_an_answer_the_handle_alone():
    tweets = [
        tweet(mention(ANA, "ana_l", "Ana Lune 🌿")),
        tweet(in_reply_to_user_id_str=BEN, in_reply_to_screen_name="ben_s"),
    ]
    assert named(script(tweets)) == {ANA: ("ana_l", "Ana Lune 🌿"), BEN: ("ben_s", "")}


def test_a_tweet_stands_bare_or_in_an_object_of_its_own():
    wrapped = [{"tweet": tweet(mention(ANA, "ana_l", "Ana"), in_reply_to_user_id_str=BEN)}]
    assert named(script(wrapped, "tweet")) == {ANA: ("ana_l", "Ana")}
    wrapped = [{"tweet": tweet(in_reply_to_user_id_str=BEN, in_reply_to_screen_name="ben_s")}]
    assert named(script(wrapped)) == {BEN: ("ben_s", "")}


def test_a_later_mention_wins_only_if_it_tells_a_name():
    tweets = [
        tweet(mention(ANA, "first", "First")),
        tweet(mention(ANA, "second", "Second")),
        tweet(mention(ANA, "third")),
        tweet(in_reply_to_user_id_str=ANA, in_reply_to_screen_name="fourth"),
    ]
    assert named(script(tweets)) == {ANA: ("second", "Second")}


def test_what_another_wrote_in_a_retweet_is_passed_over():
    retweeted = tweet(mention(BEN, "ben_s", "Ben"), in_reply_to_user_id_str=CAI)
    assert named(script([tweet(mention(ANA, "ana_l", "Ana"), retweeted_status=retweeted)])) == {
        ANA: ("ana_l", "Ana")
    }


def test_somebody_who_has_left_and_a_number_for_an_id_are_understood():
    gone = mention("-1", "gone", "Gone")
    number = {"id": 31, "screen_name": "cai", "name": "Cai"}
    assert named(script([tweet(gone, number)])) == {CAI: ("cai", "Cai")}


@pytest.mark.parametrize("ending", ["", ";", "\n", ";\n", " ;\r\n", ";" + "\n" * 200_000])
def test_the_end_of_the_script_is_no_part_of_the_json(ending: str):
    assert named(script([tweet(mention(ANA, "ana_l", "Ana"))]) + ending.encode()) == {ANA: ("ana_l", "Ana")}


def test_tweets_that_end_early_or_are_nested_beyond_reason_are_refused():
    with pytest.raises(MemberBrokenError):
        named(script([tweet(mention(ANA, "ana_l", "Ana"))])[:-9])
    with pytest.raises(MemberUnsafeError):
        named(b"window.YTD.tweets.part0 = " + b"[" * 100_000)


def test_the_text_of_many_tweets_is_not_held():
    piece = script([tweet(mention(ANA, "ana_l", "Ana"), full_text="private " * 100)])[26:-1]
    content = b"window.YTD.tweets.part0 = [" + b",".join([piece.strip()[1:]] * 10_000) + b"]"
    tracemalloc.start()
    assert named(content) == {ANA: ("ana_l", "Ana")}
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held < len(content) / 3 + 2_000_000


def handed_in(path: Path, requested: tuple[str, ...]) -> Extract:
    ids = json.dumps([{"follower": {"accountId": who}} for who in (ANA, BEN, CAI)])
    tweets = [tweet(mention(ANA, "ana_l", "Ana Lune")), tweet(mention("77", "stranger", "Never Kept"))]
    answer = [{"tweet": tweet(in_reply_to_user_id_str=BEN, in_reply_to_screen_name="ben_s")}]
    members = {
        "data/follower.js": f"window.YTD.follower.part0 = {ids}",
        "data/following.js": "window.YTD.following.part0 = [ ]",
        "data/tweets.js": script(tweets),
        "data/tweets-part1.js": script(answer),
    }
    (extract,) = read_exports([zip_of(path / "x.zip", members)], requested).extracts
    return extract


def test_without_the_persons_word_tweets_stay_closed(tmp_path: Path):
    extract = handed_in(tmp_path, ())
    assert extract.accounts.num_rows == 0
    assert (extract.lists[0].not_comparable, extract.unopened) == (3, 2)


def test_with_the_persons_word_followers_whom_they_addressed_have_a_name(tmp_path: Path):
    extract = handed_in(tmp_path, ("x",))
    assert extract.accounts["display_name"].to_pylist() == ["Ana Lune", ""]
    assert extract.accounts["handle"].to_pylist() == ["ana_l", "ben_s"]
    assert (extract.lists[0].entries, extract.lists[0].not_comparable, extract.unopened) == (3, 1, 0)
    assert "private" not in str(extract)
    assert "Never Kept" not in str(extract)
