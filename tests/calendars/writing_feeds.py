"""Calendars for the tests, as other programs write them."""

from datetime import UTC, datetime

from outreach.calendars import by_library
from outreach.calendars.busy import BusyTimes, Reading, busy_times
from outreach.timespan import TimeSpan

WITHIN = TimeSpan(datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//somebody//EN\r\n"


def calendar(*parts: str) -> bytes:
    """A whole calendar of these lines or blocks."""
    lines = "\n".join(parts).replace("\r\n", "\n").replace("\n", "\r\n")
    return f"{HEAD}{lines}\r\nEND:VCALENDAR\r\n".encode()


def event(*lines: str, uid: str = "one@example.org") -> str:
    """One event of these lines."""
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261001T000000Z", *lines, "END:VEVENT"])


def read(raw: bytes, *, timezone: str = "Europe/London", **wishes: frozenset[str]) -> BusyTimes:
    """What we make of it, within WITHIN."""
    reading = Reading(timezone, WITHIN, **wishes)
    return busy_times(raw, reading, library=by_library.expand, windows_zone=by_library.windows_zone)


def busy(raw: bytes, *, timezone: str = "Europe/London", **wishes: frozenset[str]) -> list[str]:
    """The busy times in words, in UTC."""
    return [
        f"{span.start:%m-%d %H:%M} to {span.end:%m-%d %H:%M}"
        for span in read(raw, timezone=timezone, **wishes).spans
    ]
