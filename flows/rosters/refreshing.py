"""Changes since the last load made a whole roster again: laid over what was kept of the same source."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from connectors.roster import Roster
from connectors.rosters.changes import Tables, lay_over
from connectors.rosters.errors import RosterChangesOnly
from connectors.rosters.identity import family_of
from flows.rosters.sources import Source
from flows.workspace import ROSTER_VERSION
from schemas.tables import CONTACT_KEYS
from schemas.words import Kind
from vault.bundles import Bundle


def whole(read: Sequence[Source], last: Bundle | None) -> list[Source]:
    """The same sources, with changes laid over what the last load kept of the source they are changes of.

    Where changes are all that is given, what other sources gave last time stays as it was. Changes of a
    roster that is given before them stay changes: they are of that one.
    """
    return [
        _whole(each, last, alone=len(read) == 1)
        if isinstance(each, Roster) and each.is_changes and not _is_given(each, read[:at])
        else each
        for at, each in enumerate(read)
    ]


def _is_given(changed: Roster, before: Sequence[Source]) -> bool:
    family = family_of(changed.source)
    return any(isinstance(each, Roster) and family_of(each.source) == family for each in before)


def _whole(changed: Roster, last: Bundle | None, *, alone: bool) -> Source:
    if (
        last is None
        or last.facts.get("version") != ROSTER_VERSION
        or family_of(changed.source) not in last.facts.get("apart", ())
    ):
        return RosterChangesOnly()
    people = last.tables["people"]
    is_own = pa.array([_is_of(str(source), changed) for source in people["source"].to_pylist()], pa.bool_())
    people = people if alone else people.filter(is_own)
    ids = people["person_id"].combine_chunks()
    names, links = last.tables["names"], last.tables["links"]
    earlier = Tables(
        people,
        names.filter(pc.is_in(names["person_id"], value_set=ids)),
        links.filter(pc.is_in(links["child_id"], value_set=ids)),
        CONTACT_KEYS.empty_table(),
    )
    lists_links = frozenset(map(Kind, last.facts.get("lists_links", ())))
    tables = lay_over(earlier, changed, lists_links)
    return replace(changed, **tables._asdict(), is_changes=False, gone=frozenset(), lists_links=lists_links)


def _is_of(source: str, changed: Roster) -> bool:
    """Whether a kept person came from the source of the changes, which bore a number beside others."""
    return family_of(source) == family_of(changed.source)
