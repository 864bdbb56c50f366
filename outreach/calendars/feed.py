"""All agreed times as one calendar to subscribe to. Pure.

A feed is asked for again and again by programs, so it is written directly and
not through a calendar object: a thousand events take milliseconds. It says
nothing about the moment of asking, so an unchanged list of events is an
unchanged text, and a fingerprint of it can answer "not modified".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.calendars.invitation import (
    LONGEST_LOCATION,
    LONGEST_NAME,
    LONGEST_SUMMARY,
    PRODUCT,
    UID,
    WEB_ADDRESS,
    in_utc,
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
    for event in events:
        lines += _event_lines(event)
    return "\r\n".join([_folded(line) for line in lines] + ["END:VCALENDAR", ""])


def _event_lines(event: FeedEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_escaped(one_line(event.summary, longest=LONGEST_SUMMARY))}"
    yield f"DTSTART:{_utc(event.span.start)}"
    yield f"DTEND:{_utc(event.span.end)}"
    yield f"DTSTAMP:{_utc(event.stamp)}"
    yield f"UID:{_escaped(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    if description := paragraphs(event.description, longest=LONGEST_NOTE):
        yield f"DESCRIPTION:{_escaped(description)}"
    if location := one_line(event.location, longest=LONGEST_LOCATION):
        yield f"LOCATION:{_escaped(location)}"
    yield "STATUS:CANCELLED" if event.is_cancelled else "STATUS:CONFIRMED"
    yield "TRANSP:TRANSPARENT" if event.is_cancelled else "TRANSP:OPAQUE"
    if WEB_ADDRESS.fullmatch(event.url):
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return in_utc(moment).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    r"""The text as a TEXT value, RFC 5545 §3.3.11: four characters get a backslash, ``\n`` included."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line broken so that no part is longer than 75 octets, and no character is split."""
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
