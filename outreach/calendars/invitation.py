"""An agreed time as iCalendar text, for a mail or a download. Pure.

Times are written in UTC and no VTIMEZONE is sent: a single meeting needs none,
and the daylight-saving tables of one program are misread by another. Who gets
which text, and the MIME envelope around it (RFC 6047), is up to the mail room.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Alarm, Calendar, Event, vCalAddress

from outreach.calendars.plain import one_line, paragraphs
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
    event = _event(invitation)
    event.add("organizer", _named(invitation.organizer))
    event.add("attendee", _invited(invitation.attendee))
    event.add("attendee", _chair(invitation.organizer))
    # Outlook orders versions by its own counter, and offers a counter-proposal
    # that nobody would read unless it is told not to.
    event.add("x-microsoft-cdo-appt-sequence", str(invitation.sequence))
    event.add("x-microsoft-disallow-counter", "TRUE")
    return _written(event, invitation.method)


def copy_text(invitation: Invitation, *, description: str) -> str:
    """The same event for the account's own calendar, with a private ``description``.

    Published rather than requested (RFC 5546 §3.2.1): there is nobody to answer
    it, so it names no attendee. A cancelled invitation yields a cancelled copy.
    """
    event = _event(replace(invitation, description=description))
    event.add("organizer", _named(invitation.organizer))
    event.add("class", "PRIVATE")
    return _written(event, Method.PUBLISH)


def stored_text(invitation: Invitation, *, description: str) -> str:
    """The same event as it lies in the account's calendar on a server: without a method (RFC 4791 §4.1).

    Both people are named, and the server is told that it is not to write to
    them: the invitation went out by mail (RFC 6638 §7.1).
    """
    event = _event(replace(invitation, description=description))
    organizer, attendee = _named(invitation.organizer), _named(invitation.attendee)
    for person in (organizer, attendee):
        person.params["SCHEDULE-AGENT"] = "CLIENT"
    attendee.PARTSTAT = "ACCEPTED"
    event.add("organizer", organizer)
    if invitation.attendee.address != invitation.organizer.address:
        event.add("attendee", attendee)
    event.add("class", "PRIVATE")
    return _written(event, None)


def in_utc(moment: datetime) -> datetime:
    """The aware moment in UTC, whole seconds: iCalendar knows no smaller ones."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _event(invitation: Invitation) -> Event:
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", in_utc(invitation.stamp))
    event.add("dtstart", in_utc(invitation.span.start))
    event.add("dtend", in_utc(invitation.span.end))
    event.add("summary", one_line(invitation.summary, longest=LONGEST_SUMMARY))
    event.add("status", "CANCELLED" if invitation.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    _add_particulars(event, invitation)
    return event


def _add_particulars(event: Event, invitation: Invitation) -> None:
    if description := paragraphs(invitation.description, longest=LONGEST_DESCRIPTION):
        event.add("description", description)
    if location := one_line(invitation.location, longest=LONGEST_LOCATION):
        event.add("location", location)
    if WEB_ADDRESS.fullmatch(invitation.url):
        event.add("url", invitation.url)
    if invitation.alarm is not None and not invitation.is_cancelled:
        event.add_component(_reminder(invitation.alarm, invitation.summary))


def _reminder(before: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(text, longest=LONGEST_SUMMARY))
    alarm.add("trigger", -before)
    return alarm


def _named(person: Person) -> vCalAddress:
    # A quote would be written as ^' (RFC 6868), which Outlook shows as it stands.
    name = one_line(person.name.replace('"', "").replace("^", ""), longest=LONGEST_NAME)
    return vCalAddress.new(person.address, cn=name or None)


def _invited(person: Person) -> vCalAddress:
    address = _named(person)
    address.CUTYPE = "INDIVIDUAL"
    address.ROLE = "REQ-PARTICIPANT"
    address.PARTSTAT = "NEEDS-ACTION"
    address.RSVP = True
    return address


def _chair(person: Person) -> vCalAddress:
    address = _named(person)
    address.CUTYPE = "INDIVIDUAL"
    address.ROLE = "CHAIR"
    address.PARTSTAT = "ACCEPTED"
    return address


def _written(event: Event, method: Method | None) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method is not None:
        calendar.add("method", method.value)
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()
