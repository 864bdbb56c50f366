"""A calendar as days on one clock, each thing in its place. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from outreach.availability.reading import clock_of
from outreach.bookings.diary import Happening
from outreach.timespan import TimeSpan

A_DAY = timedelta(days=1)
MIDNIGHT = time(0)
MINUTES_A_DAY = 24 * 60
ROW = 15
"""Minutes that one row of the drawing stands for; whatever is shorter takes two of them."""
FIRST_HOUR, LAST_HOUR = 8, 18
"""The hours that are always drawn."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing on one day: its minutes on the clock of that day, and its lane beside others."""

    happening: Happening
    starts: int
    ends: int
    lane: int

    @property
    def is_all_day(self) -> bool:
        return (self.starts, self.ends) == (0, MINUTES_A_DAY)

    @property
    def begins(self) -> str:
        return clock_of(self.starts)

    @property
    def until(self) -> str:
        """ "15:20", or "24:00" for what goes on tomorrow."""
        return clock_of(self.ends)


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day, and what stands in it by its beginning."""

    on: date
    things: tuple[Placed, ...]
    is_today: bool

    @property
    def all_day(self) -> list[Placed]:
        return [thing for thing in self.things if thing.is_all_day]

    @property
    def timed(self) -> list[Placed]:
        return [thing for thing in self.things if not thing.is_all_day]


def stretch_of(days: Sequence[date], zone: ZoneInfo) -> TimeSpan:
    """From the first midnight to the last, on the clock of a zone."""
    return TimeSpan(
        datetime.combine(days[0], MIDNIGHT, zone), datetime.combine(days[-1] + A_DAY, MIDNIGHT, zone)
    )


def days_of(
    happenings: Iterable[Happening], days: Sequence[date], zone: ZoneInfo, *, today: date
) -> list[ShownDay]:
    """Each day with what falls on it; what lasts over midnight stands on every day that it touches."""
    by_day: dict[date, list[tuple[int, int, Happening]]] = {day: [] for day in days}
    for happening in happenings:
        start, end = happening.span.start.astimezone(zone), happening.span.end.astimezone(zone)
        day = max(start.date(), days[0])
        while day <= min(end.date(), days[-1]):
            starts = _minute(start) if day == start.date() else 0
            ends = _minute(end) if day == end.date() else MINUTES_A_DAY
            if day == start.date() or ends:  # what ends at midnight is not on the next day
                # An hour that comes twice can end on the clock before it begins.
                by_day[day].append((starts, max(ends, starts + 1), happening))
            day += A_DAY
    return [ShownDay(day, _in_lanes(by_day[day]), day == today) for day in days]


def hours_of(days: Iterable[ShownDay]) -> range:
    """The hours to draw so that everything finds its place."""
    timed = [thing for day in days for thing in day.timed]
    first = min([FIRST_HOUR, *(thing.starts // 60 for thing in timed)])
    last = max([LAST_HOUR, *(-(-thing.ends // 60) for thing in timed)])
    return range(first, last)


def _in_lanes(things: list[tuple[int, int, Happening]]) -> tuple[Placed, ...]:
    """The things of one day, each in the first lane that is free by then."""
    ends: list[int] = []
    placed = []
    for starts, until, happening in sorted(things, key=lambda thing: thing[:2]):
        lane = next((lane for lane, busy in enumerate(ends) if busy <= starts), len(ends))
        ends[lane : lane + 1] = [max(until, starts + 2 * ROW)]
        placed.append(Placed(happening, starts, until, lane))
    return tuple(placed)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute
