"""What waits for an audit: all that the person handed in, and their account on somebody else's list."""

from collections.abc import Iterator
from typing import Any

from flows.questions import Word
from flows.questions import asked as question
from flows.subject_access.asking import Asked, Found
from reports.subject_access import Section
from reports.wording import day, list_title, platform_title
from schemas.extract import Extract
from schemas.words import Relation
from vault.submissions import HandIn

CONTACT = ("Platform", "List", "Name", "User name or address", "Since", "Handed in on")


def own_hand_ins(asked: Asked) -> Iterator[Found]:
    """What a member of staff handed in, hand-in by hand-in, with every contact as it was handed in."""
    if not asked.submission_ids:
        return
    hand_ins = [*asked.workspace.vault.hand_ins.all_of(asked.submission_ids[-1])]
    asked.broken.update(f"submissions/{number}" for number, each in enumerate(hand_ins) if each is None)
    there = [each for each in hand_ins if each]
    rows = tuple(row for each in there for row in _of_hand_in(each))
    says = "What you handed in, and is not checked yet. It is deleted when it is."
    yield Found(Section("What you handed in", says, ("Handed in on", "What", "As it is kept"), rows))
    contacts = tuple(row for each in there for extract in each.extracts for row in _contacts(extract, each))
    says = "Everybody on the lists of those exports, as your exports name them."
    yield Found(Section("The contacts in it", says, CONTACT, contacts))


def on_lists(asked: Asked) -> Iterator[Found]:
    """Accounts on other people's lists that are the person's, or bear their name; not whose list it is."""
    sure: list[tuple[str, ...]] = []
    alike: list[tuple[str, ...]] = []
    hand_ins = asked.workspace.vault.hand_ins
    for submission_id in hand_ins.waiting().keys() - set(asked.submission_ids):
        for each in filter(None, hand_ins.all_of(submission_id)):
            for row, extract in ((row, one) for one in each.extracts for row in one.accounts.to_pylist()):
                certain = asked.account(row)
                if certain is not None:
                    (sure if certain else alike).append(_contact(row, extract, each))
    says = "An account on the list of a member of staff, which waits for its audit."
    yield Found(Section("On a list that waits", says, CONTACT, tuple(sorted(sure))))
    title = "On a list that waits, under a name like yours"
    yield Found(Section(title, says, CONTACT, tuple(sorted(alike))), sure=False)


def _of_hand_in(each: HandIn) -> Iterator[tuple[str, str, str]]:
    came = day(each.received)
    for extract in each.extracts:
        platform, owner = platform_title(extract.platform), extract.owner
        yield came, f"{platform}: export", ", ".join(filter(None, (extract.layout, day(extract.made))))
        for what, said in (("handle", owner.handle), ("name", owner.display_name), *owner.profile.items()):
            if said:
                yield came, f"{platform}: your {what}", said
        for one in extract.lists:
            counts = (
                f"{one.entries} entries, {one.not_comparable + one.unreadable} of them not to be compared"
            )
            yield came, f"{platform}: {list_title(extract.platform, one.relation)}", counts
        yield came, f"{platform}: files left unopened", str(extract.unopened)
        yield from ((came, f"{platform}: note", note) for note in extract.notes)
    for unread in each.unread:
        yield came, f"file {unread.file}", f"could not be read: {unread.message}"
    for asks in each.questions:
        yield came, f"{platform_title(asks.platform)}: question", question(Word(asks.word)).to_person


def _contacts(extract: Extract, each: HandIn) -> Iterator[tuple[str, ...]]:
    yield from (_contact(row, extract, each) for row in extract.accounts.to_pylist())


def _contact(row: dict[str, Any], extract: Extract, each: HandIn) -> tuple[str, ...]:
    known = dict.fromkeys(filter(None, (row["handle"], row["email"], row["profile_url"])))
    return (
        platform_title(extract.platform),
        list_title(extract.platform, Relation(row["relation"])),
        row["display_name"],
        ", ".join(known),
        day(row["since"]),
        day(each.received),
    )
