"""Interim."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.timespan import TimeSpan


def suggest_windows(
    slots: list[TimeSpan], *, their_zone: str, now: datetime, count: int = 3
) -> list[TimeSpan]:
    chosen: dict[object, TimeSpan] = {}
    for slot in slots:
        if slot.start > now + timedelta(days=3):
            chosen.setdefault(slot.start.date(), slot)
    return list(chosen.values())[:count]


def in_words(span: TimeSpan, zone: str) -> str:
    start, end = span.start.astimezone(ZoneInfo(zone)), span.end.astimezone(ZoneInfo(zone))
    return f"{start:%A} {start.day} {start:%B}, {start:%H:%M}–{end:%H:%M} ({zone.rsplit('/', 1)[-1]} time)"
