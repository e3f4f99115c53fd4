"""Fits what `matching/channel.py` believes of two words: `python -m benchmarks.fit_likeness FOLDER`.

FOLDER holds labelled names (`pairs/given_variants.parquet`, `lists/*/`), read in place. Only the half whose
SHA-256 begins with an even byte is used, the other is kept to measure with. Weighted logistic regression with
a ridge, by accelerated proximal gradient (Beck and Teboulle 2009), signs kept to what they must mean; the log
odds are then taken against the odds fitted on: what is left is the ratio of the two chances, in bits.

Names that are variants: the labelled ones, and words of one person's records in the same place that differ
and share two letters in five. Names that are not: labelled look-alikes and random pairs, names drawn at
random, and names within two edits of each other that no table joins. How similar the labelled look-alikes are
is how they were chosen, so no sign may hold likeness against a pair, nor look at the lengths of its words.
"""

import argparse
import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from matching.channel import signs
from matching.folding import ascii_view, folded, plain, words
from matching.frequencies import Field, frequencies
from matching.marks import COUNT, NO_MARK, is_itself, marks, names_of_marks
from matching.reference import NAMES_FOLDER
from matching.variants import one_step, variants
from matching.word_pairs import WordPairs

Numbers = NDArray[np.float64]
FIELDS: tuple[Field, ...] = ("forename", "surname")
AGAINST = {"rarity_of_the_commoner": 1, "rarity_of_the_rarer": 1, "other_sex": -1}
LISTS = ("historical50k", "ofac_aliases")
RIDGE, RIDGE_OF_MARKS, ROUNDS, FOLDS = 3.0, 4.0, 500, 5
COMMON, NEAR, DRAWN = 3_000, 2_000, 2_000
LEAST_SHARED = 0.4
LEAST_BITS = 0.02


class Labelled(NamedTuple):
    """Two words, whether they are one name, and how much that counts."""

    one: str
    other: str
    same: bool
    weight: float = 1.0


