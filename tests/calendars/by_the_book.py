"""What a calendar says by icalendar and recurring-ical-events alone: slow, and written without a look at ours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from outreach.timespan import TimeSpan

A_DAY = timedelta(days=1)


def occurrences(raw: bytes, timezone: str, within: TimeSpan) -> list[tuple[datetime, datetime]]:
    """The busy times that touch a stretch, as instants in order, not merged."""
    home, found = ZoneInfo(timezone), []
    calendar = Calendar.from_ical(raw)
    for event in recurring_ical_events.of(calendar).between(within.start - 2 * A_DAY, within.end + 2 * A_DAY):
        if str(event.get("STATUS", "")) == "CANCELLED" or str(event.get("TRANSP", "")) == "TRANSPARENT":
            continue
        starts, ends = event["DTSTART"].dt, event["DTEND"].dt
        if not isinstance(starts, datetime) and starts == ends:
            ends = starts + A_DAY
        start, end = _instant(starts, home), _instant(ends, home)
        if start < end and start < within.end and end > within.start:
            found.append((start, end))
    return sorted(found)


def busy_by_the_book(raw: bytes, timezone: str, within: TimeSpan) -> list[TimeSpan]:
    """The same, cut to the stretch and merged."""
    merged: list[TimeSpan] = []
    for start, end in occurrences(raw, timezone, within):
        span = TimeSpan(max(start, within.start), min(end, within.end))
        if merged and span.start <= merged[-1].end:
            span = TimeSpan(merged[-1].start, max(merged.pop().end, span.end))
        merged.append(span)
    return merged


def _instant(moment: date, home: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(UTC)
