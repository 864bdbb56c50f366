"""An account's stored hours and rules as the values that slots are computed from."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from sqlalchemy import bindparam, select

from outreach.accounts.models import Account
from outreach.availability.hours import Hours, Window, at_minute
from outreach.availability.models import DateException, MeetingRules, WeeklyHours
from outreach.availability.rules import Cap, Rules
from outreach.database import db
from outreach.zones import known_zone


@dataclass(frozen=True, slots=True)
class Timetable:
    """When an account can talk, and by which rules, for conversations of one length."""

    hours: Hours
    rules: Rules

    @classmethod
    def of(cls, account: Account, *, length: timedelta, now: datetime) -> Self:
        """Read the hours and the rules, in two queries."""
        rows = db.session.execute(RULES_AND_HOURS, {"account": account.id}).all()
        kept = rows[0][0]
        weekly = defaultdict(list)
        for _, weekday, starts, ends in rows:
            if weekday is not None:
                weekly[weekday].append(_window(starts, ends))
        today = now.astimezone(known_zone(account.timezone)).date()
        hours = Hours(
            timezone=account.timezone,
            weekly={weekday: tuple(sorted(windows)) for weekday, windows in weekly.items()},
            exceptions=_exceptions(account, since=today),
        )
        return cls(hours, _rules(kept, length))


RULES_AND_HOURS = (
    select(MeetingRules, WeeklyHours.weekday, WeeklyHours.starts, WeeklyHours.ends)
    .outerjoin(WeeklyHours, WeeklyHours.account_id == MeetingRules.account_id)
    .where(MeetingRules.account_id == bindparam("account"))
)
EXCEPTIONS = (
    select(DateException.on, DateException.starts, DateException.ends)
    .where(DateException.account_id == bindparam("account"), DateException.on >= bindparam("since"))
    .order_by(DateException.on, DateException.starts)
)


def _exceptions(account: Account, *, since: date) -> dict[date, tuple[Window, ...]]:
    """Other hours by date; no window at all is a day off."""
    days: dict[date, list[Window]] = defaultdict(list)
    for on, starts, ends in db.session.execute(EXCEPTIONS, {"account": account.id, "since": since}):
        windows = days[on]
        if starts is not None and ends is not None:
            windows.append(_window(starts, ends))
    return {day: tuple(windows) for day, windows in days.items()}


def _window(starts: int, ends: int) -> Window:
    return at_minute(starts), at_minute(ends)


def _rules(kept: MeetingRules, length: timedelta) -> Rules:
    return Rules(
        length=length,
        increment=kept.increment,
        buffer_before=kept.buffer_before,
        buffer_after=kept.buffer_after,
        notice=kept.notice,
        horizon=kept.horizon,
        per_day=Cap(count=kept.most_a_day),
    )
