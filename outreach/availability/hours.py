"""The hours an account keeps, on its own clock, and the instants they fall on. Pure.

A clock time becomes an instant once, here, by the rules of its zone; whatever
comes after works with instants. Where a clock is put forward, a time that the
clock skips counts as that much later. Where it is put back, a window runs from
the first reading of its start to the last reading of its end, so the hour that
comes twice is open twice.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from outreach.timespan import TimeSpan
from outreach.zones import known_zone

Window = tuple[time, time]
"""From, until: on the clock, of one day."""

MIDNIGHT = time(0)
"""As the end of a window: 24:00, the end of its day."""

MINUTES_A_DAY = 24 * 60
A_DAY = timedelta(days=1)


def never(_day: date) -> bool:
    """No day is a public holiday, or they do not matter."""
    return False


def at_minute(minute: int) -> time:
    """The clock time so many minutes after midnight; 1440 is MIDNIGHT at the end of the day.

    Raises ValueError outside 0 to 1440.
    """
    if not 0 <= minute <= MINUTES_A_DAY:
        raise ValueError(f"A day has minutes 0 to 1440, so there is no minute {minute}.")
    return time(minute // 60 % 24, minute % 60)


@dataclass(frozen=True, slots=True)
class Travel:
    """Days, ``first`` to ``last`` inclusive, on which the hours are kept in another zone.

    Raises ValueError if it ends before it begins, UnknownZone (one too).
    """

    first: date
    last: date
    timezone: str

    def __post_init__(self) -> None:
        known_zone(self.timezone)
        if self.last < self.first:
            raise ValueError(f"A journey cannot end on {self.last}, before it begins on {self.first}.")


@dataclass(frozen=True, slots=True)
class Hours:
    """When an account can talk, on the clock of its zone.

    ``weekly`` has the windows of each weekday, Monday being 0. ``exceptions``
    has other windows for single dates; none at all is a day off, and so is a
    date in ``away``. ``is_holiday`` tells the dates on which the weekly windows do
    not count; an exception does. Windows of one day that overlap count as one; windows that
    touch stay two. Raises ValueError if a window ends before it begins or a
    weekday does not exist, UnknownZone (a ValueError too).
    """

    timezone: str
    weekly: Mapping[int, tuple[Window, ...]]
    exceptions: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    away: frozenset[date] = frozenset()
    travel: tuple[Travel, ...] = ()
    is_holiday: Callable[[date], bool] = never

    def __post_init__(self) -> None:
        known_zone(self.timezone)
        for weekday in self.weekly:
            if weekday not in range(7):
                raise ValueError(f"Weekdays run from 0, Monday, to 6, Sunday; there is no {weekday}.")
        for windows in chain(self.weekly.values(), self.exceptions.values()):
            for opens, closes in windows:
                _refuse_nonsense(opens, closes)

    def timezone_on(self, day: date) -> str:
        """The zone whose clock is kept on this day: that of a journey, or the usual one."""
        for journey in self.travel:
            if journey.first <= day <= journey.last:
                return journey.timezone
        return self.timezone

    def zone_on(self, day: date) -> ZoneInfo:
        """The same, as a zone to read clocks in."""
        return known_zone(self.timezone_on(day))

    def is_off(self, day: date) -> bool:
        """Whether this very date was taken off; a weekday that has no hours is not."""
        return day in self.away or self.exceptions.get(day) == ()

    def rests_on(self, day: date) -> bool:
        """Whether the hours of this weekday do not count because the date is a public holiday."""
        has_hours = day not in self.exceptions and bool(self.weekly.get(day.weekday()))
        return has_hours and self.is_holiday(day)

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """The windows of this date, on the clock."""
        if day in self.away or self.rests_on(day):
            return ()
        windows = self.exceptions.get(day)
        return self.weekly.get(day.weekday(), ()) if windows is None else windows

    def open_on(self, day: date) -> tuple[TimeSpan, ...]:
        """The windows of this date as instants in UTC, in order, none overlapping another."""
        return open_stretches(day, self.windows_on(day), self.timezone_on(day))

    def day_of(self, instant: datetime) -> date:
        """The date that the account's calendar shows at this instant."""
        at_home = instant.astimezone(known_zone(self.timezone)).date()
        return instant.astimezone(self.zone_on(at_home)).date()

    def whole_day(self, day: date) -> TimeSpan:
        """From midnight to midnight, in the zone of this day. In the days of a journey two can overlap."""
        return _day_long(day, self.timezone_on(day))

    def whole_week(self, day: date) -> TimeSpan:
        """The week of this date, Monday to Sunday (ISO 8601)."""
        monday = day - timedelta(days=day.weekday())
        return TimeSpan(
            self.whole_day(monday).start,
            self.whole_day(monday + timedelta(days=6)).end,
        )


@lru_cache(maxsize=4096)
def midnight(day: date, timezone: str) -> datetime:
    """The instant at which this date begins in this zone, in UTC."""
    return _first_reading(day, MIDNIGHT, known_zone(timezone))


@lru_cache(maxsize=4096)
def _day_long(day: date, timezone: str) -> TimeSpan:
    return TimeSpan(midnight(day, timezone), midnight(day + A_DAY, timezone))


def readings(day: date, at: time, timezone: str) -> tuple[datetime, ...]:
    """The instants, in UTC, at which a clock shows this time: two in an hour that comes twice.

    For a time that the clock skips, the one that counts instead. Raises UnknownZone.
    """
    zone = known_zone(timezone)
    return tuple(sorted({_first_reading(day, at, zone), _last_reading(day, at, zone)}))


def open_stretches(day: date, windows: tuple[Window, ...], timezone: str) -> tuple[TimeSpan, ...]:
    """The instants, in UTC, at which these windows of this day are open."""
    merged: list[TimeSpan] = []
    for stretch in sorted(_instants(day, windows, timezone)):
        if merged and merged[-1].overlaps(stretch):
            merged[-1] = TimeSpan(merged[-1].start, max(merged[-1].end, stretch.end))
        else:
            merged.append(stretch)
    return tuple(merged)


def _instants(day: date, windows: tuple[Window, ...], timezone: str) -> Iterator[TimeSpan]:
    """Each window between its instants, unless a change of the clock swallows it."""
    zone, today, tomorrow = known_zone(timezone), midnight(day, timezone), midnight(day + A_DAY, timezone)
    # No clock is changed and changed back in one day: where a day has its 24 hours, its times just add up.
    is_plain = tomorrow - today == A_DAY
    for opens, closes in windows:
        if is_plain:
            start, end = today + _since_midnight(opens), today + (_since_midnight(closes) or A_DAY)
        else:
            start = _first_reading(day, opens, zone)
            end = tomorrow if closes == MIDNIGHT else min(_last_reading(day, closes, zone), tomorrow)
        if start < end:
            yield TimeSpan(start, end)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _first_reading(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which a clock first shows this time.

    A time that the clock skips is counted on with the offset from before, which
    moves it forward by the gap (PEP 495).
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def _last_reading(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which a clock last shows this time; one that it skips moves forward too."""
    again = datetime.combine(day, at.replace(fold=1), zone).astimezone(UTC)
    return max(again, _first_reading(day, at, zone))


def _refuse_nonsense(opens: time, closes: time) -> None:
    if opens.tzinfo or closes.tzinfo or opens.fold or closes.fold:
        raise ValueError("The hours are kept in the account’s zone, so their times carry none of their own.")
    if closes != MIDNIGHT and closes <= opens:
        raise ValueError(f"A window cannot end at {closes:%H:%M}, when it begins at {opens:%H:%M}.")
