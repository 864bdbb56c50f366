"""Giving an agreed time back, letting one go that passed, and a polite no."""

from datetime import datetime

from outreach.bookings.announcing import announce, talked_already, tell_account
from outreach.bookings.calendar import lock_calendar
from outreach.bookings.holds import Hold
from outreach.bookings.invitations import NOTHING_PREPARED
from outreach.bookings.models import Booking, PersonalLink
from outreach.bookings.refusals import HasBegun, NothingBooked, NotYetPassed
from outreach.bookings.site import Site
from outreach.followups.kinds import Event
from outreach.followups.planning import take_in
from outreach.interviews.stages import Stage
from outreach.journal.models import note
from outreach.mail import outbox
from outreach.mail.incoming import ABOUT_A_TIME, IncomingMessage


def cancel(link: PersonalLink, *, by: str, site: Site, now: datetime) -> Booking:
    """Give the time back. ``by`` is ``guest`` or ``account``; both calendars are told.

    Where the two have talked already, earlier than they had agreed, nothing else
    changes. Raises NothingBooked, HasBegun.
    """
    lock_calendar(link.account)
    booking = Booking.live(link.interview)
    if booking is None:
        raise NothingBooked
    if now >= booking.starts_at:
        raise HasBegun
    if not booking.is_awaited:
        return _free(booking, link, site=site, now=now)
    booking.cancel(by=by, now=now)
    outbox.withdraw(link.interview, about="run_sheet")
    IncomingMessage.settle(*ABOUT_A_TIME, of=link.interview, now=now)
    link.interview.fall_back(Stage.ANSWERED, now=now)
    event = Event.CANCELLED_BY_US if by == "account" else Event.CANCELLED_BY_THEM
    take_in(link.interview, event, account=link.account, now=now)
    note("booking.cancelled", link.interview, at=now, by=by, starts_at=booking.starts_at.isoformat())
    announce(booking, link, NOTHING_PREPARED, site=site, now=now)
    return booking


def _free(booking: Booking, link: PersonalLink, *, site: Site, now: datetime) -> Booking:
    """Keep the time no longer: the conversation was held before it."""
    booking.cancel(by="held", now=now)
    outbox.withdraw(link.interview, about="run_sheet")
    note("booking.freed", link.interview, at=now, starts_at=booking.starts_at.isoformat())
    talked = talked_already(booking, link.account)
    announce(booking, link, NOTHING_PREPARED, opening=talked, site=site, now=now)
    return booking


def release(link: PersonalLink, *, by_us: bool = False, now: datetime) -> None:
    """The agreed time passed and the two did not talk: free the way for another one.

    ``by_us`` tells whose absence it was. Nobody is told; that is for a letter to do. Raises NothingBooked, and
    NotYetPassed while the conversation can still be held or cancelled.
    """
    lock_calendar(link.account)
    booking = Booking.live(link.interview)
    if booking is None:
        raise NothingBooked
    if now < booking.ends_at:
        raise NotYetPassed
    booking.cancel(by="missed", now=now)
    IncomingMessage.settle(*ABOUT_A_TIME, of=link.interview, now=now)
    link.interview.fall_back(Stage.ANSWERED, now=now)
    event = Event.MISSED_BY_US if by_us else Event.MISSED_BY_THEM
    take_in(link.interview, event, account=link.account, now=now)
    by = "account" if by_us else "guest"
    note("booking.missed", link.interview, at=now, by=by, starts_at=booking.starts_at.isoformat())


def decline(link: PersonalLink, *, site: Site, now: datetime) -> None:
    """The contact would rather not talk. Nothing more is asked of them; saying so again changes nothing.

    Raises HasBegun once the conversation is under way or held.
    """
    lock_calendar(link.account)
    interview = link.interview
    if interview.stage in {Stage.MET, Stage.THANKED}:
        raise HasBegun
    if Booking.live(interview) is not None:
        cancel(link, by="guest", site=site, now=now)
    if interview.reach(Stage.DECLINED, now=now):
        Hold.release(interview, outcome="answered", now=now)
        link.take_answer(now=now)
        tell_account(
            link,
            f"{interview.contact.name} would rather not talk",
            f"{interview.contact.name} has read your letter and would rather not talk. A no is an answer too.\n\n"
            f"Thank them warmly, and leave the door open: {site.page_url(interview)}",
            site=site,
            now=now,
        )
        take_in(interview, Event.SAID_NO, account=link.account, now=now)
        note("link.declined", interview, at=now)
