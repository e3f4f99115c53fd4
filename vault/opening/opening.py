"""Opening pages: the words of locked documents, sealed so that a person's own words open them in a browser.

One HTML file that needs no network, no program of ours and no account. It holds the words as HPKE
ciphertext (RFC 9180) for the person's P-256 key, and that key's private half as it is locked in
`PersonKeys`: whoever has the file still needs the five words. Its policy lets nothing run and nothing load
but what it carries, so what is typed cannot leave it.
"""

import base64
import html
import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from schemas.words import Reader
from vault.errors import SealBrokenError
from vault.readers import VERSION, PersonKeys, Unlocked, lock_label, person_keys, unlock

HPKE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_HELD = re.compile(rb'(<script type="application/json" id="held">)([^<]*)(</script>)')


def opening_page(words: Mapping[str, str], person: PersonKeys, title: str, lines: Sequence[str]) -> bytes:
    """An HTML file in which the person's passphrase shows `words`: which files, and the words that open them.

    Title and lines can be read by whoever has the file, so they name nobody; they are text, never markup.
    """
    script, style = _text("hpke.js") + _text("page.js"), _text("page.css")
    return _filled(
        {
            "policy": _policy(script, style),
            "title": html.escape(title),
            "lines": "\n".join(f'<p class="line">{html.escape(line)}</p>' for line in lines),
            "held": _sealed(words, person),
            "style": style,
            "script": script,
        }
    ).encode("utf-8", "replace")


def open_page(page: bytes, passphrase: str) -> dict[str, str]:
    """The words, as a browser shows them.

    Raises `WrongPassphraseError`; `SealBrokenError` for what is no opening page or was changed;
    `KeysDamagedError` where the person's keys in it were.
    """
    return words_of(page, unlock(_person(page), passphrase))


def words_of(page: bytes, unlocked: Unlocked) -> dict[str, str]:
    """The words, for a person whose keys are open already. Raises what `open_page` raises of a page."""
    opened = _opened(_held(page)["sealed"], unlocked.opening, _person(page).reader)
    if opened is None:
        raise SealBrokenError
    return opened


def for_person(page: bytes, words: Mapping[str, str], person: PersonKeys) -> bytes:
    """The same page for other keys, or behind another passphrase. Raises `SealBrokenError`."""
    _held(page)
    return _HELD.sub(lambda place: place[1] + _sealed(words, person).encode("ascii") + place[3], page)


def _person(page: bytes) -> PersonKeys:
    return person_keys(_json(_held(page)["person"]))


def _sealed(words: Mapping[str, str], person: PersonKeys) -> str:
    """What the page holds, as JSON: the words sealed to the person, and the person's keys."""
    sealed = HPKE.encrypt(_json(dict(words)), _public(person.opening), _info(person.reader))
    held = {"version": VERSION, "person": json.loads(person.to_json()), "sealed": _base64(sealed)}
    return _json(held).decode("ascii")


def _held(page: bytes) -> dict[str, Any]:
    found = _HELD.search(page)
    held = _loaded(found[2]) if found else None
    if not isinstance(held, dict) or held.keys() != {"version", "person", "sealed"}:
        raise SealBrokenError
    return held


def _loaded(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _opened(sealed: str, private: ec.EllipticCurvePrivateKey, reader: Reader) -> dict[str, str] | None:
    try:
        data = HPKE.decrypt(base64.b64decode(sealed, validate=True), private, _info(reader))
    except (InvalidTag, TypeError, ValueError):
        return None
    words: dict[str, str] = json.loads(data)
    return words


def _info(reader: Reader) -> bytes:
    return f"{lock_label(reader)} opening page".encode("ascii")


def _policy(script: str, style: str) -> str:
    # https://www.w3.org/TR/CSP3/#framework-directive-source-list
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{_base64(sha256(text.encode()).digest())}"


def _filled(parts: Mapping[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], _text("page.html"))


def _text(name: str) -> str:
    return files("vault.opening").joinpath(name).read_text(encoding="utf-8")


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _json(facts: Mapping[str, Any]) -> bytes:
    return json.dumps(facts).encode("ascii")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
