"""The sheet of the printed key: made once, printed twice, and kept on no computer."""

from datetime import date

from reports.typeset import pdf
from reports.wording import day

GROUP = 6
GROUPS_A_LINE = 4


def break_glass_sheet(identity: str, setting: str, on: date) -> bytes:
    """A tagged PDF that shows the key, `AGE-SECRET-KEY-1...`, in groups that a person can copy by hand."""
    groups = [identity[start : start + GROUP] for start in range(0, len(identity), GROUP)]
    starts = range(0, len(groups), GROUPS_A_LINE)
    lines = ["  ".join(groups[start : start + GROUPS_A_LINE]) for start in starts]
    return pdf("break_glass", {"setting": setting, "on": day(on), "lines": lines}, on)
