"""How names stand in order. Pure."""

import unicodedata

LIKE = str.maketrans(
    {"ø": "o", "œ": "oe", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)
"""Letters that Unicode does not take apart, as what a reader looks for them under."""


def place_of(name: str, *, longest: int) -> str:
    """What a name is sorted by: neither capitals nor accents make a difference, so “Águas” stands among the A."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.translate(LIKE)[:longest]
