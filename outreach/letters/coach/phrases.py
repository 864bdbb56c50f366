"""Pieces from which patterns over the plain form of a text are built. Pure."""

import re

W = r"[^ \n]+"
"""One word; words are cut at forty letters, so that a pattern with gaps stays linear."""


def upto(words: int) -> str:
    """A gap of at most so many words, each with its space before it."""
    return rf"(?: {W}){{0,{words}}}?"


def saying(*alternatives: str) -> re.Pattern[str]:
    """A pattern for whole words of the plain form, whichever alternative comes first."""
    return re.compile(r" (?:" + "|".join(alternatives) + r")(?= )")


def opening(*alternatives: str) -> re.Pattern[str]:
    """As ``saying``, at the start of a sentence."""
    return re.compile(r"(?:^|(?<=\n)) (?:" + "|".join(alternatives) + r")(?= )")
