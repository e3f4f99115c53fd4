"""A page saved from a browser is read by itself, whatever it is called; other JSON is left alone."""

import json
from pathlib import Path

import pytest

from connectors.exports import read_exports

SUBJECT = {"did": "did:plc:ownerinvented", "handle": "annette.fernsby.example"}
PERSON = {"did": "did:plc:marlowinvented", "handle": "pip.marlow.example", "displayName": "Pip Marlow"}


def saved(folder: Path, content: object, name: str = "app.bsky.graph.getFollowers.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(("word", "relation"), [("followers", "follower"), ("follows", "following")])
@pytest.mark.parametrize("is_list", [False, True])
def test_a_loose_page_says_itself_which_list_it_is(tmp_path: Path, word: str, relation: str, is_list: bool):
    page = {"subject": SUBJECT, word: [PERSON]}
    (extract,) = read_exports([saved(tmp_path, [page] if is_list else page)]).extracts
    assert extract.accounts["display_name"].to_pylist() == ["Pip Marlow"]
    assert [str(count.relation) for count in extract.lists] == [relation]


def test_pages_handed_in_together_are_one_list(tmp_path: Path):
    other = PERSON | {"did": "did:plc:okaforinvented", "handle": "okafor.example"}
    first = saved(tmp_path, {"subject": SUBJECT, "followers": [PERSON], "cursor": "3k"}, "a.json")
    second = saved(tmp_path, {"subject": SUBJECT, "followers": [other, PERSON]}, "b.json")
    (extract,) = read_exports([first, second]).extracts
    (count,) = extract.lists
    assert count.entries == 2


def test_the_cursor_of_the_last_page_is_noted_and_quotes_nobody(tmp_path: Path):
    pages = [{"subject": SUBJECT, "followers": [PERSON], "cursor": "3k"}] * 2
    (extract,) = read_exports([saved(tmp_path, pages, "pip.json")]).extracts
    (note,) = [note for note in extract.notes if "another page" in note]
    assert note.startswith("file.json says that more followers follow")


@pytest.mark.parametrize(
    "content",
    [
        {"followers": [PERSON]},
        [{"subject": SUBJECT, "followers": [PERSON]}, "no page"],
        {"subject": SUBJECT, "followers": None},
        {"subject": "maths", "followers": []},
        [],
    ],
)
def test_what_is_no_page_is_not_read_as_an_empty_list(tmp_path: Path, content: object):
    reading = read_exports([saved(tmp_path, content)])
    assert reading.extracts == ()
    assert [problem.error.code for problem in reading.problems] == ["export-unrecognised"]


def test_two_accounts_owners_are_noted(tmp_path: Path):
    other = {"did": "did:plc:otherinvented", "handle": "other.example"}
    pages = [{"subject": subject, "followers": []} for subject in (SUBJECT, other)]
    (extract,) = read_exports([saved(tmp_path, pages)]).extracts
    assert "the files handed in come from more than one account of this platform" in extract.notes
