"""Calendars of term dates in every shape that was seen, as folders of data; and files that are none."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.calendar_words import Kind, Length, kind_of, words_of
from connectors.calendars import LARGEST, CalendarUnclear, CalendarUnreadable, read_term_dates
from schemas.days import Days, Term
from tests.connectors.calendar_shapes import SHAPES, lines, school_days, school_years

HERE = Path(__file__).parent / "calendars"
UNDERSTOOD = sorted(each for each in HERE.iterdir() if each.name != "refused")
REFUSED = sorted((HERE / "refused").iterdir())
NAME = "Zorvexandra Quillfeatherton"


def expected(folder: Path) -> dict:
    return tomllib.loads((folder / "understood.toml").read_text())


def term(written: str) -> Term:
    """A term of "START END without START END"."""
    start, end, *holiday = (date.fromisoformat(word) for word in written.split() if word != "without")
    return Term(start, end, (Days(*holiday),) if holiday else ())


def calendar(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "calendar.ics"
    path.write_text("\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize("folder", UNDERSTOOD, ids=lambda folder: folder.name)
def test_a_calendar_is_understood(folder: Path) -> None:
    read, told = read_term_dates(folder / "calendar.ics"), expected(folder)
    assert list(read.terms) == [term(each) for each in told["terms"]]
    assert {day for day in read.closed if day.year > 2025} == set(told["closed"])
    assert list(read.not_understood) == told["not_understood"]


@pytest.mark.parametrize("folder", REFUSED, ids=lambda folder: folder.name)
def test_what_cannot_be_understood_is_refused_and_the_error_says_where(folder: Path) -> None:
    with pytest.raises(CalendarUnclear) as refused:
        read_term_dates(folder / "calendar.ics")
    assert refused.value.detail == expected(folder)["refused"]


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "it has no entry"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "it has no entry"),
        (b"<html>Please sign in</html>", "it is no iCalendar file"),
        (b"\xff\xfe\x00BEGIN:VCALENDAR", "it is no iCalendar file"),
        (b"BEGIN:VCARD\r\nFN:Nobody\r\nEND:VCARD\r\n", "it has no entry"),
        (b" " * (LARGEST + 1), "it is larger than 1 MB"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 500, "it has no entry"),
    ],
    ids=["empty", "no entry", "a page", "bytes", "a card", "huge", "nested"],
)
def test_a_file_that_is_no_calendar_is_one_clear_error(tmp_path: Path, data: bytes, detail: str) -> None:
    path = tmp_path / "calendar.ics"
    path.write_bytes(data)
    with pytest.raises(CalendarUnreadable) as refused:
        read_term_dates(path)
    assert refused.value.detail == detail
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


def test_a_file_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CalendarUnreadable, match="it cannot be opened"):
        read_term_dates(tmp_path / "calendar.ics")


def test_no_word_of_a_calendar_is_repeated(tmp_path: Path) -> None:
    """Neither where it is understood nor where it is refused."""
    days = lines([(f"{NAME}: Autumn term", date(2026, 9, 2), date(2026, 12, 18))])
    other = lines([(f"Half term with {NAME}", date(2026, 10, 26), date(2026, 10, 30))])
    assert NAME not in repr(read_term_dates(calendar(tmp_path, *days, *other)))
    broken = ["BEGIN:VEVENT", f"SUMMARY:{NAME}: Inset day", f"DTSTART:{NAME}", "END:VEVENT"]
    with pytest.raises(CalendarUnclear) as refused:
        read_term_dates(calendar(tmp_path, *days, *broken))
    assert NAME not in str(refused.value)
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


@settings(max_examples=2)
@given(school_years())
def test_the_same_year_is_understood_in_whatever_shape_it_is_published(
    tmp_path_factory: pytest.TempPathFactory, terms: list[Term]
) -> None:
    for shape in SHAPES:
        read = read_term_dates(calendar(tmp_path_factory.mktemp("shape"), *lines(shape(terms))))
        assert school_days(list(read.terms)) == school_days(terms), shape.__name__
        assert [len(each.holidays) for each in read.terms] == [1] * 6, shape.__name__
        assert read.not_understood == ()


LINES = st.lists(
    st.one_of(
        st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VCALENDAR", "BEGIN:VCALENDAR"]),
        st.sampled_from(
            ["SUMMARY:Autumn term", "SUMMARY:Half term", "SUMMARY:Inset day", "SUMMARY:Term ends"]
        ),
        st.dates(date(1600, 1, 1)).map(lambda day: f"DTSTART;VALUE=DATE:{day:%Y%m%d}"),
        st.dates(date(2026, 1, 1), date(2028, 1, 1)).map(lambda day: f"DTEND;VALUE=DATE:{day:%Y%m%d}"),
        st.sampled_from(
            [
                "RRULE:FREQ=YEARLY",
                "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "RRULE:X",
                "RRULE:FREQ=DAILY;BYMONTH=2",
                "DURATION:P",
            ]
        ),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    ),
    max_size=20,
)


@settings(max_examples=10)
@given(LINES)
def test_whatever_the_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, lines
) -> None:
    path = calendar(tmp_path_factory.mktemp("any"), *(line for line in lines))
    try:
        read = read_term_dates(path)
    except (CalendarUnreadable, CalendarUnclear):
        return
    assert read.terms


@pytest.mark.parametrize(
    ("summary", "length", "kind"),
    [
        ("Autumn Term 1: 2 Sep – 23 Oct", Length.TERM, Kind.TERM),
        ("Spring 2nd half-term", Length.TERM, Kind.TERM),
        ("Term 3", Length.TERM, Kind.TERM),
        ("Summer Term", Length.DAY, None),
        ("Half Term", Length.WEEK, Kind.HALF_TERM),
        ("Half Term week", Length.WEEK, Kind.HALF_TERM),
        ("Half Term 2, week 1", Length.WEEK, None),
        ("Half Term", Length.BETWEEN, None),
        ("October half-term holiday 2026", Length.WEEK, Kind.HALF_TERM),
        ("Mid-term break", Length.WEEK, Kind.HALF_TERM),
        ("Half term holiday", Length.TERM, None),
        ("Christmas holidays (school closed)", Length.WEEK, Kind.HOLIDAY),
        ("Easter Break", Length.WEEK, Kind.HOLIDAY),
        ("Good Friday", Length.DAY, Kind.CLOSED),
        ("New Year's Day (substitute day)", Length.DAY, Kind.CLOSED),
        ("Staff training day - school closed to pupils", Length.DAY, Kind.CLOSED),
        ("INSET DAY", Length.TERM, None),
        ("Autumn term starts", Length.DAY, Kind.STARTS),
        ("Start of Term 2", Length.DAY, Kind.STARTS),
        ("First day of term", Length.DAY, Kind.STARTS),
        ("First day back after half term", Length.DAY, Kind.STARTS),
        ("Pupils return", Length.DAY, Kind.STARTS),
        ("Start of Half Term 4", Length.DAY, Kind.STARTS),
        ("Half term begins", Length.DAY, Kind.HALF_TERM_STARTS),
        ("Half term ends", Length.DAY, Kind.HALF_TERM_ENDS),
        ("Break up for half-term at 3:15pm", Length.DAY, Kind.ENDS),
        ("Last day before Christmas", Length.DAY, Kind.ENDS),
        ("End of school year 2026/27", Length.DAY, Kind.ENDS),
        ("Autumn term ends", Length.WEEK, None),
        ("Term starts and ends", Length.DAY, None),
        ("Christmas holidays begin", Length.DAY, None),
        ("School closes at 2pm", Length.DAY, None),
        ("School closes early", Length.DAY, None),
        ("Year 6 last day of term concert", Length.DAY, None),
        ("Twilight INSET", Length.DAY, None),
        ("Half-term club", Length.WEEK, None),
        ("Harvest festival", Length.DAY, None),
        ("", Length.DAY, None),
    ],
)
def test_a_summary_is_taken_only_where_every_word_is_known(
    summary: str, length: Length, kind: Kind | None
) -> None:
    assert kind_of(words_of(summary), length) is kind


@settings(max_examples=10)
@given(st.text(max_size=60))
def test_any_summary_has_a_kind_or_none(summary: str) -> None:
    for length in Length:
        assert kind_of(words_of(summary), length) in {*Kind, None}
