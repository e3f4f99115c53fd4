"""Which texts are telephone numbers rather than names."""

import pytest

from connectors.telephones import is_telephone


@pytest.mark.parametrize(
    "text",
    [
        "+44 7700 900123",
        "(020) 7946-0018",
        "[020] 7946 0018",
        "020.7946.0018",
        "020/79460018",
        "07700\u2011900\u2011123",
        "07700\u2013900\u2013123",
        "07700\u2212900123",
        "\u202a+44\u00a07700\u00a0900123\u202c",
        "\uff0b\uff14\uff14 \uff17\uff17\uff10\uff10 \uff19\uff10\uff10\uff11\uff12\uff13",
        "\u0660\u0661\u0662\u0663\u0664\u0665\u0666",
        " 900123\n",
    ],
)
def test_a_number_is_a_telephone_number_however_it_is_written(text: str) -> None:
    assert is_telephone(text)


@pytest.mark.parametrize(
    "text", ["", "Ada Quill", "Ada 7700900123", "user7700900123", "12345", "+()", "1234567 x", "7700_900123"]
)
def test_a_text_with_a_letter_or_few_digits_is_no_telephone_number(text: str) -> None:
    assert not is_telephone(text)
