import json
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

import pytest

from tests.samples.handed_in import members

Table = Callable[[Path], list[dict[str, str]]]


def texts(folder: Path) -> Iterator[str]:
    """What a person would read in each file: escapes resolved, Meta's bytes put together again."""
    for path, content in members(folder):
        if path.endswith(".json") and "__MACOSX" not in path:
            yield json.dumps(mended(json.loads(content)), ensure_ascii=False)
        elif path.endswith((".html", ".csv", ".txt")):
            yield unescape(content.decode("utf-8"))


def mended(value: object) -> object:
    if isinstance(value, str):
        try:
            return value.encode("latin-1").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return value
    if isinstance(value, list):
        return [mended(item) for item in value]
    if isinstance(value, dict):
        return {mended(key): mended(item) for key, item in value.items()}
    return value


def test_every_planted_name_and_handle_stands_in_that_persons_exports(school: Path, table: Table) -> None:
    for row in table(school / "truth.csv"):
        found = "\n".join(texts(school / "exports" / row["staff_ref"]))
        name, handle = row["display_name"], row["handle"]
        if row["platform"] == "linkedin":  # two cells, and an address with escapes
            shown = unquote(found.replace(",", " "))
            assert name in shown
            assert handle in shown
        else:
            assert name in found
            assert handle in found
        assert name or handle


class Name(NamedTuple):
    shown: str
    forename: str
    surname: str

    @property
    def whole(self) -> str:
        return f"{self.forename} {self.surname}"


LOOKS: dict[str, Callable[[Name], bool]] = {
    "exact": lambda name: name.shown == name.whole,
    "swapped": lambda name: name.shown == f"{name.surname} {name.forename}",
    "forename_only": lambda name: name.shown == name.forename,
    "nickname": lambda name: (
        name.shown.endswith(f" {name.surname}") and not name.shown.startswith(f"{name.forename} ")
    ),
    "former_surname": lambda name: name.shown.startswith(name.forename) and name.surname not in name.shown,
    "half_of_double_barrelled": lambda name: (
        name.shown.removeprefix(name.forename).strip() in name.surname.split("-")
    ),
    "accents": lambda name: name.shown.isascii() and not name.whole.isascii(),
    "initial": lambda name: (
        name.shown in {f"{name.forename[0]} {name.surname}", f"{name.forename} {name.surname[0]}."}
    ),
    "typo": lambda name: 0.8 < ratio(name.shown, name.whole) < 1,
    "decorated": lambda name: (
        name.whole.lower() in normalize("NFKC", name.shown).lower() and name.shown != name.whole
    ),
    "handle_only": lambda name: not name.shown,
}
LOOKS |= dict.fromkeys(("declared", "namesake", "own_child", "colleague_parent", "request"), LOOKS["exact"])


def ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@pytest.mark.parametrize("plant", LOOKS)
def test_a_planted_name_looks_as_its_kind_says(plant: str, school: Path, table: Table) -> None:
    rows = [row for row in table(school / "truth.csv") if row["plant"] == plant]
    assert rows
    for row in rows:
        assert LOOKS[plant](Name(row["display_name"], row["forename"], row["surname"]))
        assert bool(row["handle_form"]) == (not row["display_name"])


def test_everybody_planted_is_on_the_roster(school: Path, table: Table) -> None:
    roster = next((school / "roster").iterdir()).read_text(encoding="utf-8")
    for row in table(school / "truth.csv"):
        assert f"<Surname>{row['surname']}</Surname>" in roster
        assert f"<Forename>{row['forename']}</Forename>" in roster
        if row["roster_id"]:
            assert roster.count(f"<UPN>{row['roster_id']}</UPN>") == 1


def test_a_former_surname_that_is_planted_is_on_the_roster(school: Path, table: Table) -> None:
    roster = next((school / "roster").iterdir()).read_text(encoding="utf-8")
    for row in table(school / "truth.csv"):
        if row["plant"] == "former_surname":
            former = row["display_name"].removeprefix(row["forename"]).strip()
            assert f"<FormerSurname>{former}</FormerSurname>" in roster
