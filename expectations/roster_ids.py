"""The ids the roster's suites look up: who is who, who belongs to whom, whose surname is known. Pure."""

from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from expectations.cells.names import words_of
from expectations.columns import is_among, matches
from schemas.words import Kind

Ids: TypeAlias = "pd.Series[Any]"

_IDEOGRAPHS = "[\u3400-\u9fff\uac00-\ud7a3]"
_SURNAME_INSIDE = rf"[^\s\pZ][\s\pZ]+[^\s\pZ]|{_IDEOGRAPHS}{{2}}"
"""Two words, or two Chinese characters or Korean syllables."""
_IN_FULL = rf"^\pL[^\s\pZ]*\pL\S*[\s\pZ](?:.*[\s\pZ])?\pL[^\s\pZ]*\pL\S*$|{_IDEOGRAPHS}{{2}}"
"""The same, where neither the first nor the last word is an initial."""
_MORE_THAN_AN_INITIAL = rf"\pL.*\pL|{_IDEOGRAPHS}"

MOST_CHILDREN = 8
"""Of one adult. More points to several people merged into one record."""


def by_kind(people: pd.DataFrame) -> dict[str, Ids]:
    """The ids of `children` and of `adults`."""
    ids, kinds = people["person_id"], people["kind"]
    return {
        "children": ids[kinds == Kind.PUPIL.value],
        "adults": ids[kinds == Kind.PARENT_CARER.value],
    }


def main_names(names: pd.DataFrame) -> Ids:
    """The words of each person's first name in the table, in alphabetical order, by person id."""
    first = names.dropna(subset=["person_id", "full_name"]).drop_duplicates("person_id")
    words = [" ".join(sorted(words_of(name))) for name in first["full_name"].tolist()]
    return pd.Series(words, index=first["person_id"].to_numpy(), dtype="str")


def main_surnames(names: pd.DataFrame) -> Ids:
    """The words of each person's first surname in the table, by person id."""
    first = names.dropna(subset=["person_id", "surname"]).drop_duplicates("person_id")
    words = {surname: " ".join(words_of(surname)) for surname in first["surname"].unique()}
    own = [words[surname] for surname in first["surname"].tolist()]
    return pd.Series(own, index=first["person_id"].to_numpy(), dtype="str")


def surnamed(names: pd.DataFrame) -> Ids:
    """Ids of people with a surname, or a name in one cell that can hold one."""
    return names["person_id"][names["surname"].notna() | _in_one_cell(names, _SURNAME_INSIDE)]


def with_both_names(names: pd.DataFrame) -> Ids:
    """Ids of people with a forename and a surname, or a name in one cell that can hold both."""
    both = names["forename"].notna() & names["surname"].notna()
    return names["person_id"][both | _in_one_cell(names, _SURNAME_INSIDE)]


def named_in_full(names: pd.DataFrame) -> Ids:
    """Ids of people with a surname and a forename that is no initial."""
    forename = matches(names["forename"], _MORE_THAN_AN_INITIAL)
    return names["person_id"][(forename & names["surname"].notna()) | _in_one_cell(names, _IN_FULL)]


def _in_one_cell(names: pd.DataFrame, pattern: str) -> "pd.Series[bool]":
    return matches(names["full_name"].mask(names["forename"].notna()), pattern)


def without_upn(pupils: pd.DataFrame) -> Ids:
    """Ids of pupils without a unique pupil number in a source that gives those of others."""
    given = pupils["upn"].notna()
    return pupils["person_id"][~given & given.groupby(pupils["source"]).transform("any")]


def left(people: pd.DataFrame, today: date) -> Ids:
    """Ids of people whose last day was before `today`."""
    return people["person_id"][people["ends"] < pd.Timestamp(today)]


def orphans(people: pd.DataFrame, links: pd.DataFrame) -> Ids:
    """Ids of adults linked to no child."""
    adults = by_kind(people)["adults"]
    return adults[~is_among(adults, links["adult_id"])]


def with_too_many_children(links: pd.DataFrame) -> Ids:
    """Ids of adults of more than `MOST_CHILDREN`."""
    sizes = links.drop_duplicates(["child_id", "adult_id"])["adult_id"].value_counts()
    return sizes.index[sizes > MOST_CHILDREN].to_series()


def only_restricted(links: pd.DataFrame) -> Ids:
    """Ids of adults who have a court order or “no contact” with every child they belong to."""
    free = links["adult_id"][links["restricted"].isna()]
    restricted = links["adult_id"][links["restricted"].notna()]
    return restricted[~is_among(restricted, free)].drop_duplicates()
