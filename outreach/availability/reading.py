"""Hours as people type them, read into minutes after midnight. Pure."""

import re
from collections.abc import Iterable
from itertools import pairwise

from outreach.errors import OutreachError

A_DAY = 24 * 60
TIME = re.compile(r"(\d{1,2})(?:[:.h ]?([0-5]\d))? ?(am|pm)?", re.ASCII)

Minutes = tuple[int, int]
"""From, until: in minutes after midnight; 1440 is the end of the day."""


class UnclearHours(OutreachError):
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
