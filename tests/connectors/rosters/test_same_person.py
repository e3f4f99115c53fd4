"""Who is one person in one source: cautiously, and whatever order the rows come in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.rosters.assembly import assemble
from connectors.rosters.folding import FoldedNames
from connectors.rosters.people import Gathered, Mention, contact_keys
from connectors.rosters.same_person import same_adults
from connectors.rosters.written import Written
from tests.connectors.rosters.gathered import ESI, THEO, adult, family

HOME, MOBILE, EMAIL = "12 Alder Lane ZZ1 1ZZ", "111", "john@example.org"


def groups(said: Gathered) -> set[frozenset[int]]:
    ids = [f"child {place}" for place in range(len(said.children))]
    return {frozenset(group) for group in same_adults(said, ids, FoldedNames())}


def are_one(*adults: tuple[int, str, Mention]) -> bool:
    return len(groups(family(*adults))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"phone": MOBILE}, {"phone": MOBILE, "address": HOME}),
        ({"email": EMAIL}, {"email": EMAIL.upper(), "phone": MOBILE}),
        ({"address": HOME, "phone": MOBILE}, {"address": HOME}),
        ({"address": HOME}, {"address": HOME}),
        ({"phone": MOBILE, "title": "Mr"}, {"phone": MOBILE, "title": "Dr"}),
        ({"phone": MOBILE, "address": HOME}, {"phone": MOBILE, "address": "4 Beech Road ZZ2 2ZZ"}),
    ],
)
def test_a_father_of_two_children_is_one_by_name_and_a_way_to_reach_him(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert are_one((0, "PAF", adult("John", "Lind", **one)), (1, "PAF", adult("John", "Lind", **other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"phone": MOBILE}, {}),
        ({"phone": "111", "address": HOME}, {"phone": "222", "address": "4 Beech Road ZZ2 2ZZ"}),
        ({"phone": "111", "address": HOME}, {"phone": "222", "address": HOME}),
        ({"phone": MOBILE, "address": HOME}, {"email": EMAIL, "address": HOME}),
        ({"phone": MOBILE, "title": "Mr"}, {"phone": MOBILE, "title": "Mrs"}),
    ],
)
def test_a_name_and_a_relationship_are_not_enough(one: dict[str, str], other: dict[str, str]) -> None:
    assert not are_one((0, "PAF", adult("John", "Lind", **one)), (1, "PAF", adult("John", "Lind", **other)))


@pytest.mark.parametrize(
    ("one", "other"), [("Father", "Grandfather"), ("Mum", "Dad"), ("Nan", "Step mother")]
)
def test_a_father_and_a_grandfather_of_one_name_stay_two(one: str, other: str) -> None:
    john = adult("John", "Lind", phone=MOBILE, address=HOME)
    assert not are_one((0, one, john), (1, other, john))
    assert not are_one((0, one, john), (0, other, john))


def test_a_father_of_two_is_not_torn_apart_by_a_grandfather_of_his_name() -> None:
    john = adult("John", "Lind", phone=MOBILE)
    said = family((0, "PAF", john), (0, "Grandfather", john), (1, "PAF", john))
    assert groups(said) == {frozenset({0, 2}), frozenset({1})}


@pytest.mark.parametrize(
    ("other", "one"), [("James", False), ("J", False), ("Jo", False), ("John", True), ("JOHN", True)]
)
def test_only_a_full_name_is_a_name(other: str, one: bool) -> None:
    both = {"phone": MOBILE, "email": EMAIL, "address": HOME, "title": "Mr"}
    assert are_one((0, "PAF", adult("John", "Lind", **both)), (1, "PAF", adult(other, "Lind", **both))) is one


@pytest.mark.parametrize(
    ("title", "other", "one"), [("Mr", "Mr", True), ("Mr", "Mrs", False), ("", "", False)]
)
def test_an_initial_needs_the_same_title(title: str, other: str, one: bool) -> None:
    first, second = (adult("J", "Lind", email=EMAIL, title=each) for each in (title, other))
    assert are_one((0, "CAR", first), (1, "CAR", second)) is one


def test_a_couple_with_one_telephone_and_one_email_stays_two() -> None:
    both = {"phone": MOBILE, "email": EMAIL, "address": HOME}
    said = family(
        *((child, "parent", adult(who, "Lind", **both)) for child in (0, 1) for who in ("John", "Ama"))
    )
    assert groups(said) == {frozenset({0, 2}), frozenset({1, 3})}


def test_two_middle_names_are_two_people_and_an_initial_agrees() -> None:
    def john(middle: str) -> Mention:
        return replace(adult("John", "Lind", phone=MOBILE), written=Written("John", middle, "Lind"))

    assert not are_one((0, "PAF", john("Paul")), (1, "PAF", john("Peter")))
    assert are_one((0, "PAF", john("Paul")), (1, "PAF", john("P")))
    assert are_one((0, "PAF", john("Paul")), (1, "PAF", john("")))


def test_beside_one_child_a_repeated_entry_is_one_unless_both_can_be_reached_elsewhere() -> None:
    bare, reached = adult("John", "Lind"), adult("John", "Lind", phone=MOBILE)
    assert are_one((0, "Father", bare), (0, "Dad", reached))
    assert are_one((0, "PAF", bare), (0, "PAF", bare))
    assert not are_one((0, "PAF", reached), (0, "PAF", adult("John", "Lind", phone="222")))


def test_who_could_be_either_of_two_is_neither() -> None:
    said = family(
        (0, "PAF", adult("John", "Lind", phone="111", address=HOME)),
        (1, "PAF", adult("John", "Lind", phone="222", address=HOME)),
        (1, "PAF", adult("John", "Lind", address=HOME)),
    )
    assert len(groups(said)) == 3


def test_a_child_and_an_adult_who_share_an_email_are_two() -> None:
    child = replace(THEO, email=EMAIL, contact=contact_keys(EMAIL))
    said = family((0, "PAF", adult("Theo", "Lind", email=EMAIL)), children=(child, ESI))
    assert assemble(said).people["kind"].to_pylist() == ["pupil", "pupil", "parent_carer"]


def test_one_id_and_one_name_is_one_person_whatever_they_are_to_a_child() -> None:
    john = adult("John", "Lind", source_id="17")
    assert are_one((0, "Father", john), (0, "Emergency contact", john), (1, "Father", john))


def test_one_id_with_two_names_is_two_people_who_show_it() -> None:
    said = family(
        (0, "PAF", adult("John", "Lind", source_id="17")), (0, "PAM", adult("Ama", "Lind", source_id="17"))
    )
    said.children = [replace(THEO, source_id="4"), replace(ESI, source_id="4")]
    people = assemble(said).people
    assert people["source_id"].to_pylist() == ["4", "4", "17", "17"]
    assert len(set(people["person_id"].to_pylist())) == 4


def test_a_child_listed_again_without_a_birth_date_is_one_by_id() -> None:
    child = replace(THEO, source_id="4")
    said = family(
        (0, "PAF", adult("John", "Lind")), children=(child, replace(child, upn="", date_of_birth=""))
    )
    assert assemble(said).people["upn"].to_pylist() == ["P801999925001", ""]


NAMES = [
    Written("John", "", "Lind"),
    Written("JOHN", "Paul", "Lind"),
    Written("Ama", "", "Lind"),
    Written("J", "", "Lind"),
    Written("", "", "", full_name="John Lind"),
    Written("John"),
]
MENTIONS = st.builds(
    Mention,
    written=st.sampled_from(NAMES),
    row=st.just(2),
    title=st.sampled_from(["", "Mr", "Mrs"]),
    contact=st.builds(
        contact_keys,
        st.sampled_from(["", EMAIL]),
        st.sampled_from([[], ["07700 900111"], ["07700 900222"]]),
        st.sampled_from(["", HOME]),
    ),
)
ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["PAF", "Mum", "Nan", ""]), MENTIONS), min_size=2, max_size=6
)


@given(ROWS, st.randoms(use_true_random=False))
def test_who_is_one_person_does_not_depend_on_the_order_of_rows(
    rows: "list[tuple[int, str, Mention]]", chance: "st.random.Random"
) -> None:
    order = list(range(len(rows)))
    chance.shuffle(order)
    there = groups(family(*(rows[place] for place in order)))
    assert groups(family(*rows)) == {frozenset(order[place] for place in group) for group in there}


@given(ROWS)
def test_nobody_is_joined_without_a_name_and_something_else_in_common(
    rows: "list[tuple[int, str, Mention]]",
) -> None:
    for group in groups(family(*rows)):
        members = [rows[place] for place in group]
        assert len({_called(mention.written) for _, _, mention in members}) == 1
        assert {"Mr", "Mrs"} - {mention.title for _, _, mention in members}
        for at, (child, _, mention) in enumerate(members):
            others = members[:at] + members[at + 1 :]
            shares = [each for each in others if each[0] == child or each[2].contact & mention.contact]
            assert bool(shares) == bool(others)


def _called(written: Written) -> str:
    return (written.full_name or f"{written.forename} {written.surname}").casefold()
