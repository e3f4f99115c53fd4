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


_DAY_ZERO = pd.Timestamp(1970, 1, 1)


def date_orders(pupils: pd.DataFrame) -> dict[str, DateOrder]:
    """The order of day and month in each source's dates of birth."""
    cells = pupils.dropna(subset="date_of_birth")
    by_source = cells.groupby("source")["date_of_birth"]
    return {str(source): order_of(Counter(dates.tolist())) for source, dates in by_source}


def with_days(pupils: pd.DataFrame) -> pd.DataFrame:
    """The pupils with the day they were `born`, missing where the cell names none.

    `born_day` is the same as a number, counted from 1 January 1970: Great Expectations compares numbers a
    column at a time, and days to the second one by one.
    """
    born = pd.Series(pd.NaT, index=pupils.index, dtype="datetime64[s]")
    for source, order in date_orders(pupils).items():
        cells = pupils["date_of_birth"][pupils["source"] == source].dropna()
        days = {cell: reader(order)(cell) for cell in cells.unique()}
        born[cells.index] = cells.map(days).astype("datetime64[s]")
    return pupils.assign(born=born, born_day=(born - _DAY_ZERO) / pd.Timedelta(days=1))


def day_number(day: date) -> int:
    """The number of a day in `born_day`."""
    return (day - _DAY_ZERO.date()).days


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
    pairs = both[["born", "year_group"]].drop_duplicates()
    days, year_groups = pairs["born"].dt.date.tolist(), pairs["year_group"].tolist()
    are_odd = [_is_out_of_year(*pair, today) for pair in zip(days, year_groups, strict=True)]
    odd = pairs[pd.Series(are_odd, pairs.index, dtype=bool)]
    return both.merge(odd, on=["born", "year_group"])["person_id"]


def _is_out_of_year(born: date, year_group: str, today: date) -> bool:
    year = year_of(year_group)
    return year is not None and abs(year - usual_year(born, today)) > 1
