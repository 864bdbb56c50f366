"""What an agreed time says in either calendar.

The contact's version holds what both know. The account's own copy also holds
the questions and the notes: it never leaves for any other address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol
from zoneinfo import ZoneInfo

from outreach.accounts.models import Account
from outreach.bookings.models import Booking
from outreach.calendars.invitation import Invitation, Method, Person
from outreach.interviews.kinds import Format
from outreach.interviews.models import Interview
from outreach.letters.drafting.slots import line_of_work

RINGS_BEFORE = timedelta(minutes=15)
ANSWER = "To move or cancel, simply answer by mail."
"""For a reader who has no page of ours to do it on."""


class Caller(Protocol):
    """Who asks, as far as a meeting place names them."""

    @property
    def first_name(self) -> str: ...
    @property
    def video_url(self) -> str: ...


class Reader(Enum):
    """Who reads where the two will talk, and so who is “you”."""

    CONTACT = ("{ours} calls you", "you call {ours}")
    ACCOUNT = ("you call {theirs}", "{theirs} calls you")
    CONTACT_BY_LETTER = ("I call you", "you call me")
    """In a letter it is the account that speaks."""


@dataclass(frozen=True, slots=True)
class Packet:
    """What was prepared for a conversation, for the account's eyes alone.

    ``questions`` are in order, with their minutes; ``found`` is what the homework
    brought; ``dates`` say what is due afterwards, and when.
    """

    questions: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


NOTHING_PREPARED = Packet()


def summary_of(interview: Interview, account: Account) -> str:
    """A title that reads from both sides, and says how long."""
    return title(account.name, interview.contact.name, interview.minutes, interview.narrow)


def title(ours: str, theirs: str, minutes: int, narrow: str) -> str:
    """The same, from its words."""
    about = f" about {line_of_work(narrow)}" if narrow else ""
    return f"{ours} & {theirs}: {minutes}-minute conversation{about}"


def place_in_words(booking: Booking, account: Account, reader: Reader) -> str:
    """Where the two will talk, for a line in a calendar, in the words of whoever reads it."""
    guest = booking.interview.contact.first_name
    return meeting_place(
        booking.format, booking.place, account, guest=guest, guest_calls=booking.guest_calls, reader=reader
    )


def meeting_place(
    format: Format, place: str, account: Caller, *, guest: str, guest_calls: bool, reader: Reader
) -> str:
    """The same, from the way to talk and what was agreed about it; ``guest`` is what the contact is called."""
    if format is Format.VIDEO:
        return place or account.video_url or "Video call, link to follow"
    if format is not Format.PHONE:
        return place or "To be agreed"
    names = {"ours": account.first_name, "theirs": guest}
    who_calls = reader.value[guest_calls].format(**names)
    return f"By phone: {who_calls}" + (f" at {place}" if place else "")


def lacks_place(booking: Booking, account: Account) -> bool:
    """Whether nobody has said yet where the two will talk, or at which number."""
    return not booking.place and not (booking.format is Format.VIDEO and account.video_url)


def shared_description(booking: Booking, account: Account, *, guest_url: str) -> str:
    """What both sides may read: why, how long, and how to change it."""
    interview = booking.interview
    lines = [
        f"{account.name} asked for {interview.minutes} minutes to learn about "
        f"{line_of_work(interview.narrow) or 'your work'}. {account.first_name} keeps an eye on the clock.",
        "",
        f"Where: {place_in_words(booking, account, Reader.CONTACT)}",
    ]
    if account.phone:
        lines.append(f"If anything fails: {account.phone}")
    lines += ["", f"To move or cancel, without any account: {guest_url}" if guest_url else ANSWER]
    return "\n".join(lines)


def private_description(
    booking: Booking,
    account: Account,
    *,
    page_url: str,
    packet: Packet,
    notes: Iterable[str] = (),
) -> str:
    """What only the asker's own calendar holds: the way to talk, the notes, and all that was prepared."""
    contact = booking.interview.contact
    lines = [f"Where: {place_in_words(booking, account, Reader.ACCOUNT)}"]
    if contact.phone:
        lines.append(f"{contact.first_name}’s phone, if anything fails: {contact.phone}")
    asked = [f"{place}. {question}" for place, question in enumerate(packet.questions, start=1)]
    known = [note for note in notes if note]
    for heading, told in (
        ("Questions:", asked),
        ("Notes:", known),
        ("What you looked up:", packet.found),
        ("Afterwards:", packet.dates),
    ):
        lines += ["", heading, *told] if told else []
    lines += ["", f"The page of this conversation: {page_url}"]
    return "\n".join(lines)


def invitation_for(
    booking: Booking, account: Account, *, organizer: str, guest_url: str, reader: Reader = Reader.CONTACT
) -> Invitation:
    """The event as the contact receives it; a cancelled booking makes a CANCEL.

    ``organizer`` is the address that the mail is sent from: calendars only
    believe an organizer who is also the sender.
    """
    contact = booking.interview.contact
    return Invitation(
        uid=booking.uid,
        sequence=booking.sequence,
        stamp=booking.changed_at,
        span=booking.span,
        summary=summary_of(booking.interview, account),
        organizer=Person(account.name, organizer),
        attendee=Person(contact.name, contact.email or organizer),
        description=shared_description(booking, account, guest_url=guest_url),
        location=place_in_words(booking, account, reader),
        url=guest_url,
        method=Method.CANCEL if booking.is_cancelled else Method.REQUEST,
        alarm=None if booking.is_cancelled else RINGS_BEFORE,
    )


def when_in_words(booking: Booking, account: Account) -> str:
    """The time on the contact's clock, and on the account's where that differs."""
    theirs, ours = ZoneInfo(booking.guest_timezone), ZoneInfo(account.timezone)
    words = _on_clock(booking, theirs)
    same = booking.starts_at.astimezone(theirs).utcoffset() == booking.starts_at.astimezone(ours).utcoffset()
    return words if same else f"{words}, which is {_on_clock(booking, ours)}"


def _on_clock(booking: Booking, zone: ZoneInfo) -> str:
    start, end = booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone)
    city = zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return f"{start:%A} {start.day} {start:%B} {start.year}, {start:%H:%M} to {end:%H:%M} ({city} time)"
