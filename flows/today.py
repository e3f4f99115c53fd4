"""The day an audit is about."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_today() -> date:
    """Today in the United Kingdom, wherever the machine's clock stands."""
    return datetime.now(LONDON).date()
