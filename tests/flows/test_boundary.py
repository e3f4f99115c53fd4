"""Nothing but a code and a number crosses into the orchestrator."""

import logging
import pickle
import traceback
from asyncio import CancelledError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.exceptions import TerminationSignal
from prefect.states import Failed

from flows.boundary import Counts, PipelineError, guarded, kind_of
from flows.log_filter import MARK, SafeOnly
from flows.trying_again import held_for_a_moment
from schemas.errors import HandedInError

CANARY = "Zephyrine Quillfeather"


class Drawer:
    """A room that keeps incidents where the test can look."""

    def __init__(self, *, full: bool = False) -> None:
        self.kept: list[str] = []
        self.full = full

    def keep_incident(self, detail: str) -> str:
        if self.full:
            raise OSError(f"no space left for {CANARY}")
        self.kept.append(detail)
        return f"{len(self.kept):08x}"


def ended_by(error: BaseException, drawer: Drawer) -> BaseException:
    @guarded("match", lambda _: drawer)
    def stage(run_ref: str) -> None:
        try:
            raise ValueError(CANARY)
        except ValueError as cause:
            raise error from cause

    with pytest.raises(BaseException) as caught:  # noqa: PT011 - whatever it is, it is looked at
        stage("run-000000000000")
    return caught.value


def failing_on(error: BaseException, drawer: Drawer) -> PipelineError:
    ended = ended_by(error, drawer)
    assert isinstance(ended, PipelineError)
    return ended


def everything_said(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + repr(error) + str(error.args)


class Panic(BaseException):
    """What native code raises past `Exception`, as pyo3's `PanicException` does."""


@pytest.mark.parametrize(
    "error",
    [
        KeyError(CANARY),
        RuntimeError(CANARY),
        UnicodeError(CANARY),
        MemoryError(CANARY),
        RecursionError(CANARY),
        SystemExit(CANARY),
        GeneratorExit(CANARY),
        Panic(CANARY),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_that_quotes_a_person_leaves_a_stage_as_a_code_and_an_incident(error: BaseException) -> None:
    drawer = Drawer()
    failure = failing_on(error, drawer)
    assert str(failure) == f"match: {type(error).__name__} (incident 00000001)"
    assert CANARY not in everything_said(failure)
    assert failure.__cause__ is None
    assert failure.__context__ is None
    assert CANARY in drawer.kept[0]


@pytest.mark.parametrize("stop", [KeyboardInterrupt(CANARY), CancelledError(CANARY), TerminationSignal(15)])
def test_a_stop_stays_a_stop_and_says_nothing(stop: BaseException) -> None:
    drawer = Drawer()
    ended = ended_by(stop, drawer)
    assert type(ended) is type(stop)
    assert CANARY not in everything_said(ended)
    assert (ended.__cause__, ended.__context__, drawer.kept) == (None, None, [])


def test_a_class_made_from_data_lends_its_name_to_no_code() -> None:
    named = type("Quillfeather", (Exception,), {})
    assert failing_on(named(), Drawer()).code == "error"
    assert kind_of(KeyError()) == "KeyError"


def test_an_error_a_reader_can_mend_keeps_its_own_code_and_sentence() -> None:
    failure = failing_on(HandedInError("file 2"), Drawer())
    assert (failure.code, failure.mendable is not None) == ("handed-in", True)


def test_a_detail_that_cannot_be_sealed_does_not_travel_on() -> None:
    failure = failing_on(KeyError(CANARY), Drawer(full=True))
    assert "not kept" in str(failure)
    assert CANARY not in everything_said(failure)
    assert failure.__context__ is None


def test_what_prefect_keeps_of_an_error_is_its_stage_code_and_incident() -> None:
    failure = failing_on(HandedInError(CANARY), Drawer())
    assert CANARY.encode() not in pickle.dumps(failure)
    assert failure.__reduce__() == (PipelineError, ("match", "handed-in", failure.incident))


def test_an_inner_stages_failure_passes_an_outer_boundary_as_it_is() -> None:
    drawer = Drawer()
    inner = failing_on(KeyError(CANARY), drawer)
    assert failing_on(inner, drawer).incident == inner.incident
    assert len(drawer.kept) == 1


@given(st.text(), st.one_of(st.text(), st.floats(), st.booleans(), st.none()))
def test_counts_take_slugs_and_integers_and_nothing_else(name: str, value: object) -> None:
    with pytest.raises(ValueError, match="integers named by slugs"):
        Counts("match", {name: value})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("code", "again"),
    [("PermissionError", True), ("OSError", True), ("KeyError", False), ("roster-missing", False)],
)
def test_only_a_stage_that_found_a_file_held_by_another_is_tried_again(code: str, again: bool) -> None:
    state = Failed(data=PipelineError("load-roster", code, "3bd7c080"))
    assert held_for_a_moment(None, None, state) is again


def record(pathname: str, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("prefect.task_runs", logging.INFO, pathname, 1, CANARY, (), None)
    made.__dict__.update(extra)
    return made


@pytest.mark.parametrize(
    ("made", "passes"),
    [
        (record("/x/site-packages/prefect/task_engine.py"), True),
        (record("/x/site-packages/prefect/flow_engine.py"), True),
        (record("flows/safe_log.py", **{MARK: True}), True),
        (record("flows/stages/load.py"), False),
        (record("/x/site-packages/prefect/logging/loggers.py"), False),
        (record("/x/site-packages/pandas/task_engine.py"), False),
        (record("flows/stages/load.py", **{MARK: "yes"}), False),
        (record("/x/site-packages/prefect/flow_engine.py", args=(ValueError(CANARY),)), False),
        (
            record("/x/site-packages/prefect/task_engine.py", exc_info=(KeyError, KeyError(CANARY), None)),
            False,
        ),
        (record("/x/site-packages/prefect/task_engine.py", args=(PipelineError("load", "code", "1"),)), True),
    ],
)
def test_only_the_engines_lines_and_marked_ones_pass_the_log_filter(
    made: logging.LogRecord, passes: bool
) -> None:
    assert SafeOnly().filter(made) is passes
