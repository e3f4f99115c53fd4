"""What is said of rows: which expectation, how many, and where in the source; never what is in them."""

from dataclasses import dataclass

from schemas.words import Severity


@dataclass(frozen=True, slots=True)
class Remark:
    """What one expectation says of rows of one table that came from one source.

    `table` is the name of the suite: people, names, links, ends (of links), roster (people, as a whole),
    pupils, parents_carers, listed (on roll or not), observations, sources, staff or accounts. `source` is
    the roster connector's own word; `source_rows` are the 1-based rows there, ascending, for the DSL only.
    Both are empty for accounts.
    """

    table: str
    expectation: str
    severity: Severity
    rows: int
    source: str = ""
    source_rows: tuple[int, ...] = ()


class SetAside(Remark):
    """Rows that are in none of the kept tables, each counted under the first expectation it failed."""

    __slots__ = ()


class Reported(Remark):
    """Rows that failed an expectation and stay in matching."""

    __slots__ = ()
