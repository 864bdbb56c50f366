"""All agreed times as one calendar to subscribe to. Pure.

A feed is asked for again and again by programs, so it is written directly and
not through a calendar object: a thousand events take milliseconds. It says
nothing about the moment of asking, so an unchanged list of events is an
unchanged text, and a fingerprint of it can answer "not modified".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from outreach.calendars.invitation import (
    LONGEST_LOCATION,
    LONGEST_NAME,
    LONGEST_SUMMARY,
    PRODUCT,
    UID,
    WEB_ADDRESS,
)
from outreach.calendars.plain import one_line, paragraphs
from outreach.timespan import TimeSpan

LONGEST_NOTE = 2000
LONGEST_LINE = 75  # octets, without the line end: RFC 5545 §3.1
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event of a feed; ``stamp`` is the aware moment of its last change.

    Raises ValueError if ``stamp`` is naive or ``uid`` is not visible ASCII.
    """

    uid: str
    sequence: int
    stamp: datetime
    span: TimeSpan
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    is_cancelled: bool = False

    def __post_init__(self) -> None:
        if self.stamp.tzinfo is None:
            raise ValueError("an event of a feed needs an aware stamp")
        if not UID.fullmatch(self.uid):
            raise ValueError(f"a UID is 1 to 255 visible ASCII characters, not {self.uid!r}")


def feed_text(name: str, events: Iterable[FeedEvent], *, refresh: timedelta = ONE_HOUR) -> str:
    """The events as iCalendar text with CRLF line ends, in the order given.

    ``name`` is what the subscriber's program calls the calendar; ``refresh`` is
    how often it is asked to look again, in whole minutes (RFC 7986 §5.7).
    """
    calls = _escaped(one_line(name, longest=LONGEST_NAME))
    pause = f"PT{max(1, int(refresh.total_seconds() // 60))}M"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{calls}",
        f"X-WR-CALNAME:{calls}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{pause}",
        f"X-PUBLISHED-TTL:{pause}",
    ]
    head = [_folded(line) for line in lines]
    return "\r\n".join([*head, *map(_event_text, events), "END:VCALENDAR", ""])


def _event_text(event: FeedEvent) -> str:
    """One event, without a line end after it. Only what people wrote can be too long for a line."""
    lines = [
        "BEGIN:VEVENT",
        _folded(f"SUMMARY:{_escaped(one_line(event.summary, longest=LONGEST_SUMMARY))}"),
        f"DTSTART:{_utc(event.span.start)}",
        f"DTEND:{_utc(event.span.end)}",
        f"DTSTAMP:{_utc(event.stamp)}",
        _folded(f"UID:{_escaped(event.uid)}"),
        f"SEQUENCE:{event.sequence}",
    ]
    if description := paragraphs(event.description, longest=LONGEST_NOTE):
        lines.append(_folded(f"DESCRIPTION:{_escaped(description)}"))
    if location := one_line(event.location, longest=LONGEST_LOCATION):
        lines.append(_folded(f"LOCATION:{_escaped(location)}"))
    lines.append(CANCELLED if event.is_cancelled else CONFIRMED)
    if WEB_ADDRESS.fullmatch(event.url):
        lines.append(_folded(f"URL:{event.url}"))
    lines.append("END:VEVENT")
    return "\r\n".join(lines)


CONFIRMED = "STATUS:CONFIRMED\r\nTRANSP:OPAQUE"
CANCELLED = "STATUS:CANCELLED\r\nTRANSP:TRANSPARENT"


def _utc(moment: datetime) -> str:
    at = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    # A third of the time that strftime takes.
    return f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}Z"


def _escaped(text: str) -> str:
    r"""The text as a TEXT value, RFC 5545 §3.3.11: four characters get a backslash, ``\n`` included."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line broken so that no part is longer than 75 octets, and no character is split."""
    if len(line) <= LONGEST_LINE and line.isascii():
        return line
    octets = line.encode()
    if len(octets) <= LONGEST_LINE:
        return line
    parts, start, room = [], 0, LONGEST_LINE
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # the middle of a UTF-8 character
            end -= 1
        parts.append(octets[start:end].decode())
        start, room = end, LONGEST_LINE - 1  # the blank that marks a continuation counts
    parts.append(octets[start:].decode())
    return "\r\n ".join(parts)
