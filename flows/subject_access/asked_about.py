"""The questions that audits asked, told to whoever stands on one side of them, without the other side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from flows.question_numbers import question_number
from flows.subject_access.asking import Asked, Found
from flows.subject_access.subject import likeness, names_in, written_alike
from policy.pairs import pair_of
from policy.remembering import from_json
from reports.overview_facts import Finding
from reports.subject_access import Section
from reports.wording import BANDS, DECISIONS, VERDICTS, counted, day, list_title, platform_title
from vault.register import Pair

HEADINGS = ("Question", "About", "Where", "How it looked", "What was said of it", "Note")
NAMELESS = "no name is kept of it any more"


def about_their_contacts(asked: Asked) -> Iterator[Found]:
    """Every question about an account on a member of staff's own lists, without whom it was compared with."""
    if not asked.submission_ids:
        return
    own = {pair: each for pair, each in asked.pairs.items() if each.submission_id in asked.submission_ids}
    readable = [(pair, each) for pair, each in asked.findings if pair in own]
    rows = [
        _row(asked, pair, each, _shown(each), hidden=(each.roster.name, *_children(each)))
        for pair, each in readable
    ]
    gone = own.keys() - {pair for pair, _ in readable}
    rows += [(question_number(pair), NAMELESS, "", "", _said(own[pair]), "") for pair in sorted(gone)]
    says = (
        "Contacts of yours that an audit asked about, each compared with a person on the roster. A question "
        "does not mean that you did something wrong. The evidence describes that person, so it is counted."
    )
    yield Found(Section("Questions about your contacts", says, HEADINGS, tuple(rows)))


def about_the_account(asked: Asked) -> Iterator[Found]:
    """Questions in which the account on somebody else's list is the person's, or bears their name."""
    sure: list[tuple[str, ...]] = []
    alike: list[tuple[str, ...]] = []
    for pair, each in asked.findings:
        certain = asked.contact(each.contact)
        if certain is None or asked.pairs[pair].submission_id in asked.submission_ids:
            continue
        row = _row(asked, pair, each, _shown(each), hidden=(each.staff, each.roster.name, *_children(each)))
        (sure if certain else alike).append(row)
    says = "An account on a member of staff's list that an audit asked about. Neither of the two is named."
    yield Found(Section("Questions about your account", says, HEADINGS, tuple(sure)))
    title = "Questions about an account with a name like yours"
    yield Found(Section(title, says, HEADINGS, tuple(alike)), sure=False)


def about_them_on_the_roster(asked: Asked) -> Iterator[Found]:
    """Questions in which the person is who a contact may be, or is named beside a parent or carer."""
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    if not asked.subject.names:
        return
    for pair, each in asked.findings:
        where = _place(asked, pair, each)
        if where:
            hidden = (each.staff, each.contact.display_name, each.contact.handle)
            rows[where].append(_row(asked, pair, each, "a member of staff's contact", hidden=hidden))
    says = (
        "A contact of a member of staff was compared with you, because the names are alike. It may well be "
        "somebody else. Neither the member of staff nor the contact is named."
    )
    for title, sure in ((YOU, True), (BESIDE, True), (YOUR_NAME, False), (NAME_BESIDE, False)):
        yield Found(Section(title, says, HEADINGS, tuple(rows[title])), sure=sure)


YOU = "Questions about you as a person on the roster"
BESIDE = "Questions about a parent or carer of yours, which name you"
YOUR_NAME = "Questions about somebody on the roster with a name like yours"
NAME_BESIDE = "Questions about an adult whose child has a name like yours"


def _place(asked: Asked, pair: str, finding: Finding) -> str:
    """Under which title the question stands; "" where it is not about the person, or surely about another."""
    person_id, names = asked.subject.person_id, asked.subject.names
    if _fits(asked, pair, finding, [person_id] if person_id else ()):
        return YOU
    if likeness(finding.roster.name, names):
        return "" if _fits(asked, pair, finding, _namesakes(asked)) else YOUR_NAME
    if any(likeness(each, names) for each in _children(finding)):
        return BESIDE if _fits(asked, pair, finding, _adults_of(asked)) else NAME_BESIDE
    return ""


def _fits(asked: Asked, pair: str, finding: Finding, person_ids: Iterable[str]) -> bool:
    """Whether the pair's fingerprint is that of this contact and one of these people."""
    contact = finding.contact
    known = {"platform": contact.platform, "display_name": contact.display_name, "profile_url": ""}
    by_handle = known | {"handle": contact.handle, "email": ""}
    by_address = known | {"handle": "", "email": contact.handle}
    submission_id, fingerprint = asked.pairs[pair].submission_id, asked.workspace.vault.fingerprint
    return any(
        fingerprint(*pair_of(submission_id, account, person_id)) == pair
        for account in (by_handle, by_address)
        for person_id in person_ids
    )


def _namesakes(asked: Asked) -> set[str]:
    """Others on the roster whose name is the person's."""
    own = {written_alike(each) for each in asked.subject.names}
    rows = asked.roster.tables["names"].to_pylist() if asked.roster else []
    named = {row["person_id"] for row in rows if own & {written_alike(each) for each in names_in(row)}}
    return named - {asked.subject.person_id}


def _adults_of(asked: Asked) -> list[str]:
    rows = asked.roster.tables["links"].to_pylist() if asked.roster else []
    return [row["adult_id"] for row in rows if row["child_id"] == asked.subject.person_id]


def _children(finding: Finding) -> list[str]:
    """Whom the finding names beside a parent or carer."""
    return finding.roster.detail.removeprefix("of ").split(", ")


def _shown(finding: Finding) -> str:
    contact = finding.contact
    return " · ".join(dict.fromkeys(filter(None, (contact.display_name, contact.handle))))


def _row(asked: Asked, pair: str, finding: Finding, who: str, *, hidden: tuple[str, ...]) -> tuple[str, ...]:
    contact = finding.contact
    where = [platform_title(contact.platform), list_title(contact.platform, contact.relation, own=False)]
    if contact.since:
        where.append(f"since {day(contact.since)}")
    speaking_for = sum(each.bits > 0 for each in finding.evidence)
    against = sum(each.bits < 0 for each in finding.evidence)
    looked = f"{BANDS[finding.band]}; {VERDICTS[finding.verdict].lower()}"
    return (
        question_number(pair),
        who,
        ", ".join(where),
        f"{looked}; {counted(speaking_for, 'line')} for it, {against} against",
        _said(asked.pairs[pair]),
        asked.hiding.text(finding.note, *hidden),
    )


def _said(entry: Pair) -> str:
    """What happened to the question, day by day."""
    remembered = from_json(entry.remembered)
    days = {
        "first asked": remembered.first_seen,
        "last seen": remembered.last_seen,
        "“that is not them” said": remembered.disputed_on,
        "no longer found": remembered.gone_on,
        "held, to be looked at": date.fromisoformat(entry.hold_review) if entry.hold_review else None,
    }
    if remembered.decision:
        days[f"decided “{DECISIONS[remembered.decision]}”"] = remembered.decided_on
    return "; ".join(f"{what} {day(on)}" for what, on in days.items() if on)
