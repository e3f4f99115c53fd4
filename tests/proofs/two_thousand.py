"""A workspace of two thousand people nobody is called like, each by a surname of their own."""

import csv
import json
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path

from flows.workspace import Workspace, make_workspace
from tests.flows.conftest import SCHOOL, TODAY
from tests.flows.passphrases import SECRETS

_FIRST = ("Quorr", "Vexam", "Zibbl", "Wyvar", "Xandr", "Yorqu", "Jaxel", "Kolpu", "Fuxor", "Ghizn", "Tzomb")
_MIDDLE = (
    "ab",
    "ek",
    "ip",
    "or",
    "un",
    "yl",
    "av",
    "eg",
    "im",
    "oz",
    "us",
    "ith",
    "arn",
    "elm",
    "ost",
    "und",
)
_LAST = (
    "thorpe",
    "wexley",
    "quibbs",
    "gnarl",
    "vizzy",
    "fjord",
    "hexby",
    "dronx",
    "plumq",
    "swyre",
    "zelkn",
    "mox",
)
_FORENAMES = ("Ottoline", "Barnabus", "Zephyrine", "Leopold", "Marguerita", "Crispian", "Hilda", "Ignatius")
SURNAMES = tuple("".join(parts) for parts in product(_FIRST, _MIDDLE, _LAST))[:2000]
CHILDREN, STAFF, SENDERS = 500, 20, 5
HEADINGS = (
    "Pupil ID,Legal Forename,Legal Surname,Preferred Forename,Year Group,"
    "Parent 1 Forename,Parent 1 Surname,Parent 1 Email,Parent 2 Forename,Parent 2 Surname"
)


def two_thousand(folder: Path) -> Workspace:
    """The workspace, all of them loaded or handed in: roster, staff, and contacts of five of the staff."""
    from flows.intake import submit
    from flows.rosters.loading import load
    from flows.rosters.sources import sources
    from flows.rosters.staff import load_staff

    names = [f"{_FORENAMES[place % 8]} {surname}" for place, surname in enumerate(SURNAMES)]
    children, adults = names[:CHILDREN], names[CHILDREN : 3 * CHILDREN]
    staff, contacts = names[3 * CHILDREN : 3 * CHILDREN + STAFF], names[3 * CHILDREN + STAFF :]
    handed_over = folder / "handed over"
    handed_over.mkdir()
    workspace = make_workspace(folder / "workspace", SCHOOL, SECRETS)
    load(workspace, sources([_roster(handed_over / "roster.csv", children, adults)]), TODAY)
    load_staff(workspace, _staff(handed_over / "staff.csv", staff))
    for sender in range(SENDERS):
        friends = [*contacts[sender::SENDERS], *adults[sender : 20 * SENDERS : SENDERS], children[sender]]
        submit(workspace, f"S{sender + 1}", [_export(handed_over / f"S{sender + 1}", friends)], TODAY)
    return workspace


def _roster(path: Path, children: Sequence[str], adults: Sequence[str]) -> Path:
    rows = [
        [1000 + place, *child.split(), "", 1 + place % 6, *first.split(), "", *second.split()]
        for place, (child, first, second) in enumerate(zip(children, adults[::2], adults[1::2], strict=True))
    ]
    return _table(path, HEADINGS, rows)


def _staff(path: Path, staff: Sequence[str]) -> Path:
    headings = "staff_ref,forename,surname,former_surname,email,role,start,end,accounts"
    rows = [[f"S{place}", *name.split(), "", "", "", "", "", ""] for place, name in enumerate(staff, 1)]
    return _table(path, headings, rows)


def _table(path: Path, headings: str, rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings.split(","), *rows])
    return path


def _export(folder: Path, names: Sequence[str]) -> Path:
    path = folder / "connections" / "friends" / "your_friends.json"
    path.parent.mkdir(parents=True)
    friends = [{"name": name, "timestamp": 1_600_000_000 + place} for place, name in enumerate(names)]
    path.write_text(json.dumps({"friends_v2": friends}), encoding="utf-8")
    return path
