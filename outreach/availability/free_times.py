"""The times on offer, asked for with plain values in one call. Pure.

    >>> free_times(
    ...     timezone="Europe/Berlin", weekly={"tuesday": "9–10:30"}, length=30, busy=[("2026-11-24T09:00+01:00", 15)],
    ...     now="2026-11-23T08:00+01:00", since="2026-11-24", until="2026-11-24",
    ... )
    ['2026-11-24T09:30:00+01:00', '2026-11-24T10:00:00+01:00']

Days are dates or their ISO spelling, instants aware datetimes or theirs with an
offset, durations minutes or timedeltas, hours a line such as "9–12, 13–17" or
pairs of clock times. The pages ask ``slots.open_slots`` for the same with the
values that they have; there is no second way to an answer.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TypedDict, Unpack

from outreach.availability.hours import Hours, Travel, Window, at_minute
from outreach.availability.reading import clock_of, hours_in, windows_of
from outreach.availability.rules import Cap, Rules
from outreach.availability.slots import Taken, open_slots, why_not
from outreach.timespan import TimeSpan

Day = date | str
Instant = datetime | str
Minutes = int | timedelta
HoursOfADay = str | Iterable[tuple[time | str, time | str]]
Stretch = tuple[Instant, Instant | Minutes]
"""From, and until or how long."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
A_DAY = timedelta(days=1)


class Kept(TypedDict, total=False):
    """What is kept: hours, days, rules and what is in the calendar. Only ``timezone`` and ``length`` are needed."""

    timezone: str
    weekly: Mapping[int | str, HoursOfADay]
    """By weekday: its name, the three letters that it begins with, or its number from Monday, 0."""
    exceptions: Mapping[Day, HoursOfADay]
    """Other hours of single dates; none is a day off."""
    away: Iterable[Day | tuple[Day, Day]]
    """Dates, or the first and the last of several."""
    holidays: Iterable[Day | tuple[Day, Day]]
    """Dates on which the weekly hours do not count."""
    travel: Iterable[tuple[Day, Day, str]]
    """First day, last day, and the zone that the hours are kept in."""
    busy: Iterable[Stretch]
    bookings: Iterable[Stretch]
    holds: Iterable[Stretch]
    length: Minutes
    increment: Minutes
    """As long as the conversation, if nothing is said."""
    start_offset: Minutes
    buffer_before: Minutes
    buffer_after: Minutes
    notice: Minutes
    not_same_day: bool
    horizon: int | timedelta
    """Days."""
    first_day: Day
    last_day: Day
    most_a_day: int
    time_a_day: Minutes
    most_a_week: int
    time_a_week: Minutes


def free_times(
    *, now: Instant, since: Day | Instant, until: Day | Instant, **kept: Unpack[Kept]
) -> list[str]:
    """The starts on offer, soonest first, on the host's clock in ISO 8601 with the offset.

    ``since`` and ``until`` are whole days of the host, both included, or
    instants. Raises ValueError, with a sentence, for values that cannot be meant.
    """
    hours = hours_of(**kept)
    within = TimeSpan(_edge(since, hours), _edge(until, hours, is_end=True))
    found = open_slots(hours, rules_of(**kept), taken_of(**kept), now=instant(now), within=within)
    return [_on_the_clock(slot.start, hours) for slot in found]


def why_not_free(start: Instant, *, now: Instant, **kept: Unpack[Kept]) -> str | None:
    """The code of the reason why a start is not on offer, one of ``slots.Reason``; None if it is."""
    begins = datetime.fromisoformat(start) if isinstance(start, str) else start
    return why_not(begins, hours_of(**kept), rules_of(**kept), taken_of(**kept), now=instant(now))


def hours_of(**kept: Unpack[Kept]) -> Hours:
    return Hours(
        timezone=kept["timezone"],
        weekly={_weekday(day): windows(of_day) for day, of_day in kept.get("weekly", {}).items()},
        exceptions={_day(day): windows(of_day) for day, of_day in kept.get("exceptions", {}).items()},
        away=frozenset(day for stretch in kept.get("away", ()) for day in _days(stretch)),
        is_holiday=frozenset(
            day for stretch in kept.get("holidays", ()) for day in _days(stretch)
        ).__contains__,
        travel=tuple(Travel(_day(first), _day(last), zone) for first, last, zone in kept.get("travel", ())),
    )


