"""An incident's file says what it is about and who reads it, and nothing else passes for one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.words import Reader
from vault.errors import NothingKeptError
from vault.incidents import ANYBODY, Incident, incident_of, incidents, numbered

ABOUT = st.just(ANYBODY) | st.from_regex(r"sub-[0-9a-f]{12}", fullmatch=True)
INCIDENTS = st.builds(Incident, st.from_regex(r"[0-9a-f]{8}", fullmatch=True), ABOUT, st.sampled_from(Reader))


@given(INCIDENTS)
def test_what_a_name_says_is_read_from_it(incident: Incident) -> None:
    assert incident_of(incident.file) == incident


@given(INCIDENTS, st.sampled_from(Reader))
def test_another_reader_makes_another_name_of_the_same_incident(incident: Incident, reader: Reader) -> None:
    moved = incident.read_by(reader)
    assert (moved.number, moved.about, moved.reader) == (incident.number, incident.about, reader)


@pytest.mark.parametrize(
    "file",
    [
        "incidents/01234567.run.age",
        "incidents/01234567.run.somebody.age",
        "incidents/01234567.Jane.dsl.age",
        "findings/01234567.run.dsl.age",
        "incidents/../01234567.run.dsl.age",
    ],
)
def test_any_other_file_is_no_incident(file: str) -> None:
    assert incident_of(file) is None


def test_an_incident_is_found_by_its_number_alone(tmp_path: Path) -> None:
    (tmp_path / "incidents").mkdir()
    kept = [Incident(number * 8, ANYBODY, Reader.DSL) for number in "ab"]
    for file in (*(each.file for each in kept), "incidents/ours.age", "incidents/cccccccc.age"):
        (tmp_path / file).touch()
    assert incidents(tmp_path) == kept
    assert [numbered(tmp_path, each.number) for each in kept] == kept
    for number in ("c" * 8, "", "a", "*"):
        with pytest.raises(NothingKeptError):
            numbered(tmp_path, number)
