"""What may pass into Prefect's logs: its own engine's lines, and ours that carry slugs and integers.

Everything else is dropped, also a careless `get_run_logger()` call, a captured `print` and other libraries'
warnings: an allow-list beats a list of what to hide, since a name can be misspelt. It leans on where a record
was made, which is an internal of Prefect's; the canary test holds it through upgrades.
"""

import logging
from pathlib import PurePath

from flows.boundary import PipelineError

MARK = "armslength_safe"
ENGINE = frozenset({"flow_engine.py", "task_engine.py"})
OURS = PurePath(__file__).with_name("safe_log.py")


class SafeOnly(logging.Filter):
    """Passes a record only when it is known to quote nobody."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record was made by Prefect's engine or marked by `safe_log`.

        Of errors, only those of our boundary may be told: another's text is nobody's to vouch for.
        """
        if getattr(record, MARK, False) is True:
            return True
        return by_engine(record.pathname) and all(isinstance(each, PipelineError) for each in _errors(record))


def by_engine(pathname: str) -> bool:
    """Whether Prefect's own engine made the record: of a stage, its state, an error of the boundary."""
    made_in = PurePath(pathname)
    return made_in.name in ENGINE and made_in.parent.name == "prefect"


def _errors(record: logging.LogRecord) -> list[BaseException]:
    """The errors a record would print."""
    given = record.args if isinstance(record.args, tuple) else ()
    raised = record.exc_info[1] if record.exc_info else None
    return [each for each in (*given, raised) if isinstance(each, BaseException)]


def quotes_nobody(pathname: str) -> bool:
    """Whether records made in that file may be printed at all, anywhere in this process."""
    return by_engine(pathname) or PurePath(pathname) == OURS
