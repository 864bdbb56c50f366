"""Several things as they stand in a sentence. Pure."""

from collections.abc import Iterable


def enumerated(things: Iterable[str]) -> str:
    """“a”, “a and b”, “a, b and c”; nothing for nothing."""
    *first, last = [*things] or [""]
    return f"{', '.join(first)} and {last}" if first else last
