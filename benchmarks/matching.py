"""How well and how fast names are matched: `python -m benchmarks.matching [FOLDER]`.

Prints, for an invented school whose names are drawn from the reference tables, how much of each kind of
connection is shown, how many unrelated accounts are shown beside them, and the processor's seconds.
With FOLDER (labelled names, `lists/*/{roster,followers,truth}.parquet` and `pairs/*.parquet`) also the best
F1, the average precision and how often the right person comes first; where it is absent, that is skipped.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from matching.matcher import find_matches
from matching.pairs import weigh_pairs
from matching.reference import rows
from matching.roster_index import build_index
from schemas.tables import ACCOUNTS, NAMES

PEOPLE, STAFF, CONTACTS = 3_000, 100, 1_000


class Named(NamedTuple):
    """One invented person."""

    forename: str
    surname: str


class Population:
    """People as the country holds them: names as frequent as the tables say, a community's names together."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  invented names, no secret
        self._forenames = _weighted("forename_frequencies")
        self._surnames = _weighted("surname_frequencies")
        self._together = _surnames_beside(self._surnames)

    def people(self, number: int) -> list[Named]:
        """So many people, namesakes as frequent as chance has it."""
        forenames = self.random.choices(list(self._forenames), list(self._forenames.values()), k=number)
        surnames = self.random.choices(list(self._surnames), list(self._surnames.values()), k=number)
        return [Named(one, self._surname(one, other)) for one, other in zip(forenames, surnames, strict=True)]

    def _surname(self, forename: str, other: str) -> str:
        """A surname of the forename's community, the other one, or, for a fifth, one that no table knows."""
        purity, surnames = self._together.get(forename, (0.0, {}))
        if self.random.random() < purity:
            return self.random.choices(list(surnames), list(surnames.values()))[0]
        if self.random.random() < 0.2:
            return other[:4] + self.random.choice(
                ["worth", "by", "ette", "man", "ski", "ova", "elli", "ura", "ade"]
            )
        return other


def _weighted(table: str) -> dict[str, float]:
    return {row["name"]: float(row["per_million"]) for row in rows(table)}


def _surnames_beside(shares: dict[str, float]) -> dict[str, tuple[float, dict[str, float]]]:
    """For each forename of a community how often a surname of that community goes with it, and which."""
    return {
        forename: (float(row["purity"]), {name: shares.get(name, 3.0) for name in row["surnames"].split()})
        for row in rows("communities")
        for forename in row["forenames"].split()
    }


def _typo(chance: random.Random, word: str) -> str:
    place = chance.randrange(1, len(word) - 1)
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + chance.choice("aeiourstln") + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        ]
    )


def _kinds(chance: random.Random) -> dict[str, Callable[[Named, Named], tuple[str, str] | None]]:
    """For each kind of connection the display name and handle a person is shown by, or None if not theirs."""
    short = {row["forename"]: row["shown_as"].split()[:3] for row in rows("short_forms")}
    return {
        "exact": lambda person, _: (f"{person.forename} {person.surname}".title(), ""),
        "nickname": lambda person, _: (
            (f"{chance.choice(short[person.forename])} {person.surname}".title(), "")
            if person.forename in short
            else None
        ),
        "typo in the surname": lambda person, _: (
            (f"{person.forename} {_typo(chance, person.surname)}", "") if len(person.surname) > 4 else None
        ),
        "initial and surname": lambda person, _: (f"{person.forename[0]} {person.surname}".title(), ""),
        "swapped": lambda person, _: (f"{person.surname} {person.forename}".title(), ""),
        "half of a double-barrelled name": lambda person, other: (f"{person.forename} {other.surname}", ""),
        "former surname": lambda person, other: (f"{person.forename} {other.surname}", ""),
        "decorated": lambda person, _: (f"✨ Mrs {person.forename} {person.surname} xx", ""),
        "handle, full name": lambda person, _: (
            "",
            f"{person.forename}{person.surname}{chance.randrange(99)}",
        ),
        "handle, initial": lambda person, _: ("", f"{person.forename[0]}{person.surname}"),
        "handle, dotted": lambda person, _: ("", f"{person.forename}.{person.surname}_x"),
        "forename only": lambda person, _: (f"Mummy {person.forename} xx".title(), ""),
    }


