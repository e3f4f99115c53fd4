from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.rosters.dates import birth_dates_of, days_of, month_comes_first, read_date

DAY = date(2021, 3, 9)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2021-03-09",
            "2021-03-09T00:00:00.000Z",
            "09/03/2021",
            "9/3/21",
            "9.3.2021",
            "09-03-2021",
            "9 March 2021",
        ),
        *(
            "9th Mar 21",
            "Tue 9 Mar 2021",
            "Tuesday, 9th of March 2021",
            "Mar 9, 2021",
            " 9/3/2021 ",
            "44264",
            "2021/3/9",
        ),
    ],
)
def test_dates_are_read_as_schools_write_them(text: str) -> None:
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "soon", "31/02/2021", "2021", "Monday", "-", "00/00/0000", "99999999", "9/3"]
)
def test_what_is_no_date_is_not_known(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00", "01/01/0001", "1753-01-01", "1899-12-30", "1 Jan 1900", "1900-01-01"]
)
def test_what_a_system_writes_for_a_day_nobody_entered_is_no_day(text: str) -> None:
    assert read_date(text) is None


def test_only_the_other_order_may_make_a_date() -> None:
    assert read_date("12/25/2020") == date(2020, 12, 25)


def test_a_column_turned_to_american_order_is_noticed() -> None:
    assert month_comes_first(["03/09/2021", "12/25/2020", ""])
    assert not month_comes_first(["03/09/2021", "25/12/2020"])
    assert read_date("03/09/2021", month_first=True) == DAY


def test_a_day_number_is_a_date_only_among_dates() -> None:
    assert days_of(["44264", "9/3/2021", ""]) == {"44264": DAY, "9/3/2021": DAY}
    assert days_of(["44264", "44265"])["44264"] == DAY
    assert days_of(["44264", "see file", "soon"])["44264"] is None


def test_a_birth_date_stays_as_written_unless_its_column_says_otherwise() -> None:
    assert birth_dates_of(["9/3/2021", "9.3.21", "soon"]) == {
        "9/3/2021": "9/3/2021",
        "9.3.21": "9.3.21",
        "soon": "soon",
    }
    assert birth_dates_of(["03/09/2021", "12/25/2020", "44264"]) == {
        "03/09/2021": "2021-03-09",
        "12/25/2020": "2020-12-25",
        "44264": "2021-03-09",
    }


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_a_day_survives_each_way_of_writing_it(day: date) -> None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y", "%d/%m/%Y 00:00"):
        assert read_date(day.strftime(pattern)) == day
    assert read_date(str((day - date(1899, 12, 30)) // timedelta(days=1))) == day


@given(st.text(max_size=40))
def test_no_text_is_too_odd_for_a_date(text: str) -> None:
    assert read_date(text) is None or isinstance(read_date(text), date)
