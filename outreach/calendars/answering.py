"""What an attendee's calendar sends back to an invitation (RFC 5546 §3.2.3, §3.2.7). Pure.

For the built-in mailbox, which plays the contact, so that what happens after a
letter can be seen without anybody at the other end.
"""

from datetime import datetime

from icalendar import Calendar, Event, vCalAddress

from outreach.calendars.reply import PartStat
from outreach.timespan import TimeSpan

PRODID = "-//Outreach//the contact, played//EN"
TAKEN_OVER = ("UID", "SEQUENCE", "ORGANIZER", "SUMMARY", "DTSTART", "DTEND")


def answered(
    invitation: str, *, attendee: str, name: str, partstat: PartStat, at: datetime, comment: str = ""
) -> str:
    """The REPLY of one attendee. ``at`` is aware. Raises ValueError if the text is no invitation."""
    event = _taken_over(invitation, at=at)
    event.add("attendee", _attendee(attendee, name, partstat))
    if comment:
        event.add("comment", comment)
    return _calendar("REPLY", event)


def countered(
    invitation: str, *, attendee: str, name: str, proposal: TimeSpan, at: datetime, comment: str = ""
) -> str:
    """The COUNTER of one attendee, with the time they would rather have. Raises ValueError as above."""
    event = _taken_over(invitation, at=at)
    for name_of_time, moment in (("dtstart", proposal.start), ("dtend", proposal.end)):
        event.pop(name_of_time, None)
        event.add(name_of_time, moment)
    event.add("attendee", _attendee(attendee, name, PartStat.TENTATIVE))
    if comment:
        event.add("comment", comment)
    return _calendar("COUNTER", event)


def _taken_over(invitation: str, *, at: datetime) -> Event:
    found = Calendar.from_ical(invitation).walk("VEVENT")
    if not found:
        raise ValueError("there is no event to answer")
    event = Event()
    for name in TAKEN_OVER:
        if name in found[0]:
            event[name] = found[0][name]
    event.add("dtstamp", at)
    return event


def _attendee(address: str, name: str, partstat: PartStat) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["PARTSTAT"] = str(partstat)
    if name:
        attendee.params["CN"] = name.replace('"', "")
    return attendee


def _calendar(method: str, event: Event) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())
