"""All agreed times as one calendar to subscribe to. Pure.

A feed is asked for again and again by programs, so it is written directly and
not through a calendar object: a thousand events take milliseconds. It says
nothing about the moment of asking, so an unchanged list of events is an
unchanged text, and a fingerprint of it can answer "not modified".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.calendars.invitation import (
    LONGEST_LOCATION,
    LONGEST_NAME,
    LONGEST_SUMMARY,
    PRODUCT,
    UID,
    WEB_ADDRESS,
)
from outreach.calendars.plain import one_line, paragraphs
from outreach.calendars.writing import escaped, folded, utc
from outreach.timespan import TimeSpan

LONGEST_NOTE = 2000
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
    calls = escaped(one_line(name, longest=LONGEST_NAME))
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
    head = [folded(line) for line in lines]
    return "\r\n".join([*head, *map(_event_text, events), "END:VCALENDAR", ""])


def _event_text(event: FeedEvent) -> str:
    """One event, without a line end after it. Only what people wrote can be too long for a line."""
    lines = [
        "BEGIN:VEVENT",
        folded(f"SUMMARY:{escaped(one_line(event.summary, longest=LONGEST_SUMMARY))}"),
        f"DTSTART:{utc(event.span.start)}",
        f"DTEND:{utc(event.span.end)}",
        f"DTSTAMP:{utc(event.stamp)}",
        folded(f"UID:{escaped(event.uid)}"),
        f"SEQUENCE:{event.sequence}",
    ]
    if description := paragraphs(event.description, longest=LONGEST_NOTE):
        lines.append(folded(f"DESCRIPTION:{escaped(description)}"))
    if location := one_line(event.location, longest=LONGEST_LOCATION):
        lines.append(folded(f"LOCATION:{escaped(location)}"))
    lines.append(CANCELLED if event.is_cancelled else CONFIRMED)
    if WEB_ADDRESS.fullmatch(event.url):
        lines.append(folded(f"URL:{event.url}"))
    lines.append("END:VEVENT")
    return "\r\n".join(lines)


CONFIRMED = "STATUS:CONFIRMED\r\nTRANSP:OPAQUE"
CANCELLED = "STATUS:CANCELLED\r\nTRANSP:TRANSPARENT"
