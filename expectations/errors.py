"""What stops a run: a roster that cannot be used, or tables of ours that contradict one another."""

from collections.abc import Mapping, Sequence

from expectations.sentences import sentence
from schemas.errors import ArmslengthError, RosterError

_NOWHERE: Mapping[str, Sequence[int]] = {}
_ROWS_SHOWN = 12


class RosterRefused(RosterError):
    """The roster was refused, because with it the audit would give wrong answers."""

    code = "roster-refused"
    next_step = "Put this right in the school's system, make the export again, and load it."

    def __init__(self, failed: Mapping[str, int], rows: Mapping[str, Sequence[int]] = _NOWHERE) -> None:
        """Tell how many rows failed which expectation, by its slug, and which, counted as in the file."""
        self.failed = dict(failed)
        self._rows = dict(rows)
        super().__init__(_counted(failed))

    @property
    def message(self) -> str:
        """What was refused and why, in a sentence for each expectation, with the first rows it is about."""
        told = (f"{sentence(slug).whole}{_where(self._rows.get(slug, ()))}" for slug in self.failed)
        return " ".join([super().message, *told])


class StaffRefused(RosterRefused):
    """The staff list was refused, because with it nobody's export could be told to be theirs."""

    code = "staff-refused"
    next_step = "Put this right in the staff list and load it again."


class TablesInconsistent(ArmslengthError):
    """Tables made by this program contradict one another."""

    code = "tables-inconsistent"
    next_step = "This is a fault of ours, not of anybody's file: please report it with this code."

    def __init__(self, failed: Mapping[str, int]) -> None:
        """Tell how many rows failed which expectation, by its slug."""
        self.failed = dict(failed)
        super().__init__(_counted(failed))


class AccountsRefused(TablesInconsistent):
    """The accounts read from an export are not the table they should be."""

    code = "accounts-refused"


class FindingsInconsistent(TablesInconsistent):
    """The findings contradict the tables they were made from, so they are shown to nobody."""

    code = "findings-inconsistent"


class ExpectationNotRun(ArmslengthError):
    """An expectation that decides about rows could not be evaluated, so nothing was decided."""

    code = "expectation-not-run"
    next_step = TablesInconsistent.next_step

    def __init__(self, slugs: Sequence[str]) -> None:
        """Tell which expectations, by their slugs."""
        super().__init__("; ".join(slugs))


def _counted(failed: Mapping[str, int]) -> str:
    return "; ".join(f"{slug}: {rows}" for slug, rows in failed.items())


def _where(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    more = f" and {len(rows) - _ROWS_SHOWN} more" if len(rows) > _ROWS_SHOWN else ""
    return f" (Row{'s' * (len(rows) > 1)} {', '.join(map(str, rows[:_ROWS_SHOWN]))}{more}.)"
