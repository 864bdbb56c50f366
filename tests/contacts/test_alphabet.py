"""Names stand where a reader looks for them."""

import pytest

from outreach.contacts.alphabet import place_of


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Águas do Porto", "aguas do porto"),
        ("ØRSTED", "orsted"),
        ("Straße & Söhne", "strasse & sohne"),
        ("Łódź", "lodz"),
        ("三菱", "三菱"),
        ("", ""),
    ],
)
def test_neither_accents_nor_capitals_make_a_difference(name: str, place: str) -> None:
    assert place_of(name, longest=200) == place


def test_a_long_name_is_cut_to_fit() -> None:
    assert place_of("ﬃ" * 100, longest=200) == "ffi" * 66 + "ff"
