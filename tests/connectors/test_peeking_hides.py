"""Nothing of anybody comes through `peek`: not from a path, a key, a value, a header or a comment."""

import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.peeking import in_words
from connectors.peeking.formats import contents_told
from connectors.peeking.structure import Structure
from connectors.peeking.words import shown_name, shown_path, vocabulary
from schemas.errors import HandedInError
from tests.canary import find_canaries
from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING, FRIENDS, follower
from tests.connectors.test_peeking import peeked

NAMES = (
    "Ottoline",
    "Quarrell",
    "Zoë-Ffraid",
    "Ōkuninushi",
    "Аксинья",
    "نورهان",
    "弥生子",
    "Wrenfield",
    "McTavender",
)
PLACES = ["{}", "{}_0798", "friends_{}", "{} friends", "my{}List", "user.{}", "{}.{}", "\U0001f43b{}"]
TAGS = st.sampled_from(["div", "section", "table", "tr", "td", "h2", "a", "zq"])


def written(name: str) -> list[str]:
    """Ways in which a name may stand somewhere."""
    cased = {name, name.lower(), name.upper(), name.swapcase()}
    forms = {unicodedata.normalize(form, each) for each in cased for form in ("NFC", "NFD", "NFKC")}
    return [place.replace("{}", form) for form in sorted(forms) for place in PLACES]


def members_of(name: str) -> Iterator[tuple[str, str]]:
    """Files that hold the name wherever a file can."""
    ways = written(name)
    mojibake = name.encode().decode("latin-1")
    keys = {way: {way: [{way: way}, way]} for way in [*ways, mojibake]}
    record = {**follower(name), name: {"username": name, mojibake: name}}
    yield FOLLOWERS, json.dumps([record, keys])
    yield FOLLOWING, json.dumps({"relationships_anew": [record], **keys})
    yield FRIENDS, json.dumps({"followers": dict.fromkeys(ways, "2019-01-01")})
    yield "connections.json", json.dumps({"followers": {name: "2019-01-01T10:00:00+00:00", name * 2: ""}})
    yield f"new/friends_of_{name}.json", json.dumps(keys)
    yield "new/my_friends.csv", f"{name},friend {name},user{name}\n{name},,{name}\n"
    yield "new/other_friends.csv", f"Name,Date,{name},List {name}\n{name},{name},{name},{name}\n"
    yield "new/subscribers.txt", "".join(f"{way}: {way}\nDate {way}: x\n{way}\n" for way in ways) * 2
    yield (
        "new/fans.vcf",
        f"BEGIN:VCARD\nFN;X-{name}={name}:{name}\nX-{name}:1\nitem1.{name}:2\nEND:VCARD\n" * 2,
    )
    yield "new/followers.js", f"window.{name}.part0 = " + json.dumps(keys)
    tags = "".join(
        f'<{name}><div class="_a6-g {way}" id="{way}" {name}="{way}" data-{name}="1">'
        f'<h2 class="_a6-h">{way}</h2>'
        f'<a href="https://example.org/{way}" title="{way}">{way}</a></div></{name}><!-- {way} -->'
        for way in ways
    )
    yield FRIENDS.replace(".json", ".html"), f'<html><body><div role="main">{tags}</div></body></html>'
    yield f"{name}/messages/inbox/{name}_{name}/message_1.json", json.dumps({name: name})
    yield from ((f"{way}/{way}.{way}", name) for way in ways)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_planted_everywhere_comes_through_nowhere(tmp_path: Path, name: str):
    path = tmp_path / f"facebook-{name}-2026-01-01-abcdefgh.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = name.encode()
        for member, content in dict(members_of(name)).items():
            info = zipfile.ZipInfo(member.replace("//", "/"))
            info.comment = name.encode()
            archive.writestr(info, content)
    answer = peeked(path)
    assert len(answer["archives"][0]["looked_into"]) >= 10
    for text in (json.dumps(answer, ensure_ascii=False), json.dumps(answer), in_words(answer)):
        assert not find_canaries(text, [name])
        assert name.casefold() not in unicodedata.normalize("NFKC", text).casefold()


