"""What may pass into Prefect's logs: its own engine's lines, and ours that carry slugs and integers.

Everything else is dropped, also a careless `get_run_logger()` call, a captured `print` and other libraries'
warnings: an allow-list beats a list of what to hide, since a name can be misspelt. It leans on where a record
was made, which is an internal of Prefect's; the canary test holds it through upgrades.
"""

import logging
from pathlib import PurePath

MARK = "armslength_safe"
ENGINE = frozenset({"flow_engine.py", "task_engine.py"})


class SafeOnly(logging.Filter):
    """Passes a record only when it is known to quote nobody."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record was made by Prefect's engine or marked by `safe_log`."""
        made_in = PurePath(record.pathname)
        by_engine = made_in.name in ENGINE and made_in.parent.name == "prefect"
        return by_engine or getattr(record, MARK, False) is True
