import pyarrow as pa
import pytest

from matching.pairs import weigh_pairs


@pytest.mark.parametrize("nobody", ["", "  ", None, "💕", "..."])
@pytest.mark.parametrize("other", ["Sarah Jones", "", "💕"])
def test_a_pair_that_lacks_a_name_is_nobodys(nobody: str | None, other: str) -> None:
    names = pa.array([nobody, other, "Priya Patel"], pa.string())
    others = pa.array([other, nobody, "Mark Evans"], pa.string())
    weighed = weigh_pairs(pa.table({"name1": names, "name2": others})).to_pydict()
    assert weighed["probability"][:2] == [0.0, 0.0]
    assert weighed["score"][:2] == [-1000.0, -1000.0]
    assert weighed["probability"][2] > 0
    assert weighed["score"][2] > -1000.0


def test_names_of_one_word_in_any_script_are_still_weighed() -> None:
    names = pa.array(["Сара", "李", "Mum", "“Sarah”"])
    weighed = weigh_pairs(pa.table({"name1": names, "name2": names})).to_pydict()
    assert all(probability > 0 for probability in weighed["probability"])
