"""What is free for one interview. One function decides for showing times, proposing them and accepting one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple, Self

from sqlalchemy import bindparam, select

from outreach.accounts.models import Account
from outreach.availability.hours import never
from outreach.availability.slots import Reason, Taken, nearest, open_slots, why_not, why_that_day
from outreach.availability.timetable import FARTHEST_OFFER, KEPT, OWNER, Kept, Timetable
from outreach.bookings.holds import OCCUPIED, Occupied
from outreach.bookings.models import Booking
from outreach.bookings.refusals import NotOnOffer, SlotTaken
from outreach.database import rows_of
from outreach.errors import OutreachError
from outreach.interviews.models import Interview
from outreach.letters.coach.hours import holiday_on
from outreach.timespan import TimeSpan

A_DAY, BACK = timedelta(days=1), timedelta(days=9)
TAKEN = frozenset({Reason.BUSY, Reason.BOOKED, Reason.HELD, Reason.BUFFER, Reason.DAY_CAP, Reason.WEEK_CAP})
"""Reasons that others are to thank for: the time was free once."""


class TimeHasPassed(OutreachError):
    """A time that was named lies behind us."""

    status = 409

    def __init__(self) -> None:
        super().__init__("That time has passed already. Choose another, or offer times of your own.")


class Free(NamedTuple):
    """All that decides what an account has to offer, as texts that are read once however often they are asked for."""

    kept: Kept
    occupied: Occupied

    @classmethod
    def among(cls, columns: Sequence[Any]) -> Self:
        """From the columns ``FREE`` of a statement about accounts."""
        return cls(Kept(*columns[: len(KEPT)]), Occupied(*columns[len(KEPT) :]))


FREE = (*KEPT, *OCCUPIED)
OF_ACCOUNT = select(*FREE).where(OWNER.c.id == bindparam("account"))


def around(now: datetime, *, reaching: datetime | None = None) -> dict[str, Any]:
    """What ``FREE`` needs to know: the stretch of time that matters now, of which the past is but a few days.

    The caps count whole weeks, so the weeks around what can be offered matter too.
    """
    today = datetime.combine(now.astimezone(UTC), time.min, UTC)
    last = today + FARTHEST_OFFER + A_DAY
    return {
        "now": now,
        "after": today - BACK,
        "since": (today - BACK).date(),
        "before": max(last, reaching or last) + BACK,
    }


@dataclass(frozen=True)
class Offers:
    """An account's free times for a conversation, as they are now."""

    timetable: Timetable
    taken: Taken
    now: datetime
    kept: list[TimeSpan] = field(default_factory=list)
    """The times that a letter offered to this contact, and that nobody else can take."""

    @classmethod
    def of(
        cls,
        account: Account,
        interview: Interview,
        *,
        now: datetime,
        besides: Booking | None = None,
        reaching: datetime | None = None,
    ) -> Self:
        """Read what decides, in one statement. A booking that is being moved does not stand in its own way.

        ``reaching`` is a start that somebody wishes for, maybe later than what is on offer.
        """
        return cls.for_minutes(
            account, interview.minutes, now=now, besides=besides, whom=interview, reaching=reaching
        )

    @classmethod
    def for_minutes(
        cls,
        account: Account,
        minutes: int,
        *,
        now: datetime,
        besides: Booking | None = None,
        whom: Interview | None = None,
        reaching: datetime | None = None,
    ) -> Self:
        """What decides for a conversation of so many minutes; ``whom`` may take what is kept for them."""
        sought = {"account": account.id, **around(now, reaching=reaching)}
        free = Free.among(*rows_of(OF_ACCOUNT, sought))
        whose, moved = whom.id if whom else None, besides.id if besides else None
        return cls.among(free, account.timezone, minutes, now=now, whom=whose, besides=moved)

    @classmethod
    def among(
        cls,
        free: Free,
        timezone: str,
        minutes: int,
        *,
        now: datetime,
        whom: int | None = None,
        besides: int | None = None,
    ) -> Self:
        """The same, from what was read; ``whom`` and ``besides`` are an interview and a booking by their numbers."""
        length = timedelta(minutes=minutes)
        timetable = Timetable.of(free.kept, timezone=timezone, length=length, holiday_on=holiday_on)
        taken, kept = free.occupied.taken_for(whom, besides=besides)
        return cls(timetable, taken, now, kept)

    @cached_property
    def times(self) -> list[TimeSpan]:
        """Every time on offer, in order, in UTC."""
        hours, rules, within = self.timetable.hours, self.timetable.rules, self.timetable.ahead(self.now)
        found = open_slots(hours, rules, self.taken, now=self.now, within=within)
        return sorted(found + promised) if (promised := self._promised_on_a_holiday()) else found

    def _promised_on_a_holiday(self) -> list[TimeSpan]:
        """What is held for this contact on public holidays: a letter has named it, whatever the rules say since."""
        hours, length = self.timetable.hours, self.timetable.rules.length
        there = {s for s in self.kept if s.end - s.start == length and hours.rests_on(hours.day_of(s.start))}
        return [span for span in there if self._why_not_on_a_working_day(span.start) is None]

    def _why_not_on_a_working_day(self, starts_at: datetime) -> Reason | None:
        hours = replace(self.timetable.hours, is_holiday=never)
        return why_not(starts_at, hours, self.timetable.rules, self.taken, now=self.now)

    @property
    def stand_until(self) -> datetime:
        """Until when these stay the times on offer if nobody changes anything: then a day, or the notice, is over."""
        hours = self.timetable.hours
        soonest = [slot.start - self.timetable.rules.notice for slot in self.times[:1]]
        return min([hours.whole_day(hours.day_of(self.now)).end, *soonest])

    def why_not(self, starts_at: datetime) -> Reason | None:
        """Why this start is not on offer; None if it is."""
        reason = why_not(starts_at, self.timetable.hours, self.timetable.rules, self.taken, now=self.now)
        is_promised = reason is Reason.HOLIDAY and any(span.start == starts_at for span in self.kept)
        return self._why_not_on_a_working_day(starts_at) if is_promised else reason

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

    def accept_wish(self, starts_at: datetime) -> TimeSpan:
        """The span of a time that the contact named and the account agrees to, its own hours or not.

        Only what nobody can change stands in the way: the past, and what is in
        the calendar already. Raises TimeHasPassed, SlotTaken.
        """
        span = TimeSpan(starts_at, starts_at + self.timetable.rules.length)
        if self.obstacle(span) is Reason.PAST:
            raise TimeHasPassed
        if self.obstacle(span) is not None:
            raise SlotTaken
        return span

    def obstacle(self, span: TimeSpan) -> Reason | None:
        """What makes a conversation at this time impossible, whatever the account's hours and rules."""
        if span.start <= self.now:
            return Reason.PAST
        kinds = (
            (self.taken.bookings, Reason.BOOKED),
            (self.taken.holds, Reason.HELD),
            (self.taken.busy, Reason.BUSY),
        )
        return next((reason for spans, reason in kinds if any(span.overlaps(s) for s in spans)), None)

    def nearest_to(self, starts_at: datetime, *, count: int = 3) -> list[TimeSpan]:
        """The free times closest to one that is not."""
        return nearest(starts_at, self.times, count)
