"""The ids the roster's suites look up: who is who, who belongs to whom, whose surname is known. Pure."""

from typing import Any

import pandas as pd

from expectations.cells.names import words_of
from schemas.words import Kind

# two words, or two Chinese characters or Korean syllables
_SURNAME_INSIDE = "\\S\\s+\\S|[\u3400-\u9fff\uac00-\ud7a3]{2}"

MOST_CHILDREN = 8
"""Of one adult. More points to several people merged into one record."""


def by_kind(people: pd.DataFrame) -> dict[str, "pd.Series[Any]"]:
    """The ids of `children` and of `adults`."""
    ids, kinds = people["person_id"], people["kind"]
    return {
        "children": ids[kinds == Kind.PUPIL.value],
        "adults": ids[kinds == Kind.PARENT_CARER.value],
    }


def main_names(names: pd.DataFrame) -> "pd.Series[Any]":
    """The words of each person's first name in the table, in alphabetical order, by person id."""
    first = names.dropna(subset=["person_id", "full_name"]).drop_duplicates("person_id")
    words = [" ".join(sorted(words_of(name))) for name in first["full_name"]]
    return pd.Series(words, index=first["person_id"].to_numpy(), dtype="str")


def surnamed(names: pd.DataFrame) -> "pd.Series[Any]":
    """Ids of people with a surname, or a name in one cell that can hold one."""
    in_one_cell = names["forename"].isna() & names["full_name"].str.contains(_SURNAME_INSIDE, na=False)
    return names["person_id"][names["surname"].notna() | in_one_cell]


def families(people: pd.DataFrame, links: pd.DataFrame) -> dict[str, "pd.Series[Any]"]:
    """`with_adults`, `with_children`, and `in_families`: all but adults of more than `MOST_CHILDREN`."""
    pairs = links.drop_duplicates(["child_id", "adult_id"])
    sizes = pairs["adult_id"].value_counts()
    too_many = sizes.index[sizes > MOST_CHILDREN]
    return {
        "with_adults": pairs["child_id"],
        "with_children": pairs["adult_id"],
        "in_families": people["person_id"][~people["person_id"].isin(too_many)],
    }
