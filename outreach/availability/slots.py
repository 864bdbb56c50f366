"""The times on offer, and why any other time is not. Pure.

``open_slots`` alone decides what is on offer: a page lists what it returns, and
a wish is accepted when it is in what it returns; ``why_not`` only explains.
The grid of times follows from the hours and the rules. Neither the guest, nor
the present moment, nor what is taken already moves it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from operator import attrgetter

from outreach.availability.hours import Hours, Window, open_stretches
from outreach.availability.rules import Agreed, Rules
from outreach.timespan import TimeSpan

A_DAY = timedelta(days=1)
AN_INSTANT = timedelta(microseconds=1)
BEFORE_TIME = datetime.min.replace(tzinfo=UTC)
END_OF_TIME = datetime(9998, 1, 1, tzinfo=UTC)
"""Nothing is offered from here on, so that there is room to calculate in."""

start_of = attrgetter("start")


class Reason(StrEnum):
    """Why a start is not on offer, in the order in which reasons are looked for."""

    NO_ZONE = "no_zone"
    PAST = "past"
    NOTICE = "notice"
    SAME_DAY = "same_day"
    NOT_YET = "not_yet"
    HORIZON = "horizon"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    OUTSIDE_HOURS = "outside_hours"
    OFF_GRID = "off_grid"
    BOOKED = "booked"
    HELD = "held"
    BUSY = "busy"
    BUFFER = "buffer"
    DAY_CAP = "day_cap"
    WEEK_CAP = "week_cap"


ORDER = {reason: place for place, reason in enumerate(Reason)}


@dataclass(frozen=True)
class Taken:
    """What is in the calendar already, in any order; the order of their starts is quickest.

    All bookings and holds of the ISO weeks that are asked for belong in it, or
    the caps count too few. A booking that is being moved is left out.
    """

    busy: Sequence[TimeSpan] = ()
    bookings: Sequence[TimeSpan] = ()
    holds: Sequence[TimeSpan] = ()

    @cached_property
    def in_order(self) -> tuple[list[datetime], list[datetime]]:
        """The beginnings and the ends of everything, in the order of the beginnings. Sorted once."""
        spans = sorted([*self.busy, *self.bookings, *self.holds], key=start_of)
        return [span.start for span in spans], [span.end for span in spans]


def open_slots(
    hours: Hours, rules: Rules, taken: Taken, *, now: datetime, within: TimeSpan
) -> list[TimeSpan]:
    """The times on offer that start within a stretch, soonest first, in UTC.

    Raises ValueError if ``now`` is naive.
    """
    asked = _Question(hours, rules, taken, now)
    first, last = max(within.start, asked.earliest), min(within.end, END_OF_TIME)
    if first >= last:
        return []
    places = [
        place
        for day in _dates(first, last, until=asked.last_day)
        if asked.closed(day) is None and asked.full(day) is None
        for place in asked.places(day)
    ]
    if hours.travel:  # Where a journey begins or ends, one instant can belong to two dates.
        places = sorted(set(places))
    wanted = slice(bisect_left(places, first, key=start_of), bisect_left(places, last, key=start_of))
    return _clear(places[wanted], rules, taken)


def why_not(start: datetime, hours: Hours, rules: Rules, taken: Taken, *, now: datetime) -> Reason | None:
    """Why this start is not on offer; None if, and only if, ``open_slots`` lists it.

    Any datetime will do, a naive one or one of the year 9999 too. Raises
    ValueError if ``now`` is naive.
    """
    asked = _Question(hours, rules, taken, now)
    if start.utcoffset() is None:
        return Reason.NO_ZONE
    if start < asked.now:
        return Reason.PAST
    if start >= END_OF_TIME:
        return Reason.HORIZON
    start = start.astimezone(UTC)
    if open_slots(hours, rules, taken, now=now, within=TimeSpan(start, start + AN_INSTANT)):
        return None
    return asked.objection(TimeSpan(start, start + rules.length))


def why_that_day(
    day: date, hours: Hours, rules: Rules, taken: Taken, *, now: datetime
) -> list[tuple[TimeSpan, Reason | None]]:
    """Every time of the grid on one date, and why it is not on offer; None for those that are.

    Raises ValueError if ``now`` is naive.
    """
    places = _Question(hours, rules, taken, now).places(day)
    return [(place, why_not(place.start, hours, rules, taken, now=now)) for place in places]


def nearest(start: datetime, slots: Iterable[TimeSpan], count: int = 3) -> list[TimeSpan]:
    """The slots that start closest to an aware ``start``, at most ``count``, soonest first."""
    return sorted(sorted(slots, key=lambda slot: abs(slot.start - start))[:count])


class _Question:
    """One account's hours, rules and calendar at one moment."""

    def __init__(self, hours: Hours, rules: Rules, taken: Taken, now: datetime) -> None:
        if now.utcoffset() is None:
            raise ValueError("The present is an aware datetime.")
        self.hours, self.rules, self.taken = hours, rules, taken
        self.now = now.astimezone(UTC)
        self.earliest = self.now + rules.notice
        self.today = hours.day_of(now)
        self.last_day = rules.last_on(self.today)
        self.agreed = Agreed([*taken.bookings, *taken.holds] if rules.per_day or rules.per_week else ())

    def closed(self, day: date) -> Reason | None:
        """Why nothing is offered on this date, whatever the calendar holds."""
        if self.rules.not_same_day and day <= self.today:
            return Reason.SAME_DAY
        if self.rules.first_day is not None and day < self.rules.first_day:
            return Reason.NOT_YET
        if day > self.last_day:
            return Reason.HORIZON
        if self.hours.is_off(day):
            return Reason.DAY_OFF
        return Reason.HOLIDAY if self.hours.rests_on(day) else None

    def full(self, day: date) -> Reason | None:
        """The cap that this date, or its week, has reached."""
        rules, hours = self.rules, self.hours
        if rules.per_day and rules.per_day.is_reached(self.agreed, hours.whole_day(day), rules.length):
            return Reason.DAY_CAP
        if rules.per_week and rules.per_week.is_reached(self.agreed, hours.whole_week(day), rules.length):
            return Reason.WEEK_CAP
        return None

    def places(self, day: date) -> tuple[TimeSpan, ...]:
        """All times of this date that fit into the hours and stand on the grid."""
        hours, rules = self.hours, self.rules
        windows, timezone = hours.windows_on(day), hours.timezone_on(day)
        return _grid(day, windows, timezone, rules.length, rules.increment, rules.start_offset)

    def objection(self, wish: TimeSpan) -> Reason:
        """The reason against a wish that is not on offer; of two dates, that which comes closer to a yes."""
        dates = _dates(wish.start, wish.start, until=date.max)
        days = [day for day in dates if self.hours.whole_day(day).overlaps(wish)]
        found = [self.objection_on(day, wish) for day in days]
        return max(
            (reason for reason in found if reason), key=ORDER.__getitem__, default=Reason.OUTSIDE_HOURS
        )

    def objection_on(self, day: date, wish: TimeSpan) -> Reason | None:
        if wish.start < self.earliest:
            return Reason.NOTICE
        return self.closed(day) or self.misfit(day, wish) or self.clash(wish) or self.full(day)

    def misfit(self, day: date, wish: TimeSpan) -> Reason | None:
        open_ones = self.hours.open_on(day)
        if not any(window.start <= wish.start and wish.end <= window.end for window in open_ones):
            return Reason.OUTSIDE_HOURS
        return None if wish in self.places(day) else Reason.OFF_GRID

    def clash(self, wish: TimeSpan) -> Reason | None:
        taken, rules = self.taken, self.rules
        kinds = ((taken.bookings, Reason.BOOKED), (taken.holds, Reason.HELD), (taken.busy, Reason.BUSY))
        for spans, reason in kinds:
            if any(wish.overlaps(span) for span in spans):
                return reason
        guarded = wish.padded(rules.buffer_before, rules.buffer_after)
        return Reason.BUFFER if any(guarded.overlaps(s) for spans, _ in kinds for s in spans) else None


