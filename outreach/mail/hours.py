"""The hours in which a letter may arrive, on the clock of whoever reads it. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

FURTHEST = 370
"""Days looked ahead. Nowhere on earth is there a year of holidays."""

DayOff = Callable[[date], bool]


def never_off(_day: date) -> bool:
    """For where nobody knows the holidays."""
    return False


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekdays (Monday is 0) and minutes after midnight, half-open. All of every day if there are none."""

    days: frozenset[int]
    opens: int
    closes: int
    skips_holidays: bool = True

    @property
    def is_always(self) -> bool:
        """Whether nothing is ruled out, or everything is, which nobody can mean."""
        return not self.days or self.opens >= self.closes


def next_allowed(
    instant: datetime, hours: Hours, *, timezone: str, is_day_off: DayOff = never_off
) -> datetime:
    """The first moment from ``instant`` on that lies in these hours on the clocks of ``timezone``, in UTC.

    ``instant`` is aware. Where the clocks are put forward over the opening, it
    is the moment after; where they are put back, the first of the two. If
    ``is_day_off`` leaves no day of a whole year, the holidays are disregarded.
    Raises ValueError if ``instant`` is naive.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware")
    instant = instant.astimezone(UTC)
    if hours.is_always:
        return instant
    zone = ZoneInfo(timezone)
    for day in _days_from(instant.astimezone(zone).date()):
        if day.weekday() not in hours.days or (hours.skips_holidays and is_day_off(day)):
            continue
        opening, closing = _at(day, hours.opens, zone), _at(day, hours.closes, zone)
        if opening < closing and instant < closing:
            return max(instant, opening)
    return next_allowed(instant, hours, timezone=timezone)


def is_allowed(instant: datetime, hours: Hours, *, timezone: str, is_day_off: DayOff = never_off) -> bool:
    """Whether ``instant`` lies in these hours."""
    return next_allowed(instant, hours, timezone=timezone, is_day_off=is_day_off) == instant


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=ahead) for ahead in range(FURTHEST))


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """That minute of the day in UTC; midnight at its end is 1440."""
    wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC)
