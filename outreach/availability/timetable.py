"""An account's stored hours and rules as the values that slots are computed from."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Table, bindparam

from outreach.accounts.models import Account
from outreach.as_json import lines
from outreach.availability.hours import A_DAY, Hours, Travel, Window, at_minute, never
from outreach.availability.models import LIMITS, DateException, DaysAway, MeetingRules, WeeklyHours
from outreach.availability.rules import Cap, Rules
from outreach.timespan import TimeSpan


class Kept(NamedTuple):
    """Hours and rules as they are kept: texts that the database put together of the rows, by ``KEPT``."""

    rules: str
    weekly: str | None
    exceptions: str | None
    away: str | None


HolidayOn = Callable[[date, str], str]
"""The name of the public holiday on a date in a time zone; empty if there is none."""


def nobody_rests(_day: date, _timezone: str) -> str:
    """For where public holidays do not matter."""
    return ""


@dataclass(frozen=True, slots=True)
class Timetable:
    """When an account can talk, and by which rules, for conversations of one length."""

    hours: Hours
    rules: Rules

    @classmethod
    def of(
        cls, kept: Kept, *, timezone: str, length: timedelta, holiday_on: HolidayOn = nobody_rests
    ) -> "Timetable":
        """Read once for everybody who is offered times by the same hours and rules: any change makes another text."""
        return _read(kept, timezone, length, holiday_on)

    def ahead(self, now: datetime) -> TimeSpan:
        """From now until the end of the last day on which anything can be on offer."""
        last = self.rules.last_on(self.hours.day_of(now))
        return TimeSpan(now, max(self.hours.whole_day(last).end, now + A_DAY))


@lru_cache(maxsize=256)
def _read(kept: Kept, timezone: str, length: timedelta, holiday_on: HolidayOn) -> Timetable:
    rules = dict(zip(RULE_NAMES, json.loads(kept.rules)[0], strict=True))
    weekly: dict[int, set[Window]] = defaultdict(set)
    for weekday, starts, ends in json.loads(kept.weekly or "[]"):
        weekly[weekday].add(_window(starts, ends))
    exceptions: dict[date, set[Window]] = defaultdict(set)
    for on, starts, ends in json.loads(kept.exceptions or "[]"):
        exceptions[date.fromisoformat(on)] |= set() if starts is None else {_window(starts, ends)}
    away = [(_day(first), _day(last), zone) for first, last, zone in json.loads(kept.away or "[]")]
    hours = Hours(
        timezone=timezone,
        weekly={weekday: tuple(sorted(windows)) for weekday, windows in weekly.items()},
        exceptions={day: tuple(sorted(windows)) for day, windows in exceptions.items()},
        away=frozenset(day for first, last, zone in away if not zone for day in _days(first, last)),
        travel=tuple(Travel(*journey) for journey in sorted(stretch for stretch in away if stretch[2])),
        is_holiday=never if rules["on_holidays"] else lambda day: bool(holiday_on(day, timezone)),
    )
    return Timetable(hours, _rules(rules, length))


def _rules(kept: Mapping[str, Any], length: timedelta) -> Rules:
    first, last = kept["first_on"], kept["last_on"]
    return Rules(
        length=length,
        increment=_seconds(kept["increment"]),
        start_offset=_seconds(kept["start_offset"]),
        buffer_before=_seconds(kept["buffer_before"]),
        buffer_after=_seconds(kept["buffer_after"]),
        notice=_seconds(kept["notice"]),
        not_same_day=bool(kept["not_same_day"]),
        # Other calendars are not read much further ahead, so what lies behind is not known to be free.
        horizon=_seconds(kept["horizon"]) if last is None else FARTHEST_OFFER,
        first_day=None if first is None else _day(first),
        last_day=None if last is None else _day(last),
        per_day=Cap(kept["most_a_day"], _limit(kept["time_a_day"])),
        per_week=Cap(kept["most_a_week"], _limit(kept["time_a_week"])),
    )


def _seconds(number: int) -> timedelta:
    return timedelta(seconds=number)


def _limit(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + day * A_DAY for day in range((last - first).days + 1))


def _window(starts: int, ends: int) -> Window:
    return at_minute(starts), at_minute(ends)


FARTHEST_OFFER = LIMITS["horizon"][1]
"""How far ahead anything is ever on offer."""

# The bare tables: objects would take three times as long, and nothing is changed here.
OWNER: Table = Account.__table__  # type: ignore[assignment]
RULES: Table = MeetingRules.__table__  # type: ignore[assignment]
WEEKLY: Table = WeeklyHours.__table__  # type: ignore[assignment]
EXCEPTIONS: Table = DateException.__table__  # type: ignore[assignment]
AWAY: Table = DaysAway.__table__  # type: ignore[assignment]
RULE_NAMES = tuple(column.name for column in RULES.c if column.name != "account_id")


def _of_owner(table: Table, *names: str, since: str = "") -> Any:
    condition = table.c.account_id == OWNER.c.id
    if since:
        condition &= table.c[since] >= bindparam("since")
    return lines(*(table.c[name] for name in names), where=condition, within=OWNER)


KEPT = (
    _of_owner(RULES, *RULE_NAMES),
    _of_owner(WEEKLY, "weekday", "starts", "ends"),
    _of_owner(EXCEPTIONS, "on", "starts", "ends", since="on"),
    _of_owner(AWAY, "first_on", "last_on", "timezone", since="last_on"),
)
"""What ``Kept`` is made of, as columns of a statement about accounts; ``since`` is the first date that matters.

The caps count whole weeks on the clock that was kept in them, so it lies a week back or more.
"""