def rules_of(**kept: Unpack[Kept]) -> Rules:
    length, horizon = minutes(kept["length"]), kept.get("horizon")
    return Rules(
        length=length,
        increment=minutes(kept.get("increment", length)),
        start_offset=minutes(kept.get("start_offset", 0)),
        buffer_before=minutes(kept.get("buffer_before", 0)),
        buffer_after=minutes(kept.get("buffer_after", 0)),
        notice=minutes(kept.get("notice", 0)),
        not_same_day=kept.get("not_same_day", False),
        horizon=horizon * A_DAY if isinstance(horizon, int) else horizon,
        first_day=_day(kept["first_day"]) if "first_day" in kept else None,
        last_day=_day(kept["last_day"]) if "last_day" in kept else None,
        per_day=Cap(kept.get("most_a_day"), minutes(kept["time_a_day"]) if "time_a_day" in kept else None),
        per_week=Cap(
            kept.get("most_a_week"), minutes(kept["time_a_week"]) if "time_a_week" in kept else None
        ),
    )


def taken_of(**kept: Unpack[Kept]) -> Taken:
    return Taken(
        busy=[_span(stretch) for stretch in kept.get("busy", ())],
        bookings=[_span(stretch) for stretch in kept.get("bookings", ())],
        holds=[_span(stretch) for stretch in kept.get("holds", ())],
    )


def windows(of_day: HoursOfADay) -> tuple[Window, ...]:
    """The windows of one day, from a line or from pairs of clock times; midnight as an end is 24:00.

    Where pairs overlap they count as one window; in a line, that somebody typed, it would be a mistake.
    """
    if isinstance(of_day, str):
        read = hours_in(of_day)
    else:
        pairs = ([(_clock(opens), _clock(closes))] for opens, closes in of_day)
        read = [window for pair in pairs for window in windows_of(pair)]
    return tuple((at_minute(starts), at_minute(ends)) for starts, ends in read)


def minutes(duration: Minutes) -> timedelta:
    return timedelta(minutes=duration) if isinstance(duration, int) else duration


def instant(at: Instant) -> datetime:
    """An aware datetime. Raises ValueError for one without an offset."""
    read = datetime.fromisoformat(at) if isinstance(at, str) else at
    if read.utcoffset() is None:
        raise ValueError(f"{at} has no offset from UTC, so it is no instant.")
    return read


def _clock(at: time | str) -> str:
    return at if isinstance(at, str) else clock_of(at.hour * 60 + at.minute)


def _day(day: Day) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def _days(stretch: Day | tuple[Day, Day]) -> Iterable[date]:
    first, last = (_day(day) for day in (stretch if isinstance(stretch, tuple) else (stretch, stretch)))
    return [first + day * A_DAY for day in range((last - first).days + 1)]


def _weekday(day: int | str) -> int:
    if isinstance(day, int):
        return day
    named = [number for number, name in enumerate(WEEKDAYS) if name[:3] == day.lower()[:3]]
    if not named:
        raise ValueError(f"“{day}” is not a day of the week.")
    return named[0]


def _span(stretch: Stretch) -> TimeSpan:
    start, end = instant(stretch[0]), stretch[1]
    if isinstance(end, int | timedelta):
        return TimeSpan(start, start.astimezone(UTC) + minutes(end))
    return TimeSpan(start, instant(end))


def _edge(edge: Day | Instant, hours: Hours, *, is_end: bool = False) -> datetime:
    if isinstance(edge, datetime) or (isinstance(edge, str) and "T" in edge):
        return instant(edge)
    day = hours.whole_day(_day(edge))
    return day.end if is_end else day.start


def _on_the_clock(start: datetime, hours: Hours) -> str:
    """The instant in the zone that is kept on its day."""
    zone = hours.zone_on(hours.day_of(start))
    return start.astimezone(zone).isoformat()
