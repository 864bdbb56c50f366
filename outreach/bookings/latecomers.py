"""Whoever comes late for a time: told so by one look, before anybody waits for a turn to change the calendar.

Such a form is not counted as a use of the page. It costs no more than opening the page once more,
which is not counted either, and to count it would be to wait for that turn.
"""

from datetime import datetime
from typing import NamedTuple, Self

from sqlalchemy import bindparam, exists, select

from outreach.bookings.holds import Hold
from outreach.bookings.models import LONGEST_MEETING, Booking, PersonalLink
from outreach.bookings.offers import Offers
from outreach.bookings.refusals import HoldLapsed, SlotTaken
from outreach.database import rows_of
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan
from outreach.tokens import token_hash


class Glance(NamedTuple):
    """What is seen of a link and a time before anything is done."""

    account_id: int
    interview_id: int
    is_late: bool
    """Whether the time is agreed with somebody else by now."""

    @classmethod
    def at(cls, token: str, starts_at: datetime, *, now: datetime) -> Self | None:
        """None if there is no link with this token."""
        asked = {"token": token_hash(token), "at": starts_at, "after": now - LONGEST_MEETING}
        return next((cls(*row) for row in rows_of(GLANCE, asked)), None)

    def refusal(self, starts_at: datetime, *, now: datetime) -> SlotTaken | None:
        """Why the time cannot be had, as anybody can see. None leaves it open: that is decided under the lock."""
        if not self.is_late:
            return None
        return HoldLapsed() if Hold.has_lapsed(self.interview_id, starts_at, now=now) else SlotTaken()


def accepted(offers: Offers, starts_at: datetime, interview: Interview) -> TimeSpan:
    """The span that was wished for. Raises SlotTaken, or HoldLapsed where it was kept for them once; NotOnOffer."""
    try:
        return offers.accept(starts_at)
    except SlotTaken:
        if Hold.has_lapsed(interview.id, starts_at, now=offers.now):
            raise HoldLapsed from None
        raise


GLANCE = select(
    PersonalLink.account_id,
    PersonalLink.interview_id,
    exists().where(
        Booking.account_id == PersonalLink.account_id,
        Booking.interview_id != PersonalLink.interview_id,
        Booking.cancelled_at.is_(None),
        Booking.starts_at > bindparam("after"),
        Booking.starts_at <= bindparam("at"),
        Booking.ends_at > bindparam("at"),
    ),
).where(PersonalLink.token_hash == bindparam("token"))
