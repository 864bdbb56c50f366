"""Another time, or another place, for what was agreed: from the contact's side, and from the account's."""

from datetime import datetime

from outreach.bookings.announcing import announce, sorry_for_moving, where_at_last
from outreach.bookings.calendar import keep, lock_calendar
from outreach.bookings.invitations import Packet
from outreach.bookings.latecomers import accepted
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.refusals import HasBegun, MovedTooOften, NothingBooked
from outreach.bookings.site import Site
from outreach.bookings.wishes import MOST_CHANGES, Wish
from outreach.followups.afterwards import due_after
from outreach.followups.kinds import Event
from outreach.followups.planning import Circumstances, take_in
from outreach.interviews.models import Interview
from outreach.journal.models import Entry, note
from outreach.mail import outbox
from outreach.mail.incoming import ABOUT_A_TIME, IncomingMessage
from outreach.questions.packets import prepared
from outreach.timespan import TimeSpan

MOVED_BY_US = "booking.put_off"
"""How the journal tells that it was the account that moved; ``booking.moved`` is a sign of life of theirs."""


def move(link: PersonalLink, wish: Wish, *, site: Site, now: datetime) -> Booking:
    """Agree another time instead. Its own time does not stand in its way.

    Raises SlotTaken or NotOnOffer when the time is not free, NothingBooked, HasBegun, MovedTooOften.
    """
    account, interview = link.account, link.interview
    lock_calendar(account)
    booking = _movable(interview, wish.starts_at, now=now)
    if booking.starts_at != wish.starts_at:
        span = accepted(Offers.of(account, interview, now=now, besides=booking), wish.starts_at, interview)
        booking.guest_timezone = wish.timezone
        _move(booking, span, "booking.moved", now=now)
        announce(booking, link, _prepared(booking), site=site, now=now)
    return booking


def move_by_us(
    link: PersonalLink, starts_at: datetime, *, by_wish: bool = False, site: Site, now: datetime
) -> Booking:
    """Put the conversation off, or forward, from the account's side; the contact is told with an apology.

    ``by_wish`` takes a time outside the account's own hours, as the two may have
    agreed it elsewhere: then only the past and the calendar stand in the way.
    Raises SlotTaken, NotOnOffer, TimeHasPassed, NothingBooked, HasBegun, MovedTooOften.
    """
    account, interview = link.account, link.interview
    lock_calendar(account)
    booking = _movable(interview, starts_at, now=now)
    if booking.starts_at != starts_at:
        offers = Offers.of(account, interview, now=now, besides=booking, reaching=starts_at)
        again = Entry.count_of(interview, MOVED_BY_US) > 0
        _move(
            booking,
            offers.accept_wish(starts_at) if by_wish else offers.accept(starts_at),
            MOVED_BY_US,
            now=now,
        )
        packet, sorry = _prepared(booking), sorry_for_moving(booking, account, again=again)
        announce(booking, link, packet, opening=sorry, site=site, now=now)
    return booking


def settle_place(link: PersonalLink, place: str, *, site: Site, now: datetime) -> Booking:
    """Say where the two will talk; both are sent the invitation afresh. The same place again changes nothing.

    Raises NothingBooked, HasBegun, MovedTooOften.
    """
    lock_calendar(link.account)
    booking = Booking.live(link.interview)
    if booking is None:
        raise NothingBooked
    if booking.place != place:
        _refuse_late(booking, now=now)
        booking.meet_at(place, now=now)
        outbox.withdraw(link.interview, about="run_sheet")
        note("booking.placed", link.interview, at=now, place=place)
        packet, words = _prepared(booking), where_at_last(booking, link.account)
        announce(booking, link, packet, opening=words, news="Where we talk", site=site, now=now)
    return booking


def _movable(interview: Interview, starts_at: datetime, *, now: datetime) -> Booking:
    """The booking that may move, or that has that time already."""
    booking = Booking.live(interview)
    if booking is None:
        raise NothingBooked
    if booking.starts_at != starts_at:
        _refuse_late(booking, now=now)
    return booking


def _refuse_late(booking: Booking, *, now: datetime) -> None:
    """Raise HasBegun or MovedTooOften where nothing can be changed any more."""
    if now >= booking.starts_at or not booking.is_awaited:
        raise HasBegun
    if booking.sequence >= MOST_CHANGES:
        raise MovedTooOften


def _move(booking: Booking, span: TimeSpan, told_as: str, *, now: datetime) -> None:
    before, interview = booking.starts_at, booking.interview
    booking.move_to(span, now=now)
    keep(booking)
    outbox.withdraw(interview, about="run_sheet")
    IncomingMessage.settle(*ABOUT_A_TIME, of=interview, now=now)
    talk = Circumstances.of(booking.span, booking.format)
    take_in(interview, Event.BOOKED, account=booking.account, around=talk, now=now)
    note(told_as, interview, at=now, starts_at=span.start.isoformat(), before=before.isoformat())


def _prepared(booking: Booking) -> Packet:
    return prepared(booking.interview, dates=due_after(booking, booking.account))
