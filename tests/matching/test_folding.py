"""Letters as they are compared: fancy, disguised and foreign ones."""

import pytest

from matching.folding import folded, native_words, plain
from matching.names import parse_name
from matching.reference import rows
from matching.scripts.whole_names import puts_family_first


@pytest.mark.parametrize(
    "written",
    [
        "Sarah Scott",
        "𝓢𝓪𝓻𝓪𝓱 𝓢𝓬𝓸𝓽𝓽",
        "Ｓａｒａｈ Ｓｃｏｔｔ",
        "Ⓢⓐⓡⓐⓗ 🅂🄲🄾🅃🅃",
        "ꜱᴀʀᴀʜ ꜱᴄᴏᴛᴛ",
        "S̶a̶r̶a̶h̶ S̶c̶o̶t̶t̶",
        "Sаrаh Sсоtt",
        "Sarah ЅСОТТ",
        "ѕαяαн ѕ¢σтт".replace("¢", "c"),
        "ᔕᗩᖇᗩᕼ ᔕᑕOTT",
        "🌸 Sarah 🌸 Scott 🌸",
    ],
)
def test_a_name_in_fancy_or_borrowed_letters_is_the_name_it_looks_like(written):
    assert parse_name(written).words == ("sarah", "scott")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Сара", ("sara",)),
        ("Сара Jones", ("sara", "jones")),
        ("Anna Роса", ("anna", "rosa")),
        ("MariaМария", ("maria", "mariya")),
        ("Анна-Maria", ("anna", "maria")),
    ],
)
def test_a_name_that_is_truly_in_another_script_stays_in_it(written, words):
    assert parse_name(written).words == words


def test_letters_that_look_latin_are_listed_once_each():
    letters = [row["letter"] for row in rows("lookalikes")]
    assert len(letters) == len(set(letters))
    assert {row["likeness"] for row in rows("lookalikes")} == {"exact", "styled"}
    assert all(plain(letter) == letter for letter in letters if not row_is_ornamental(letter))


def row_is_ornamental(letter: str) -> bool:
    """Whether a letter is of a syllabary that serves as ornament here."""
    return "\u13a0" <= letter <= "\u167f"


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("フィオナ", "fiona"),
        ("シュウ", "shuu"),
        ("じゅん", "jun"),
        ("ウォーカー", "woka"),
        ("ハッサン", "hassan"),
    ],
)
def test_kana_are_written_as_people_romanise_them(written, latin):
    assert folded(written) == latin


def test_a_foreign_name_in_ideographs_keeps_its_order_and_its_words():
    assert parse_name("哈利·波特").words == ("hali", "bote")
    assert parse_name("维维亚尼").words == ("weiweiyani",)


def test_a_family_name_comes_first_where_the_whole_name_is_in_ideographs():
    assert parse_name("王小明").words == ("xiao", "ming", "wang")
    assert parse_name("김 민준").words == ("minjun", "gim")
    assert parse_name("Sarah 王").words == ("sarah", "wang")
    assert parse_name("欧阳小明").words == ("xiao", "ming", "ouyang")
    assert parse_name("佐藤 さくら").words == ("sakura", "zuoteng")


@pytest.mark.parametrize(
    "foreign", ["哈利·波特", "亨利", "亨利 Smith", "존 하드윅", "베네딕트", "Anna", "王·Smith"]
)
def test_a_name_that_begins_with_no_family_name_keeps_its_order(foreign):
    assert not puts_family_first(foreign)


def test_each_word_is_known_by_what_it_was_written_as():
    assert native_words("Мария Jones") == {"mariya": "Мария"}
    assert native_words("محمد علي") == {"mhmd": "محمد", "ly": "علي", "mhmdly": "محمدعلي"}
    assert native_words("Sarah Jones") == {}


def test_ideographs_written_without_a_space_are_also_known_together():
    known = native_words("王小明")
    assert known["wang"] == "王"
    assert known["xiaoming"] == "小明"
    assert known["wangxiaoming"] == "王小明"


@pytest.mark.parametrize(
    "text", ["王小明", "김 민준", "ハリー・ポッター", "श्रीनिवास राव", "Юлія Іванова", "شهزاد"]
)
def test_every_word_of_a_name_in_another_script_has_a_native_word(text):
    assert set(parse_name(text).words) <= native_words(text).keys()
