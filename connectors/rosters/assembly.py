"""A roster's tables from what a source says: people told apart, parents and carers chosen, ids given."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import attrgetter

import pyarrow as pa

from connectors.rosters.errors import (
    RosterEmpty,
    RosterWithoutAdults,
    RosterWithoutChildren,
    RosterWithoutLinks,
    RosterWithoutSurnames,
)
from connectors.rosters.folding import FoldedNames
from connectors.rosters.identity import Identities
from connectors.rosters.joining import Group
from connectors.rosters.names import Name, distinct, names_of
from connectors.rosters.notes import notes_on
from connectors.rosters.people import Gathered, Mention, Tie, said_together
from connectors.rosters.relationships import Standing, Standings, is_parent_carer, standing_of
from connectors.rosters.rows import RowsOf, table_of, table_of_columns
from connectors.rosters.same_person import same_adults, same_children
from connectors.rosters.written import lift_title
from schemas.tables import CONTACT_KEYS, LINKS, NAMES, OBSERVATIONS, PEOPLE
from schemas.words import Kind, Observed, Responsibility


@dataclass(frozen=True)
class Roster:
    """What one roster source says: PEOPLE, NAMES, LINKS, CONTACT_KEYS and OBSERVATIONS tables.

    `staff` counts the members of staff among its rows. Columns are named in our own words, or by their place
    where we do not know them; `notes` are sentences that quote nobody. `made` is the day the source was
    written. With `is_changes` it holds only what changed since an earlier roster, and `gone` are the ids of
    those no longer there, `as_before` those it says something of only if they were known already, and
    `lists_links` the kinds of people whose rows are known to name all their links.
    """

    source: str
    people: pa.Table
    names: pa.Table
    links: pa.Table
    contact_keys: pa.Table
    observations: pa.Table
    staff: int
    columns_kept: tuple[str, ...]
    columns_dropped: tuple[str, ...]
    notes: tuple[str, ...]
    made: date | None = None
    is_changes: bool = False
    gone: frozenset[str] = frozenset()
    as_before: frozenset[str] = frozenset()
    lists_links: frozenset[Kind] = frozenset()


_CELLS = (
    *("source_id", "row", "title", "email", "upn", "former_upn", "date_of_birth", "year_group", "status"),
    *("staff_mark", "starts", "ends"),
)
"""What is said of each of PEOPLE after person_id, kind and source."""

_NOTICED = {
    Standing.PROFESSIONAL: Observed.NO_PARENT,
    Standing.STAFF: Observed.STAFF_AS_CONTACT,
    Standing.SELF: Observed.PUPIL_AS_CONTACT,
    Standing.CHILD: Observed.PUPIL_AS_CONTACT,
}

Link = tuple[str, ...]
"""A row of LINKS without the adult."""

Seen = tuple[Observed, int]
"""What was noticed about which row."""


def assemble(said: Gathered) -> Roster:
    """The roster that `said` amounts to.

    Adults all of whose links are to be left out (professionals; relatives without parental responsibility)
    are no part of it; adults without any link are. Raises a RosterError where half of the policy, or
    everybody, would go unchecked; changes since an earlier roster may be as few as they are.
    """
    if not (said.children or said.adults or said.is_changes):
        raise RosterEmpty
    folded = FoldedNames()
    identities = Identities(said.source, folded)
    standings = {word: standing_of(word, said.scheme) for word in {tie.relationship for tie in said.ties}}
    kept = [tie for tie in said.ties if _counts(tie, standings)]
    roll = _Roll(said.source, identities)
    child_at = _add_children(roll, said, same_children(said.children, folded))
    groups, repeated = _add_adults(roll, said, same_adults(said, child_at, folded), _links(kept, child_at))
    if not said.is_changes:
        _refuse_what_checks_nobody(said, kept, roll)
    return Roster(
        source=said.source,
        people=roll.people(),
        names=roll.names.table(),
        links=roll.links.table(),
        contact_keys=roll.contact_keys.table(),
        observations=_observations(said, [*_on_ties(said, standings), *repeated]),
        staff=said.staff,
        columns_kept=said.columns_kept,
        columns_dropped=said.columns_dropped,
        notes=(*said.notes, *notes_on(said, groups)),
        made=said.made,
        is_changes=said.is_changes,
        gone=frozenset(identities.of_source_id(kind, source_id) for kind, source_id in said.gone),
        as_before=roll.as_before(),
        lists_links=said.lists_links,
    )


class _Roll:
    """The people who are listed so far, and the kinds of whom somebody has a surname."""

    def __init__(self, source: str, identities: Identities) -> None:
        self._source = source
        self._identities = identities
        self._ids: list[str] = []
        self._kinds: list[Kind] = []
        self._said: list[Mention] = []
        self.names, self.contact_keys = RowsOf(NAMES), RowsOf(CONTACT_KEYS)
        self.links = RowsOf(LINKS, "adult_id")
        self.surnamed: list[Kind] = []

    def add(self, kind: Kind, mentions: Sequence[Mention], children: Sequence[str] = ()) -> str:
        """The id of one more person; nobody is added who is only referred to."""
        said = mentions[0] if len(mentions) == 1 else said_together(mentions)
        if said.is_elsewhere:
            return self._identities.of_source_id(kind, said.source_id)
        person_id = self._identities.identify(kind, said, children)
        self._ids.append(person_id)
        self._kinds.append(kind)
        self._said.append(said)
        names = _names(mentions)
        self.names.add(person_id, names)
        if said.contact:
            self.contact_keys.add(person_id, [key.split(":", 1) for key in sorted(said.contact)])
        if kind not in self.surnamed and any(map(_has_surname, names)):
            self.surnamed.append(kind)
        return person_id

    def people(self) -> pa.Table:
        """PEOPLE, in the order in which they were added."""
        said = [list(map(attrgetter(cell), self._said)) for cell in _CELLS]
        return table_of_columns(PEOPLE, [self._ids, self._kinds, [self._source] * len(self._ids), *said])

    def as_before(self) -> frozenset[str]:
        """Those who count only if they were known before."""
        people = zip(self._ids, self._said, strict=True)
        return frozenset(person_id for person_id, said in people if said.is_as_before)


def _names(mentions: Sequence[Mention]) -> list[Name]:
    if len(mentions) == 1:
        return names_of(mentions[0].written)
    written = dict.fromkeys(mention.written for mention in mentions)
    names = list(chain.from_iterable(map(names_of, written)))
    return distinct(names) if len(written) > 1 else names


def _has_surname(name: Name) -> bool:
    return len(name.surname) > 1 or " " in lift_title(name.full_name)[1]


def _counts(tie: Tie, standings: Standings) -> bool:
    return tie.presumed or is_parent_carer(standings[tie.relationship], tie.responsibility)


def _add_children(roll: _Roll, said: Gathered, groups: Iterable[Group]) -> list[str]:
    """The id of the child mentioned at each place."""
    child_at = [""] * len(said.children)
    for group in groups:
        person_id = roll.add(Kind.PUPIL, [said.children[place] for place in group])
        for place in group:
            child_at[place] = person_id
    return child_at


def _links(ties: Iterable[Tie], child_at: Sequence[str]) -> dict[int, list[Link]]:
    """Links by the place where the adult is mentioned."""
    links: dict[int, list[Link]] = defaultdict(list)
    for tie in ties:
        restricted = "yes" if tie.restricted else ""
        link = (child_at[tie.child], tie.relationship, tie.responsibility, tie.priority, restricted)
        links[tie.adult].append(link)
    return links


def _add_adults(
    roll: _Roll, said: Gathered, groups: Iterable[Group], links: Mapping[int, list[Link]]
) -> tuple[list[Group], list[Seen]]:
    """Where the parents and carers who are listed are mentioned; and the links that are repeated.

    Each link is added once, those of adults elsewhere, too.
    """
    tied, listed, repeated = {tie.adult for tie in said.ties}, [], []
    for group in groups:
        own: dict[Link, None] = {}
        for place in group:
            for link in links.get(place, ()):
                if link in own:
                    repeated.append((Observed.REPEATED_LINK, said.adults[place].row))
                own[link] = None
        if own or tied.isdisjoint(group):
            mentions = [said.adults[place] for place in group]
            person_id = roll.add(Kind.PARENT_CARER, mentions, [link[0] for link in own])
            roll.links.add(person_id, own)
            if not mentions[0].is_elsewhere:
                listed.append(group)
    return listed, repeated


def _refuse_what_checks_nobody(said: Gathered, kept: Sequence[Tie], roll: _Roll) -> None:
    if all(child.is_elsewhere for child in said.children):
        raise RosterWithoutChildren
    adults = sum(not adult.is_elsewhere for adult in said.adults)
    if not adults:
        raise RosterWithoutAdults
    if not said.ties:
        raise RosterWithoutLinks
    if not kept:
        raise RosterWithoutAdults(f"{adults} contacts are listed, none of them as a parent or carer")
    for who, kind in (("the children", Kind.PUPIL), ("the parents and carers", Kind.PARENT_CARER)):
        if kind not in roll.surnamed:
            raise RosterWithoutSurnames(who)


def _on_ties(said: Gathered, standings: Standings) -> Iterator[Seen]:
    """What each tie that may not count says of the adult, once of each adult."""
    noticed: dict[tuple[Observed, int], None] = {}
    for tie in said.ties:
        standing = standings[tie.relationship]
        if standing is not Standing.PARENT_CARER and not tie.presumed:
            for what in _noticed(tie, standing):
                noticed[what, tie.adult] = None
    return ((what, said.adults[adult].row) for what, adult in noticed)


def _noticed(tie: Tie, standing: Standing | None) -> Iterator[Observed]:
    if standing in _NOTICED:
        yield _NOTICED[standing]
        return
    if standing is None and tie.relationship.strip():
        yield Observed.UNKNOWN_RELATIONSHIP
    if tie.responsibility is not Responsibility.YES:
        yield Observed.NO_RESPONSIBILITY


def _observations(said: Gathered, noticed: Sequence[Seen]) -> pa.Table:
    aside = [(Observed[why.name], row) for why, rows in said.set_aside.items() for row in rows]
    seen = [*said.observed, *aside, *noticed]
    return table_of(OBSERVATIONS, ((said.source, row, what) for what, row in seen))
