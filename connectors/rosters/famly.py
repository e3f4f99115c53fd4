"""Famly's data export: one zip of numbered CSV files a child; of it the profile and the family are opened.

A setting hands in a folder (or zip) of such exports. Records that were deleted in Famly are still in its
files and are left out. Source: Famly's help pages on the child data export, for file names, `childId`,
`deletedAt` and `active`; the columns of the family's file are read by their headings, like any list's.
"""

import re
from collections.abc import Sequence

import pandas as pd

from connectors.rosters import tabular
from connectors.rosters.bundle import Member
from connectors.rosters.delimited import read_csv
from connectors.rosters.notes import counted
from connectors.rosters.people import Gathered
from connectors.rosters.sheets import Sheet

_CHILD = re.compile(r"\d*famly_daycare_child_domain_model_child\.csv")
_FAMILY = re.compile(r"\d*famly_daycare_\w*(?:relation|contact|guardian|parent)\w*\.csv")
_OWN_WORDS = {"children": {"childId": "ID", "childid": "ID"}, "contacts": {"childid": "child ID"}}
"""Headings of ours for theirs; a profile's own id is not that of a child beside it."""

_NO = frozenset({"0", "f", "false", "n", "no"})
_NOTHING = _NO | {"", "null", "none"}


def recognises(members: Sequence[Member]) -> bool:
    """Whether there is a child's profile among the files."""
    return any(_CHILD.fullmatch(member.file_name) for member in members)


def read(members: Sequence[Member]) -> Gathered:
    """What the profiles and families of all exports say together. Rows count over all files of a kind."""
    children, deleted = _together(members, _CHILD, "children")
    family, gone = _together(members, _FAMILY, "contacts")
    said = tabular.read("famly", [children, family])
    if deleted or gone:
        said.notes.append(f"{counted(deleted + gone, 'record', 'records')} deleted in Famly not read")
    return said


def _together(members: Sequence[Member], pattern: re.Pattern[str], name: str) -> tuple[Sheet, int]:
    """All files of one kind below one row of headings, and how many deleted records were left out."""
    tables = [_table(member) for member in members if pattern.fullmatch(member.file_name)]
    rows = pd.concat(tables or [pd.DataFrame()], ignore_index=True).fillna("")
    present = rows[~_is_deleted(rows)].rename(columns=_OWN_WORDS[name])
    headings = pd.DataFrame([present.columns], columns=present.columns)
    cells = pd.concat([headings, present], ignore_index=True)
    return Sheet(cells.set_axis(range(len(cells.columns)), axis=1), name), len(rows) - len(present)


def _table(member: Member) -> pd.DataFrame:
    """One file by its headings; a heading that comes again is another column."""
    headings, *rows = read_csv(member.read()).cells.to_numpy().tolist()
    table = pd.DataFrame(rows, columns=[heading.strip() for heading in headings], dtype=str)
    return table.loc[:, ~table.columns.duplicated()]


def _is_deleted(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a date of deletion is filled in, or the record is no longer active."""
    deleted = pd.Series(data=False, index=rows.index)
    for heading in rows.columns:
        match _plain(heading):
            case "deletedat" | "deleted":
                deleted |= ~rows[heading].str.strip().str.casefold().isin(_NOTHING)
            case "active" | "isactive":
                deleted |= rows[heading].str.strip().str.casefold().isin(_NO)
    return deleted


def _plain(heading: str) -> str:
    return heading.casefold().replace("_", "")
