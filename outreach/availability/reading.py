"""Hours as people type them, read into minutes after midnight. Pure."""

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise

from outreach.availability.hours import MIDNIGHT, Window
from outreach.errors import OutreachError

A_DAY = 24 * 60
MOST_WINDOWS = 12
"""Stretches that one day may have: more would be a mistake, or an attack."""
BETWEEN = re.compile(r"\s*(?:[,;]|\band\b)\s*", re.ASCII)
UNTIL = re.compile(r"\s*(?:[-–—]|\b(?:to|until|till)\b)\s*", re.ASCII)
ALL_DAY, NO_DAY = {"all day", "always", "open"}, {"", "off", "none", "no", "closed", "-", "–"}
TIME = re.compile(r"(\d{1,2})(?:[:.h ]?([0-5]\d))? ?(am|pm)?", re.ASCII)

Minutes = tuple[int, int]
"""From, until: in minutes after midnight; 1440 is the end of the day."""


class UnclearHours(OutreachError, ValueError):
    """What was typed is no time of day, or no stretch of one."""


def minute_of(text: str) -> int:
    """The minute after midnight that a typed time means; "24:00" is 1440. Raises UnclearHours."""
    read = TIME.fullmatch(" ".join(text.lower().split()))
    if read is None:
        raise UnclearHours(f"“{text[:20]}” is not a time of day. Write it like 09:00.")
    hour, minute, half = int(read[1]), int(read[2] or 0), read[3]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99
    if hour * 60 + minute > A_DAY:
        raise UnclearHours(f"“{text[:20]}” is not a time of day. A day ends at 24:00.")
    return hour * 60 + minute


def clock_of(minute: int) -> str:
    """ "09:00" for 540, "24:00" for 1440."""
    return f"{minute // 60:02}:{minute % 60:02}"


def hours_in(text: str) -> list[Minutes]:
    """The windows of one day as people write them in one line, in order: "9–12, 1–5 pm".

    Nothing, or "off", is none. Raises UnclearHours for what is no stretch of
    time, what runs backwards or overlaps, and more than MOST_WINDOWS of them.
    """
    plain = " ".join(text.lower().replace("–", "-").replace("—", "-").split())
    if plain in NO_DAY:
        return []
    if plain in ALL_DAY:
        return [(0, A_DAY)]
    pieces = [piece for piece in BETWEEN.split(plain) if piece]
    if len(pieces) > MOST_WINDOWS:
        raise UnclearHours(
            f"That is a lot for one day. Join some of it: a day has up to {MOST_WINDOWS} stretches."
        )
    return windows_of(_ends(piece) for piece in pieces)


@lru_cache(maxsize=256)
def in_line(windows: tuple[Window, ...]) -> str:
    """Windows on the clock as a line that ``hours_in`` reads back: "09:00–12:00, 13:00–24:00".

    The latest are remembered by the windows alone: most days of a month have the same.
    """
    return ", ".join(
        f"{opens:%H:%M}–{'24:00' if closes == MIDNIGHT else f'{closes:%H:%M}'}" for opens, closes in windows
    )


def _ends(piece: str) -> tuple[str, str]:
    """The two ends of "9-5 pm". One that has no half of the day takes the other's, if it then comes before it."""
    ends = UNTIL.split(piece)
    if len(ends) != 2:
        raise UnclearHours(f"“{piece[:30]}” is not a stretch of time. Write it like 09:00–12:00.")
    opens, closes = (end.strip() for end in ends)
    half = closes[-2:]
    if half in {"am", "pm"} and opens[-2:] not in {"am", "pm"} and opens:
        with suppress(UnclearHours):
            if minute_of(opens + half) < minute_of(closes):
                opens += half
    return opens, closes


def windows_of(typed: Iterable[tuple[str, str]]) -> list[Minutes]:
    """The windows of one day, in order; a pair of blanks is none.

    Raises UnclearHours for half a window, one that ends before it begins, and
    two that overlap. Midnight as an end is the end of the day.
    """
    windows = sorted(
        _window(opens.strip(), closes.strip()) for opens, closes in typed if opens.strip() or closes.strip()
    )
    for (_, ends), (starts, _) in pairwise(windows):
        if starts < ends:
            raise UnclearHours(
                f"The two stretches overlap: the second begins at {clock_of(starts)}, before the first ends "
                f"at {clock_of(ends)}."
            )
    return windows


def _window(opens: str, closes: str) -> Minutes:
    if not opens or not closes:
        raise UnclearHours("Give both a beginning and an end, or leave both empty.")
    starts, ends = minute_of(opens), minute_of(closes) or A_DAY
    if ends <= starts:
        raise UnclearHours(
            f"From {clock_of(starts)} to {clock_of(ends)} runs backwards. For hours past midnight, end at 24:00 "
            "and go on the next day at 00:00."
        )
    return starts, ends
