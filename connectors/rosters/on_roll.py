"""Who is on roll on a day."""

from datetime import date, timedelta
from typing import Any, NamedTuple, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from schemas.words import Kind

Ids: TypeAlias = "pa.ChunkedArray[Any]"


class LeftOut(NamedTuple):
    """How many people of a roster are not on roll today, by why not."""

    left: int = 0
    """Their last day, and the days of grace after it, are over."""
    to_join: int = 0
    """Their first day is still to come."""
    without_pupil: int = 0
    """Parents and carers of nobody who is on roll."""

    @property
    def people(self) -> int:
        """All of them."""
        return sum(self)


def on_roll(
    people: pa.Table, links: pa.Table, today: date, grace_days: int = 0
) -> tuple[pa.Table, pa.Table, LeftOut]:
    """The people and links of `today`, and how many people that leaves out.

    A pupil is on roll from the first day known of them to the last and `grace_days` after it, whatever their
    enrolment is called (guest, subsidiary). An adult stays only with a pupil on roll: whoever is linked to
    leavers alone, or to nobody, is left out. A link to somebody who is in no row of `people` stays: what that
    means is for the expectations to say.
    """
    day = pa.scalar(today, pa.date32())
    last = pa.scalar(today - timedelta(days=grace_days), pa.date32())
    starts, ends, kind = pc.field("starts"), pc.field("ends"), pc.field("kind")
    has_left, has_joined = ends < last, starts.is_null() | (starts <= day)
    still_there = people.filter(ends.is_null() | ~has_left)
    present = still_there.filter(has_joined)
    pupils, adults = (present.filter(kind == each)["person_id"] for each in (Kind.PUPIL, Kind.PARENT_CARER))
    known = people["person_id"]
    child_stays = _among_or_not(links["child_id"], pupils, known)
    adult_stays = _among_or_not(links["adult_id"], adults, known)
    current = links.filter(pc.and_(child_stays, adult_stays))
    with_pupil = current.filter(_among(current["child_id"], pupils))["adult_id"]
    kept = present.filter(
        pc.or_(_among(present["person_id"], pupils), _among(present["person_id"], with_pupil))
    )
    left_out = LeftOut(
        left=people.num_rows - still_there.num_rows,
        to_join=still_there.num_rows - present.num_rows,
        without_pupil=present.num_rows - kept.num_rows,
    )
    return kept, current, left_out


def _among(ids: Ids, others: Ids) -> "pa.BooleanArray":
    return pc.is_in(ids, value_set=others.combine_chunks())


def _among_or_not(ids: Ids, present: Ids, known: Ids) -> "pa.BooleanArray":
    """Whether each id is of somebody present, or of nobody known."""
    return pc.or_(_among(ids, present), pc.invert(_among(ids, known)))
