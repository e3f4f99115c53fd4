"""What becomes of people a source only refers to, of changes, and what is noticed on the way."""

from dataclasses import replace

import pytest

from connectors.rosters.assembly import Roster, assemble
from connectors.rosters.errors import (
    RosterEmpty,
    RosterWithoutAdults,
    RosterWithoutChildren,
    RosterWithoutLinks,
)
from connectors.rosters.people import Elsewhere, Gathered, Mention, Tie
from connectors.rosters.written import Written
from schemas.words import Kind, Responsibility
from tests.connectors.rosters.gathered import ESI, THEO, adult, family

YES, NO, UNKNOWN = Responsibility.YES, Responsibility.NO, Responsibility.UNKNOWN


def observed(roster: Roster) -> list[tuple[str, int]]:
    return list(zip(*(roster.observations[name].to_pylist() for name in ("what", "source_row")), strict=True))


def ends(roster: Roster) -> set[str]:
    return {end for name in ("child_id", "adult_id") for end in roster.links[name].to_pylist()}


def test_somebody_elsewhere_has_links_and_no_row() -> None:
    said = family(
        (0, "PAF", adult("John", "Lind", source_id="a1")), children=(replace(THEO, source_id="c1"),)
    )
    elsewhere = Elsewhere(said)
    said.ties.append(Tie(elsewhere.child("c2", 5), 0, "PAF", YES))
    said.ties.append(Tie(0, elsewhere.adult("a2", 6), "PAM", YES))
    roster = assemble(said)
    listed = set(roster.people["person_id"].to_pylist())
    assert roster.people["source_id"].to_pylist() == ["c1", "a1"]
    assert roster.links.num_rows == 3
    assert len(ends(roster) - listed) == 2
    assert set(roster.names["person_id"].to_pylist()) == listed


def test_somebody_elsewhere_has_the_id_of_whom_a_later_source_lists() -> None:
    here = family(children=(replace(THEO, source_id="c1"),))
    here.adults.append(adult("John", "Lind", source_id="a1"))
    here.ties = [Tie(0, 0, "PAF", YES), Tie(Elsewhere(here).child("c2", 5), 0, "PAF", YES)]
    there = family((0, "PAF", adult("Ama", "Lind")), children=(replace(ESI, source_id="c2"),))
    assert assemble(there).people["person_id"].to_pylist()[0] in ends(assemble(here))


@pytest.mark.parametrize(
    ("children", "adults", "error"),
    [
        ([], [], RosterEmpty),
        ([], [adult("John", "Lind")], RosterWithoutChildren),
        ([replace(THEO, is_elsewhere=True, source_id="1")], [adult("John", "Lind")], RosterWithoutChildren),
        ([THEO], [Mention(Written(), 2, "1", is_elsewhere=True)], RosterWithoutAdults),
        ([THEO], [adult("John", "Lind")], RosterWithoutLinks),
    ],
)
def test_a_roster_that_checks_nobody_is_refused_unless_it_is_of_changes(
    children: list[Mention], adults: list[Mention], error: type[Exception]
) -> None:
    with pytest.raises(error):
        assemble(Gathered("ctf", children, adults))
    assert assemble(Gathered("ctf", children, adults, is_changes=True)).is_changes


def test_those_gone_have_the_ids_they_had() -> None:
    said = family(
        (0, "PAF", adult("John", "Lind", source_id="a1")), children=(replace(THEO, source_id="c1"),)
    )
    gone = Gathered("ctf", is_changes=True, gone=[(Kind.PUPIL, "c1"), (Kind.PARENT_CARER, "a1")])
    assert assemble(gone).gone == set(assemble(said).people["person_id"].to_pylist())


@pytest.mark.parametrize(
    ("relationship", "responsibility", "seen"),
    [
        ("PAM", NO, []),
        ("DOC", YES, ["no_parent"]),
        ("Teacher", YES, ["staff_as_contact"]),
        ("Self", YES, ["pupil_as_contact"]),
        ("Student", YES, ["pupil_as_contact"]),
        ("Nan", YES, []),
        ("Nan", UNKNOWN, ["no_responsibility"]),
        ("Zookeeper", YES, ["unknown_relationship"]),
        ("Zookeeper", NO, ["unknown_relationship", "no_responsibility"]),
        ("", UNKNOWN, ["no_responsibility"]),
    ],
)
def test_what_a_relationship_means_is_noticed_once_in_the_adults_row(
    relationship: str, responsibility: Responsibility, seen: list[str]
) -> None:
    said = family((0, "PAM", adult("Ama", "Lind")))
    said.adults.append(adult("John", "Lind", row=7))
    said.ties += [Tie(child, 1, relationship, responsibility) for child in (0, 1)]
    assert observed(assemble(said)) == [(what, 7) for what in seen]


def test_a_presumed_parent_is_nothing_to_notice() -> None:
    said = family()
    said.adults.append(adult("Ama", "Lind"))
    said.ties.append(Tie(0, 0, presumed=True))
    assert observed(assemble(said)) == []


def test_a_link_said_twice_is_one_and_noticed_where_it_is_repeated() -> None:
    ama = adult("Ama", "Lind", phone="111")
    roster = assemble(family((0, "PAM", ama), (0, "PAM", replace(ama, row=9)), (1, "PAM", ama)))
    assert roster.links.num_rows == 2
    assert observed(roster) == [("repeated_link", 9)]
