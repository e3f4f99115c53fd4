"""What cross-school screening left of a person: their own answer to it, and questions that came back."""

from collections.abc import Iterator
from datetime import date

from flows.cross_school.opening import Opened, opened
from flows.cross_school.taking_part import share_of
from flows.subject_access.asking import Asked, Found
from flows.subject_access.subject import likeness
from reports.overview_facts import Finding
from reports.subject_access import Section
from reports.wording import BANDS, VERDICTS, counted, day, list_title, platform_title

HEADINGS = ("Question", "About", "Where", "How it looked", "Asked on")


def own_part(asked: Asked) -> Iterator[Found]:
    """What a member of staff said to it, and what of theirs was handed over and came back."""
    if not asked.submission_ids:
        return
    kept, rows = asked.workspace.vault.trust_share.kept(), []
    for each in asked.submission_ids:
        rows += [("said yes", day(kept.yes[each]))] if each in kept.yes else []
        rows += [("handed over to the trust", day(kept.handed_over_on))] if each in kept.handed_over else []
        rows += [("an answer came back", day(kept.answered[each]))] if each in kept.answered else []
    says = "What you said to having your lists held against families of other schools of the trust."
    yield Found(Section("Cross-school screening", says, ("What", "Day"), tuple(rows)))


def questions(asked: Asked) -> Iterator[Found]:
    """Questions about their contacts; about an account like theirs; about somebody of a name like theirs."""
    if share_of(asked.workspace) is None:
        return
    own: list[tuple[str, ...]] = []
    alike: list[tuple[str, ...]] = []
    for answers in _opened(asked):
        for submission_id, on, finding in answers.findings():
            if submission_id in asked.submission_ids:
                own.append(_row(finding, on, _contact(finding)))
            elif asked.contact(finding.contact) is not None:
                alike.append(_row(finding, on, _contact(finding)))
            elif likeness(finding.roster.name, asked.subject.names):
                alike.append(_row(finding, on, "a member of staff's contact"))
    says = (
        "A contact that may be somebody at another school of the trust. Whom it was compared with is not "
        "named. A question does not mean that you did something wrong."
    )
    yield Found(Section("Cross-school questions about your contacts", says, HEADINGS, tuple(own)))
    says = "A contact of a member of staff was compared with somebody at another school. Nobody is named."
    title = "Cross-school questions with a name or an account like yours"
    yield Found(Section(title, says, HEADINGS, tuple(alike)), sure=False)


def _opened(asked: Asked) -> Iterator[Opened]:
    for reader, identity in asked.identities.items():
        answers = opened(asked.workspace, reader, identity)
        asked.broken.update(f"cross-school/{each}" for each, said in answers.answers.items() if said is None)
        yield answers


def _contact(finding: Finding) -> str:
    return finding.contact.display_name or finding.contact.handle


def _row(finding: Finding, on: date, about: str) -> tuple[str, ...]:
    contact = finding.contact
    where = f"{platform_title(contact.platform)}, {list_title(contact.platform, contact.relation, own=False)}"
    lines = counted(len(finding.evidence), "line")
    looked = f"{VERDICTS[finding.verdict]}, {BANDS[finding.band]}, {lines} of evidence"
    return finding.finding_id, about, where, looked, day(on)
