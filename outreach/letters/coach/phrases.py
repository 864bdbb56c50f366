"""A small notation for what people say, from which patterns over plain text are made. Pure.

One turn of phrase a line; a line that begins with "|" goes on where the last
one stopped. ``(a|b)`` is a choice, ``~3`` a gap of at most three words,
``<NAME>`` a piece defined elsewhere; all else is as in regular expressions.
"""

import re
from collections.abc import Mapping
from typing import Any

WORD = r"[^ \n]+"
"""One word; words are cut at forty letters, so that a pattern with gaps stays linear."""


def saying(lines: str, pieces: Mapping[str, Any] | None = None) -> re.Pattern[str]:
    """A pattern for whole words of the plain form, whichever line comes first."""
    return re.compile(f" (?:{piece(lines, pieces)})(?= )")


def opening(lines: str, pieces: Mapping[str, Any] | None = None) -> re.Pattern[str]:
    """As ``saying``, at the start of a sentence."""
    return re.compile(rf"(?:^|(?<=\n)) (?:{piece(lines, pieces)})(?= )")


def piece(lines: str, pieces: Mapping[str, Any] | None = None) -> str:
    """The lines as one choice, to be used inside others."""
    joined = re.sub(r"\n\s*\|", "|", lines.strip())
    one = "|".join(line.strip() for line in joined.split("\n"))
    one = re.sub(r"\((?!\?)", "(?:", one)
    one = re.sub(r"~(\d)", rf"(?: {WORD}){{0,\1}}?", one)
    return re.sub(r"<([A-Z_]+)>", lambda name: f"(?:{(pieces or {})[name[1]]})", one)


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())
