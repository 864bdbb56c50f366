"""What is free for one interview. One function decides for showing times, proposing them and accepting one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Self

from sqlalchemy import literal, union_all

from outreach.accounts.models import Account
from outreach.availability.feeds import BUSY, LONGEST_PIECE
from outreach.availability.slots import Reason, Taken, nearest, open_slots, why_not, why_that_day
from outreach.availability.timetable import Timetable
from outreach.bookings.models import LONGEST_MEETING, SPANS, Booking, NotOnOffer, SlotTaken
from outreach.database import db
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan

A_WEEK = timedelta(days=7)
TAKEN = frozenset({Reason.BUSY, Reason.BOOKED, Reason.HELD, Reason.BUFFER, Reason.DAY_CAP, Reason.WEEK_CAP})
"""Reasons that others are to thank for: the time was free once."""


@dataclass(frozen=True)
class Offers:
    """An account's free times for a conversation, as they are now."""

    timetable: Timetable
    taken: Taken
    now: datetime

    @classmethod
    def of(
        cls, account: Account, interview: Interview, *, now: datetime, besides: Booking | None = None
    ) -> Self:
        """Read what decides. A booking that is being moved does not stand in its own way."""
        return cls.for_minutes(account, interview.minutes, now=now, besides=besides)

    @classmethod
    def for_minutes(
        cls, account: Account, minutes: int, *, now: datetime, besides: Booking | None = None
    ) -> Self:
        """What decides for a conversation of so many minutes, whoever it is with."""
        timetable = Timetable.of(account, length=timedelta(minutes=minutes), now=now)
        # The caps count whole weeks, so the weeks around what can be offered are read as well.
        around = timetable.ahead(now).padded(A_WEEK, A_WEEK)
        return cls(timetable, _taken(account, around, besides=besides), now)

    @cached_property
    def times(self) -> list[TimeSpan]:
        """Every time on offer, in order, in UTC."""
        hours, rules, within = self.timetable.hours, self.timetable.rules, self.timetable.ahead(self.now)
        return open_slots(hours, rules, self.taken, now=self.now, within=within)

    def why_not(self, starts_at: datetime) -> Reason | None:
        """Why this start is not on offer; None if it is."""
        return why_not(starts_at, self.timetable.hours, self.timetable.rules, self.taken, now=self.now)

    def explained(self, day: date) -> list[tuple[TimeSpan, Reason | None]]:
        """Every time that the hours of a date would have, and why it is not on offer."""
        return why_that_day(day, self.timetable.hours, self.timetable.rules, self.taken, now=self.now)

    def accept(self, starts_at: datetime) -> TimeSpan:
        """The span that begins then, if it is on offer. Raises SlotTaken or NotOnOffer."""
        reason = self.why_not(starts_at)
        if reason in TAKEN:
            raise SlotTaken
        if reason is not None:
            raise NotOnOffer
        return TimeSpan(starts_at, starts_at + self.timetable.rules.length)

    def nearest_to(self, starts_at: datetime, *, count: int = 3) -> list[TimeSpan]:
        """The free times closest to one that is not."""
        return nearest(starts_at, self.times, count)


def _taken(account: Account, around: TimeSpan, *, besides: Booking | None) -> Taken:
    """What stands in the way: bookings and the times of other calendars, in one statement."""
    sought = {
        "account": account.id,
        "after": around.start - LONGEST_MEETING,
        "busy_after": around.start - LONGEST_PIECE,
        "before": around.end,
        "besides": besides.id if besides else 0,
    }
    bookings: list[TimeSpan] = []
    busy: list[TimeSpan] = []
    for start, end, is_busy in db.session.execute(TAKEN_SPANS, sought):
        if end > around.start:
            (busy if is_busy else bookings).append(TimeSpan(start, end))
    return Taken(busy=busy, bookings=bookings)


TAKEN_SPANS = union_all(SPANS.add_columns(literal(0)), BUSY.add_columns(literal(1)))