def is_to_fit_on(text: str) -> bool:
    """Whether a labelled row is of the half that is looked at."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


def labelled_forenames(folder: Path) -> Iterator[Labelled]:
    """The labelled pairs of given names."""
    for row in pq.ParquetFile(folder / "pairs" / "given_variants.parquet").read().to_pylist():
        if is_to_fit_on(row["name1"]):
            yield Labelled(folded(row["name1"]), folded(row["name2"]), row["label"] == 1)


def respelt(folder: Path, place: int, weight: float) -> Iterator[Labelled]:
    """The first (0) or last (-1) words of two records of one person, where they differ a little."""
    seen = set()
    for name in LISTS:
        roster, followers, truth = (
            _rows(folder / "lists" / name / part) for part in ("roster", "followers", "truth")
        )
        people = {row["roster_id"]: row["full_name"] for row in roster}
        shown = {row["follower_id"]: row["display_name"] for row in followers}
        for row in truth:
            if is_to_fit_on(row["roster_id"]):
                seen.add((_word(people[row["roster_id"]], place), _word(shown[row["follower_id"]], place)))
    for one, other in sorted(seen):
        if (
            one != other
            and min(len(one), len(other)) > 2
            and Indel.normalized_similarity(one, other) >= LEAST_SHARED
        ):
            yield Labelled(one, other, True, weight)


def _rows(path: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = pq.ParquetFile(path.with_suffix(".parquet")).read().to_pylist()
    return rows


def _word(name: str | None, place: int) -> str:
    found = words(ascii_view(plain(name or ""))) or [""]
    return found[place]


def near_names(field: Field, names: list[str]) -> Iterator[Labelled]:
    """Names within two edits of each other that no table joins."""
    distances = process.cdist(names, names, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    one, other = np.nonzero(np.triu((distances > 0) & (distances <= 2)))
    for at in np.random.default_rng(0).permutation(len(one))[:NEAR]:
        first, second = names[one[at]], names[other[at]]
        if not joined(field, first, second):
            yield Labelled(first, second, False, 0.5)


def drawn_names(names: list[str]) -> Iterator[Labelled]:
    """Names beside one another at random."""
    for one, other in np.random.default_rng(1).integers(0, len(names), (DRAWN, 2)):
        if one != other:
            yield Labelled(names[one], names[other], False, 0.5)


def names_at_hand(field: Field, folder: Path) -> list[str]:
    """Common names, and those of the people of the labelled lists, long enough to be alike."""
    shares = frequencies(field)
    common = sorted(shares.names, key=shares.share, reverse=True)[:COMMON]
    place = 0 if field == "forename" else -1
    people = (row for name in LISTS for row in _rows(folder / "lists" / name / "roster"))
    listed = {_word(row["full_name"], place) for row in people if is_to_fit_on(row["roster_id"])}
    return sorted(name for name in {*common, *listed} if len(name) > 3)


def joined(field: Field, one: str, other: str) -> bool:
    """Whether a table says that both are one name."""
    return other in variants(field, one) or (
        field == "forename" and not one_step(one).isdisjoint(one_step(other))
    )


def gathered(field: Field, folder: Path) -> list[Labelled]:
    """Everything a field is fitted on: pairs that no table decides already."""
    names = names_at_hand(field, folder)
    found = [*near_names(field, names), *drawn_names(names)]
    if field == "forename":
        found += [*labelled_forenames(folder), *respelt(folder, 0, 0.5)]
    else:
        found += respelt(folder, -1, 1.0)
    return [row for row in found if row.one != row.other and row.other not in variants(field, row.one)]


_ITSELF = np.array([is_itself(*name) for name in names_of_marks()])


class Model(NamedTuple):
    """Fitted weights, in nats: of whole-word signs, of marks, and of nothing at all."""

    signs: Numbers
    marks: Numbers
    none: float


class Evidence(NamedTuple):
    """What a model sees of labelled pairs: signs a column each, and each mark's row and number."""

    signs: Numbers
    row: NDArray[np.intp]
    mark: NDArray[np.intp]

    def of(self, model: Model) -> Numbers:
        """The log odds of every pair."""
        marks_say = np.bincount(self.row, model.marks[self.mark], len(self.signs))
        return np.asarray(self.signs @ model.signs + marks_say + model.none)

    def only(self, which: NDArray[np.bool_]) -> "Evidence":
        """Some of the pairs."""
        place = np.cumsum(which) - 1
        kept = which[self.row]
        return Evidence(self.signs[which], place[self.row[kept]], self.mark[kept])


def evidence_of(field: Field, labelled: list[Labelled]) -> tuple[list[str], Evidence]:
    """The names of the signs, and the evidence."""
    pairs = WordPairs.of([row.one for row in labelled], [row.other for row in labelled])
    found = signs(field, pairs)
    ordered = [sorted((row.one, row.other), key=lambda word: (len(word), word)) for row in labelled]
    taken = marks([one for one, _ in ordered], [other for _, other in ordered])
    row, column = np.nonzero(taken != NO_MARK)
    return list(found), Evidence(
        np.column_stack(list(found.values())), row, taken[row, column].astype(np.intp)
    )


def fit(names: list[str], evidence: Evidence, same: Numbers, weight: Numbers) -> Model:
    """The weights that explain the labels best, ridge included."""
    sign = np.array([AGAINST.get(name, 1) for name in names])
    scale = evidence.signs.std(axis=0) + 1e-9
    seen = evidence._replace(signs=evidence.signs / scale * sign)
    count = np.bincount(evidence.mark, weight[evidence.row], COUNT)
    pace = Model(
        1 / ((seen.signs**2 * weight[:, None]).sum(axis=0) * 1.5 + RIDGE),
        1 / (count * 3.5 + RIDGE_OF_MARKS),
        1 / (weight.sum() * 1.5),
    )
    now = ahead = Model(np.zeros(len(names)), np.zeros(COUNT), 0.0)
    inertia = 1.0
    for _ in range(ROUNDS):
        error = (1 / (1 + np.exp(-seen.of(ahead))) - same) * weight
        slope_of_marks = np.bincount(seen.mark, error[seen.row], COUNT) + RIDGE_OF_MARKS * ahead.marks
        new = Model(
            np.maximum(ahead.signs - pace.signs * (seen.signs.T @ error + RIDGE * ahead.signs), 0),
            _as_they_must(ahead.marks - pace.marks * slope_of_marks),
            ahead.none - pace.none * error.sum(),
        )
        faster = (1 + np.sqrt(1 + 4 * inertia**2)) / 2
        push = (inertia - 1) / faster
        ahead = Model(
            new.signs + push * (new.signs - now.signs),
            new.marks + push * (new.marks - now.marks),
            new.none + push * (new.none - now.none),
        )
        now, inertia = new, faster
    return now._replace(signs=now.signs * sign / scale)


