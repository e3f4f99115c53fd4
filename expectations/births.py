"""When the children of a roster were born, as far as their cells say, and what does not fit. Pure."""

from collections import Counter
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from expectations.cells.ages import usual_year, year_of
from expectations.cells.birth_dates import DateOrder, order_of, reader

Ids: TypeAlias = "pd.Series[Any]"

_CROWD, _CROWDS_SHARE = 10, 0.03
"""So many children with one birthday, and so large a share of all, have a stand-in for a birthday."""


def date_orders(pupils: pd.DataFrame) -> dict[str, DateOrder]:
    """The order of day and month in each source's dates of birth."""
    cells = pupils.dropna(subset="date_of_birth")
    by_source = cells.groupby("source")["date_of_birth"]
    return {str(source): order_of(Counter(dates.tolist())) for source, dates in by_source}


def with_days(pupils: pd.DataFrame) -> pd.DataFrame:
    """The pupils with the day they were `born`, missing where the cell names none."""
    born = pd.Series(pd.NaT, index=pupils.index, dtype="datetime64[s]")
    for source, order in date_orders(pupils).items():
        cells = pupils["date_of_birth"][pupils["source"] == source].dropna()
        days = {cell: reader(order)(cell) for cell in cells.unique()}
        born[cells.index] = cells.map(days).astype("datetime64[s]")
    return pupils.assign(born=born)


def unread(pupils: pd.DataFrame) -> Ids:
    """Pupils with something in place of a date of birth that is none."""
    return pupils["person_id"][pupils["date_of_birth"].notna() & pupils["born"].isna()]


def crowded(pupils: pd.DataFrame) -> Ids:
    """Pupils who share a birthday with more of the others than chance brings together."""
    sharing = pupils.groupby("born")["born"].transform("size")
    return pupils["person_id"][(sharing >= _CROWD) & (sharing > _CROWDS_SHARE * len(pupils))]


def out_of_their_year(pupils: pd.DataFrame, today: date) -> Ids:
    """Pupils more than one school year away from the year group that most children of their age are in."""
    both = pupils.dropna(subset=["born", "year_group"])
    pairs = list(zip(both["born"].dt.date, both["year_group"], strict=True))
    odd = {pair: _is_out_of_year(*pair, today) for pair in set(pairs)}
    return both["person_id"][[odd[pair] for pair in pairs]]


def _is_out_of_year(born: date, year_group: str, today: date) -> bool:
    year = year_of(year_group)
    return year is not None and abs(year - usual_year(born, today)) > 1
