"""The answer that is left in a person's folder: what was read, in counts, and what could not be. No name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from reports.wording import counted, day


@dataclass(slots=True)
class Answer:
    """What became of what somebody put there."""

    on: date
    read: Sequence[str] = ()
    """What was taken, as a receipt tells it."""
    refused: list[list[str]] = field(default_factory=list)
    """For each file or folder that stays, in the order of their names, why."""
    of_all: Sequence[str] = ()
    """Why all of it stays, where nobody can tell which file it is about."""
    not_deleted: int = 0
    overdue: int = 0
    """How many that could not be read are deleted now."""
    earlier: int = 0
    """How many that an earlier run took are deleted now."""


def written(answer: Answer, refused_days: int) -> str:
    """The answer as a text, in lines that end as every system shows them."""
    return "\r\n".join([f"Armslength, {day(answer.on)}", "", *_lines(answer, refused_days), ""])


def _lines(answer: Answer, refused_days: int) -> Iterator[str]:
    if answer.read:
        yield "Taken and kept encrypted, which you need not do again:"
        yield from answer.read
    if answer.earlier:
        lay = counted(answer.earlier, "file or folder", "files and folders")
        yield f"{lay} that lay here had been taken."
    if answer.refused or answer.of_all:
        yield from _refused(answer, refused_days)
    if answer.overdue:
        lay = counted(answer.overdue, "file or folder", "files and folders")
        yield f"{lay} could not be read, lay here for {refused_days} days, and went."
    if answer.not_deleted:
        yield "What was taken could not be deleted here. Please delete it yourself."
    elif answer.read or answer.earlier:
        yield "What was taken is deleted from this folder. Your own copy of it is yours to keep or to delete."


def _refused(answer: Answer, refused_days: int) -> Iterator[str]:
    yield "Could not be read, and lies here still (in the order of the names):"
    yield from (f"  {each}" for each in answer.of_all)
    for number, reasons in enumerate(answer.refused, start=1):
        yield f"  {number}. {' '.join(reasons) or 'As above.'}"
    yield (
        "It is read again once you have changed or replaced it, and goes by itself after "
        f"{refused_days} days. Of an export in several parts, put all parts here again together."
    )
