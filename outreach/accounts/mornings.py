"""When the one mail a day leaves, on the clocks of the person's own zone. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
IN_TIME = timedelta(hours=4)
"""How late the mail may still leave: afterwards the day is under way, and it would only disturb."""
FURTHEST = timedelta(hours=50)
"""No next morning is further away, whatever the clocks do; one that is was planned by a clock that went wrong."""


def next_morning(hour: int, timezone: str, *, now: datetime) -> datetime:
    """The next time that this hour strikes there, after ``now``.

    An hour that the clocks leave out strikes when they have moved on; one that
    they repeat strikes the first time.
    """
    zone = ZoneInfo(timezone)
    day = now.astimezone(zone).date()
    strikes = datetime.combine(day, time(hour), zone)
    if _instant(strikes) <= now:
        strikes = datetime.combine(day + A_DAY, time(hour), zone)
    return _instant(strikes)


def _instant(local: datetime) -> datetime:
    """The instant that a wall clock means; comparing instants needs one zone for all."""
    return local.astimezone(ZoneInfo("UTC"))


def is_in_time(planned: datetime, *, now: datetime) -> bool:
    """Whether a mail planned for then may leave now: its hour has come, and is not long over."""
    return planned <= now <= planned + IN_TIME
