"""The day an audit is about."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def london_today() -> date:
    """Today in the United Kingdom, wherever the machine's clock stands."""
    return datetime.now(ZoneInfo("Europe/London")).date()