def test_a_name_is_hidden_in_a_loose_file_and_in_a_folder_called_after_somebody(tmp_path: Path):
    folder = tmp_path / "Quarrell friends"
    folder.mkdir()
    (folder / "Quarrell.json").write_text('{"Quarrell": "Quarrell"}', encoding="utf-8")
    answer = peeked(folder, folder / "Quarrell.json", everything=True)
    assert not find_canaries(json.dumps(answer) + in_words(answer), ["Quarrell"])


def is_of_the_list(shown: str) -> bool:
    """Whether a shown text consists of words of the list, and of no digit."""
    letters = "".join(each if unicodedata.category(each)[0] in "LM" else " " for each in shown)
    known = vocabulary().words | vocabulary().beside
    humped = [piece for word in letters.split() for piece in _humps(word)]
    return shown in vocabulary().exact or (
        all(piece.casefold() in known for piece in humped) and not any(each.isdigit() for each in shown)
    )


def _humps(word: str) -> Iterator[str]:
    """The word cut wherever the list lets it be."""
    known = vocabulary().words | vocabulary().beside
    while word:
        end = next((at for at in range(len(word), 0, -1) if word[:at].casefold() in known), len(word))
        yield word[:end]
        word = word[end:]


KEYS = st.text(max_size=20) | st.lists(
    st.sampled_from(
        ["friend", "List", "_", "-", "7", "\u0663", "jane", "Roe", "day", "\u017f", "\u0131", "é", "ß"]
    ),
    max_size=5,
).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=30,
)


def keys_of(told: Any) -> Iterator[str]:
    match told:
        case {"key": str(key), **rest}:
            yield key
            yield from keys_of(rest)
        case dict():
            for inner in told.values():
                yield from keys_of(inner)
        case list():
            for inner in told:
                yield from keys_of(inner)


@given(JSON)
def test_no_key_is_shown_that_is_not_made_of_the_list(value: object):
    structure = Structure()
    structure.add(value)
    assert all(is_of_the_list(key) for key in keys_of(structure.told()))


@given(st.dictionaries(st.text(alphabet="qxzjQXZJ\u0451\u05d0", min_size=2, max_size=12), JSON, max_size=60))
def test_an_unknown_key_leaves_no_letter_behind(value: dict[str, object]):
    told = json.dumps(told_of({"friends": [value]}), ensure_ascii=False).casefold()
    assert not [key for key in value if key.casefold() in told]


def told_of(value: object) -> Any:
    structure = Structure()
    structure.add(value)
    return structure.told()


@given(st.text(max_size=40))
def test_whatever_a_thing_is_called_only_words_of_the_list_are_shown(text: str):
    assert is_of_the_list(shown_path(text).replace("…", " "))
    assert is_of_the_list(shown_name(text) or "")


@given(
    st.sampled_from(["json", "js", "html", "csv", "txt", "vcf", "odd"]),
    st.binary(max_size=200) | st.text().map(str.encode),
)
def test_whatever_the_bytes_are_the_answer_is_json_or_an_error_of_ours(ending: str, data: bytes):
    try:
        told = contents_told(data, ending, "shown")
    except HandedInError:
        return
    json.dump(told, io.StringIO())


@given(st.lists(st.tuples(TAGS, st.text(alphabet="qxzj", min_size=3, max_size=8)), max_size=20))
def test_no_class_id_or_text_of_a_page_comes_through(elements: list[tuple[str, str]]):
    page = "".join(f'<{tag} class="{name}" id="{name}">{name}</{tag}>' for tag, name in elements)
    told = json.dumps(contents_told(f"<html><body>{page}</body></html>".encode(), "html", "shown"))
    assert not [name for _, name in elements if name in told]
