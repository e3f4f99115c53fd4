import pytest

from connectors.rosters.reference import rows_of
from connectors.rosters.relationships import Standing, is_parent_carer, responsibility_of, standing_of
from schemas.words import Responsibility

YES, NO, UNKNOWN = Responsibility.YES, Responsibility.NO, Responsibility.UNKNOWN


@pytest.mark.parametrize(
    "word", ["PAM", "paf", "Mother ", "Mum", "mother/carer", "Dad (non-resident)", "Birth mother"]
)
@pytest.mark.parametrize("responsibility", [YES, NO, UNKNOWN])
def test_a_mother_counts_whatever_is_recorded(word: str, responsibility: Responsibility) -> None:
    assert is_parent_carer(standing_of(word), responsibility)


@pytest.mark.parametrize("word", ["FAM", "REL", "OTH", "Nan", "Grandparent", "Neighbour", "Zookeeper", ""])
def test_another_relative_counts_only_with_parental_responsibility(word: str) -> None:
    counted = [is_parent_carer(standing_of(word), responsibility) for responsibility in (YES, NO, UNKNOWN)]
    assert counted == [True, False, False]


@pytest.mark.parametrize(
    "word", ["DOC", "CHM", "HTC", "TCH", "SWR", "RLG", "Social Worker", "Self", "Childminder", "Taxi"]
)
def test_a_professional_or_the_pupil_never_counts(word: str) -> None:
    assert not is_parent_carer(standing_of(word), YES)


@pytest.mark.parametrize(
    ("cell", "responsibility"),
    [("true", YES), ("T", YES), ("Yes", YES), ("F", NO), ("0", NO), ("", UNKNOWN), ("Default", UNKNOWN)],
)
def test_responsibility_not_recorded_is_not_a_no(cell: str, responsibility: Responsibility) -> None:
    assert responsibility_of(cell) is responsibility


def test_every_word_of_the_table_is_found_as_it_is_written() -> None:
    rows = rows_of("relationships")
    assert len({(row["scheme"], row["word"]) for row in rows}) == len(rows)
    for row in rows:
        assert standing_of(row["word"].title(), row["scheme"]) is Standing(row["decision"])


def test_all_sixteen_codes_of_the_common_basic_data_set_are_known() -> None:
    codes = ["PAM", "PAF", "STM", "STF", "FOM", "FOF", "CAR", "FAM", "REL", "OTH", "CHM", "DOC", "HTC", "TCH"]
    assert None not in {standing_of(code) for code in [*codes, "SWR", "RLG"]}
