"""Whatever stands in a record is read, or refused in one way."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.rosters.errors import WondeUnexpected
from connectors.rosters.wonde.paging import page_of
from connectors.rosters.wonde.people import contact_of, student_of, tie_of, written_of
from connectors.rosters.wonde.shapes import day_in, included, text_in
from connectors.rosters.written import Written
from schemas.words import Responsibility

FIELDS = (
    *(
        "id",
        "forename",
        "surname",
        "legal_forename",
        "legal_surname",
        "middle_names",
        "title",
        "date_of_birth",
    ),
    *(
        "data",
        "date",
        "contacts",
        "contact_details",
        "emails",
        "phones",
        "addresses",
        "home",
        "street",
        "email",
    ),
    *(
        "education_details",
        "upn",
        "admission_date",
        "leaving_date",
        "year",
        "code",
        "relationship",
        "priority",
    ),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5),
    max_leaves=15,
)
RECORDS = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=8)


@given(RECORDS)
def test_any_record_is_read_or_refused_in_one_way(record: dict[str, Any]) -> None:
    with suppress(WondeUnexpected):
        student, contact = student_of(record, 1), contact_of(record, 1)
        tie = tie_of(record, 0, 0)
        for person in (student, contact):
            cells = (*person.written, person.source_id, person.email, person.upn, person.date_of_birth)
            assert all(cell.encode() is not None for cell in cells)
        assert isinstance(tie.responsibility, Responsibility)


@given(VALUES)
def test_any_answer_is_a_page_or_refused_in_one_way(answer: Any) -> None:
    with suppress(WondeUnexpected):
        page = page_of(json.dumps(answer).encode())
        assert all(page.ids)


@given(st.binary(max_size=60))
def test_any_bytes_at_all_are_refused_in_one_way(data: bytes) -> None:
    with pytest.raises(WondeUnexpected):
        page_of(data)


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.times(),
    st.sampled_from(["UTC", "Europe/London", "+00:00"]),
)
def test_a_day_is_the_day_that_is_written(day: date, time: object, zone: str) -> None:
    written = {"date": f"{day} {time}", "timezone_type": 3, "timezone": zone}
    assert day_in({"leaving_date": written}, "leaving_date") == day


@pytest.mark.parametrize(
    "written", [None, {}, {"date": None}, {"date": "soon"}, [], 7, "0000-00-00 00:00:00"]
)
def test_what_is_no_day_is_not_known(written: object) -> None:
    assert day_in({"leaving_date": written}, "leaving_date") is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "true"), (False, "false"), (7, "7"), (" Lind ", "Lind"), ([], ""), ("\ud800", "?")],
)
def test_a_field_is_text(value: object, text: str) -> None:
    assert text_in({"field": value}, "field") == text


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, []),
        ([], []),
        ({"data": None}, []),
        ({"data": []}, []),
        ({"data": {"id": "A1"}}, [{"id": "A1"}]),
        ({"data": [{"id": "A1"}]}, [{"id": "A1"}]),
        ([{"id": "A1"}], [{"id": "A1"}]),
    ],
)
def test_what_is_included_is_wrapped_once_more(value: object, found: list[object]) -> None:
    assert included({"contacts": value}, "contacts") == found


@pytest.mark.parametrize(
    ("flag", "responsibility"),
    [(True, "yes"), (False, "no"), (None, "unknown"), ("true", "yes"), (1, "yes"), ("maybe", "unknown")],
)
def test_parental_responsibility_has_three_values(flag: object, responsibility: str) -> None:
    assert tie_of({"relationship": {"parental_responsibility": flag}}, 0, 0).responsibility == responsibility


@pytest.mark.parametrize(
    ("record", "written"),
    [
        ({"forename": "Teddy", "surname": "Lind"}, Written("Teddy", "", "Lind")),
        ({"legal_forename": "Theodor", "legal_surname": "Lind"}, Written("Theodor", "", "Lind")),
        (
            {"forename": "Teddy", "surname": "LIND", "legal_forename": "Theodor", "legal_surname": "Lind"},
            Written("Theodor", "", "Lind", "Teddy"),
        ),
        (
            {"forename": "Teddy", "surname": "Holt", "legal_surname": "Lind", "middle_names": "Rune"},
            Written("Teddy", "Rune", "Lind", "", "Holt"),
        ),
    ],
)
def test_the_legal_name_stands_beside_the_name_in_use(record: dict[str, str], written: Written) -> None:
    assert written_of(record) == written


def test_a_number_at_work_and_an_address_of_work_tell_nobody_from_a_namesake() -> None:
    details = {"phones": {"work": "01632 960999"}, "addresses": {"work": {"street": "Harbour Street"}}}
    assert contact_of({"contact_details": {"data": details}}, 1).contact == frozenset()
