"""When courtesy asks for what. Pure.

Days of silence are counted in business days of the contact's calendar; what is
due on a day is due when that day's office hours begin there.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from outreach.followups.kinds import FollowUpKind
from outreach.timespan import TimeSpan

SECOND_PERSON_AFTER = 3
"""Business days of silence, then another person at the same place (3B7)."""
NUDGE_AFTER = 7
"""Business days of silence, then one short reminder in the same thread (3B7)."""
CLOSE_AFTER = 10
"""Business days after the reminder, then it rests."""
THANKS_WITHIN = timedelta(hours=24)
THANKS_LATE = timedelta(hours=48)
ADVICE_AFTER = timedelta(days=30)
OFFICE_OPENS = time(9)


@dataclass(frozen=True, slots=True)
class Due:
    """The moment something is best done, and the moment after which it is late."""

    at: datetime
    late: datetime


def business_day_after(day: date, count: int) -> date:
    """The date ``count`` weekdays after ``day``."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def after_asking(asked_at: datetime, *, timezone: str) -> dict[FollowUpKind, Due]:
    """What silence asks for, counted from the letter, in the contact's zone."""
    zone = ZoneInfo(timezone)
    asked_on = asked_at.astimezone(zone).date()

    def due(count: int) -> Due:
        day = business_day_after(asked_on, count)
        return Due(_opening(day, zone), _opening(business_day_after(day, 3), zone))

    return {
        FollowUpKind.SECOND_PERSON: due(SECOND_PERSON_AFTER),
        FollowUpKind.NUDGE: due(NUDGE_AFTER),
        FollowUpKind.CLOSE_NO_REPLY: due(NUDGE_AFTER + CLOSE_AFTER),
    }


def around_meeting(span: TimeSpan, *, now: datetime, has_introducer: bool) -> dict[FollowUpKind, Due]:
    """What surrounds an agreed time: a word the day before, notes, thanks, and news afterwards."""
    planned = {
        FollowUpKind.DEBRIEF: Due(span.end, span.end + timedelta(hours=12)),
        FollowUpKind.THANKS: Due(span.end, span.end + THANKS_WITHIN),
        FollowUpKind.ADVICE_UPDATE: Due(
            span.end + ADVICE_AFTER, span.end + ADVICE_AFTER + timedelta(days=14)
        ),
    }
    day_before = span.start - timedelta(hours=24)
    if day_before > now + timedelta(hours=24):
        planned[FollowUpKind.CONFIRMATION] = Due(day_before, span.start - timedelta(hours=3))
    if has_introducer:
        planned[FollowUpKind.REFERRAL_UPDATE] = Due(span.end, span.end + timedelta(days=3))
    return planned


def on_date(day: date, *, timezone: str) -> Due:
    """Due on a date that somebody named."""
    zone = ZoneInfo(timezone)
    return Due(_opening(day, zone), _opening(business_day_after(day, 3), zone))


def _opening(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, OFFICE_OPENS, zone)
