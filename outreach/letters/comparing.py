"""Two states of a letter side by side, word by word. Pure."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"\s*\S+|\s+\Z")


class Piece(NamedTuple):
    """A stretch of words; ``is_changed`` if the other side does not have it here."""

    text: str
    is_changed: bool


Side = tuple[Piece, ...]


def compare(before: str, after: str) -> tuple[Side, Side]:
    """Both texts in stretches that are the same or changed; put together they are the texts again.

    Breaks and blanks belong to the word behind them and do not count as a change
    by themselves.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    for what, a, b, c, d in matcher.get_opcodes():
        for side, words in ((left, old[a:b]), (right, new[c:d])):
            if words:
                side.extend(_pieces("".join(words), what != "equal"))
    return tuple(left), tuple(right)


def _pieces(text: str, is_changed: bool) -> list[Piece]:
    """A stretch, with the blanks before it left unmarked."""
    bare = text.lstrip()
    blanks = text[: len(text) - len(bare)]
    return [Piece(part, changed) for part, changed in ((blanks, False), (bare, is_changed)) if part]
