"""The times on offer, found the slow way: by looking at a clock, one minute after another.

Nothing here turns a clock time into an instant. It walks through the minutes of
UTC, reads the host's clock at each, and finds a time of day by having seen it.
Every rule is one plain loop. It shares nothing with what it checks but the
values that go in.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from outreach.availability.hours import MIDNIGHT, Hours
from outreach.availability.rules import Rules
from outreach.availability.slots import Taken
from outreach.timespan import TimeSpan

Clock = Callable[[datetime, str], datetime]
"""What a clock in a zone shows at an instant: a datetime without a zone."""

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
PAST_THE_QUARTER = [n * MINUTE for n in range(15)]
DAY = timedelta(days=1)


def python_clock(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


@cache
def sightings(day: date, zone: str, clock: Clock) -> dict[datetime, list[datetime]]:
    """For each minute a clock shows around a date, the instants at which it does."""
    seen: dict[datetime, list[datetime]] = {}
    begin = datetime.combine(day, time(0), UTC) - timedelta(hours=16)
    for quarter in (begin + n * QUARTER for n in range(56 * 4)):
        shown = clock(quarter, zone)
        is_steady = clock(quarter + QUARTER, zone) - shown == QUARTER
        for past in PAST_THE_QUARTER:
            reading = shown + past if is_steady else clock(quarter + past, zone)
            seen.setdefault(reading, []).append(quarter + past)
    return seen


def seen_at(day: date, shown: datetime, zone: str, clock: Clock) -> list[datetime]:
    """When a clock shows a time; for one that it skips, as long after the skip as it is into the gap."""
    seen = sightings(day, zone, clock)
    if shown in seen:
        return seen[shown]
    before = shown
    while before not in seen:
        before -= MINUTE
    return [seen[before][-1] + (shown - before)]


def begins(day: date, hours: Hours, clock: Clock, *, of: date | None = None) -> datetime:
    """The first instant of a date, in the zone that is kept on it, or on another date."""
    return seen_at(day, datetime.combine(day, time(0)), hours.timezone_on(of or day), clock)[0]


def open_on(day: date, hours: Hours, clock: Clock) -> list[tuple[datetime, datetime]]:
    """The windows of one date as instants, those that overlap made one."""
    zone, found = hours.timezone_on(day), []
    tomorrow = begins(day + DAY, hours, clock, of=day)
    for opens, closes in hours.windows_on(day):
        start = seen_at(day, datetime.combine(day, opens), zone, clock)[0]
        end = tomorrow if closes == MIDNIGHT else seen_at(day, datetime.combine(day, closes), zone, clock)[-1]
        if start < min(end, tomorrow):
            found.append((start, min(end, tomorrow)))
    return one_by_one(found)


def one_by_one(windows: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    for one in windows:
        for other in windows:
            if one is not other and one[0] < other[1] and other[0] < one[1]:
                rest = [window for window in windows if window is not one and window is not other]
                return one_by_one([*rest, (min(one[0], other[0]), max(one[1], other[1]))])
    return windows


def is_capped(day: date, hours: Hours, rules: Rules, taken: Taken, clock: Clock) -> bool:
    monday = day - day.weekday() * DAY
    for cap, first, last in ((rules.per_day, day, day), (rules.per_week, monday, monday + 6 * DAY)):
        since, until = begins(first, hours, clock), begins(last + DAY, hours, clock, of=last)
        agreed = [s for s in (*taken.bookings, *taken.holds) if since <= s.start < until]
        if cap.count is not None and len(agreed) >= cap.count:
            return True
        if cap.time is not None and sum((s.length for s in agreed), rules.length) > cap.time:
            return True
    return False


def is_free(start: datetime, rules: Rules, taken: Taken) -> bool:
    guarded_from, guarded_to = start - rules.buffer_before, start + rules.length + rules.buffer_after
    return all(
        span.end <= guarded_from or guarded_to <= span.start
        for spans in (taken.busy, taken.bookings, taken.holds)
        for span in spans
    )


def today(hours: Hours, now: datetime, clock: Clock) -> date:
    return clock(now, hours.timezone_on(clock(now, hours.timezone).date())).date()


def starts_on_offer(
    hours: Hours, rules: Rules, taken: Taken, *, now: datetime, within: TimeSpan, clock: Clock = python_clock
) -> list[datetime]:
    """The starts on offer, in order. All values are whole minutes."""
    found, this_day = set(), today(hours, now, clock)
    day, end = within.start.date() - 2 * DAY, within.end.date() + 2 * DAY
    while (day := day + DAY) < end:
        if rules.not_same_day and day <= this_day:
            continue
        if rules.first_day is not None and day < rules.first_day:
            continue
        if rules.horizon is not None and day - this_day > rules.horizon:
            continue
        if rules.last_day is not None and day > rules.last_day:
            continue
        if is_capped(day, hours, rules, taken, clock):
            continue
        for opens, closes in open_on(day, hours, clock):
            found |= {
                start
                for minute in range(int((closes - opens) / MINUTE))
                if (start := opens + minute * MINUTE) >= opens + rules.start_offset
                and (start - opens - rules.start_offset) % rules.increment == timedelta(0)
                and now + rules.notice <= start
                and within.start <= start < within.end
                and start + rules.length <= closes
                and is_free(start, rules, taken)
            }
    return sorted(found)
