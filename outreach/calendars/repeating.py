"""The days on which something is repeated (RFC 5545 §3.3.10), by whole days and near a window. Pure.

A calendar from elsewhere may say "every second for ever", or "every 31st of
February". So the days are counted from the window and not from the first one,
what repeats within a day is refused, and whatever this module does not know for
certain is ``Unusual`` and left to a library that takes its time.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
WITHIN_A_DAY = {"SECONDLY", "MINUTELY", "HOURLY"}
TIMES_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"}
A_DAY = timedelta(days=1)
MOST_STEPS = 60_000
"""Periods that are gone through to count the repetitions of one event: a century and a half of days."""

Period = tuple[date, list[date]]
"""The first day of a day, week, month or year, and the days in it that fit a rule, in order."""


class Unusual(ValueError):
    """A rule that may well be right, but is not one of those that are understood here."""


class Refused(ValueError):
    """A rule that nobody means: it repeats within a day, never moves on, or goes on for ages."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How something is repeated. ``until`` is as it was written; by-parts are empty where there are none."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    weekdays: tuple[int, ...] = ()
    nth_weekdays: tuple[tuple[int, int], ...] = ()
    """Which ones of a month: (-1, 4) is the last Friday."""
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_starts: int = 0


def rule_of(text: str, *, at: tuple[int, int, int]) -> Rule:
    """Read an RRULE of something that begins at this hour, minute and second. Raises Unusual, Refused."""
    parts = _parts(text)
    interval = _number(parts.get("INTERVAL", "1"))
    count = _number(parts["COUNT"]) if "COUNT" in parts else None
    if parts.get("FREQ") in WITHIN_A_DAY or interval < 1 or (count is not None and count < 1):
        raise Refused(text)
    _drop_times_of_day(parts, at)
    freq = parts.get("FREQ", "")
    if freq not in PERIODS or not set(parts) <= KNOWN or (count is not None and "UNTIL" in parts):
        raise Unusual(text)
    plain, nth = _by_day(parts.get("BYDAY", ""), freq)
    rule = Rule(
        freq,
        interval,
        count,
        parts.get("UNTIL", ""),
        plain,
        nth,
        _numbers(parts, "BYMONTH", range(1, 13)),
        _numbers(parts, "BYMONTHDAY", range(-31, 32)),
        _numbers(parts, "BYSETPOS", range(-366, 367)),
        WEEKDAYS.get(parts.get("WKST", "MO"), 0),
    )
    if _is_rare(rule):
        raise Unusual(text)
    return rule


def days(rule: Rule, start: date, first: date, last: date) -> Iterator[date]:
    """The days from ``first`` to ``last`` on which it happens, in order, by a rule that begins on ``start``.

    ``start`` itself is among them only if it fits the rule. Raises Refused if
    counting would take too long.
    """
    left = rule.count
    # What is counted is counted from its beginning; all else from the window.
    periods = PERIODS[rule.freq](rule, start, max(first, start) if left is None else start)
    for step, (begins, found) in enumerate(periods):
        if begins > last or left == 0:
            return
        if left is not None and step > MOST_STEPS:
            raise Refused("counting takes too long")
        for day in _chosen(found, rule.positions):
            if day < start or left == 0:
                continue
            left = left - 1 if left is not None else None
            if first <= day <= last:
                yield day


