"""How instants read, on the clocks of a zone. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def day(instant: datetime, zone: str) -> str:
    """ "Tuesday 24 November" on the calendar of ``zone``."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B}"


def clock_time(instant: datetime, zone: str) -> str:
    """ "15:00" on the clocks of ``zone``."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def moment(instant: datetime, zone: str) -> str:
    """ "Tue 24 Nov, 15:00" in ``zone``."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


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
