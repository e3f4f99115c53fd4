"""How many members of staff take part, in words that point at nobody.

The four numbers are told only when each of them is 5 or more. Else two are: those who take part or have
nothing to submit, and the rest, in whom a refusal and a missing answer cannot be told apart. Whatever stands
here, held against the length of the staff list, leaves every number below 5 possible from none to four.
"""

from dataclasses import dataclass
from datetime import date

from reports.wording import FEW, day, few, number
from schemas.words import Answer

WORDS = {
    Answer.YES: "Taking part",
    Answer.NOTHING_TO_SUBMIT: "Nothing to submit",
    Answer.DECLINED: "Not taking part",
    Answer.NO_ANSWER: "No answer yet",
}
TAKING_PART = "Taking part, or nothing to submit"
REST = "Not taking part, or no answer yet"
EVERYBODY = "On the staff list"
TOO_FEW = "not given, because a number out of so few would point at somebody"


@dataclass(frozen=True, slots=True)
class Participation:
    """How many gave each answer, as counted on that day."""

    on: date
    yes: int
    nothing_to_submit: int
    declined: int
    no_answer: int

    @property
    def everybody(self) -> int:
        """All on the staff list."""
        return self.yes + self.nothing_to_submit + self.declined + self.no_answer


def tells_all_four(counted: Participation) -> bool:
    """Whether each of the four numbers may be told."""
    return min(counted.yes, counted.nothing_to_submit, counted.declined, counted.no_answer) >= FEW


def participation_rows(counted: Participation) -> list[tuple[str, str]]:
    """The lines of a table: what, and how many."""
    everybody = counted.everybody
    if everybody < 2 * FEW:
        return [("Who takes part", TOO_FEW)]
    if tells_all_four(counted):
        numbers = (counted.yes, counted.nothing_to_submit, counted.declined, counted.no_answer)
        rows = [(WORDS[answer], number(count)) for answer, count in zip(Answer, numbers, strict=True)]
    else:
        taking_part = counted.yes + counted.nothing_to_submit
        rows = [
            (TAKING_PART, _of(taking_part, everybody)),
            (REST, _of(everybody - taking_part, everybody)),
        ]
    return [(EVERYBODY, number(everybody)), *rows]


def participation_sentence(counted: Participation) -> str:
    """The same as one sentence or two, with the day."""
    told = "; ".join(f"{what.lower()}: {how_many.lower()}" for what, how_many in participation_rows(counted))
    return f"Answers of staff, as counted on {day(counted.on)}: {told}. Taking part is voluntary."


def reminders_sentence(due: int, counted: Participation) -> str:
    """How many reminders are due, where that tells nothing of who declined."""
    if not tells_all_four(counted):
        return (
            "How many reminders are due is not told while a number of the answers is below 5: "
            "it would tell how many declined."
        )
    return f"Reminders due: {few(due).lower()}. Nobody gets more than two, and nobody who has answered."


def _of(count: int, everybody: int) -> str:
    """One of two numbers that make up all: where either is below 5, not even none of it is told."""
    if count < FEW:
        return few(FEW - 1)
    return number(count) if everybody - count >= FEW else f"{number(everybody - FEW + 1)} or more"
