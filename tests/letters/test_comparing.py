"""Two states of a letter side by side."""

from hypothesis import given
from hypothesis import strategies as st

from outreach.letters.comparing import Side, compare


def changed(side: Side) -> list[str]:
    return [piece.text for piece in side if piece.is_changed]


def test_only_the_words_that_differ_are_marked() -> None:
    before, after = compare("Dear Ms. Hopper,\n\nI like rivers.", "Dear Grace,\n\nI like cold rivers.")
    assert changed(before) == ["Ms. Hopper,"]
    assert changed(after) == ["Grace,", "cold"]


def test_another_line_break_is_no_change() -> None:
    before, after = compare("One two\nthree", "One\ntwo three")
    assert changed(before) == changed(after) == []


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_sides_are_the_texts_again(before: str, after: str) -> None:
    left, right = compare(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after


def test_the_longest_letter_full_of_one_word_is_compared_at_once() -> None:
    left, _ = compare("a " * 10_000, "a b " * 5_000)
    assert left
