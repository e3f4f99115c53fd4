"""Opening pages hold ciphertext, ask nothing of a network, and open with one person's words."""

import base64
import json
import re
import shutil
import subprocess
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.words import Reader
from tests.vault.rfc9180 import ANSWERS, IN_JAVASCRIPT, VECTOR
from vault.errors import KeysDamagedError, SealBrokenError, WrongPassphraseError
from vault.opening.opening import for_person, open_page, opening_page, words_of
from vault.readers import PersonKeys, as_typed, make_person_keys, relock, unlock

OWN_WORDS = "yo-yo marmalade t-shirt unwind quarry"
WORDS = {"workbook.xlsx and overview.pdf": "ladder crisp unlit demote gravy"}
HOSTILE = '</title></script><script>alert(1)</script><img src=x onerror="alert(1)">'

NO_PAGE = b'<script type="application/json" id="held">'

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


@pytest.fixture(scope="module")
def dsl() -> PersonKeys:
    return make_person_keys(Reader.DSL, OWN_WORDS, rounds=10)


@pytest.fixture(scope="module")
def page(dsl: PersonKeys) -> bytes:
    return opening_page(WORDS, dsl, "Audit of 5 January 2026", ["Elm Park Primary"])


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text that stands in each."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[tuple[str, str]] = []
        self._within = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._within = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the name is the base class's
        self._within = ""

    def handle_data(self, data: str) -> None:
        self.text.append((self._within, data))


def changed(page: bytes, old: str, new: str) -> bytes:
    assert old.encode() in page
    return page.replace(old.encode(), new.encode(), 1)


def held(page: bytes) -> dict[str, Any]:
    found = re.search(rb'id="held">(.*?)</script>', page)
    assert found is not None
    facts: dict[str, Any] = json.loads(found[1])
    return facts


def test_a_page_opens_with_its_persons_words(page: bytes) -> None:
    assert open_page(page, OWN_WORDS) == WORDS


def test_a_page_made_over_opens_with_the_new_words_and_says_the_same(dsl: PersonKeys, page: bytes) -> None:
    new_words = "entirely new words since then"
    successor = make_person_keys(Reader.DSL, new_words, rounds=10)
    own = unlock(dsl, OWN_WORDS)
    for person in (successor, relock(dsl, own, new_words, rounds=10)):
        over = for_person(page, words_of(page, own), person)
        assert open_page(over, new_words) == WORDS
        assert Elements(over).found == Elements(page).found
        with pytest.raises(WrongPassphraseError):
            open_page(over, OWN_WORDS)
    assert open_page(page, OWN_WORDS) == WORDS


def test_what_is_no_opening_page_is_not_made_over(dsl: PersonKeys) -> None:
    with pytest.raises(SealBrokenError):
        for_person(b"<html></html>", WORDS, dsl)


@pytest.mark.parametrize("guess", ["", OWN_WORDS[:-1], WORDS["workbook.xlsx and overview.pdf"]])
def test_a_page_opens_with_nothing_else(page: bytes, guess: str) -> None:
    with pytest.raises(WrongPassphraseError):
        open_page(page, guess)


def test_the_second_reviewers_words_do_not_open_the_dsls_page(page: bytes) -> None:
    second = make_person_keys(Reader.SECOND_REVIEWER, "words of the second reviewer", rounds=10)
    theirs = opening_page(WORDS, second, "t", [])
    assert open_page(theirs, "words of the second reviewer") == WORDS
    with pytest.raises(WrongPassphraseError):
        open_page(page, "words of the second reviewer")
    with pytest.raises(WrongPassphraseError):
        open_page(theirs, OWN_WORDS)


def test_neither_the_words_nor_the_file_names_stand_in_the_page(page: bytes) -> None:
    for secret in (*WORDS.keys(), *WORDS.values(), OWN_WORDS, "AGE-SECRET-KEY"):
        assert secret.encode() not in page
        assert base64.b64encode(secret.encode())[:-4] not in page


def test_two_pages_of_the_same_words_have_nothing_sealed_in_common(dsl: PersonKeys) -> None:
    pages = [opening_page(WORDS, dsl, "t", []) for _ in range(2)]
    first, second = (base64.b64decode(held(each)["sealed"]) for each in pages)
    assert first[:65] != second[:65]
    assert first[65:] != second[65:]


