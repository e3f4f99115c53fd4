"""What the DSL reads of one load of the roster, gathered from the load."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from connectors.roster import Roster
from flows.facts.setting import setting_of
from flows.rosters.comparison import Compared, Comparison
from flows.rosters.examining import OnRoll
from flows.rosters.remarks import remarks_on
from flows.school import School
from policy.staff_parents import How, Pair, staff_parents
from reports.roster_quality import not_on_roll_in_words, source_title
from reports.roster_quality_facts import Change, LoadedSource, RosterQuality
from reports.wording import as_sentence, counted, day, number
from schemas.words import Kind

_HOW = {
    How.SAME_NUMBER: "by the number the roster gives for them",
    How.SOURCE_SAYS_SO: "by the roster's own word and their full name",
    How.SAME_CONTACT: "by their full name and an e-mail address, telephone number or address",
}

NOT_COMPARED = (
    "Telephone numbers and addresses were not compared with the staff list: that takes loading both together "
    "(--staff)."
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """One load: its rosters, who is on roll, what changed and why, and the staff list that stands beside it.

    `same_contact` are the members of staff and adults of one name who share an e-mail address, a telephone
    number or an address; all three could be compared only where the load `is_with_staff`.
    """

    rosters: tuple[Roster, ...]
    now: OnRoll
    on: date
    comparison: Comparison
    reason: str
    staff: pa.Table | None
    same_contact: tuple[Pair, ...]
    is_with_staff: bool


def page_of(school: School, loaded: Loaded) -> RosterQuality:
    """The facts of the page on this load."""
    counts = loaded.now.counts
    remarks = remarks_on(loaded.now.sifted)
    return RosterQuality(
        setting=setting_of(school),
        on=loaded.on,
        sources=tuple(_sources(loaded.rosters)),
        children=counts["children"],
        parent_carers=counts["parent_carers"],
        links=counts["links"],
        not_on_roll=loaded.now.left_out.people,
        not_on_roll_because=not_on_roll_in_words(loaded.now.left_out._asdict()),
        compared=_compared(loaded.comparison),
        changes=tuple(map(_change, loaded.comparison.counts)),
        reason=loaded.reason,
        to_mend=remarks.to_mend,
        left_out=remarks.left_out,
        worth_knowing=remarks.worth_knowing,
        notes=tuple(map(as_sentence, _each_once(loaded.rosters, "notes"))),
        columns_kept=_each_once(loaded.rosters, "columns_kept"),
        columns_dropped=_each_once(loaded.rosters, "columns_dropped"),
        staff=tuple(_staff(loaded)),
        may_see=("The designated safeguarding lead, and whoever puts the roster right with them",),
    )


def _sources(rosters: Sequence[Roster]) -> Iterator[LoadedSource]:
    for file, roster in enumerate(rosters, start=1):
        kinds = roster.people["kind"].to_pylist()
        yield LoadedSource(
            title=source_title(f"{roster.source}#{file}" if len(rosters) > 1 else roster.source),
            children=kinds.count(Kind.PUPIL),
            parent_carers=kinds.count(Kind.PARENT_CARER),
            links=roster.links.num_rows,
            staff=roster.staff,
            made=roster.made,
        )


def _compared(comparison: Comparison) -> str:
    if comparison.since is None:
        return "There is no earlier load that this one could be compared with."
    return f"Compared with the load of {day(comparison.since)}."


def _change(each: Compared) -> Change:
    return Change(each.what, number(each.before), number(each.now), each.is_great)


def _each_once(rosters: tuple[Roster, ...], said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for each in rosters for one in getattr(each, said)))


def _staff(loaded: Loaded) -> Iterator[str]:
    if loaded.staff is None:
        yield "No staff list is loaded yet, so it is not known who of the staff is a parent or carer here."
        return
    sifted = loaded.now.sifted
    if not loaded.is_with_staff:
        yield NOT_COMPARED
    found = staff_parents(
        sifted.people,
        sifted.names,
        sifted.links,
        loaded.staff,
        today=loaded.on,
        same_contact=loaded.same_contact,
    )
    for how, pairs in sorted(Counter(found.same.values()).items()):
        yield f"{counted(pairs, 'member')} of staff known to be a parent or carer, {_HOW[how]}."
    if namesakes := len({person for _, person in found.namesakes}):
        yield (
            f"{counted(namesakes, 'parent or carer has', 'parents or carers have')} the full name of a "
            "member of staff, and nothing else says that they are one person: a finding on them says so, and "
            "you judge."
        )
    if not found.same and not found.namesakes:
        yield "No parent or carer has the full name of a member of staff."
