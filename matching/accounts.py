"""The accounts of staff members' lists as columns: equal ones together, and the texts that name each."""

import re
from collections.abc import Container, Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from matching import columns
from matching.arrays import NONE, Ints, distinct
from matching.folding import native_words
from matching.reading import parse_handles, parse_names
from matching.spans import Shown, shown_in

MOST_SOURCES = 4
"""Display name, handle, e-mail address and profile address."""

_ADDRESS_END = re.compile(r"[/?#]")
_HAS_DIGIT = re.compile(r"\d")
_NO_NAMES = {"in", "user", "profile.php", "people", "www"}


class Accounts(NamedTuple):
    """Rows of ACCOUNTS by their list and by what they show.

    `list_` and `account` are of each row of the table. `text[a, r]` is the text of account a's r-th source,
    NONE where it has no more; `source[a, r]` says which one that is: 0 the display name, then handle, e-mail
    address and profile address.
    """

    list_: Ints
    account: Ints
    text: Ints
    source: Ints
    emails: list[str]


def accounts_of(table: pa.Table, more: list[str]) -> tuple[Accounts, Shown]:
    """The accounts of a table, and the texts that name them, with `more` words in their vocabulary."""
    lists = _combined(table, ("submission_id", "platform", "relation"))
    shown = [columns.codes(table[name]) for name in ("display_name", "handle", "email", "profile_url")]
    first, account = _distinct_rows([code for code, _ in shown])
    display, handles, emails, addresses = (values for _, values in shown)
    addressed = [email or "" for email in emails.to_pylist()]
    slugs = [_slug(address or "") for address in addresses.to_pylist()]
    before_the_at = [email.strip().partition("@")[0] for email in addressed]
    others = columns.together([handles, columns.text(before_the_at), columns.text(slugs)])
    natives = natives_of(display.to_pylist(), without=set(more))
    texts = shown_in(parse_names(display), parse_handles(others), natives, more)
    texts = texts._replace(handle=texts.handle | (np.diff(texts.starts) == 1))
    offsets = np.cumsum([0, len(display), len(handles), len(emails)])
    text = np.stack([code[first] + offset for (code, _), offset in zip(shown, offsets, strict=True)], axis=1)
    text[np.diff(texts.starts)[text] == 0] = NONE
    order = np.argsort(text < 0, axis=1, kind="stable")
    of_account = [addressed[code].strip().lower() for code in shown[2][0][first]]
    return Accounts(lists, account, np.take_along_axis(text, order, 1), order, of_account), texts


def natives_of(texts: Iterable[str | None], *, without: Container[str] = ()) -> dict[str, str]:
    """The words of texts that stand in a script of their own, by their ASCII letters.

    A word that a roster writes in just these letters is compared as it is, `without` another script.
    """
    natives: dict[str, str] = {}
    for text in texts:
        if text and not text.isascii():
            natives.update(native_words(text))
    return {word: native for word, native in natives.items() if word not in without}


def _combined(table: pa.Table, names: tuple[str, ...]) -> Ints:
    """A number for each row that is the same where all these columns are."""
    _, which = _distinct_rows([columns.codes(table[name])[0] for name in names])
    return which


def _distinct_rows(codes: list[Ints]) -> tuple[Ints, Ints]:
    varying = [column for column in codes if len(column) and column.max() > 0]
    return distinct(*(varying or codes[:1]))


def _slug(url: str) -> str:
    """The last part of a profile's address, without the identifier some platforms put behind the name."""
    parts = [part for part in _ADDRESS_END.split(url[:400].partition("//")[2]) if part][1:]
    named = [part for part in parts if part not in _NO_NAMES]
    words = named[0].split("-") if named else []
    return "-".join(word for word in words if not _HAS_DIGIT.search(word))