class School(NamedTuple):
    """An invented school: its roster's names, its staff's accounts, and who they are."""

    names: pa.Table
    accounts: pa.Table
    truth: dict[tuple[str, int], tuple[str, str]]


def school(seed: int = 1) -> School:
    """3,000 people, 100 staff with 1,000 contacts each, five of them on the roster."""
    population = Population(seed)
    roster, others = population.people(PEOPLE), population.people(PEOPLE)
    kinds = _kinds(population.random)
    names = [row for place in range(PEOPLE) for row in _names(place, roster[place], others[place])]
    accounts, truth = [], {}
    for staff in range(STAFF):
        for number, contact in enumerate(population.people(CONTACTS)):
            shown = (f"{contact.forename} {contact.surname}".title(), "")
            planted = None
            if number % 200 == 0:
                kind = population.random.choice(list(kinds))
                place = population.random.randrange(PEOPLE)
                person = _as_planted(place, kind)
                planted = kinds[kind](roster[person], others[person])
                if planted:
                    shown, truth[f"s{staff}", number] = planted, (str(person), kind)
            accounts.append(_account(f"s{staff}", number, *shown))
    return School(
        pa.Table.from_pylist(names, schema=NAMES), pa.Table.from_pylist(accounts, schema=ACCOUNTS), truth
    )


