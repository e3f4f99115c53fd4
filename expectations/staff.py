"""Whether a staff list can be used, and who on it has the name of a parent or carer."""

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from expectations import roster_ids
from expectations.cells.names import words_of
from expectations.checked import accept, run
from expectations.errors import StaffRefused
from expectations.frames import frame_of
from expectations.records import Reported
from expectations.suites.staff import staff_suite
from schemas.tables import NAMES, PEOPLE
from schemas.words import Severity


@dataclass(frozen=True, slots=True)
class SiftedStaff:
    """What is reported and noted of STAFF, by the 1-based place on the list, and CHECKS."""

    reported: tuple[Reported, ...]
    noted: tuple[Reported, ...]
    checks: pa.Table


def sift_staff(staff: pa.Table, people: pa.Table | None = None, names: pa.Table | None = None) -> SiftedStaff:
    """STAFF held to its suite and, where the roster is given, beside the names of its parents and carers.

    Raises `StaffRefused` where nobody, or somebody without a name, is on the list.
    """
    frame = frame_of(staff)
    named = frame["forename"].notna() & frame["surname"].notna()
    held = {
        "with_both_names": frame["staff_ref"][named],
        "parents_too": _parents_too(frame, people or PEOPLE.empty_table(), names or NAMES.empty_table()),
    }
    checked = run("staff", staff, staff_suite, held=held, frame=frame)
    accept([checked], StaffRefused)
    places = pd.DataFrame({"source": "staff", "source_row": range(1, len(frame) + 1)})
    warned, noted = (checked.remaining(places, each) for each in (Severity.WARNING, Severity.INFO))
    return SiftedStaff(warned, noted, checked.checks)


def _parents_too(staff: pd.DataFrame, people: pa.Table, names: pa.Table) -> "pd.Series[str]":
    """Ids of staff with a full name that is a parent's or carer's."""
    adults = roster_ids.by_kind(frame_of(people))["adults"]
    theirs = frame_of(names)
    full = {_words(name) for name in theirs["full_name"][theirs["person_id"].isin(adults)].dropna()}
    own = zip(staff["forename"].fillna(""), staff["surname"].fillna(""), strict=True)
    same = [bool(first and last) and _words(f"{first} {last}") in full for first, last in own]
    return staff["staff_ref"][same]


def _words(name: str) -> str:
    return " ".join(sorted(words_of(name)))