def _as_they_must(bits: Numbers) -> Numbers:
    """A letter that stands for itself never speaks against."""
    return np.where(_ITSELF, np.maximum(bits, 0), bits)


def area_under_roc(score: Numbers, same: NDArray[np.bool_]) -> float:
    """The chance that a variant scores above a pair that is none."""
    order = np.argsort(np.argsort(score, kind="stable"), kind="stable") + 1
    pairs = same.sum() * (~same).sum()
    return float((order[same].sum() - same.sum() * (same.sum() + 1) / 2) / pairs)


def roc_on_unseen_names(
    field: Field, names: list[str], evidence: Evidence, labelled: list[Labelled]
) -> float:
    """The area where one name at least of every measured pair is in no pair fitted on."""
    same, weight = _labels(labelled)
    fold = np.array([[_fold(row.one), _fold(row.other)] for row in labelled])
    areas = []
    for number in range(FOLDS):
        held = (fold == number).any(axis=1)
        model = fit(names, evidence.only(~held), same[~held], weight[~held])
        judged = held if field == "surname" else held & (weight == 1)
        areas.append(area_under_roc(evidence.only(judged).of(model), same[judged] > 0))
    return float(np.mean(areas))


def _labels(labelled: list[Labelled]) -> tuple[Numbers, Numbers]:
    same = np.array([row.same for row in labelled], np.float64)
    return same, np.array([row.weight for row in labelled], np.float64)


def _fold(word: str) -> int:
    return hashlib.sha256(word.encode()).digest()[1] % FOLDS


def fitted(field: Field, folder: Path) -> tuple[dict[str, float], Numbers]:
    """The bits of each sign and of each mark, and a line about how well they do."""
    labelled = gathered(field, folder)
    names, evidence = evidence_of(field, labelled)
    same, weight = _labels(labelled)
    model = fit(names, evidence, same, weight)
    odds = np.log((same * weight).sum() / ((1 - same) * weight).sum())
    unseen = roc_on_unseen_names(field, names, evidence, labelled)
    print(f"{field}: {len(labelled)} pairs, ROC on unseen names {unseen:.3f}")
    return _in_bits(names, model, odds), model.marks / np.log(2)


def _in_bits(names: list[str], model: Model, odds: float) -> dict[str, float]:
    found = {"none": (model.none - odds) / np.log(2)}
    return found | {name: weight / np.log(2) for name, weight in zip(names, model.signs, strict=True)}


def write_marks(found: dict[Field, Numbers]) -> None:
    """correspondences.csv: every mark that says something."""
    with (NAMES_FOLDER / "correspondences.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["field", "place", "letter", "other", "bits"])
        for field, bits in found.items():
            for name, value in zip(names_of_marks(), bits, strict=True):
                if abs(value) >= LEAST_BITS:
                    table.writerow([field, *name, f"{value:.2f}"])


def write_signs(found: dict[Field, dict[str, float]]) -> None:
    """likeness.toml: every sign of both words as wholes."""
    lines = [
        "# Written by `python -m benchmarks.fit_likeness`; bits each. What they are of: matching/channel.py."
    ]
    for field, bits in found.items():
        lines += ["", f"[{field}]", *(f"{name} = {value:.3f}" for name, value in bits.items())]
    (NAMES_FOLDER / "likeness.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Both fields fitted and written."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    reader.add_argument("folder", type=Path)
    folder = reader.parse_args().folder
    found = {field: fitted(field, folder) for field in FIELDS}
    write_signs({field: signs_say for field, (signs_say, _) in found.items()})
    write_marks({field: marks_say for field, (_, marks_say) in found.items()})


if __name__ == "__main__":
    main()
