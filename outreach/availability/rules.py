"""The rules of a meeting: how long, how close together, how far ahead, how many. Pure."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from operator import attrgetter

from outreach.timespan import TimeSpan

NONE = timedelta(0)
A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
TEN_YEARS = timedelta(days=3653)

BUFFER_RULE = (
    "A time is offered only if nothing in your calendar, and no other booking, touches it or the free time "
    "you asked to keep before and after it."
)
"""The rule of the buffers, in one sentence for the settings page."""


class Agreed:
    """The conversations that are agreed or kept for somebody, counted by when they start."""

    def __init__(self, spans: Iterable[TimeSpan]) -> None:
        ordered = sorted(spans, key=attrgetter("start"))
        self._starts = [span.start for span in ordered]
        self._times = list(accumulate((span.length for span in ordered), initial=NONE))

    def within(self, stretch: TimeSpan) -> tuple[int, timedelta]:
        """How many start in this stretch, and how long they are together."""
        first = bisect_left(self._starts, stretch.start)
        last = bisect_left(self._starts, stretch.end)
        return last - first, self._times[last] - self._times[first]


@dataclass(frozen=True, slots=True)
class Cap:
    """The most conversations in a day or a week, by number, by their time together, or both.

    None is no limit, and a number of 0 means none at all. Raises ValueError if
    either is negative.
    """

    count: int | None = None
    time: timedelta | None = None

    def __post_init__(self) -> None:
        if self.count is not None and self.count < 0:
            raise ValueError(f"A limit cannot be {self.count} conversations.")
        if self.time is not None and self.time < NONE:
            raise ValueError(f"A limit cannot be {self.time} of conversation.")

    def __bool__(self) -> bool:
        return self.count is not None or self.time is not None

    def is_reached(self, agreed: Agreed, stretch: TimeSpan, length: timedelta) -> bool:
        """Whether one more conversation of this length in this stretch would be too much."""
        count, time = agreed.within(stretch)
        return (self.count is not None and count >= self.count) or (
            self.time is not None and time + length > self.time
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """What is offered within the hours.

    Times start ``start_offset`` into each window and then every ``increment``
    as long as ``length`` fits. ``notice`` counts from now, by the minute;
    ``not_same_day`` refuses the rest of the account's today besides. ``horizon``
    is in whole days: 0 is today only; ``last_day`` is the last date, whichever
    comes first, and ``first_day`` the first one. The caps count bookings and
    holds, and take the whole day or ISO week off the list. Raises ValueError on
    what cannot be meant.
    """

    length: timedelta
    increment: timedelta
    start_offset: timedelta = NONE
    buffer_before: timedelta = NONE
    buffer_after: timedelta = NONE
    notice: timedelta = NONE
    not_same_day: bool = False
    horizon: timedelta | None = None
    first_day: date | None = None
    last_day: date | None = None
    per_day: Cap = Cap()
    per_week: Cap = Cap()

    def __post_init__(self) -> None:
        _refuse_outside("A conversation lasts", self.length, A_MINUTE, A_DAY)
        _refuse_outside("Times are offered every", self.increment, A_MINUTE, A_DAY)
        _refuse_outside("The first time in a window comes after", self.start_offset, NONE, A_DAY)
        _refuse_outside("The time kept free before is", self.buffer_before, NONE, A_DAY)
        _refuse_outside("The time kept free after is", self.buffer_after, NONE, A_DAY)
        _refuse_outside("The notice is", self.notice, NONE, TEN_YEARS)
        if self.horizon is not None:
            _refuse_outside("The horizon is", self.horizon, NONE, TEN_YEARS)

    def last_on(self, today: date) -> date:
        """The last date of the account's calendar that is on offer; ten years ahead if nothing says less."""
        last = today + (TEN_YEARS if self.horizon is None else self.horizon)
        return last if self.last_day is None else min(last, self.last_day)


def _refuse_outside(what: str, duration: timedelta, least: timedelta, most: timedelta) -> None:
    if not least <= duration <= most:
        raise ValueError(f"{what} between {least} and {most}, not {duration}.")
