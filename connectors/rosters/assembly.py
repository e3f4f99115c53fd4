"""A roster's tables from what a source says: people told apart, parents and carers chosen, ids given."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from connectors.rosters.errors import (
    RosterEmpty,
    RosterWithoutAdults,
    RosterWithoutChildren,
    RosterWithoutLinks,
    RosterWithoutSurnames,
)
from connectors.rosters.identity import Identities
from connectors.rosters.names import Name, distinct, names_of
from connectors.rosters.notes import notes_on
from connectors.rosters.people import Gathered, Mention, Tie
from connectors.rosters.relationships import is_parent_carer, standing_of
from connectors.rosters.same_person import Group, same_adults, same_children
from connectors.rosters.written import lift_title
from schemas.tables import CONTACT_KEYS, LINKS, NAMES, OBSERVATIONS, PEOPLE
from schemas.words import Kind, Observed

_CELLS = ("title", "email", "upn", "former_upn", "date_of_birth", "year_group", "status", "staff_mark")


@dataclass(frozen=True)
class Roster:
    """What one roster source says: PEOPLE, NAMES, LINKS, CONTACT_KEYS and OBSERVATIONS tables.

    `staff` counts the members of staff among its rows. Columns are named in our own words, or by their place
    where we do not know them; `notes` are sentences that quote nobody. `made` is the day the source was
    written. With `is_changes` it holds only what changed since an earlier roster, and `gone` are the ids of
    those no longer there.
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


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the roster: every mention of them, and every name."""

    person_id: str
    kind: Kind
    mentions: list[Mention]
    names: list[Name]

    def first(self, cell: str) -> str:
        """The first thing any mention says in `cell`."""
        return next((value for mention in self.mentions if (value := getattr(mention, cell))), "")


def assemble(said: Gathered) -> Roster:
    """The roster that `said` amounts to.

    Adults all of whose links are to be left out (professionals; relatives without parental responsibility)
    are no part of it; adults without any link are. Raises a RosterError where half of the policy, or
    everybody, would go unchecked.
    """
    if not said.children and not said.adults:
        raise RosterEmpty
    identities = Identities(said.source)
    groups = same_children(said.children)
    children = [_person(identities, Kind.PUPIL, said.children, group) for group in groups]
    child_at = {
        place: child.person_id for child, group in zip(children, groups, strict=True) for place in group
    }
    kept = [tie for tie in said.ties if _counts(tie, said.scheme)]
    adults, links = _adults(said, kept, child_at, identities)
    _refuse_what_checks_nobody(said, children, adults, kept)
    return Roster(
        source=said.source,
        people=_people(said.source, [*children, *adults]),
        names=_names([*children, *adults]),
        links=_table(LINKS, links),
        contact_keys=_contact_keys([*children, *adults]),
        observations=_observations(said),
        staff=said.staff,
        columns_kept=said.columns_kept,
        columns_dropped=said.columns_dropped,
        notes=(*said.notes, *notes_on(said, [adult.mentions for adult in adults])),
        made=said.made,
    )


def _counts(tie: Tie, scheme: str) -> bool:
    return tie.presumed or is_parent_carer(standing_of(tie.relationship, scheme), tie.responsibility)


def _adults(
    said: Gathered, kept: Sequence[Tie], child_at: dict[int, str], identities: Identities
) -> tuple[list[Person], list[tuple[str, ...]]]:
    """The parents and carers with their links: rows of LINKS, each once."""
    tied, counted = {tie.adult for tie in said.ties}, defaultdict(list)
    for tie in kept:
        restricted = "yes" if tie.restricted else ""
        link = (child_at[tie.child], tie.relationship, str(tie.responsibility), tie.priority, restricted)
        counted[tie.adult].append(link)
    adults: list[Person] = []
    links: list[tuple[str, ...]] = []
    for group in same_adults(said.adults, said.ties, child_at):
        own = dict.fromkeys(link for place in group for link in counted[place])
        if own or not any(place in tied for place in group):
            beside = [child_id for child_id, *_ in own]
            adults.append(_person(identities, Kind.PARENT_CARER, said.adults, group, beside))
            links += [(child_id, adults[-1].person_id, *rest) for child_id, *rest in own]
    return adults, links


def _person(
    identities: Identities,
    kind: Kind,
    mentions: Sequence[Mention],
    group: Group,
    children: Sequence[str] = (),
) -> Person:
    own = [mentions[place] for place in group]
    written = dict.fromkeys(mention.written for mention in own)
    names = [name for one in written for name in names_of(one)]
    names = distinct(names) if len(written) > 1 else names
    return Person(identities.identify(kind, own, children), kind, own, names)


def _refuse_what_checks_nobody(
    said: Gathered, children: Sequence[Person], adults: Sequence[Person], kept: Sequence[Tie]
) -> None:
    if not children:
        raise RosterWithoutChildren
    if not said.adults:
        raise RosterWithoutAdults
    if not said.ties:
        raise RosterWithoutLinks
    if not kept:
        raise RosterWithoutAdults(
            f"{len(said.adults)} contacts are listed, none of them as a parent or carer"
        )
    for who, people in (("the children", children), ("the parents and carers", adults)):
        if not any(_has_surname(name) for person in people for name in person.names):
            raise RosterWithoutSurnames(who)


def _has_surname(name: Name) -> bool:
    return len(name.surname) > 1 or " " in lift_title(name.full_name)[1]


def _people(source: str, people: Sequence[Person]) -> pa.Table:
    return _table(PEOPLE, [_row(source, person) for person in people])


def _row(source: str, person: Person) -> tuple[object, ...]:
    starts = [mention.starts for mention in person.mentions if mention.starts]
    ends = [mention.ends for mention in person.mentions]
    return (
        person.person_id,
        str(person.kind),
        source,
        person.first("source_id"),
        person.mentions[0].row,
        *(person.first(cell) for cell in _CELLS),
        min(starts, default=None),
        None if None in ends else max(filter(None, ends)),  # still here in any of the files
    )


def _names(people: Iterable[Person]) -> pa.Table:
    return _table(NAMES, [(person.person_id, *name) for person in people for name in person.names])


def _contact_keys(people: Iterable[Person]) -> pa.Table:
    keys = dict.fromkeys(
        (person.person_id, *key.split(":", 1))
        for person in people
        for mention in person.mentions
        for key in sorted(mention.contact)
    )
    return _table(CONTACT_KEYS, list(keys))


def _observations(said: Gathered) -> pa.Table:
    aside = [(Observed[why.name], row) for why, rows in said.set_aside.items() for row in rows]
    return _table(OBSERVATIONS, [(said.source, row, str(what)) for what, row in (*said.observed, *aside)])


def _table(schema: pa.Schema, rows: Sequence[Sequence[object]]) -> pa.Table:
    columns: Sequence[Sequence[object]] = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