def _as_planted(place: int, kind: str) -> int:
    """A person whose names allow that kind: every tenth has a former, every eleventh a second surname."""
    if kind == "former surname":
        return place - place % 10
    if kind.startswith("half"):
        return 11 * max(1, place // 11) + (11 if (place // 11) % 10 == 0 else 0)
    return place


def _names(place: int, person: Named, other: Named) -> Iterator[dict[str, str]]:
    base = {"person_id": str(place), "forename": person.forename.title(), "middle": "", "full_name": ""}
    surname = person.surname.title()
    if place % 11 == 0 and place % 10:
        surname = f"{surname}-{other.surname.title()}"
    yield base | {"name_kind": "legal", "surname": surname}
    if place % 10 == 0:
        yield base | {"name_kind": "former", "surname": other.surname.title()}


def _account(submission: str, number: int, display_name: str, handle: str) -> dict[str, Any]:
    return {
        "submission_id": submission,
        "account_id": number,
        "platform": "facebook",
        "relation": "friend",
        "display_name": display_name,
        "handle": handle,
        "profile_url": "",
        "email": "",
        "since": None,
    }


def _measure_school() -> None:
    built = school()
    began = time.process_time()
    index = build_index(built.names)
    indexed = time.process_time()
    found = [find_matches(shard, index) for shard in _shards(built.accounts)]
    done = time.process_time()
    matches = [row for table in found for row in table.select(_COLUMNS).to_pylist()]
    print(f"index {indexed - began:.2f} s, {built.accounts.num_rows:,} accounts {done - indexed:.2f} s")
    _print_recall(built, matches)
    _print_false_alarms(built, matches)


_COLUMNS = ["submission_id", "account_id", "person_id", "probability", "band"]


def _shards(accounts: pa.Table, number: int = 8) -> Iterator[pa.Table]:
    size = -(-accounts.num_rows // number)
    for start in range(0, accounts.num_rows, size):
        yield accounts.slice(start, size)


def _print_recall(built: School, matches: list[dict[str, Any]]) -> None:
    listed = {(row["submission_id"], row["account_id"], row["person_id"]) for row in matches}
    planted, seen = Counter[str](), Counter[str]()
    for account, (person, kind) in built.truth.items():
        planted[kind] += 1
        seen[kind] += (*account, person) in listed
    print(f"\n{'kind of connection':<34}{'planted':>8}{'shown':>8}")
    for kind, number in sorted(planted.items()):
        print(f"{kind:<34}{number:>8}{seen[kind] / number:>8.0%}")


def _print_false_alarms(built: School, matches: list[dict[str, Any]]) -> None:
    best: dict[tuple[str, int], float] = {}
    bands = Counter[str]()
    for row in matches:
        account = (row["submission_id"], row["account_id"])
        if account not in built.truth and row["probability"] > best.get(account, 0):
            if account not in best:
                bands[row["band"]] += 1
            best[account] = row["probability"]
    unrelated = built.accounts.num_rows - len(built.truth)
    print(f"\nof 1,000 unrelated accounts shown: {len(best) / unrelated * 1000:.2f}", dict(bands))


def _measure_list(folder: Path) -> None:
    roster, followers, truth = (
        pq.ParquetFile(folder / f"{name}.parquet").read().to_pylist()
        for name in ("roster", "followers", "truth")
    )
    right: dict[str, set[str]] = defaultdict(set)
    for row in truth:
        right[row["follower_id"]].add(row["roster_id"])
    names = [
        {"person_id": row["roster_id"], "name_kind": "legal"}
        | {part: row[part] for part in ("forename", "middle", "surname", "full_name")}
        for row in roster
    ]
    for row in roster:
        names += _other_names(row)
    accounts = [
        _account("", place, row["display_name"], row["handle"]) for place, row in enumerate(followers)
    ]
    index = build_index(pa.Table.from_pylist(names, schema=NAMES))
    found = find_matches(pa.Table.from_pylist(accounts, schema=ACCOUNTS), index, minimum=1e-6).to_pylist()
    scored = [
        (row["probability"], row["person_id"] in right[followers[row["account_id"]]["follower_id"]])
        for row in found
    ]
    first: dict[int, str] = {}
    for row in found:
        first.setdefault(row["account_id"], row["person_id"])
    correct = sum(who in right[followers[place]["follower_id"]] for place, who in first.items())
    total = sum(len(people) for people in right.values())
    print(f"{folder.name:<24} {_summary(scored, total)}  first right {correct / len(right):.3f}")


def _other_names(row: dict[str, str]) -> Iterator[dict[str, str]]:
    base = {"person_id": row["roster_id"], "middle": "", "full_name": ""}
    if row["preferred"]:
        yield base | {"name_kind": "preferred", "forename": row["preferred"], "surname": row["surname"]}
    if row["former_surname"]:
        yield base | {"name_kind": "former", "forename": row["forename"], "surname": row["former_surname"]}


def _measure_pairs(file: Path) -> None:
    table = pq.ParquetFile(file).read()
    scores = weigh_pairs(table.select(["name1", "name2"]))["score"].to_numpy()
    labels = table["label"].to_numpy()
    scored = [(float(score), bool(label)) for score, label in zip(scores, labels, strict=True)]
    print(f"{file.stem:<24} {_summary(scored, int(labels.sum()))}")


def _summary(scored: list[tuple[float, bool]], total: int) -> str:
    """Best F1 over thresholds, with its score, and average precision; equal scores stand or fall together."""
    labels: dict[float, list[bool]] = defaultdict(list)
    for score, label in scored:
        labels[score].append(label)
    best, at, shown, correct, precision = 0.0, 0.0, 0, 0, 0.0
    for score in sorted(labels, reverse=True):
        shown += len(labels[score])
        correct += sum(labels[score])
        precision += sum(labels[score]) * correct / shown
        if 2 * correct / (shown + total) > best:
            best, at = 2 * correct / (shown + total), score
    return f"best F1 {best:.3f} (at {at:.2f})  average precision {precision / total:.3f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="labelled lists and pairs")
    folder: Path | None = parser.parse_args().folder
    _measure_school()
    if folder is None or not folder.is_dir():
        print("\nno labelled names given: skipped")
        return
    print()
    for one in sorted((folder / "lists").iterdir()):
        _measure_list(one)
    for file in sorted((folder / "pairs").glob("*.parquet")):
        _measure_pairs(file)


if __name__ == "__main__":
    main()
