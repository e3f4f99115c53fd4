"""A thousand hostile and broken exports: each ends in people read or in a clear sentence, and harms nobody.

`make test` reads one file of each class. `make proofs` reads six hundred, `make proofs-full` all of them, and
each prints what the worst of each class took.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hostile.corpus import HostileClass, Outcome, corpus
from tests.hostile.measured_reading import Measured, Summary, Told, Watched
from tests.proofs.amount import amount

MOST_MEMORY = 512 * 2**20
APART = amount(2, 1)
"""A share is every second variant of a class."""
BY_NAME = {each.name: each for each in corpus()}


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    watching = Watched()
    yield watching
    watching.close()


def _read(hostile: HostileClass, variant: int, folder: Path, watched: Watched) -> Measured:
    """Build the file, hand it in, check all that must hold, and leave nothing behind."""
    place = folder / f"{variant}"
    place.mkdir()
    draft = hostile.draft(place, variant)
    try:
        measured = watched.read(hostile.build(draft))
        _ends_well(measured, draft.canary)
        assert measured.summary is not None
        _comes_to(hostile, measured.summary)
    except AssertionError as failed:
        failed.add_note(f"{hostile.name}, variant {variant}: {hostile.attacks}")
        raise
    finally:
        shutil.rmtree(place)
    return measured


def _ends_well(measured: Measured, canary: str) -> None:
    """What holds for every file: it ends, in bounds, in our own words, and nothing is on the disk."""
    assert not measured.fault
    assert measured.memory <= MOST_MEMORY
    assert not measured.written
    assert measured.summary is not None
    assert measured.summary.sound
    assert measured.summary.problems or measured.summary.platforms
    _says_it_once(measured.summary.problems)
    _quotes_nobody(measured.summary, canary)


def _says_it_once(problems: tuple[Told, ...]) -> None:
    # A path that could quote somebody is shown as its pattern, which several files may share.
    named = [problem.message for problem in problems if "*" not in problem.detail]
    assert len(set(named)) == len(named)
    for message in (problem.message for problem in problems):
        assert message.isprintable()
        assert message.endswith(".")
        assert 20 < len(message) < 600


def _quotes_nobody(summary: Summary, canary: str) -> None:
    told = [text for problem in summary.problems for text in (problem.code, problem.message, problem.detail)]
    for text in (*told, *summary.notes):
        assert canary.casefold() not in text.casefold()
        assert text.isprintable()


def _comes_to(hostile: HostileClass, summary: Summary) -> None:
    assert not hostile.codes or {problem.code for problem in summary.problems} <= hostile.codes
    match hostile.outcome:
        case Outcome.REFUSED:
            assert not summary.platforms
        case Outcome.READ:
            assert summary.entries
            assert not summary.problems
        case Outcome.TOLD:
            assert summary.problems or summary.ends_early
        case Outcome.HELD:
            lost = summary.problems or summary.unreadable or summary.ends_early
            assert lost or summary.entries >= hostile.people


def test_there_are_five_hundred_files_in_forty_classes_and_each_says_what_it_attacks():
    assert len(corpus()) >= 40
    assert sum(len(range(0, each.variants, APART)) for each in corpus()) >= 500
    assert all(len(each.attacks) > 30 for each in corpus())


@pytest.mark.parametrize("name", BY_NAME)
def test_one_of_each_class_ends_in_people_or_in_a_clear_sentence(name: str, watched: Watched, tmp_path: Path):
    _read(BY_NAME[name], 0, tmp_path, watched)


@pytest.mark.proofs
@pytest.mark.parametrize("name", BY_NAME)
def test_more_of_each_class_end_in_people_or_in_a_clear_sentence(
    name: str, watched: Watched, tmp_path: Path, record_property: Callable[[str, object], None]
):
    hostile = BY_NAME[name]
    variants = range(0, hostile.variants, APART)
    measured: list[Measured] = []
    failed: list[AssertionError] = []
    for variant in variants:
        try:
            measured.append(_read(hostile, variant, tmp_path, watched))
        except AssertionError as error:
            failed.append(error)
    slowest = max((each.seconds for each in measured), default=0.0)
    most = max((each.memory for each in measured), default=0) / 2**20
    record_property("hostile", (name, len(variants), slowest, most))
    if failed:
        raise ExceptionGroup(f"{len(failed)} of {len(variants)} files", failed)
