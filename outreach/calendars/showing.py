"""An event as a mail program shows it: what, when on the reader's clock, and where. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component

from outreach.calendars.plain import one_line, paragraphs
from outreach.timespan import TimeSpan

LARGEST = 256 * 1024
LONGEST_LINE = 500
LONGEST_TEXT = 8000


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """The first event of a calendar part; ``span`` is None where its times cannot be read."""

    summary: str
    span: TimeSpan | None
    location: str = ""
    description: str = ""
    is_cancelled: bool = False
    is_update: bool = False


def shown_event(calendar: str) -> ShownEvent | None:
    """The event in a text/calendar part, or None if there is none to be read. Never raises."""
    if not calendar or len(calendar) > LARGEST:
        return None
    try:
        read = Calendar.from_ical(calendar)
        events = read.walk("VEVENT")
        return _shown(events[0], str(read.get("METHOD", "")).upper()) if events else None
    except Exception:
        # The parser raises whatever the damage happens to cause; a card less is no harm.
        return None


def _shown(event: Component, method: str) -> ShownEvent:
    return ShownEvent(
        summary=one_line(str(event.get("SUMMARY", "")), longest=LONGEST_LINE) or "An appointment",
        span=_span(event),
        location=one_line(str(event.get("LOCATION", "")), longest=LONGEST_LINE),
        description=paragraphs(str(event.get("DESCRIPTION", "")), longest=LONGEST_TEXT),
        is_cancelled=method == "CANCEL" or str(event.get("STATUS", "")).upper() == "CANCELLED",
        is_update=int(event.get("SEQUENCE", 0)) > 0,
    )


def _span(event: Component) -> TimeSpan | None:
    start, end = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND"))
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None  # whole days, which are no conversations
    if start.tzinfo is None or end.tzinfo is None or start >= end:
        return None
    return TimeSpan(start.astimezone(UTC), end.astimezone(UTC))


def span_in_words(span: TimeSpan, zone: str) -> str:
    """ "Thursday 5 November 2026, 09:30 to 09:50" on the clocks of ``zone``."""
    start, end = span.start.astimezone(ZoneInfo(zone)), span.end.astimezone(ZoneInfo(zone))
    last_day = "" if start.date() == end.date() else f"{end:%A} {end.day} {end:%B}, "
    return f"{start:%A} {start.day} {start:%B} {start.year}, {start:%H:%M} to {last_day}{end:%H:%M}"


def offset_in_words(instant: datetime, zone: str) -> str:
    """How far the clocks of ``zone`` are from UTC at that instant: "UTC", "UTC+1", "UTC−3:30"."""
    offset = instant.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
    if not offset:
        return "UTC"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"UTC{'+' if offset > timedelta(0) else '−'}{hours}{f':{minutes:02}' if minutes else ''}"
