from functools import cache
from itertools import product
from math import log2

import numpy as np
import pyarrow as pa
import pytest

from matching.comparisons import LEVELS, compare_many
from matching.frequencies import Field, frequencies
from matching.handles import Part, Price, chance_of_anybody, price
from matching.lattice import lay_out
from matching.letters import surprise
from matching.lexicon import NEVER, Lexicon, lexicon, lexicon_with
from matching.people import people_of
from matching.pieces import find_pieces
from matching.reference import weights
from matching.seldom import seldom_forms
from schemas.tables import NAMES


def found(words: list[str], forms: list[str], shortest: int = 3) -> list[tuple[int, int, int, int]]:
    return list(zip(*(column.tolist() for column in find_pieces(words, forms, shortest)), strict=True))


def test_every_form_inside_a_word_is_found_nested_and_overlapping_ones_too() -> None:
    assert found(["xannalee", "sarah"], ["ann", "anna", "lee", "alee", "jones"]) == [
        (0, 1, 4, 0),
        (0, 1, 5, 1),
        (0, 4, 8, 3),
        (0, 5, 8, 2),
    ]


def test_short_forms_are_found_only_when_asked_for() -> None:
    assert found(["joali"], ["jo", "ali"]) == [(0, 2, 5, 1)]
    assert found(["joali"], ["jo", "ali"], 2) == [(0, 0, 2, 0), (0, 2, 5, 1)]


@pytest.mark.parametrize(
    ("words", "forms"), [([], ["ann"]), (["ann"], []), (["", "4-*"], ["ann"]), (["ab"], ["abc"])]
)
def test_nothing_is_found_where_there_is_nothing(words: list[str], forms: list[str]) -> None:
    assert found(words, forms) == []


def test_no_piece_runs_from_one_word_into_the_next() -> None:
    assert found(["sar", "ah"], ["sarah"]) == []


def test_all_pieces_are_those_a_plain_search_finds() -> None:
    random = np.random.default_rng(5)
    words = ["".join(random.choice(list("abc"), random.integers(0, 12))) for _ in range(300)]
    forms = ["".join(letters) for size in (3, 4) for letters in product("abc", repeat=size)][::3]
    plain = {
        (row, start, start + len(form), place)
        for row, word in enumerate(words)
        for place, form in enumerate(forms)
        for start in range(len(word))
        if word.startswith(form, start)
    }
    assert set(found(words, forms)) == plain


def test_words_beyond_one_chunk_keep_their_place() -> None:
    words = ["xyz"] * 70_000 + ["oursarah"]
    assert found(words, ["sarah"]) == [(70_000, 3, 8, 0)]


@cache
def chances() -> dict[str, tuple[float, float, float]]:
    words = lexicon()
    columns = (words.forename.tolist(), words.surname.tolist(), words.addition.tolist())
    return dict(zip(words.words, zip(*columns, strict=True), strict=True))


def likeliest(letters: str, splits: set[int]) -> float:
    """log2 P of the likeliest chain, by trying every one: what the lattice finds for all handles at once."""
    figures = {name: float(figure) for name, figure in weights()["handle"].items()}
    stray = [chance + figures["stray"] for chance in surprise([letters])[0].tolist()]
    patterns = {
        ("", ""): "nobody", ("F", ""): "forename", ("", "S"): "surname", ("F", "S"): "full_name",
        ("f", "S"): "initial_and_surname", ("F", "s"): "forename_and_initial",
    }  # fmt: skip

    @cache
    def rest(place: int, given: str, family: str) -> float:
        if place == len(letters):
            return figures[patterns[given, family]] if (given, family) in patterns else float(NEVER)
        turned = figures["swapped"] if family else 0.0
        ways = [stray[place] + rest(place + 1, given, family)]
        if not given:
            share = frequencies("forename").share_of_initial(letters[place])
            ways.append(log2(share) + turned + rest(place + 1, "f", family))
        if not family and given == "F":
            share = frequencies("surname").share_of_initial(letters[place])
            ways.append(log2(share) + rest(place + 1, given, "s"))
        for stop in range(place + 2, len(letters) + 1):
            if letters[place:stop] in chances():
                forename, surname, addition = chances()[letters[place:stop]]
                over = figures["split"] * len(splits & set(range(place + 1, stop)))
                ways.append(over + addition + rest(stop, given, family))
                ways += [over + forename + turned + rest(stop, "F", family)] if not given else []
                ways += [over + surname + rest(stop, given, "S")] if not family else []
        return float(max(ways))

    return float(rest(0, "", ""))


@pytest.mark.parametrize(
    "spelt",
    [
        "sarahjones",
        "s jones",
        "its sarah jones xx",
        "natalie",
        "mrsjonesbakes",
        "jones sarah",
        "mc govern",
        "qzx",
        "a",
    ],
)
def test_the_lattice_finds_the_likeliest_chain(spelt: str) -> None:
    ends = np.cumsum([len(word) for word in spelt.split()])[:-1]
    handles = lay_out([spelt, "other"])
    expected = likeliest(spelt.replace(" ", ""), {int(end) for end in ends})
    assert handles.anybody[0] == pytest.approx(expected, abs=1e-3)


