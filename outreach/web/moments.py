"""How instants read, on the clocks of a zone. Pure."""

from calendar import day_abbr, day_name, month_abbr, month_name
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAYS, SHORT_DAYS = tuple(day_name), tuple(day_abbr)
MONTHS, SHORT_MONTHS = tuple(month_name), tuple(month_abbr)
"""Their names, worked out once: to format one takes longer than to find which one it is."""


def day(instant: datetime, zone: str) -> str:
    """ "Tuesday 24 November" on the calendar of ``zone``."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month]}"


def clock_time(instant: datetime, zone: str) -> str:
    """ "15:00" on the clocks of ``zone``."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local.hour:02}:{local.minute:02}"


def moment(instant: datetime, zone: str) -> str:
    """ "Tue 24 Nov, 15:00" in ``zone``."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{SHORT_DAYS[local.weekday()]} {local.day} {SHORT_MONTHS[local.month]}, {local.hour:02}:{local.minute:02}"


def ago(instant: datetime, now: datetime) -> str:
    """How long since, or until, roughly and in words."""
    distance = now - instant
    size, ahead = abs(distance), distance < timedelta(0)
    if size < timedelta(minutes=1):
        return "now" if ahead else "just now"
    for unit, length in (
        ("day", timedelta(days=1)),
        ("hour", timedelta(hours=1)),
        ("minute", timedelta(minutes=1)),
    ):
        if size >= length:
            count = size // length
            words = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {words}" if ahead else f"{words} ago"
    return "now"


def zone_name(zone: str) -> str:
    """ "Berlin time" for Europe/Berlin: the city is what people recognise."""
    return zone.rsplit("/", 1)[-1].replace("_", " ") + " time"
