"""Changes since an earlier roster (a OneRoster delta, what is new in a school's system), laid over it. Pure.

Whoever the changes name has the cells and the names the changes give; whoever they call gone goes with all
their links; everybody else stays as they were. A link is taken away only where it is certain that it is no
more: one of its ends is gone, both ends are among the changes and neither names the other, or one end is
among them, does not name the other, and is of a kind whose rows are known to list all their links.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from connectors.rosters.assembly import Roster
from schemas.tables import LINKS, PEOPLE
from schemas.words import Kind

Row = dict[str, Any]
Pair = tuple[str, str]


class Tables(NamedTuple):
    """PEOPLE, NAMES, LINKS and CONTACT_KEYS of a roster; the last is empty where it was kept at rest."""

    people: pa.Table
    names: pa.Table
    links: pa.Table
    contact_keys: pa.Table


def lay_over(earlier: Tables, changed: Roster, lists_links: AbstractSet[Kind] = frozenset()) -> Tables:
    """The roster of today: `earlier` with what `changed` says in place of what was said of the same people.

    `lists_links` is what the earlier roster showed of itself (`Roster.lists_links`); what `changed` knows of
    itself comes on top. Cells that are dropped at rest stay empty, but for people whom `changed` gives anew.
    A link of `changed` to somebody whom neither lists is left out, unless it was there before.
    """
    before = {row["person_id"]: row for row in earlier.people.to_pylist()}
    replaced = {
        row["person_id"]: _with_what_was_known(row, before.get(row["person_id"]), changed)
        for row in changed.people.to_pylist()
        if row["person_id"] in before or row["person_id"] not in changed.as_before
    }
    gone = (before.keys() & changed.gone) - replaced.keys()
    people = {person_id: row for person_id, row in before.items() if person_id not in gone} | replaced
    listing = lists_links | changed.lists_links
    known = [row for row in earlier.links.to_pylist() if gone.isdisjoint(_pair(row))]
    kept = [row for row in known if _may_still_be(_pair(row), replaced, listing)]
    return Tables(
        pa.Table.from_pylist(list(people.values()), PEOPLE),
        _of_people(earlier.names, changed.names, replaced, gone),
        _links(known, kept, changed.links.to_pylist(), people),
        _of_people(earlier.contact_keys, changed.contact_keys, replaced, gone),
    )


def _with_what_was_known(row: Row, before: Row | None, changed: Roster) -> Row:
    """A changed person with what changes need not repeat: a birth date, and of some all that roles say."""
    if before is None:
        return row
    row = row | {"date_of_birth": row["date_of_birth"] or before["date_of_birth"]}
    if row["person_id"] in changed.as_before:
        row |= {day: before[day] for day in ("starts", "ends")}
        row["staff_mark"] = row["staff_mark"] or before["staff_mark"]
    return row


def _of_people(
    earlier: pa.Table, changed: pa.Table, replaced: Collection[str], gone: Collection[str]
) -> pa.Table:
    """The rows of a table with a `person_id`, those of replaced people from `changed`."""
    taken, given = (pa.array(list(ids), pa.string()) for ids in ({*replaced, *gone}, replaced))
    stay = earlier.filter(pc.invert(pc.is_in(earlier["person_id"], value_set=taken)))
    come = changed.filter(pc.is_in(changed["person_id"], value_set=given))
    return pa.concat_tables([stay, come]).combine_chunks()


def _links(
    known: Sequence[Row], kept: Sequence[Row], changed: Sequence[Row], people: Collection[str]
) -> pa.Table:
    """LINKS: those `kept` of the `known` ones, but for pairs that `changed` names, and those it names."""
    before, now, words = _by_pair(known), _by_pair(changed), _words_for(known)
    come = [
        row if row["relationship"] else _as_before(row, before.get(pair), words[row["adult_id"]])
        for pair, rows in now.items()
        if pair in before or all(end in people for end in pair)
        for row in rows
    ]
    return pa.Table.from_pylist([*(row for row in kept if _pair(row) not in now), *come], LINKS)


def _may_still_be(pair: Pair, replaced: Collection[str], lists_links: Collection[Kind]) -> bool:
    """Whether a link that the changes do not name may be there all the same."""
    child_is_changed, adult_is_changed = (end in replaced for end in pair)
    return not (
        (child_is_changed and adult_is_changed)
        or (child_is_changed and Kind.PUPIL in lists_links)
        or (adult_is_changed and Kind.PARENT_CARER in lists_links)
    )


def _as_before(row: Row, before: Sequence[Row] | None, words: Collection[str]) -> Row:
    """A link to somebody of whom the changes say nothing else, in the words used of them until now."""
    if before:
        return before[0]
    return row | {"relationship": next(iter(words)) if len(words) == 1 else ""}


def _words_for(links: Sequence[Row]) -> dict[str, set[str]]:
    """What each adult has been to their children."""
    words: dict[str, set[str]] = defaultdict(set)
    for row in links:
        words[row["adult_id"]].add(row["relationship"])
    return words


def _by_pair(links: Sequence[Row]) -> dict[Pair, list[Row]]:
    rows: dict[Pair, list[Row]] = defaultdict(list)
    for row in links:
        rows[_pair(row)].append(row)
    return dict(rows)


def _pair(row: Row) -> Pair:
    return row["child_id"], row["adult_id"]
