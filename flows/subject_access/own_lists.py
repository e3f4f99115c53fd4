"""What the lists say of the person: staff list, roster, declarations, and what was answered."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flows.intake import staff_of
from flows.subject_access.asking import Asked, Found
from flows.subject_access.subject import Likeness, likeness
from reports.subject_access import Section
from reports.wording import day
from schemas.words import Answer

SOMEBODY_LISTED = "somebody on the roster"
LINKED = {"child_id": "a parent or carer on the roster", "adult_id": "a child on the roster"}
"""Who stands on the other side of a link, by the side the person stands on."""


def staff_row(asked: Asked) -> Iterator[Found]:
    """Their line of the staff list, and what school.toml says of their reference."""
    ref = asked.subject.staff_ref
    if not ref:
        return
    rows = [cell for row in staff_of(asked.workspace) if row["staff_ref"] == ref for cell in _cells(row)]
    reviewers = asked.workspace.school.reviewers
    roles = {
        "the designated safeguarding lead": reviewers.dsl,
        "the second reviewer": reviewers.second_reviewer,
    }
    rows += [("role, in school.toml", role) for role, whose in roles.items() if whose == ref]
    says = "Your line of the list of staff, as it was loaded last."
    yield Found(Section("Staff list", says, ("What", "As it is kept"), tuple(rows)))


def answer(asked: Asked) -> Iterator[Found]:
    """What they said to taking part, and when they were reminded."""
    if not asked.subject.staff_ref:
        return
    kept = asked.workspace.vault.participation
    person = asked.workspace.vault.person_id_of(asked.subject.staff_ref)
    said = kept.answer_of(person)
    word = "asked, no answer yet" if said is Answer.NO_ANSWER else said.value.replace("_", " ")
    rows = [(word, day(on))] if (on := kept.days().get(person)) else []
    rows += [("reminded", day(each)) for each in kept.reminders_of(person)]
    says = "What you said to taking part, for nobody's eyes but yours."
    yield Found(Section("Your answer to taking part", says, ("Answer", "Day"), tuple(rows)))


def roster_rows(asked: Asked) -> Iterator[Found]:
    """Their line of the roster, their names on it, and their links, whose other side is left out."""
    if not asked.subject.person_id:
        return
    yield Found(
        Section(
            "The roster",
            "What the roster that was loaded last says of you. Who you are linked to is not said by name.",
            ("What", "As it is kept"),
            tuple(_of_roster(asked, asked.subject.person_id)),
        )
    )


def _of_roster(asked: Asked, person_id: str) -> Iterator[tuple[str, str]]:
    tables = asked.roster.tables if asked.roster else {}
    facts = asked.roster.facts if asked.roster else {}
    for table, what in (("people", "person"), ("names", "name")):
        own = [row for row in _rows(tables, table) if row["person_id"] == person_id]
        yield from ((f"{what}: {heading}", cell) for row in own for heading, cell in _cells(row))
    for side, other in LINKED.items():
        own = [row for row in _rows(tables, "links") if row[side] == person_id]
        yield from (("link", _link(other, row)) for row in own)
    if person_id in facts.get("on_roll", ()):
        yield "on roll", "yes"
    if any(person_id == each for _, each in facts.get("same_contact", ())):
        yield "shares a name and a contact detail with", "a member of staff"


def _link(other: str, row: Mapping[str, Any]) -> str:
    responsibility = row["responsibility"] and f"responsibility {row['responsibility']}"
    return ": ".join((other, ", ".join(filter(None, (row["relationship"], responsibility)))))


def roster_beside(asked: Asked) -> Iterator[Found]:
    """What the roster says of a member of staff, and what was written about a load that names the person."""
    facts = asked.roster.facts if asked.roster else {}
    shared = [each for ref, each in facts.get("same_contact", ()) if ref == asked.subject.staff_ref]
    rows = [("shares a name and a contact detail with", SOMEBODY_LISTED) for _ in shared]
    says = "What was noticed of you when the roster was loaded."
    yield Found(Section("Beside the roster", says, ("What", "With whom"), tuple(rows)))
    reason = str(facts.get("reason", ""))
    named = ((asked.hiding.text(reason),),) if asked.is_named_in(reason) else ()
    says = "Why the roster changed much, in the words of who loaded it."
    yield Found(Section("A reason with your name in it", says, ("Reason",), named), sure=False)


def remembered(asked: Asked) -> Iterator[Found]:
    """Whether the last audit's memory of the roster has a fingerprint of theirs."""
    if not asked.subject.person_id:
        return
    vault = asked.workspace.vault
    memory, own = vault.remembered(), vault.fingerprint("person", asked.subject.person_id)
    rows = ((f"audit of {day(memory.on)}",),) if memory and own in memory.fingerprints else ()
    says = "That you were on the roster then, as a keyed fingerprint from which nobody can read your name."
    yield Found(Section("Fingerprints", says, ("From",), rows))


