"""The flow `cross-school`, a trust's own: no parameter in, numbers of settings out, no workspace opened.

It finds the area by ARMSLENGTH_TRUST_AREA, as the account that alone can read the area's keys.
"""

from prefect import flow

from flows.boundary import Counts, guarded
from flows.cross_school.area import find_area
from flows.cross_school.screening import screen
from flows.quiet import be_quiet, muffled
from flows.safe_log import safe_log
from flows.today import london_today

NAME = "cross-school"


class NotKept:
    """Nobody has a passphrase in an area: the detail of an error, which may quote people, is let go."""

    def keep_incident(self, _: str) -> str:
        """What stands in the place of an incident's number."""
        return "not kept"


@flow(name=NAME, persist_result=False, log_prints=False)
def cross_school() -> Counts:
    """Hold the staff who agreed, of each school, against the families of the others."""
    counts = screened(NAME)
    safe_log(NAME, counts)
    return counts


@guarded(NAME, lambda _: NotKept())
def screened(_: str) -> Counts:
    """What the flow does, with nothing but a code and no text of an error let out."""
    be_quiet()
    with muffled():
        return screen(find_area(None), london_today())
