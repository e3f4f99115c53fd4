"""The day an entry began, in every way a platform writes it; what is not certain is no day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.export_dates import day_of, month_names


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (1691234567, date(2023, 8, 5)),
        (1691234567.0, date(2023, 8, 5)),
        ("2025-03-01 08:15:00", date(2025, 3, 1)),
        ("2023-08-10 06:18:18 UTC", date(2023, 8, 10)),
        ("2019-01-01T10:00:00+00:00", date(2019, 1, 1)),
        ("Tue Dec 12 10:11:12 UTC 2023", date(2023, 12, 12)),
        ("1/8/18, 6:14 PM", date(2018, 1, 8)),
        ("12/25/17, 9:00 AM", date(2017, 12, 25)),
        ("1/29/26, 2:37 PM", date(2026, 1, 29)),
        ("07 Mar 2020", date(2020, 3, 7)),
        ("4-Apr-21", date(2021, 4, 4)),
        ("07-Mar-20", date(2020, 3, 7)),
        ("Feb 22, 2024 8:10:40pm", date(2024, 2, 22)),
        ("Nov 14, 2024 10:21:53 am", date(2024, 11, 14)),
        ("Aug 11, 2026 12:11\u202fPM", date(2026, 8, 11)),
        ("mar 22, 2024 2:21:27pm", date(2024, 3, 22)),
        ("nov 05, 2025 11:21 pm", date(2025, 11, 5)),
        ("7月 01, 2026 6:25:04 PM", date(2026, 7, 1)),
        ("14. Nov. 2023, 22:13", date(2023, 11, 14)),
        ("sierpnia 03, 2024 1:00 pm", date(2024, 8, 3)),
        ("25/12/2020", date(2020, 12, 25)),
        ("2026-11-01T09:30:00.000Z", date(2026, 11, 1)),
        ("2026-08-11T12:11Z", date(2026, 8, 11)),
        ("ene. 05, 2024 8:10:40pm", date(2024, 1, 5)),
        ("giu 21, 2024 11:21 pm", date(2024, 6, 21)),
        ("august 09, 2024 1:00 p.m.", date(2024, 8, 9)),
        ("Ağu 09, 2024 1:00 pm", date(2024, 8, 9)),
        ("Awst 09, 2024 1:00 pm", date(2024, 8, 9)),
        ("iul. 09, 2024 1:00 pm", date(2024, 7, 9)),
        ("липня 09, 2024 1:00 pm", date(2024, 7, 9)),
        ("rugpjūčio 09, 2024 1:00 pm", date(2024, 8, 9)),
        ("fevereiro 09, 2024 1:00 pm", date(2024, 2, 9)),
        ("يوليو 09, 2024 1:00 pm", date(2024, 7, 9)),
        ("جنوری 09, 2024 1:00 pm", date(2024, 1, 9)),
        ("augusztus 09, 2024 1:00 pm", date(2024, 8, 9)),
        ("sausio 09, 2024 1:00 pm", date(2024, 1, 9)),
        ("luulyo 09, 2024 1:00 pm", date(2024, 7, 9)),
        ("janairu 09, 2024 1:00 pm", date(2024, 1, 9)),
        ("8월 09, 2024 1:00 PM", date(2024, 8, 9)),
        ("七月 09, 2024 1:00 PM", date(2024, 7, 9)),
    ],
)
def test_a_date_is_read_as_its_platform_means_it(written: float | str, day: date):
    assert day_of(written) == day


@pytest.mark.parametrize(
    "written",
    [
        None,
        True,
        0,
        -5,
        10**30,
        float("nan"),
        float("inf"),
        "",
        "yesterday",
        "07/03/2020",  # the seventh of March or the third of July
        "listopad 05, 2024",  # November in Polish, October in Croatian
        "31 Feb 2020",
        "2020-13-40",
        "Mar 2020 Jun 4",
    ],
)
def test_what_cannot_be_read_for_certain_is_no_date(written: float | str | None):
    assert day_of(written) is None


def test_a_month_name_means_one_month_whatever_the_language():
    assert set(month_names().values()) == set(range(1, 13))
    assert not {"sat", "sun", "mon", "tue", "wed", "thu", "fri"} & set(month_names()), "days are no months"
    assert month_names()["sept"] == month_names()["september"] == 9


@given(st.none() | st.integers() | st.floats() | st.text())
def test_a_date_is_a_day_of_this_century_or_nothing(written: float | str | None):
    day = day_of(written)
    assert day is None or 2000 <= day.year < 2100
