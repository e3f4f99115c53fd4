"""Ids of people whose families look wrongly put together, and of those a MIS ranks first. Pure."""

from collections import defaultdict
from itertools import combinations
from typing import Any, TypeAlias

import pandas as pd

from expectations.columns import is_among
from schemas.words import Kind

Ids: TypeAlias = "pd.Series[Any]"


def of_several_households(links: pd.DataFrame, surnames: Ids, contact_keys: pd.DataFrame) -> Ids:
    """Adults two of whose children live at different addresses and share neither surname nor other adult.

    Somebody else's child under a parent's record: two people of one name were merged at the source.
    """
    pairs = links[["adult_id", "child_id"]].drop_duplicates()
    lives = contact_keys[contact_keys["kind"] == "address"][["person_id", "key"]]
    homes = pairs.merge(lives, left_on="child_id", right_on="person_id")
    several = homes.groupby("adult_id")["key"].nunique()
    suspects = several.index[several > 1].to_series()
    theirs = pairs[is_among(pairs["adult_id"], suspects)]
    of_child = {
        "homes": _by(homes[is_among(homes["child_id"], theirs["child_id"])], "child_id", "key"),
        "adults": _by(pairs[is_among(pairs["child_id"], theirs["child_id"])], "child_id", "adult_id"),
    }
    return pd.Series(
        [
            adult
            for adult, children in _by(theirs, "adult_id", "child_id").items()
            if any(_are_strangers(pair, of_child, surnames) for pair in combinations(sorted(children), 2))
        ],
        dtype="str",
    )


def _by(rows: pd.DataFrame, key: str, column: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, value in zip(rows[key].tolist(), rows[column].tolist(), strict=True):
        found[name].add(value)
    return {name: frozenset(values) for name, values in found.items()}


def _are_strangers(
    children: tuple[str, ...], of_child: dict[str, dict[str, frozenset[str]]], surnames: Ids
) -> bool:
    """Two children of one adult with nothing else in common, to each of whom another adult belongs."""
    one, other = children
    homes, adults = (
        [of_child[what].get(child, frozenset()) for child in children] for what in ("homes", "adults")
    )
    return (
        all(homes)
        and homes[0].isdisjoint(homes[1])
        and min(map(len, adults)) > 1
        and len(adults[0] & adults[1]) == 1
        and not _have_a_word_in_common(surnames.get(one, ""), surnames.get(other, ""))
    )


def with_surnames(links: pd.DataFrame, surnames: Ids) -> pd.DataFrame:
    """The links, and whether child and adult have a `surname_in_common`; so it is where either has none."""
    known = dict(zip(surnames.index.tolist(), surnames.tolist(), strict=True))
    pairs = zip(links["child_id"].tolist(), links["adult_id"].tolist(), strict=True)
    common = [_have_a_word_in_common(known.get(child, ""), known.get(adult, "")) for child, adult in pairs]
    return links.assign(surname_in_common=pd.Series(common, links.index, dtype=bool))


def _have_a_word_in_common(one: str, other: str) -> bool:
    return one == other or not one or not other or not set(one.split()).isdisjoint(other.split())


def shared_emails(people: pd.DataFrame, links: pd.DataFrame) -> Ids:
    """People with the e-mail address of a child and an adult, or of adults who have no child in common."""
    addressed = people[["person_id", "kind", "email"]].dropna(subset="email")
    addressed = addressed.assign(email=addressed["email"].str.strip().str.casefold())
    shared = addressed[addressed.duplicated("email", keep=False)]
    children_of = _by(links[is_among(links["adult_id"], shared["person_id"])], "adult_id", "child_id")
    groups = (group for _, group in shared.groupby("email") if _is_two_families(group, children_of))
    return pd.Series([person_id for group in groups for person_id in group["person_id"]], dtype="str")


def _is_two_families(group: pd.DataFrame, children_of: dict[str, frozenset[str]]) -> bool:
    adults = group["person_id"][group["kind"] == Kind.PARENT_CARER.value]
    if 0 < len(adults) < len(group):
        return True
    families = [children_of.get(adult, frozenset()) for adult in adults]
    return any(one.isdisjoint(other) for one, other in combinations(families, 2))


def without_first_contact(links: pd.DataFrame) -> Ids:
    """Children whose contacts are ranked, and none of them first."""
    ranks = _ranks(links)
    ranked = ranks.index.to_series()
    return ranked[~is_among(ranked, _first(ranks).index.to_series())].drop_duplicates()


def with_several_first_contacts(links: pd.DataFrame) -> Ids:
    """Children two or more of whose contacts are ranked first."""
    first = _first(_ranks(links)).index.to_series()
    return first[first.duplicated(keep=False)].drop_duplicates()


def _ranks(links: pd.DataFrame) -> Ids:
    """The rank of each contact that has one, by the child's id."""
    ranked = links.drop_duplicates(["child_id", "adult_id"])
    ranks = pd.to_numeric(ranked["priority"], errors="coerce").set_axis(ranked["child_id"])
    known: Ids = ranks.dropna()
    return known


def _first(ranks: Ids) -> Ids:
    first: Ids = ranks[ranks == 1]
    return first
