"""Interim."""

from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from outreach.accounts.models import Account
from outreach.availability.models import MeetingRules, WeeklyHours
from outreach.bookings.models import Booking, NotOnOffer, SlotTaken
from outreach.interviews.models import Interview
from outreach.timespan import TimeSpan


class Offers:
    def __init__(self, slots: list[TimeSpan], length: timedelta, taken: list[TimeSpan]) -> None:
        self.slots, self.length, self.taken = slots, length, taken

    @classmethod
    def of(
        cls, account: Account, interview: Interview, *, now: datetime, besides: Booking | None = None
    ) -> Self:
        length = timedelta(minutes=interview.minutes)
        rules = MeetingRules.of(account)
        zone = ZoneInfo(account.timezone)
        taken = Booking.spans(account, TimeSpan(now, now + rules.horizon), besides=besides)
        slots = []
        for n in range(rules.horizon.days):
            day = (now + timedelta(days=n)).astimezone(zone).date()
            for h in WeeklyHours.of(account):
                if h.weekday != day.weekday():
                    continue
                at = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=h.starts)
                end = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=h.ends)
                while at + length <= end:
                    slot = TimeSpan(at, at + length)
                    if at > now + rules.notice and not any(slot.overlaps(t) for t in taken):
                        slots.append(slot)
                    at += rules.increment
        return cls(slots, length, taken)

    def open_times(self) -> list[TimeSpan]:
        return self.slots

    def accept(self, starts_at: datetime) -> TimeSpan:
        for slot in self.slots:
            if slot.start == starts_at:
                return slot
        if any(t.overlaps(TimeSpan(starts_at, starts_at + self.length)) for t in self.taken):
            raise SlotTaken
        raise NotOnOffer

    def nearest(self, starts_at: datetime, count: int = 3) -> list[TimeSpan]:
        return sorted(sorted(self.slots, key=lambda s: abs(s.start - starts_at))[:count])
