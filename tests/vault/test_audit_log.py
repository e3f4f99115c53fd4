"""The audit log says what was done without a name, and shows whether it is what was written."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.words import Reader
from tests.vault.invented import NAMES_OF_ALL
from vault.audit_log import AuditLog, Entry, Event, Fault, Found
from vault.errors import CannotBeKeptError, LogBrokenError, PrintedHeadError
from vault.ledger import Ledger
from vault.log_lines import canonical

KEY = bytes(range(32))
COUNTS = {"lists": 2}
START = datetime(2026, 9, 28, 8, 30, tzinfo=UTC)
ENTRIES = st.builds(
    Entry,
    moment=st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    what=st.sampled_from(Event),
    by=st.sampled_from([*Reader, "it", "staff"]),
    about=st.lists(st.from_regex(r"(sub|run|r)-[0-9a-f]{12}", fullmatch=True), max_size=3).map(tuple),
    counts=st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_-]{0,39}", fullmatch=True), st.integers(0, 2**53), max_size=3
    ),
)


def numbered(number: int, days: int = 1) -> Entry:
    about = (f"sub-{number:012x}",)
    return Entry(
        START + timedelta(days=number * days), Event.SUBMISSION_RECEIVED, "staff", about, {"lists": 2}
    )


def write(folder: Path, *entries: Entry) -> AuditLog:
    """The log with each of the entries committed by itself."""
    log = AuditLog(folder, KEY)
    for entry in entries:
        name, data = log.appended([entry])
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return log


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    """Twelve entries of three months, four each."""
    return write(tmp_path, *(numbered(number, days=8) for number in range(1, 13)))


def segments(log: AuditLog) -> list[Path]:
    return sorted((log.folder / "log").iterdir())


def fault(log: AuditLog, *printed: str) -> tuple[int, str, Fault] | None:
    found = log.verify(printed).fault
    return found and (found.number, found.segment, found.kind)


@settings(max_examples=30)
@given(entries=st.lists(ENTRIES, min_size=1, max_size=6), at_once=st.integers(1, 4))
def test_what_is_appended_is_read_again_and_holds(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry], at_once: int
) -> None:
    log = AuditLog(tmp_path_factory.mktemp("log"), KEY)
    (log.folder / "log").mkdir()
    heads = [log.head()]
    for first in range(0, len(entries), at_once):
        name, data = log.appended(entries[first : first + at_once])
        (log.folder / name).write_bytes(data)
        heads.append(log.head())
    assert [line.entry for line in log.entries()] == entries
    assert [line.number for line in log.entries()] == list(range(1, len(entries) + 1))
    verified = log.verify(heads)
    assert verified.holds
    assert {found for _, found in verified.heads} == {Found.FOUND}


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_whatever_stands_in_a_file_is_examined_and_never_believed(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("log")
    (folder / "log").mkdir()
    (folder / "log" / "2026-11.log").write_bytes(data)
    assert not AuditLog(folder, KEY).verify().holds


@settings(max_examples=30)
@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda each: st.lists(each, max_size=3)))
def test_a_line_of_any_other_shape_is_found(tmp_path_factory: pytest.TempPathFactory, odd: object) -> None:
    log = write(tmp_path_factory.mktemp("log"), numbered(1))
    (path,) = segments(log)
    facts = json.loads(path.read_bytes())
    whole = path.read_bytes()
    for field in facts:
        path.write_bytes(canonical(facts | {field: odd}) + b"\n")
        if path.read_bytes() != whole:
            assert not log.verify().holds


def test_a_workspace_that_has_done_nothing_has_a_log_that_holds(tmp_path: Path) -> None:
    log = AuditLog(tmp_path, KEY)
    assert log.verify([log.head()]).holds
    assert log.head().startswith("0: ")
    assert list(log.entries()) == []
    assert AuditLog(tmp_path, bytes(32)).head() != log.head()


def test_the_head_is_short_and_says_its_number(log: AuditLog) -> None:
    number, _, value = log.head().partition(": ")
    assert number == "12"
    assert [len(group) for group in value.split(" ")] == [4, 4, 4, 4]


def test_a_month_is_a_file_and_the_chain_runs_on(log: AuditLog) -> None:
    assert [path.name for path in segments(log)] == [
        "2026-10.log",
        "2026-11.log",
        "2026-12.log",
        "2027-01.log",
    ]
    assert log.verify().entries == 12


def test_a_clock_that_goes_back_loses_no_order(tmp_path: Path) -> None:
    log = write(tmp_path, numbered(40), numbered(1), numbered(41))
    assert [path.name for path in segments(log)] == ["2026-11.log"]
    assert log.verify().holds


def test_the_moment_is_kept_in_utc_and_to_the_second(tmp_path: Path) -> None:
    summer = datetime(2026, 8, 1, 0, 30, 5, 999, timezone(timedelta(hours=1)))
    log = write(tmp_path, Entry(summer, Event.RELEASED, "it"))
    assert segments(log)[0].name == "2026-07.log"
    assert next(log.entries()).entry.moment == datetime(2026, 7, 31, 23, 30, 5, tzinfo=UTC)


def test_a_commit_of_several_entries_is_one_write(tmp_path: Path) -> None:
    log = AuditLog(tmp_path, KEY)
    name, data = log.appended([numbered(1), numbered(2)])
    assert name == "log/2026-09.log"
    assert data.count(b"\n") == 2
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    "name", [*NAMES_OF_ALL, "S014", "00012345", "07700900123", "", "sub-x", "../sub-0123456789ab"]
)
def test_what_is_no_opaque_id_is_refused_and_not_quoted(name: str) -> None:
    with pytest.raises(CannotBeKeptError) as refusal:
        Entry(START, Event.WITHDRAWN, Reader.SERVICE, (name,))
    assert refusal.value.detail == "audit log: an id that is not opaque"


@pytest.mark.parametrize(
    "counts", [{"Seren Applegarth": 1}, {"": 1}, {"x": -1}, {"x": True}, {"x": 1.5}, {"x": "1"}, {"x": 2**60}]
)
def test_a_count_is_a_word_of_ours_and_a_number(counts: dict[str, int]) -> None:
    with pytest.raises(CannotBeKeptError):
        Entry(START, Event.WITHDRAWN, Reader.SERVICE, (), counts)


def test_a_moment_without_its_zone_or_a_person_as_actor_is_refused() -> None:
    with pytest.raises(CannotBeKeptError):
        Entry(datetime(2026, 1, 1), Event.RELEASED, "it")  # noqa: DTZ001 - the point of it
    with pytest.raises(CannotBeKeptError):
        Entry(START, Event.RELEASED, "b.inkpen")  # type: ignore[arg-type]
    with pytest.raises(CannotBeKeptError):
        Entry(START, "gossip", "it")  # type: ignore[arg-type]


def test_no_entry_is_no_write(tmp_path: Path) -> None:
    with pytest.raises(CannotBeKeptError):
        AuditLog(tmp_path, KEY).appended([])


def test_an_altered_line_is_found_where_it_stands(log: AuditLog) -> None:
    october = segments(log)[0]
    october.write_bytes(october.read_bytes().replace(b'"lists":2', b'"lists":3', 1))
    assert fault(log) == (1, "log/2026-10.log", Fault.ALTERED)
    november = segments(log)[1]
    november.write_bytes(november.read_bytes().replace(b'"staff"', b'"dsl"', 1))
    assert fault(log) == (1, "log/2026-10.log", Fault.ALTERED)


def test_a_removed_line_is_found(log: AuditLog) -> None:
    path = segments(log)[1]
    first, *others = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(others))
    number = json.loads(first)["number"]
    assert fault(log) == (number, "log/2026-11.log", Fault.REMOVED)


def test_a_removed_month_is_found(log: AuditLog) -> None:
    segments(log)[1].unlink()
    assert fault(log) == (5, "log/2026-12.log", Fault.REMOVED)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_repeated_line_is_found(log: AuditLog, at: int) -> None:
    path = segments(log)[2]
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[: at + 1], *lines[at:]]))
    assert fault(log) == (json.loads(lines[at])["number"] + 1, "log/2026-12.log", Fault.INSERTED)


def test_a_line_of_somebody_elses_making_is_found(tmp_path: Path, log: AuditLog) -> None:
    path = segments(log)[1]
    first, *others = path.read_bytes().splitlines(keepends=True)
    forged = first.replace(b'"lists":2', b'"lists":9')
    path.write_bytes(b"".join([forged, first, *others]))
    assert fault(log) == (json.loads(first)["number"], "log/2026-11.log", Fault.INSERTED)


def test_swapped_lines_and_months_are_found(log: AuditLog) -> None:
    whole = {path: path.read_bytes() for path in segments(log)}
    path = segments(log)[1]
    first, second, *others = whole[path].splitlines(keepends=True)
    path.write_bytes(b"".join([second, first, *others]))
    assert fault(log) == (5, "log/2026-11.log", Fault.REORDERED)
    path.write_bytes(whole[segments(log)[2]])
    segments(log)[2].write_bytes(whole[path])
    assert fault(log) == (5, "log/2026-11.log", Fault.REORDERED)


def test_a_line_without_its_end_is_found_and_nothing_is_appended_to_it(log: AuditLog) -> None:
    path = segments(log)[-1]
    path.write_bytes(path.read_bytes()[:-1])
    assert fault(log) == (12, "log/2027-01.log", Fault.TRUNCATED)
    for attempt in (log.head, lambda: log.appended([numbered(20)]), lambda: list(log.entries())):
        with pytest.raises(LogBrokenError) as refusal:
            attempt()
    assert (refusal.value.code, refusal.value.exit_code) == ("log-broken", 5)


def test_an_emptied_month_is_found(log: AuditLog) -> None:
    segments(log)[-1].write_bytes(b"")
    assert fault(log) == (12, "log/2027-01.log", Fault.TRUNCATED)


def test_only_a_printed_head_shows_that_the_last_lines_are_gone(log: AuditLog) -> None:
    printed = log.head()
    segments(log)[-1].unlink()
    assert fault(log) is None
    assert fault(log, printed) == (12, "log/2026-12.log", Fault.TRUNCATED)
    assert log.verify([printed]).heads == ((printed, Found.MISSING),)


def test_only_a_printed_head_shows_that_all_was_written_anew(tmp_path: Path, log: AuditLog) -> None:
    printed = log.head()
    (tmp_path / "anew").mkdir()
    anew = write(tmp_path / "anew", *(numbered(number, days=7) for number in range(1, 13)))
    assert anew.verify().holds
    assert fault(anew, printed) == (12, segments(anew)[-1].relative_to(anew.folder).as_posix(), Fault.ALTERED)
    assert anew.verify([printed]).heads == ((printed, Found.DIFFERS),)


def test_another_key_is_told_from_an_altered_line(log: AuditLog) -> None:
    assert fault(AuditLog(log.folder, bytes(32))) == (1, "log/2026-10.log", Fault.WRONG_KEY)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n"])
def test_a_printed_head_may_be_typed_in_any_case_and_spacing(log: AuditLog, typed: str) -> None:
    head = log.head()
    number, _, value = head.partition(": ")
    for said in (head, head.upper(), head.replace(" ", ""), f"{number} :  {value}"):
        assert log.verify([typed.format(said)]).heads == ((head, Found.FOUND),)


@pytest.mark.parametrize(
    "typed", ["", "12", "12: 3f9a", "3f9a 11c0 77aa 0b4d", "12: 3f9a 11c0 77aa 0b4g", "x" * 99]
)
def test_what_is_no_printed_head_is_refused(log: AuditLog, typed: str) -> None:
    with pytest.raises(PrintedHeadError):
        log.verify([typed])


@pytest.fixture
def cut(log: AuditLog) -> AuditLog:
    """The log without its first two months."""
    (log.folder / "keep").mkdir()
    Ledger(log.folder).commit(log.without_before(date(2026, 12, 1)))
    return log


def test_old_months_are_cut_off_and_the_chain_is_carried_on(cut: AuditLog) -> None:
    assert [path.name for path in segments(cut)] == ["2026-12.log", "2027-01.log", "checkpoint.json"]
    verified = cut.verify()
    assert verified.holds
    assert verified.starts_after + verified.entries == 12
    assert write(cut.folder, numbered(130)).verify().holds


def test_a_head_from_before_the_cut_cannot_be_compared_and_says_so(tmp_path: Path) -> None:
    log = write(tmp_path, numbered(1))
    early = log.head()
    last_cut = write(tmp_path, *(numbered(number, days=8) for number in range(2, 5))).head()
    later = write(tmp_path, numbered(60)).head()
    Ledger(tmp_path).commit(log.without_before(date(2026, 11, 1)))
    verified = log.verify([early, last_cut, later])
    assert [found for _, found in verified.heads] == [Found.CUT, Found.FOUND, Found.FOUND]
    assert verified.holds


def test_the_newest_file_and_whatever_is_young_enough_stay(log: AuditLog) -> None:
    assert log.without_before(date(2026, 10, 30)).removals == set()
    assert log.without_before(date(2026, 10, 30)).writes == {}
    assert "log/2027-01.log" not in log.without_before(date(2099, 1, 1)).removals


def test_a_log_that_does_not_hold_is_not_cut(log: AuditLog) -> None:
    segments(log)[0].write_bytes(b"\n")
    with pytest.raises(LogBrokenError):
        log.without_before(date(2026, 12, 1))


def test_nobody_without_the_key_moves_the_beginning(cut: AuditLog) -> None:
    checkpoint = cut.folder / "log" / "checkpoint.json"
    whole = checkpoint.read_bytes()
    assert b'"number":8' in whole or b'"number":' in whole
    number = json.loads(whole)["number"]
    checkpoint.write_bytes(whole.replace(f'"number":{number}'.encode(), f'"number":{number - 1}'.encode()))
    assert fault(cut) == (number - 1, "log/checkpoint.json", Fault.ALTERED)
    checkpoint.write_bytes(b"[]")
    assert fault(cut) == (0, "log/checkpoint.json", Fault.UNREADABLE)
    checkpoint.unlink()
    assert fault(cut) == (1, "log/2026-12.log", Fault.REMOVED)


def test_an_older_checkpoint_does_not_pass_for_the_newest(log: AuditLog) -> None:
    Ledger(log.folder).commit(log.without_before(date(2026, 11, 1)))
    older = (log.folder / "log" / "checkpoint.json").read_bytes()
    Ledger(log.folder).commit(log.without_before(date(2026, 12, 1)))
    (log.folder / "log" / "checkpoint.json").write_bytes(older)
    assert fault(log) is not None


def test_the_document_names_every_event_and_actor() -> None:
    text = (Path(__file__).parents[2] / "docs" / "audit-log.md").read_text(encoding="utf-8")
    assert [word for word in (*Event, *Reader, "it", "staff") if f"`{word}`" not in text] == []
