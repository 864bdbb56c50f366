"""An account's stored hours and rules as the values that slots are computed from."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from sqlalchemy import Date, Integer, bindparam, null, select, union_all

from outreach.accounts.models import Account
from outreach.availability.hours import A_DAY, Hours, Travel, Window, at_minute
from outreach.availability.models import LIMITS, DateException, DaysAway, MeetingRules, WeeklyHours
from outreach.availability.rules import Cap, Rules
from outreach.database import db
from outreach.timespan import TimeSpan
from outreach.zones import known_zone


@dataclass(frozen=True, slots=True)
class Timetable:
    """When an account can talk, and by which rules, for conversations of one length."""

    hours: Hours
    rules: Rules
    kept: MeetingRules
    away: tuple[DaysAway, ...]
    """What the hours and the rules were read from."""

    @classmethod
    def of(cls, account: Account, *, length: timedelta, now: datetime) -> Self:
        """Read the hours and the rules, in one query."""
        today = now.astimezone(known_zone(account.timezone)).date()
        # A day before today: on a journey it may still be yesterday.
        sought = {"account": account.id, "away_since": today - A_WEEK, "since": today - A_DAY}
        rows = db.session.execute(RULES_AND_HOURS, sought).all()
        kept = rows[0][0]
        weekly: dict[int, set[Window]] = defaultdict(set)
        exceptions: dict[date, set[Window]] = defaultdict(set)
        for _, weekday, on, starts, ends, _ in rows:
            if weekday is not None:
                weekly[weekday].add(_window(starts, ends))
            elif on is not None:
                exceptions[on] |= set() if starts is None else {_window(starts, ends)}
        away = tuple(dict.fromkeys(row[5] for row in rows if row[5] is not None))
        hours = Hours(
            timezone=account.timezone,
            weekly={weekday: tuple(sorted(windows)) for weekday, windows in weekly.items()},
            exceptions={day: tuple(sorted(windows)) for day, windows in exceptions.items()},
            away=frozenset(day for stretch in away if stretch.timezone is None for day in _days(stretch)),
            travel=tuple(Travel(s.first_on, s.last_on, s.timezone) for s in away if s.timezone is not None),
        )
        return cls(hours, _rules(kept, length), kept, away)

    def ahead(self, now: datetime) -> TimeSpan:
        """From now until the end of the last day on which anything can be on offer."""
        last = self.rules.last_on(self.hours.day_of(now))
        return TimeSpan(now, max(self.hours.whole_day(last).end, now + A_DAY))


A_WEEK = timedelta(days=7)
"""The caps count from Monday on, on the clock that was kept then."""

WINDOWS = union_all(
    select(
        WeeklyHours.account_id,
        WeeklyHours.weekday,
        null().cast(Date).label("on"),
        WeeklyHours.starts,
        WeeklyHours.ends,
    ).where(WeeklyHours.account_id == bindparam("account")),
    select(
        DateException.account_id,
        null().cast(Integer),
        DateException.on,
        DateException.starts,
        DateException.ends,
    ).where(DateException.account_id == bindparam("account"), DateException.on >= bindparam("since")),
).subquery()
"""Of every week by its weekday, and of single dates; a date without a window is a day off."""
RULES_AND_HOURS = (
    select(MeetingRules, WINDOWS.c.weekday, WINDOWS.c.on, WINDOWS.c.starts, WINDOWS.c.ends, DaysAway)
    .outerjoin(WINDOWS, WINDOWS.c.account_id == MeetingRules.account_id)
    .outerjoin(
        DaysAway,
        (DaysAway.account_id == MeetingRules.account_id) & (DaysAway.last_on >= bindparam("away_since")),
    )
    .where(MeetingRules.account_id == bindparam("account"))
    .order_by(DaysAway.first_on, DaysAway.id)
)
"""Each window comes once for every stretch of days away: there are few of both."""


def _days(stretch: DaysAway) -> Iterator[date]:
    for day in range((stretch.last_on - stretch.first_on).days + 1):
        yield stretch.first_on + day * A_DAY


def _window(starts: int, ends: int) -> Window:
    return at_minute(starts), at_minute(ends)


def _rules(kept: MeetingRules, length: timedelta) -> Rules:
    return Rules(
        length=length,
        increment=kept.increment,
        start_offset=kept.start_offset,
        buffer_before=kept.buffer_before,
        buffer_after=kept.buffer_after,
        notice=kept.notice,
        not_same_day=kept.not_same_day,
        # Other calendars are not read much further ahead, so what lies behind is not known to be free.
        horizon=LIMITS["horizon"][1] if kept.is_fixed else kept.horizon,
        first_day=kept.first_on,
        last_day=kept.last_on,
        per_day=Cap(count=kept.most_a_day, time=kept.time_a_day),
        per_week=Cap(count=kept.most_a_week, time=kept.time_a_week),
    )
