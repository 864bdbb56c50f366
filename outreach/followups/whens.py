"""Moments told as distances from what happened: three working days of silence, a day after the talk. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from outreach.followups.working_days import Days
from outreach.timespan import TimeSpan


@dataclass(frozen=True, slots=True)
class Due:
    """The moment something is best done, and the moment after which it is late."""

    at: datetime
    late: datetime


class Origin(Enum):
    """What a time is counted from."""

    EVENT = auto()
    MEETING_STARTS = auto()
    MEETING_ENDS = auto()
    DAY_NAMED = auto()
    THANKS_LATE = auto()
    """When the thanks of a talk are late, in which a name could be thanked for as well."""


@dataclass(frozen=True, slots=True)
class When:
    """A moment, told as a distance: so many working days, or so long, from something that happened.

    ``working_days`` lead to the opening of an office day, -1 to the day before;
    ``day_ends`` to the end of the asker's day after that.
    """

    origin: Origin = Origin.EVENT
    working_days: int = 0
    later: timedelta = timedelta(0)
    day_ends: bool = False

    def moment(self, moments: "Moments", days: Days) -> datetime:
        """The moment itself, for one contact and what happened with them."""
        found = moments.of(self.origin, days)
        if self.working_days:
            found = days.after(found, self.working_days) if self.working_days > 0 else days.before(found)
        return days.end_of_day(found + self.later) if self.day_ends else found + self.later


@dataclass(frozen=True, slots=True)
class Moments:
    """What a rule may count from: the event, the meeting, the day that they named, the end of the time for thanks.

    Where there was no meeting, no day was named, or nobody is to be thanked, it is counted from the event.
    """

    event: datetime
    meeting: TimeSpan | None = None
    named: date | None = None
    thanks_late: datetime | None = None

    def of(self, origin: Origin, days: Days) -> datetime:
        if origin is Origin.DAY_NAMED and self.named is not None:
            return days.opening(self.named)
        if origin is Origin.MEETING_STARTS and self.meeting is not None:
            return self.meeting.start
        if origin is Origin.MEETING_ENDS and self.meeting is not None:
            return self.meeting.end
        if origin is Origin.THANKS_LATE and self.thanks_late is not None:
            return self.thanks_late
        return self.event