def _daily(rule: Rule, start: date, near: date) -> Iterator[Period]:
    day = start + timedelta(days=-(-(near - start).days // rule.interval) * rule.interval)
    step = timedelta(days=rule.interval)
    while True:
        yield day, [day] if _fits(rule, day) else []
        day += step


def _weekly(rule: Rule, start: date, near: date) -> Iterator[Period]:
    monday = start - timedelta(days=(start.weekday() - rule.week_starts) % 7)
    monday += timedelta(days=(near - monday).days // (7 * rule.interval) * 7 * rule.interval)
    offsets = sorted((day - rule.week_starts) % 7 for day in rule.weekdays or (start.weekday(),))
    step = timedelta(weeks=rule.interval)
    while True:
        found = [monday + timedelta(days=offset) for offset in offsets]
        yield monday, [day for day in found if day.month in rule.months] if rule.months else found
        monday += step


def _monthly(rule: Rule, start: date, near: date) -> Iterator[Period]:
    number = start.year * 12 + start.month - 1
    number += max(0, near.year * 12 + near.month - 1 - number) // rule.interval * rule.interval
    while True:
        year, month = number // 12, number % 12 + 1
        fits = not rule.months or month in rule.months
        yield date(year, month, 1), _days_of_month(rule, year, month, start.day) if fits else []
        number += rule.interval


def _yearly(rule: Rule, start: date, near: date) -> Iterator[Period]:
    year = start.year + (near.year - start.year) // rule.interval * rule.interval
    months = rule.months or (range(1, 13) if rule.month_days else (start.month,))
    while True:
        found = [day for month in sorted(months) for day in _days_of_month(rule, year, month, start.day)]
        yield date(year, 1, 1), found
        year += rule.interval


PERIODS: dict[str, Callable[[Rule, date, date], Iterator[Period]]] = {
    "DAILY": _daily,
    "WEEKLY": _weekly,
    "MONTHLY": _monthly,
    "YEARLY": _yearly,
}
"""The periods of a rule that begins on one day, from the one that holds another day onwards, without end."""


def _fits(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if rule.weekdays and day.weekday() not in rule.weekdays:
        return False
    if not rule.month_days:
        return True
    length = monthrange(day.year, day.month)[1]
    return day.day in rule.month_days or day.day - length - 1 in rule.month_days


def _days_of_month(rule: Rule, year: int, month: int, usual: int) -> list[date]:
    """The days of this month that fit; ``usual`` is the one of a rule that names none."""
    begins_on, length = monthrange(year, month)
    if rule.nth_weekdays:
        numbers = {_nth(n, weekday, begins_on, length) for n, weekday in rule.nth_weekdays}
    elif rule.weekdays:
        numbers = {n for n in range(1, length + 1) if (begins_on + n - 1) % 7 in rule.weekdays}
    else:
        numbers = set(range(1, length + 1)) if rule.month_days else {usual}
    if rule.month_days:
        numbers &= {n if n > 0 else length + 1 + n for n in rule.month_days}
    return [date(year, month, n) for n in sorted(numbers) if 1 <= n <= length]


def _nth(n: int, weekday: int, begins_on: int, length: int) -> int:
    """The day of a month that is its nth weekday; outside the month if there is none."""
    if n > 0:
        return (weekday - begins_on) % 7 + 1 + 7 * (n - 1)
    ends_on = (begins_on + length - 1) % 7
    return length - (ends_on - weekday) % 7 + 7 * (n + 1)


def _chosen(found: list[date], positions: tuple[int, ...]) -> list[date]:
    if not positions:
        return found
    places = {position - 1 if position > 0 else len(found) + position for position in positions}
    return [found[place] for place in sorted(places) if 0 <= place < len(found)]


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().strip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise Unusual(text)
        parts[name] = value
    return parts


def _number(text: str) -> int:
    if not text.isascii() or not text.lstrip("+-").isdigit() or len(text) > 12:
        raise Unusual(text)
    return int(text)


def _numbers(parts: dict[str, str], name: str, allowed: range) -> tuple[int, ...]:
    numbers = tuple(_number(part) for part in parts[name].split(",")) if name in parts else ()
    if 0 in numbers or not set(numbers) <= set(allowed):
        raise Unusual(name)
    return numbers


def _drop_times_of_day(parts: dict[str, str], at: tuple[int, int, int]) -> None:
    """Leave out a time of day that says nothing new. Raises Refused for a list of them."""
    for name, usual in zip(TIMES_OF_DAY, at, strict=True):
        given = parts.get(name, "")
        if "," in given:
            raise Refused(name)
        if given and given.isdecimal() and int(given) == usual:
            del parts[name]


def _by_day(text: str, freq: str) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Plain weekdays, and those that are counted within a month."""
    plain, nth = [], []
    for part in filter(None, text.split(",")):
        found = BY_DAY.fullmatch(part)
        if found is None:
            raise Unusual(part)
        weekday = WEEKDAYS[found[2]]
        if found[1] and freq in {"MONTHLY", "YEARLY"}:
            nth.append((int(found[1]), weekday))
        else:
            plain.append(weekday)  # which one of a week or a day means nothing
    return tuple(plain), tuple(nth)


def _is_rare(rule: Rule) -> bool:
    """Whether programs may disagree about what this means, so that a library is asked."""
    by_day = bool(rule.weekdays or rule.nth_weekdays)
    return (
        (bool(rule.weekdays) and bool(rule.nth_weekdays))
        or any(n == 0 or abs(n) > 5 for n, _ in rule.nth_weekdays)
        or (rule.freq == "YEARLY" and by_day and not rule.months)
        or (rule.freq == "WEEKLY" and bool(rule.month_days))
        or (rule.freq in {"DAILY", "WEEKLY"} and bool(rule.positions))
    )
