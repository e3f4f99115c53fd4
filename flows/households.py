"""Who belongs to one household, as far as a roster can tell."""

from collections import defaultdict

import pyarrow as pa


def households_of(links: pa.Table) -> dict[str, list[int]]:
    """The numbers of each person's households, from LINKS.

    One for each child with its adults, one for each adult with their children. Parents who live apart stand
    in one, since most rosters do not tell.
    """
    members: dict[str, set[str]] = defaultdict(set)
    for link in links.select(["child_id", "adult_id"]).to_pylist():
        for person in (link["child_id"], link["adult_id"]):
            members[person] |= {link["child_id"], link["adult_id"]}
    households: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(sorted(members)):
        for member in sorted(members[person]):
            households[member].append(number)
    return dict(households)