def _dates(first: datetime, last: datetime, *, until: date) -> Iterator[date]:
    """Every date that some zone has between two instants, and none after ``until``."""
    day, until = first.date() - A_DAY, min(last.date() + A_DAY, until)
    while day <= until:
        yield day
        day += A_DAY


@lru_cache(maxsize=512)
def _grid(
    day: date,
    windows: tuple[Window, ...],
    timezone: str,
    length: timedelta,
    increment: timedelta,
    offset: timedelta,
) -> tuple[TimeSpan, ...]:
    """The times of one date, on one lattice for each window."""
    places: list[TimeSpan] = []
    for window in open_stretches(day, windows, timezone):
        if offset and window.start + offset < window.end:
            window = TimeSpan(window.start + offset, window.end)
        elif offset:
            continue
        places += window.filled(length, increment)
    return tuple(places)


def _clear(places: Sequence[TimeSpan], rules: Rules, taken: Taken) -> list[TimeSpan]:
    """The places, given in order, that nothing taken touches, buffers included.

    One pass over both: what begins before a place ends is behind us for the next
    place, so all that matters of it is how far it reaches.
    """
    before, after = rules.buffer_before, rules.buffer_after
    begins, ends = taken.in_order
    clear, passed, reach = [], 0, BEFORE_TIME
    for place in places:
        begun = bisect_left(begins, place.end + after, passed)
        if begun > passed:
            reach = max(reach, max(ends[passed:begun]))
            passed = begun
        if reach <= place.start - before:
            clear.append(place)
    return clear