def declared(asked: Asked) -> Iterator[Found]:
    """Declarations of theirs, on them, or agreed by them."""
    sure: list[tuple[str, ...]] = []
    alike: list[tuple[str, ...]] = []
    for row in asked.declarations:
        for part, certain in _parts_in(asked, row):
            hidden = asked.hiding.text(row["reason"], row["person_name"], row["agreed_by"])
            told = (part, hidden, day(row["agreed_on"]), day(row["review_on"]))
            (sure if certain else alike).append(told)
    headings = ("Your part in it", "Reason", "Agreed on", "Review on")
    says = "Relationships that the school knows of and has agreed to."
    yield Found(Section("Declarations", says, headings, tuple(sure)))
    yield Found(Section("Declarations with a name like yours", says, headings, tuple(alike)), sure=False)


def _parts_in(asked: Asked, row: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    subject = asked.subject
    if subject.staff_ref and row["staff_ref"] == subject.staff_ref:
        yield f"between you and {SOMEBODY_LISTED}", True
    own_ids = {subject.person_id, *_source_ids(asked)} - {""}
    if row["roster_id"] in own_ids:
        yield "between a member of staff and you", True
    elif how := likeness(row["person_name"], subject.names):
        only_a_name = not (subject.staff_ref or subject.person_id)
        yield "between a member of staff and somebody of your name", only_a_name and how is Likeness.SAME
    if likeness(row["agreed_by"], subject.names):
        yield "agreed by somebody of your name", False


def _source_ids(asked: Asked) -> Iterable[str]:
    rows = _rows(asked.roster.tables if asked.roster else {}, "people")
    return [row["source_id"] for row in rows if row["person_id"] == asked.subject.person_id]


def export_days(asked: Asked) -> Iterator[Found]:
    """The day each export was made that an audit has checked."""
    rows = [
        (platform, day(made))
        for submission_id in asked.submission_ids
        for platform, made in asked.workspace.vault.export_days.before(submission_id).items()
    ]
    says = "The day on which each export was made that was checked: so that it is known when it comes again."
    if asked.submission_ids:
        yield Found(Section("Days of your exports", says, ("Platform", "Made on"), tuple(rows)))


def withdrawals(asked: Asked) -> Iterator[Found]:
    """That they withdrew, and when."""
    dead = asked.workspace.vault.tombstones.all()
    rows = tuple((each, day(dead[each])) for each in asked.submission_ids if each in dead)
    says = "A number that bars what you withdrew from coming back with a backup."
    if asked.submission_ids:
        yield Found(Section("Withdrawals", says, ("Number", "Day"), rows))


def log_lines(asked: Asked) -> Iterator[Found]:
    """The lines of the audit log about an id of theirs."""
    own = {*asked.submission_ids, *_receipts(asked), access_id(asked)}
    own |= {pair for pair, each in asked.pairs.items() if each.submission_id in asked.submission_ids}
    entries = (line.entry for line in asked.workspace.vault.log.entries())
    rows = tuple(
        (f"{each.moment:%Y-%m-%d %H:%M} UTC", each.what.value, str(each.by))
        for each in entries
        if own & set(each.about)
    )
    says = "What was done, by which role, about numbers that stand for you. No name is in the log."
    yield Found(Section("The audit log", says, ("When", "What", "By"), rows))


def access_id(asked: Asked) -> str:
    """What the audit log calls a request of this person's."""
    subject = asked.subject
    if subject.staff_ref:
        return asked.submission_ids[-1]
    return asked.workspace.vault.fingerprint("subject-access", subject.person_id, *sorted(subject.known_as))


def _receipts(asked: Asked) -> Iterator[str]:
    audits = asked.workspace.vault.audits
    for audit_id in audits.ids():
        people = audits.open(audit_id)["people"]
        yield from (people[each][0] for each in asked.submission_ids if each in people)


def _rows(tables: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return tables[name].to_pylist() if name in tables else []


def _cells(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is filled in of a row, in words."""
    for heading, cell in row.items():
        text = ", ".join(cell) if isinstance(cell, list) else str(cell or "")
        if text:
            yield heading.replace("_", " "), text
