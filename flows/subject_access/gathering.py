"""Every kind of file that a workspace keeps, with who looks for a person in it; and the whole answer."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import PurePath

from flows.facts.setting import setting_of
from flows.subject_access import across_schools
from flows.subject_access.asked_about import about_the_account, about_their_contacts, about_them_on_the_roster
from flows.subject_access.asking import Asked, Found
from flows.subject_access.audited import documents, incidents, pages
from flows.subject_access.handed_in import on_lists, own_hand_ins
from flows.subject_access.own_lists import (
    answer,
    declared,
    export_days,
    log_lines,
    remembered,
    roster_beside,
    roster_rows,
    staff_row,
    withdrawals,
)
from flows.unlocking import WHOSE
from flows.workspace import Workspace
from reports.subject_access import SubjectAccess
from reports.wording import counted
from schemas.words import Reader

Gatherer = Callable[[Asked], Iterator[Found]]

GATHERED: Mapping[str, tuple[Gatherer, ...]] = {
    "lists/staff.age": (staff_row,),
    "lists/roster.age": (roster_rows, roster_beside),
    "lists/declarations.age": (declared,),
    "participation.age": (answer,),
    "submissions/*.age": (own_hand_ins, on_lists),
    "findings/*.age": (about_their_contacts, about_the_account, about_them_on_the_roster),
    "register.age": (about_their_contacts,),
    "holds/*.age": (about_their_contacts,),
    "audits/*/audit.age": (pages,),
    "audits/*/people/*.age": (pages,),
    "released/*.pdf": (pages,),
    "audits/*/*workbook.xlsx": (documents,),
    "audits/*/*overview.pdf": (documents,),
    "incidents/*.age": (incidents,),
    "made.age": (export_days,),
    "memory.age": (remembered,),
    "cross-school.age": (across_schools.own_part,),
    "cross-school/*.age": (across_schools.questions,),
    "cross-school/*workbook.xlsx": (across_schools.questions,),
    "tombstones": (withdrawals,),
    "log/*.log": (log_lines,),
}
"""Who looks for the person in the files of each pattern."""

NOBODY_IN_IT = {
    "keys/*": "keys",
    "submissions/*.key": "a key of one hand-in",
    "audits/*/*open.html": "gives words to whoever has the passphrase",
    "audits/*/*words.age": "five words",
    "audits/*/*about.age": "counts, and sentences of ours",
    "roster/quality.pdf": "counts and row numbers; a reason is in lists/roster.age as well",
    "roster/open.html": "gives words to whoever has the passphrase",
    "retention.age": "the day of the last run",
    "letterbox.age": "fingerprints of what lies in the hand-in folder, and since when",
    "roster-source.age": "a day, a code and fingerprints",
    "log/checkpoint.json": "a value of the log",
    "journal*": "names of files, while a change is under way",
    "audits/audit.lock": "empty",
    "letterbox.lock": "empty",
    "format": "a number",
    "school.toml": "the setting; its reviewers' references are told with the staff list",
    "*.ics": "term dates, as the school or the council publishes them",
    "mappings/*": "headings of lists",
    "prefect/*": "Prefect's own, and how runs ended: counts and opaque ids",
    "status/*": "IT's status page: bands, days and codes",
}
"""Files that hold nobody, and what they hold."""

NOT_SEARCHED = (
    "A question answered “not the same person” leaves a fingerprint without names, for the member of staff.",
    "What a person copied, printed or saved outside of the program, such as into the safeguarding record.",
    "What lies in the hand-in folder in the person's own part of it, as long as it is not taken.",
    "Backups: they hold what the workspace held on their day.",
)


def gather(asked: Asked, who: str, today: date) -> SubjectAccess:
    """Everything that is kept of the person, as far as the identities given open it."""
    gatherers = dict.fromkeys(chain.from_iterable(GATHERED.values()))
    found = [each for gatherer in gatherers for each in gatherer(asked)]
    return SubjectAccess(
        setting=setting_of(asked.workspace.school),
        on=today,
        who=who,
        sections=tuple(each.section for each in found if each.sure),
        alike=tuple(each.section for each in found if not each.sure),
        closed=tuple(_closed(asked)),
        not_searched=NOT_SEARCHED,
    )


def unknown_files(workspace: Workspace) -> list[str]:
    """Files of the workspace of a kind that nothing here knows."""
    names = (each.relative_to(workspace.folder) for each in workspace.folder.rglob("*") if each.is_file())
    known = (*GATHERED, *NOBODY_IN_IT)
    return sorted(name.as_posix() for name in names if not any(is_of_kind(name, each) for each in known))


def is_of_kind(name: PurePath, pattern: str) -> bool:
    """Whether a file's name inside the workspace is of that pattern."""
    return fnmatchcase(name.as_posix(), pattern)


def _closed(asked: Asked) -> Iterator[str]:
    for reader in (Reader.DSL, Reader.SECOND_REVIEWER):
        if reader not in asked.identities:
            whose = WHOSE[reader][:1].lower() + WHOSE[reader][1:]
            yield f"Something more may be kept that only {whose} passphrase can open."
    if asked.broken:
        files = counted(len(asked.broken), "sealed file does not", "sealed files do not")
        yield f"{files} open, with the right keys too: what they hold is not known."
    if unknown := unknown_files(asked.workspace):
        files = counted(len(unknown), "file is", "files are")
        yield f"{files} in the workspace of a kind that this command does not know."
