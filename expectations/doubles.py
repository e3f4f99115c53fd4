"""Ids of people who may be on the roster twice, or who must not be taken for one another. Pure.

Names are those of `roster_ids.main_names`: the words of a name in alphabetical order, by person id.
"""

from typing import Any, TypeAlias

import pandas as pd

from expectations.columns import is_among, matches

Ids: TypeAlias = "pd.Series[Any]"


def shared_upns(pupils: pd.DataFrame) -> Ids:
    """Pupils whose unique pupil number, present or former, is another pupil's."""
    held = pupils[["person_id", "upn", "former_upn"]].melt("person_id")
    numbers = held["value"].str.replace(r"\s", "", regex=True).str.upper()
    each = held.assign(value=numbers).dropna(subset="value").drop_duplicates(["person_id", "value"])
    return each["person_id"][each.duplicated("value", keep=False)]


def shared_source_ids(pupils: pd.DataFrame) -> Ids:
    """Pupils with the number of another pupil of their source.

    Numbers below a thousand are left alone: each room of a list by hand counts its rows from 1.
    """
    numbered = pupils[pupils["source_id"].notna() & ~matches(pupils["source_id"], "^0*[0-9]{1,3}$")]
    return numbered["person_id"][numbered.duplicated(["source", "source_id"], keep=False)]


def listed_twice(pupils: pd.DataFrame, names: Ids) -> Ids:
    """Pupils with the name and the day of birth (`born`) of another pupil."""
    named = pupils.assign(name=pupils["person_id"].map(names)).dropna(subset=["name", "born"])
    return named["person_id"][named.duplicated(["name", "born"], keep=False)]


def same_adults(adults: pd.DataFrame, names: Ids, links: pd.DataFrame, contact_keys: pd.DataFrame) -> Ids:
    """Adults with the full name of another adult, and with a child or a way to reach them in common."""
    namesakes = _namesakes(adults, names)
    by_child = _both(namesakes, links[["adult_id", "child_id"]].set_axis(["person_id", "shared"], axis=1))
    reached = contact_keys["kind"] + ":" + contact_keys["key"]
    by_contact = _both(namesakes, contact_keys[["person_id"]].assign(shared=reached))
    return pd.concat([by_child, by_contact]).drop_duplicates()


def kept_apart(adults: pd.DataFrame, names: Ids, links: pd.DataFrame, contact_keys: pd.DataFrame) -> Ids:
    """Adults of the name and relationship of another, with a telephone and an address of their own."""
    namesakes = _namesakes(adults, names)
    known = [contact_keys["person_id"][contact_keys["kind"] == kind] for kind in ("phone", "address")]
    reachable = namesakes[
        is_among(namesakes["person_id"], known[0]) & is_among(namesakes["person_id"], known[1])
    ]
    same = same_adults(adults, names, links, contact_keys)
    apart = reachable[~is_among(reachable["person_id"], same)]
    related = links[["adult_id", "relationship"]].set_axis(["person_id", "shared"], axis=1)
    return _both(apart, related.assign(shared=related["shared"].str.strip().str.casefold()))


def _namesakes(adults: pd.DataFrame, names: Ids) -> pd.DataFrame:
    """Adults who share a name of two words or more, none of them an initial, with another adult."""
    named = pd.DataFrame({"person_id": adults["person_id"], "name": adults["person_id"].map(names)})
    full = named[matches(named["name"], "^[^ ]{2,}(?: [^ ]{2,})+$")]
    return full[full.duplicated("name", keep=False)]


def _both(namesakes: pd.DataFrame, pairs: pd.DataFrame) -> Ids:
    """Those of one name who have something of `pairs` in common with one another."""
    each = namesakes.merge(pairs, on="person_id").dropna(subset="shared").drop_duplicates()
    return each["person_id"][each.duplicated(["name", "shared"], keep=False)].drop_duplicates()
