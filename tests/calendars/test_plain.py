"""Text from people, made safe for a calendar."""

import pytest

from outreach.calendars.plain import one_line, paragraphs


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  Grace \t Hopper ", "Grace Hopper"),
        ("Grace\r\nHopper\u2028USN\x85", "Grace Hopper USN"),
        ("\u202eecarG\u202c", "ecarG"),
        ("a\0b\x1b[31m\ufeff\ud800c", "ab[31mc"),
        ("👩🏽\u200d✈️", "👩🏽\u200d✈️"),
        ("Grace Brewster Murray Hopper", "Grace Brewster Murr…"),
        ("", ""),
    ],
)
def test_one_line_is_one_line_of_visible_text(typed: str, line: str) -> None:
    assert one_line(typed, longest=20) == line


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("One\r\n\r\nTwo\rThree\n", "One\n\nTwo\nThree"),
        ("One\u2029Two\x0bThree\tFour", "One\nTwo\nThree Four"),
        ("x" * 40, "x" * 29 + "…"),
    ],
)
def test_paragraphs_keep_their_lines_and_nothing_hidden(typed: str, text: str) -> None:
    assert paragraphs(typed, longest=30) == text
