"""An agreed time as iCalendar text, for a mail or a download. Pure.

Times are written in UTC and no VTIMEZONE is sent: a single meeting needs none,
and the daylight-saving tables of one program are misread by another. Who gets
which text, and the MIME envelope around it (RFC 6047), is up to the mail room.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from outreach.calendars.plain import one_line, paragraphs
from outreach.calendars.writing import duration, escaped, utc, written
from outreach.timespan import TimeSpan

PRODUCT = "-//Outreach//Outreach//EN"
LONGEST_NAME = 120
LONGEST_SUMMARY = 250
LONGEST_LOCATION = 500
LONGEST_DESCRIPTION = 8000
LARGEST_SEQUENCE = 2**31 - 1  # RFC 5545 §3.3.8

ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f-\x9f]+@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f-\x9f]+")
UID = re.compile(r"[!-~]{1,255}")
WEB_ADDRESS = re.compile(r"https?://[!-~]{1,2000}", re.IGNORECASE)


class Method(StrEnum):
    """What a calendar is asked to do with the event (RFC 5546 §1.4)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    DECLINECOUNTER = "DECLINECOUNTER"
    """No to a time that the attendee proposed: what was agreed stays, under its own SEQUENCE (RFC 5546 §3.2.8)."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name and one bare address. Raises ValueError if the address is not exactly one."""

    name: str
    address: str

    def __post_init__(self) -> None:
        if not ADDRESS.fullmatch(self.address):
            raise ValueError(f"not one bare mail address: {self.address!r}")


@dataclass(frozen=True, slots=True)
class Invitation:
    """One version of an agreed time, as both calendars should hold it.

    ``uid`` stays for life; ``sequence`` grows with every change that calendars
    must follow (RFC 5546 §2.1.4); ``stamp`` is the aware moment at which this
    version was made. ``url`` is written as a link only if it is a web address;
    ``alarm`` is how long before the start the calendar should ring.

    Raises ValueError if ``stamp`` is naive, or ``uid`` or ``sequence`` is out of bounds.
    """

    uid: str
    sequence: int
    stamp: datetime
    span: TimeSpan
    summary: str
    organizer: Person
    attendee: Person
    description: str = ""
    location: str = ""
    url: str = ""
    method: Method = Method.REQUEST
    alarm: timedelta | None = None

    def __post_init__(self) -> None:
        if self.stamp.tzinfo is None:
            raise ValueError("an invitation needs an aware stamp")
        if not UID.fullmatch(self.uid):
            raise ValueError(f"a UID is 1 to 255 visible ASCII characters, not {self.uid!r}")
        if not 0 <= self.sequence <= LARGEST_SEQUENCE:
            raise ValueError(f"a SEQUENCE must fit 31 bits, not {self.sequence}")

    @property
    def is_cancelled(self) -> bool:
        return self.method is Method.CANCEL


def ical_text(invitation: Invitation) -> str:
    """The invitation for the person invited: iCalendar text with CRLF line ends (RFC 5546 §3.2).

    The attendee is asked for an answer, even though they picked the time
    themselves: calendars show their buttons only then. The same invitation
    always yields the same text.
    """
    return _calendar(
        invitation,
        invitation.method,
        invitation.description,
        people=[
            _person("ATTENDEE", invitation.attendee, INVITED),
            _person("ATTENDEE", invitation.organizer, CHAIR),
        ],
        # Outlook orders versions by its own counter, and offers a counter-proposal
        # that nobody would read unless it is told not to.
        more=[
            f"X-MICROSOFT-CDO-APPT-SEQUENCE:{invitation.sequence}",
            "X-MICROSOFT-DISALLOW-COUNTER:TRUE",
        ],
    )


def copy_text(invitation: Invitation, *, description: str) -> str:
    """The same event for the account's own calendar, with a private ``description``.

    Published rather than requested (RFC 5546 §3.2.1): there is nobody to answer
    it, so it names no attendee. A cancelled invitation yields a cancelled copy.
    """
    return _calendar(invitation, Method.PUBLISH, description, people=["CLASS:PRIVATE"])


def stored_text(invitation: Invitation, *, description: str) -> str:
    """The same event as it lies in the account's calendar on a server: without a method (RFC 4791 §4.1).

    Both people are named, and the server is told that it is not to write to
    them: the invitation went out by mail (RFC 6638 §7.1).
    """
    is_alone = invitation.attendee.address == invitation.organizer.address
    attendee = [] if is_alone else [_person("ATTENDEE", invitation.attendee, f";PARTSTAT=ACCEPTED{CLIENT}")]
    return _calendar(invitation, None, description, people=[*attendee, "CLASS:PRIVATE"], organized=CLIENT)


INVITED = ";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE"
CHAIR = ";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=CHAIR"
CLIENT = ";SCHEDULE-AGENT=CLIENT"


def _calendar(
    invitation: Invitation,
    method: Method | None,
    description: str,
    *,
    people: Iterable[str],
    organized: str = "",
    more: Iterable[str] = (),
) -> str:
    """The event in a calendar of its own, with a few lines beside those that every version has."""
    return written(
        [
            *("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"),
            *([f"METHOD:{method}"] if method is not None else ()),
            *("BEGIN:VEVENT", f"SUMMARY:{escaped(one_line(invitation.summary, longest=LONGEST_SUMMARY))}"),
            *(f"DTSTART:{utc(invitation.span.start)}", f"DTEND:{utc(invitation.span.end)}"),
            *(f"DTSTAMP:{utc(invitation.stamp)}", f"UID:{escaped(invitation.uid)}"),
            *(f"SEQUENCE:{invitation.sequence}", *people, *_words(invitation, description)),
            _person("ORGANIZER", invitation.organizer, organized),
            f"STATUS:{'CANCELLED' if invitation.is_cancelled else 'CONFIRMED'}",
            "TRANSP:OPAQUE",
            *([f"URL:{invitation.url}"] if WEB_ADDRESS.fullmatch(invitation.url) else ()),
            *(*more, *_reminder(invitation), "END:VEVENT", "END:VCALENDAR"),
        ]
    )


def _words(invitation: Invitation, description: str) -> Iterator[str]:
    if said := paragraphs(description, longest=LONGEST_DESCRIPTION):
        yield f"DESCRIPTION:{escaped(said)}"
    if location := one_line(invitation.location, longest=LONGEST_LOCATION):
        yield f"LOCATION:{escaped(location)}"


def _reminder(invitation: Invitation) -> Iterator[str]:
    if invitation.alarm is not None and not invitation.is_cancelled:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY")
        yield f"DESCRIPTION:{escaped(one_line(invitation.summary, longest=LONGEST_SUMMARY))}"
        yield from (f"TRIGGER:{duration(-invitation.alarm)}", "END:VALARM")


def _person(role: str, person: Person, particulars: str) -> str:
    # A quote would be written as ^' (RFC 6868), which Outlook shows as it stands.
    name = one_line(person.name.replace('"', "").replace("^", ""), longest=LONGEST_NAME)
    named = f';CN="{name}"' if name else ""
    return f"{role}{named}{particulars}:mailto:{person.address}"


def in_utc(moment: datetime) -> datetime:
    """The aware moment in UTC, whole seconds: iCalendar knows no smaller ones."""
    return moment.astimezone(UTC).replace(microsecond=0)
