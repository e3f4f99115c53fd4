"""`armslength`, except that matching fails on a name whenever a certain contact is among the accounts."""

from collections.abc import Sequence

import pyarrow as pa

import flows.stages.submissions as stage
from flows.cli import main

POISON = "Gwendolyna Ashquarry"
find_matches = stage.find_matches


def failing_on_a_name(accounts: pa.Table, *rest: object, **options: object) -> pa.Table:
    names: Sequence[str] = accounts["display_name"].to_pylist()
    if POISON in names:
        raise KeyError(POISON)
    return find_matches(accounts, *rest, **options)


stage.find_matches = failing_on_a_name

if __name__ == "__main__":
    main()
