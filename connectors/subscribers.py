"""A row of a blog's subscribers, whichever platform lists them."""

from connectors.entries import Account, Entry, Unreadable
from connectors.headed_tables import SPILLS, HeadedRow


def subscriber(row: HeadedRow, email: str, name: str, since: str, handle: str = "") -> Entry:
    """The subscriber whom these cells tell of. What stands for an address and is none makes no person.

    That is how a row of totals is told, and one whose cells are shifted.
    """
    if row.spills:
        return SPILLS
    if email and "@" not in email:
        return Unreadable("no e-mail address where one belongs")
    if email or name or handle:
        return Account("" if name == email else name, handle, email=email, since=since or None)
    return Unreadable("no e-mail address and no name")
