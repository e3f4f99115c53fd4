"""Lists written down by hand: the template, the words people use, and what nobody but they may see."""

import csv
import re
from pathlib import Path

import pytest

from connectors.by_hand_words import FOLDER, platform_meant, relation_meant, title_of
from connectors.coverage_table import rows
from connectors.exports import Reading, read_exports
from connectors.headed_tables import plain_words
from connectors.platforms import platforms
from schemas.places import REFERENCE
from schemas.words import Relation

TEMPLATE = REFERENCE / "by_hand_template.csv"
DOCS = REFERENCE.parents[1] / "docs" / "by-hand.md"
HEADER = "platform,relation,display_name,handle,profile_url,since\n"


def written(tmp_path: Path, text: str, name: str = "anything at all.csv") -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return read_exports([path])


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_template_says_that_there_is_nobody(tmp_path: Path):
    (extract,) = written(tmp_path, TEMPLATE.read_text(encoding="utf-8")).extracts
    assert extract.platform == "by_hand"
    assert [(each.relation, each.entries) for each in extract.lists] == [("friend", 0), ("follower", 0)]


@pytest.mark.parametrize("name", ["anything at all.csv", "Friends (1).csv", "list.tsv", "connections.csv"])
def test_a_file_handed_in_by_itself_may_be_called_anything(name: str, tmp_path: Path):
    reading = written(tmp_path, HEADER + "Nextdoor,friend,Perrin Oduya,,,\n", name)
    assert not reading.problems
    assert [extract.platform for extract in reading.extracts] == ["by_hand"]


def test_a_file_without_a_header_is_not_guessed_at(tmp_path: Path):
    reading = written(tmp_path, "Nextdoor,friend,Perrin Oduya,,,\n")
    assert not reading.extracts
    assert [problem.error.code for problem in reading.problems] == ["export-unrecognised"]


def test_nothing_that_was_written_is_shown_but_accounts(tmp_path: Path):
    secret = "Wrenfield Academy"
    text = f"{HEADER}{secret},{secret},Sam,,,\n{secret},friend,Sam,,,{secret}\nFB,friend,,,,{secret}\n"
    reading = written(tmp_path, text, f"{secret}.csv")
    (extract,) = reading.extracts
    assert extract.accounts.num_rows == 1
    assert "wrenfield" not in repr((extract.lists, extract.notes, reading.problems, extract.owner)).casefold()


def test_one_handle_on_two_platforms_is_two_accounts(tmp_path: Path):
    paths = []
    for platform in ("Nextdoor", "Twitch"):
        paths.append(tmp_path / f"{platform}.csv")
        paths[-1].write_text(f"{HEADER}{platform},friend,,perrin.o,,\n", encoding="utf-8")
    (extract,) = read_exports(paths).extracts
    assert extract.accounts.num_rows == 2


def test_many_rows_that_cannot_be_read_are_one_note(tmp_path: Path):
    (extract,) = written(tmp_path, HEADER + "Nextdoor,stranger,Sam,,,\n" * 500).extracts
    (note,) = (note for note in extract.notes if "as a spreadsheet numbers them" in note)
    assert note.endswith("2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and others")


@pytest.mark.parametrize(
    ("written_down", "meant"),
    [
        ("friend", Relation.FRIEND),
        ("  FOLLOWS me! ", Relation.FOLLOWER),
        ("I follow", Relation.FOLLOWING),
        ("I'm following", Relation.FOLLOWING),
        ("request_received", Relation.REQUEST_RECEIVED),
        ("Request sent", Relation.REQUEST_SENT),
        ("contact", Relation.CONTACT),
        ("blocked", None),
        ("parent", None),
        ("", None),
    ],
)
def test_a_word_for_a_relation_is_looked_up_and_never_guessed(written_down: str, meant: Relation | None):
    assert relation_meant(written_down) is meant


@pytest.mark.parametrize("relation", Relation)
def test_our_own_word_for_a_relation_is_known(relation: Relation):
    assert relation_meant(relation) is relation


def test_every_platform_is_known_by_its_title_and_its_name():
    for name, platform in platforms().items():
        if name != "by_hand":
            assert platform_meant(platform.TITLE) == name
            assert platform_meant(name) == name
            assert title_of(name) == platform.TITLE


@pytest.mark.parametrize("name", ["relations.csv", "platforms.csv"])
def test_words_stand_once_and_as_they_are_looked_up(name: str):
    words = [row["words"] for row in table(name)]
    assert len(words) == len(set(words))
    assert [word for word in words if plain_words(word) != word] == []


def test_a_platform_has_one_title_and_stands_in_the_table_of_coverage():
    titles = {(row["platform"], row["title"]) for row in table("platforms.csv")}
    assert len(titles) == len({platform for platform, _ in titles})
    covered = " ".join(row.title for row in rows())
    assert [title for _, title in sorted(titles) if title not in covered] == []


def test_the_instructions_name_every_column_and_every_relation():
    text = DOCS.read_text(encoding="utf-8")
    for column in TEMPLATE.read_text(encoding="utf-8").strip().split(","):
        assert f"| `{column}` |" in text
    taught = re.findall(r"^\| `([a-z ]+)` \| ([\w ,]+) \|$", text, re.MULTILINE)
    assert {relation_meant(word) for word, _ in taught} == set(Relation)
    for word, others in taught:
        for other in others.split(","):
            assert relation_meant(other) is relation_meant(word)
