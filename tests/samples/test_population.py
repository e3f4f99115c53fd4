from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from samples.chance import Weighted, quota, stream
from samples.letters import address_form, plain
from samples.name_tables import TABLES, forenames, origins, rows, short_forms, surnames
from samples.population import draw_person

MANY = 20_000


def people(seed: int = 1) -> list[str]:
    rng = stream(seed, "test")
    return [draw_person(rng).full_name for _ in range(MANY)]


def test_every_origin_has_names_for_both_sexes_and_for_parents_and_children() -> None:
    for origin in origins():
        for sex in "FM":
            assert surnames()[origin, sex]
            assert forenames()[origin, sex, "parent"]
            assert forenames()[origin, sex, "child"]


def test_surnames_have_a_common_head_and_a_long_tail() -> None:
    counts = Counter(name.split(" ")[-1] for name in people())
    assert 0.005 < counts.most_common(1)[0][1] / MANY < 0.02
    assert len(counts) > 4_000


def test_two_strangers_share_a_full_name_about_as_often_as_in_britain() -> None:
    counts = Counter(people())
    shared = sum(count * (count - 1) for count in counts.values()) / (MANY * (MANY - 1))
    assert 2e-6 < shared < 2e-5


def test_names_keep_the_spelling_of_their_language() -> None:
    assert set("łşéëśńığ") <= set("".join(people()))


def test_a_short_form_is_never_the_forename_itself() -> None:
    assert all(forename not in shorts for forename, shorts in short_forms().items())


@given(st.text())
def test_plain_text_stays_plain_and_an_address_form_is_a_to_z(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert set(address_form(text)) <= set("abcdefghijklmnopqrstuvwxyz")


@given(st.dictionaries(st.text(), st.floats(0.01, 100), min_size=1), st.integers())
def test_only_what_is_in_a_table_is_drawn_from_it(weights: dict[str, float], seed: int) -> None:
    table = Weighted.of(weights.items())
    assert table.draw(stream(seed, "test")) in weights
    assert abs(sum(map(table.share, weights)) - 1) < 1e-9


@given(st.integers(0, 500), st.floats(0, 0.2), st.integers(0, 20), st.integers())
def test_a_quota_is_met_where_there_is_room(among: int, share: float, at_least: int, seed: int) -> None:
    places = quota(stream(seed, "test"), among, share, at_least)
    assert len(places) >= min(at_least, among // 4)
    assert all(0 <= place < among for place in places)


def test_every_table_and_every_source_is_accounted_for() -> None:
    said = (TABLES / "README.md").read_text(encoding="utf-8")
    for path in TABLES.iterdir():
        assert path.name in said or path.name == "README.md"
    for source in {row["source"] for table in ("forenames", "surnames") for row in rows(table)}:
        assert f"| `{source}` |" in said


def test_no_name_stands_twice_for_one_origin() -> None:
    given = [(row["origin"], row["sex"], row["generation"], row["forename"]) for row in rows("forenames")]
    family = [(row["origin"], row["surname"]) for row in rows("surnames")]
    assert len(set(given)) == len(given)
    assert len(set(family)) == len(family)