def test_a_handle_means_the_same_whatever_stands_beside_it() -> None:
    alone, among = lay_out(["its sarah"]), lay_out(["averyveryverylonghandle", "its sarah", ""])
    assert alone.anybody[0] == among.anybody[1]
    assert alone.before[0].tolist() == among.before[1, :9].tolist()
    assert alone.after[0].tolist() == among.after[1, :9].tolist()


def test_letters_that_additions_explain_are_not_counted_as_unexplained() -> None:
    handles = lay_out(["thereal sarah xqxx"])
    assert handles.unexplained_before[0, 7] == 0
    assert handles.unexplained_after[0, 12] == 2


def test_no_handles_are_laid_out_as_none() -> None:
    assert lay_out([]).anybody.shape == (0,)


def part(letters: str, name: str, field: Field) -> tuple[int, int, float, float]:
    """Where a name of the person's stands, log2 P(anybody shows it) and its bits; nothing for no name."""
    if not name:
        return -1, -1, 0.0, 0.0
    compared = compare_many(field, [name], [name])
    chance = chance_of_anybody(field, [name], compared.level.astype(np.int64), compared.bits)
    start = letters.index(name)
    return start, start + len(name), float(chance[0]), float(compared.bits[0])


def weigh(spelt: str, *readings: tuple[str, str], words: Lexicon | None = None) -> tuple[list[float], Price]:
    """The weight of each reading, a forename and a surname, of one handle."""
    handles = lay_out([spelt], words)
    forenames = [part(handles.letters[0], forename, "forename") for forename, _ in readings]
    surnames = [part(handles.letters[0], surname, "surname") for _, surname in readings]
    parts, said = [], np.zeros(len(readings))
    for row in (forenames, surnames):
        start, stop, chance, bits = (np.array(column) for column in zip(*row, strict=True))
        parts.append(Part(start, stop, chance))
        said = said + bits
    cost = price(handles, np.zeros(len(readings), np.int64), *parts)
    return (said + cost.otherwise + cost.unexplained).tolist(), cost


def test_a_full_name_costs_nothing_beside_its_names() -> None:
    _, cost = weigh("sarahjones", ("sarah", "jones"))
    assert cost.otherwise[0] == 0
    assert cost.letters[0] == 0


def test_titles_and_trades_beside_a_name_cost_nothing() -> None:
    for spelt in ("mrssarahjonesxx", "thereal sarah jones", "sarahjonesphotography"):
        plain, _ = weigh("sarahjones", ("sarah", "jones"))
        dressed, _ = weigh(spelt, ("sarah", "jones"))
        assert dressed[0] >= plain[0] - 1


def test_a_name_that_is_another_name_cut_in_two_says_no_more_than_that_name() -> None:
    (cut,), cost = weigh("natalie", ("nat", "alie"))
    (whole,), _ = weigh("natalie", ("natalie", ""))
    assert cost.otherwise[0] < -5
    assert cut < whole + 3
    (weight,), _ = weigh("hannahbaker", ("anna", "baker"))
    assert weight < 6


def test_somebody_elses_forename_beside_the_surname_contradicts() -> None:
    (weight,), _ = weigh("sarahjones", ("", "jones"))
    assert weight < 0


def test_what_a_handle_says_of_one_person_on_the_roster_explains_it_to_the_next() -> None:
    alone, _ = weigh("gildebrandny", ("", "gild"))
    among, _ = weigh("gildebrandny", ("", "gild"), words=lexicon_with([], ["gildebrand"]))
    assert among[0] < alone[0] - 5


def test_a_name_by_chance_in_strange_letters_says_less_the_shorter_it_is() -> None:
    (short,), _ = weigh("qvleezk", ("", "lee"))
    (long,), _ = weigh("qvfeatherstonezk", ("", "featherstone"))
    assert short < 6
    assert long > 6


def test_a_surname_alone_or_with_an_initial_stays_weaker_than_a_full_name() -> None:
    (alone,), _ = weigh("jones", ("", "jones"))
    (initial,), _ = weigh("sjones", ("s", "jones"))
    (full,), _ = weigh("sarahjones", ("sarah", "jones"))
    assert alone < initial < full


def test_a_name_may_run_over_a_wrong_split() -> None:
    (weight,), _ = weigh("mike mc govern", ("mike", "mcgovern"))
    assert weight > 15


def test_letters_between_the_names_are_counted() -> None:
    _, cost = weigh("sarahkjones", ("sarah", "jones"))
    assert cost.between[0] == 1


def seldom(forename: str, middle: str, surname: str) -> set[str]:
    row = {"person_id": "1", "name_kind": "legal", "forename": forename, "middle": middle, "surname": surname}
    names = pa.Table.from_pylist([row | {"full_name": ""}], schema=NAMES)
    (person,) = people_of(names)
    return {form.word for form in seldom_forms(person)}


def test_initials_of_a_whole_name_are_looked_for_and_a_long_surname_cut_short() -> None:
    assert seldom("Ada", "Mary", "Whitfield-Brown") >= {"wb", "awb", "amwb", "whit", "whitfi"}
    assert seldom("Ada", "", "Stone") == set()


def test_levels_of_both_fields_have_a_chance_for_anybody() -> None:
    fields: tuple[Field, Field] = ("forename", "surname")
    for field in fields:
        levels = np.arange(len(LEVELS[field]))
        words = ["sarah"] * len(levels)
        assert np.isfinite(chance_of_anybody(field, words, levels, np.zeros(len(levels)))).all()
