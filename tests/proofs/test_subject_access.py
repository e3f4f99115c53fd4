"""M20: of people with a record in every kind of place each record is found, and nobody else is named."""

import time
from pathlib import Path, PurePosixPath

from flows.subject_access.asking import Asked
from flows.subject_access.gathering import GATHERED, gather, is_of_kind, unknown_files
from flows.workspace import Workspace, make_workspace
from reports.subject_access import subject_access
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS
from tests.flows.planted import ENDS, ON, identities, plant, said_in, subject_of
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure

PEOPLE = amount(3, 30)


def test_every_record_is_found_in_every_kind_of_place_and_nobody_else_is_named(
    tmp_path: Path, figure: Figure
) -> None:
    workspace = make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)
    planted = plant(workspace, PEOPLE)
    assert unknown_files(workspace) == [], "a kind of file that nobody gathers from"
    assert places_without_a_record(workspace) == []
    records, longest = 0, 0.0
    for who in ((kind, number) for kind in ENDS for number in range(PEOPLE)):
        began = time.perf_counter()
        facts = gather(Asked(workspace, subject_of(workspace, *who), identities(workspace)), "somebody", ON)
        assert subject_access(facts).startswith(b"%PDF")
        longest = max(longest, time.perf_counter() - began)
        said = said_in(facts)
        assert [each for each in planted.expected[who] if each not in said] == [], who
        assert [each for each in planted.others(*who) if each in said] == [], who
        records += len(planted.expected[who])
    told = f"{PEOPLE * len(ENDS)} people, {records} planted records, all found, nobody else named"
    figure("M20", f"{told}; {longest:.1f} s at the most for one of them")


def places_without_a_record(workspace: Workspace) -> list[str]:
    """The patterns of places in which nothing was planted: there the proof would prove nothing."""
    folder = workspace.folder
    names = [
        PurePosixPath(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()
    ]
    return [pattern for pattern in GATHERED if not any(is_of_kind(name, pattern) for name in names)]
