"""The token and the people stay where they belong: in no log, no error, no message, no file."""

import logging
import traceback
from collections.abc import Iterator

import pytest

from connectors.rosters.wonde import Access, fetch
from schemas.errors import ArmslengthError
from tests.canary import find_canaries
from tests.connectors.wonde_server import PATIENT, SCHOOL, TOKEN, Answer, Respond, in_turn, page, serving

CANARIES = (
    TOKEN,
    SCHOOL,
    "Zephyrine",
    "Quillfeather",
    "Bartholomea",
    "zephyrine.q@example.org",
    "07700 900199",
)
CONTACT = {
    "id": "A1000000010",
    "forename": "Bartholomea",
    "surname": "Quillfeather",
    "relationship": {"relationship": "Mother"},
    "contact_details": {
        "data": {"emails": {"email": "zephyrine.q@example.org"}, "phones": {"mobile": "07700 900199"}}
    },
}
STUDENT = {
    "id": "A1000000001",
    "forename": "Zephyrine",
    "surname": "Quillfeather",
    "contacts": {"data": [CONTACT]},
}
MISSHAPEN = [
    STUDENT | {"contacts": "Bartholomea Quillfeather"},
    STUDENT | {"contacts": {"data": ["Bartholomea Quillfeather"]}},
    STUDENT | {"contacts": {"data": [CONTACT | {"relationship": ["Zephyrine"]}]}},
    STUDENT | {"contacts": {"data": [CONTACT | {"contact_details": {"data": {"emails": "Quillfeather"}}}]}},
    STUDENT | {"education_details": {"Zephyrine": "Quillfeather"}},
]
ANSWERS: list[Respond] = [
    in_turn(page(STUDENT)),
    *(in_turn(page(each)) for each in MISSHAPEN),
    *(in_turn(Answer(page(STUDENT).body, status)) for status in (201, 302, 400, 401, 403, 404, 429, 500)),
    in_turn(Answer(page(STUDENT).body[:-20])),
    in_turn(Answer(page(STUDENT).body, cut=30)),
    in_turn(page(STUDENT, next="https://zephyrine.q@example.org/Quillfeather")),
    in_turn(page(STUDENT, next="?Zephyrine=Quillfeather")),
    in_turn(Answer(status=302, headers={"Location": f"https://{TOKEN}.example.org/"})),
    in_turn(Answer(b"Zephyrine Quillfeather", headers={"Content-Encoding": "gzip"})),
    in_turn(page()),
]


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every record of every logger, as chatty as each can be."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


@pytest.mark.parametrize("respond", ANSWERS)
def test_no_token_and_no_name_is_in_a_log_an_error_or_what_is_printed(
    respond: Respond,
    everything_logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    said: list[str] = []
    with serving(respond) as server:
        try:
            roster = fetch(server.access, bounds=PATIENT)
            said += [*roster.notes, *roster.columns_kept, *roster.columns_dropped]
        except ArmslengthError as error:
            said += [repr(error), error.message, *traceback.format_exception(error)]
            said += [repr(error.__cause__), repr(error.__context__)]
        said += [repr(server.access), str(server.access)]
    said += [f"{each.name} {each.getMessage()} {each.__dict__}" for each in everything_logged.records]
    said += capfd.readouterr()
    shown = "\n".join(said).replace(
        SCHOOL, "", 2
    )  # a school's id is in the repr of its Access, and nowhere else
    assert find_canaries(shown, CANARIES) == []


def test_the_loggers_of_the_libraries_speak_again_afterwards() -> None:
    with serving(in_turn(page(STUDENT))) as server:
        fetch(server.access, bounds=PATIENT)
    assert {logging.getLogger(name).level for name in ("httpx", "httpcore")} == {logging.NOTSET}


def test_the_token_is_in_no_repr() -> None:
    assert TOKEN not in repr(Access(SCHOOL, TOKEN))
