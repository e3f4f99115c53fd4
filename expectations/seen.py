"""What is seen of a roster on the day it is loaded, and kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from schemas.tables import CONTACT_KEYS, OBSERVATIONS
from schemas.words import Phase


@dataclass(frozen=True, slots=True)
class Seen:
    """Everybody a roster lists, on roll or not, and every link, with what its connectors noticed.

    `people` and `links` are PEOPLE and LINKS as read, with the leavers and with links that lead nowhere.
    `made` holds by source the day it was written, where it says so; `phase` is the setting's, and so are the
    `grace_days` after their last day on which leavers still count as on roll.
    """

    people: pa.Table
    links: pa.Table
    contact_keys: pa.Table = field(default_factory=CONTACT_KEYS.empty_table)
    observations: pa.Table = field(default_factory=OBSERVATIONS.empty_table)
    made: Mapping[str, date] = field(default_factory=dict)
    phase: Phase = Phase.ALL
    grace_days: int = 0
