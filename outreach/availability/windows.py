"""Which free times to name in a letter, and how to word them. Pure.

A letter names two to four: one is a demand, and many are work for the reader.
They lie in the reader's working day, far enough ahead for an answer, and differ
in day and part of the day, so that one of them is likely to suit.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from outreach.timespan import TimeSpan
from outreach.zones import known_zone

FEWEST, MOST = 2, 4
BUSINESS_DAYS_AHEAD = 3
SOON = timedelta(days=14)
"""How far apart the first and the last may lie, if that leaves enough to choose from."""

A_DAY = timedelta(days=1)
SATURDAY = 5
WORKING_DAY = (time(9), time(17))
WAKING_DAY = (time(7), time(21))
NOON, ONE, THREE = time(12), time(13), time(15)


def suggest_windows(
    slots: Iterable[TimeSpan],
    *,
    their_zone: str,
    now: datetime,
    count: int = 3,
    holidays: Collection[date] = (),
) -> list[TimeSpan]:
    """The slots to name in a letter, soonest first; fewer than ``count`` if there are not so many.

    All are at least three business days ahead on the reader's calendar, where
    ``holidays`` are no business days. They lie within nine to five there, or,
    if no slot does, at a waking hour of any day, or at last at any hour. Raises
    ValueError if ``count`` is not 2 to 4, UnknownZone (one too).
    """
    if not FEWEST <= count <= MOST:
        raise ValueError(f"A letter names {FEWEST} to {MOST} times, not {count}.")
    fit = fit_to_offer(slots, their_zone=their_zone, now=now, holidays=holidays)
    return sorted(_spread(fit, known_zone(their_zone), count))


def fit_to_offer(
    slots: Iterable[TimeSpan],
    *,
    their_zone: str,
    now: datetime,
    holidays: Collection[date] = (),
    days_ahead: int = BUSINESS_DAYS_AHEAD,
) -> Sequence[TimeSpan]:
    """All slots that a letter may name, by the rules of ``suggest_windows``, soonest first.

    ``days_ahead`` counts the business days that they must lie ahead.
    """
    zone = known_zone(their_zone)
    first_day = _business_days_after(now.astimezone(zone).date(), holidays, days_ahead)
    ahead = sorted(slot for slot in slots if slot.start.astimezone(zone).date() >= first_day)
    return _civil(ahead, zone, holidays)


def in_words(span: TimeSpan, zone: str, *, other_zone: str | None = None, twelve_hours: bool = False) -> str:
    """ "Tuesday 8 December, 15:00–15:20 (Berlin time)", for the reader in ``zone``.

    With ``other_zone``, the time there is added where its clock shows another.
    ``twelve_hours`` writes as Americans do: "Tuesday, December 8, 3:00–3:20 PM".
    Raises UnknownZone.
    """
    start, end = _local(span, zone)
    there = f"{_day(start, twelve_hours)}, {_clock(start, end, twelve_hours)} ({_named(start, zone)})"
    if other_zone is None:
        return there
    other_start, other_end = _local(span, other_zone)
    if other_start.utcoffset() == start.utcoffset():
        return there
    day = "" if other_start.date() == start.date() else f"{_day(other_start, twelve_hours)}, "
    return f"{there}, {day}{_clock(other_start, other_end, twelve_hours)} ({_named(other_start, other_zone)})"


def _business_days_after(day: date, holidays: Collection[date], left: int) -> date:
    """The date so many business days later."""
    while left:
        day += A_DAY
        left -= _is_business(day, holidays)
    return day


def _is_business(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def _civil(slots: Sequence[TimeSpan], zone: ZoneInfo, holidays: Collection[date]) -> Sequence[TimeSpan]:
    """The slots in working hours; if there are none, those at waking hours; if there are none, all."""
    awake = [slot for slot in slots if _is_within(WAKING_DAY, slot, zone)]
    working = [
        slot
        for slot in awake
        if _is_within(WORKING_DAY, slot, zone) and _is_business(slot.start.astimezone(zone).date(), holidays)
    ]
    return working or awake or slots


def _is_within(hours: tuple[time, time], slot: TimeSpan, zone: ZoneInfo) -> bool:
    start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
    return start.date() == end.date() and hours[0] <= start.time() and end.time() <= hours[1]


def _spread(slots: Sequence[TimeSpan], zone: ZoneInfo, count: int) -> list[TimeSpan]:
    """One after another, always that which is least like those chosen before."""
    near = [slot for slot in slots if slot.start < slots[0].start + SOON]
    left = near if len(near) >= count else list(slots)
    chosen: list[TimeSpan] = []
    days: Counter[date] = Counter()
    parts: Counter[str] = Counter()
    while left and len(chosen) < count:
        best = min(left, key=lambda slot: _likeness(slot.start.astimezone(zone), days, parts))
        chosen.append(best)
        start = best.start.astimezone(zone)
        days[start.date()] += 1
        parts[_part(start.time())] += 1
        left = [slot for slot in left if not slot.overlaps(best)]
    return chosen


def _likeness(start: datetime, days: Counter[date], parts: Counter[str]) -> tuple[int, bool, int, datetime]:
    """Other days come first, then times that are not lunch, then other parts of the day, then sooner ones."""
    part = _part(start.time())
    return days[start.date()], part == "lunch", parts[part], start


def _part(at: time) -> str:
    if at < NOON:
        return "morning"
    if at < ONE:
        return "lunch"
    return "early afternoon" if at < THREE else "late afternoon"


def _local(span: TimeSpan, zone: str) -> tuple[datetime, datetime]:
    return span.start.astimezone(known_zone(zone)), span.end.astimezone(known_zone(zone))


def _day(moment: datetime, twelve_hours: bool) -> str:
    return (
        f"{moment:%A}, {moment:%B} {moment.day}" if twelve_hours else f"{moment:%A} {moment.day} {moment:%B}"
    )


def _clock(start: datetime, end: datetime, twelve_hours: bool) -> str:
    if not twelve_hours:
        return f"{start:%H:%M}–{end:%H:%M}"
    same_half = start.date() == end.date() and (start.hour < NOON.hour) == (end.hour < NOON.hour)
    half = "" if same_half else f" {start:%p}"
    return f"{start.hour % 12 or 12}:{start:%M}{half}–{end.hour % 12 or 12}:{end:%M} {end:%p}"


def _named(start: datetime, zone: str) -> str:
    """ "Berlin time", with its distance from UTC in the hour that comes twice; that alone if it has no place."""
    region, _, place = zone.rpartition("/")
    if not region or region == "Etc":
        return _offset(start)
    name = f"{place.replace('_', ' ')} time"
    repeated = start.utcoffset() != start.replace(fold=1 - start.fold).utcoffset()
    return f"{name}, {_offset(start)}" if repeated else name


def _offset(moment: datetime) -> str:
    """ "UTC+02:00"; "UTC" where there is no distance."""
    return f"UTC{moment.isoformat()[-6:]}".removesuffix("+00:00")