def test_nothing_runs_and_nothing_loads_but_what_the_page_carries(page: bytes) -> None:
    elements = Elements(page)
    policy = next(
        attrs["content"] or ""
        for tag, attrs in elements.found
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    text = {tag: data for tag, data in elements.text if tag in {"style", "script"}}
    hashes = {
        tag: f"'sha256-{base64.b64encode(sha256(data.encode()).digest()).decode()}'"
        for tag, data in text.items()
    }
    assert rules == {
        "default-src": "'none'",
        "script-src": hashes["script"],
        "style-src": hashes["style"],
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_page_refers_to_nothing_outside_itself(page: bytes) -> None:
    assert b"http:" not in page
    assert b"https:" not in page
    outward = {"src", "href", "srcset", "action", "data", "style", "ping", "poster"}
    for tag, attrs in Elements(page).found:
        assert tag not in {"img", "iframe", "object", "embed", "link", "base", "audio", "video"}
        assert not outward & attrs.keys()
        assert not [name for name in attrs if name.startswith("on")]


def test_markup_in_the_settings_name_is_text(dsl: PersonKeys, page: bytes) -> None:
    hostile = opening_page(WORDS, dsl, HOSTILE, [HOSTILE, "\ud800 {{held}}"])
    tags = [tag for tag, _ in Elements(hostile).found]
    assert tags == [*(tag for tag, _ in Elements(page).found[:8]), *tags[8:]]
    assert tags.count("script") == 2
    assert "img" not in tags
    shown = [data for tag, data in Elements(hostile).text if tag in {"title", "h1", "p"}]
    assert shown.count(HOSTILE) == 3
    assert open_page(hostile, OWN_WORDS) == WORDS


def test_every_field_has_a_label_and_every_message_is_spoken(page: bytes) -> None:
    elements = Elements(page).found
    by_id = {attrs["id"]: (tag, attrs) for tag, attrs in elements if attrs.get("id")}
    labels = {attrs.get("for") for tag, attrs in elements if tag == "label"}
    assert "passphrase" in labels
    assert by_id["status"][1]["role"] == "status"
    assert by_id["wrong"][1]["role"] == "alert"
    assert (by_id["passphrase"][1]["aria-describedby"] or "").split() == ["hint", "wrong"]
    assert ("html", {"lang": "en-GB"}) in elements


@pytest.mark.parametrize(
    "what",
    [
        b"",
        b"<html></html>",
        b"%PDF-",
        b'id="held">{}</script>',
        NO_PAGE + b"[]</script>",
        NO_PAGE + b"[" * 9_000 + b"</script>",
    ],
)
def test_what_is_no_opening_page_does_not_open(what: bytes) -> None:
    with pytest.raises(SealBrokenError) as refusal:
        open_page(what, OWN_WORDS)
    assert refusal.value.__context__ is None


def test_a_page_with_a_changed_byte_does_not_open(dsl: PersonKeys, page: bytes) -> None:
    sealed = held(page)["sealed"]
    for place in range(0, len(sealed) - 4, 7):
        other = "A" if sealed[place] != "A" else "B"
        with pytest.raises(SealBrokenError) as refusal:
            open_page(changed(page, sealed, sealed[:place] + other + sealed[place + 1 :]), OWN_WORDS)
        assert refusal.value.__context__ is None
    recipient = dsl.recipient
    with pytest.raises(KeysDamagedError):
        open_page(
            changed(page, recipient, recipient[:-1] + ("q" if recipient[-1] != "q" else "p")), OWN_WORDS
        )


def test_the_words_of_one_page_do_not_pass_for_anothers(dsl: PersonKeys, page: bytes) -> None:
    second = make_person_keys(Reader.SECOND_REVIEWER, OWN_WORDS, rounds=10)
    theirs = opening_page(WORDS, second, "t", [])
    with pytest.raises(SealBrokenError):
        open_page(changed(page, held(page)["sealed"], held(theirs)["sealed"]), OWN_WORDS)


@settings(max_examples=25)
@given(st.dictionaries(st.text(), st.text(), max_size=4))
def test_whatever_the_words_are_they_come_back(words: dict[str, str]) -> None:
    person = make_person_keys(Reader.DSL, OWN_WORDS, rounds=1)
    assert open_page(opening_page(words, person, "t", []), OWN_WORDS) == words


def test_the_library_that_seals_follows_the_rfcs_own_example() -> None:
    numbers = {name: bytes.fromhex(value) for name, value in VECTOR.items()}
    private = ec.derive_private_key(int(VECTOR["skRm"], 16), ec.SECP256R1())
    # The appendix's message has associated data, which the library's one-message form does not.
    message = AESGCM(numbers["key"]).encrypt(numbers["base_nonce"], numbers["pt"], b"")
    suite = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
    assert suite.decrypt(numbers["enc"] + message, private, numbers["info"]) == numbers["pt"]


@needs_node
def test_the_page_opens_the_rfcs_own_example() -> None:
    source = files("vault.opening").joinpath("hpke.js").read_text(encoding="utf-8")
    program = f"{source}\n{IN_JAVASCRIPT}\nasTheAppendixSays({json.dumps(VECTOR)}).then((answer) => "
    program += "console.log(JSON.stringify(answer)));"
    assert json.loads(in_node(program)) == ANSWERS


@needs_node
def test_python_and_the_page_read_what_is_typed_alike() -> None:
    typed = [
        *("", " ", OWN_WORDS, f"\t{OWN_WORDS.upper()}\n", "a\u00a0b", "a\u3000\u2003 b", "\uff39\uff4f"),
        *(
            "\u2126 \u00c5",
            "STRASSE \u0130I",
            "\ufb01sh",
            "a\u0085b",
            "\ufeffa",
            "\u03a3\u03a3",
            "a\u2028b\x1c",
        ),
    ]
    source = files("vault.opening").joinpath("page.js").read_text(encoding="utf-8")
    start = source.index("function asTyped")
    function = source[start : source.index("\n}\n", start) + 3]
    program = f"{function}\nconsole.log(JSON.stringify({json.dumps(typed)}.map(asTyped)));"
    assert json.loads(in_node(program)) == [as_typed(each) for each in typed]


def in_node(program: str) -> str:
    node = shutil.which("node")
    assert node is not None
    return subprocess.run([node, "-"], input=program, capture_output=True, text=True, check=True).stdout
