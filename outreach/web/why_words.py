"""Why a time is not on offer, in plain sentences, and where to change that. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.availability.reading import in_line
from outreach.availability.slots import Reason
from outreach.bookings.diary import Happening, Kind
from outreach.bookings.offers import Offers
from outreach.letters.coach.hours import holiday_on

SHORT = {
    None: "on offer",
    Reason.PAST: "over",
    Reason.NOTICE: "too soon",
    Reason.SAME_DAY: "not on the same day",
    Reason.NOT_YET: "before your dates",
    Reason.HORIZON: "too far ahead",
    Reason.DAY_OFF: "day off",
    Reason.HOLIDAY: "public holiday",
    Reason.OUTSIDE_HOURS: "outside your hours",
    Reason.OFF_GRID: "between two starts",
    Reason.BOOKED: "agreed with somebody",
    Reason.HELD: "held for somebody",
    Reason.BUSY: "busy",
    Reason.BUFFER: "too close to something else",
    Reason.DAY_CAP: "the day is full",
    Reason.WEEK_CAP: "the week is full",
}
"""Each reason in a few words, as it stands in a list."""

WHERE = {
    Reason.NOTICE: "rules",
    Reason.SAME_DAY: "rules",
    Reason.NOT_YET: "rules",
    Reason.HORIZON: "rules",
    Reason.DAY_OFF: "exceptions",
    Reason.HOLIDAY: "rules",
    Reason.OUTSIDE_HOURS: "week",
    Reason.OFF_GRID: "rules",
    Reason.BUFFER: "rules",
    Reason.DAY_CAP: "rules",
    Reason.WEEK_CAP: "rules",
}
"""The section of the hours page where one can change it."""


@dataclass(frozen=True, slots=True)
class Because:
    """What makes a sentence of a reason: the time, its clock, and what is known about the day."""

    start: datetime
    zone: ZoneInfo
    offers: Offers
    around: Sequence[Happening] = ()

    def sentence(self, reason: Reason | None) -> str:
        """Why, in one or two sentences for the person whose hours they are."""
        if reason is None:
            return "It is on offer: whoever opens their page now can take it."
        told = {
            Reason.NOTICE: self._notice,
            Reason.NOT_YET: self._not_yet,
            Reason.HORIZON: self._horizon,
            Reason.DAY_OFF: self._day_off,
            Reason.HOLIDAY: self._holiday,
            Reason.OUTSIDE_HOURS: self._outside_hours,
            Reason.OFF_GRID: self._off_grid,
            Reason.BOOKED: self._taken,
            Reason.HELD: self._taken,
            Reason.BUSY: self._taken,
            Reason.BUFFER: self._buffer,
            Reason.DAY_CAP: self._day_cap,
            Reason.WEEK_CAP: self._week_cap,
        }
        return told[reason]() if reason in told else ALWAYS[reason]

    def _notice(self) -> str:
        earliest = (self.offers.now + self.offers.timetable.rules.notice).astimezone(self.zone)
        return (
            f"It is too soon. You ask for {_length(self.offers.timetable.rules.notice)} of notice, "
            f"so the earliest time now is {_day(earliest.date())}, {earliest:%H:%M}."
        )

    def _not_yet(self) -> str:
        first = self.offers.timetable.rules.first_day or self._day
        return f"You let people book from {_day(first)} on, and this is before it."

    def _horizon(self) -> str:
        hours, rules = self.offers.timetable.hours, self.offers.timetable.rules
        last = rules.last_on(hours.day_of(self.offers.now))
        return f"It is too far ahead. At present people can book until {_day(last)}."

    def _day_off(self) -> str:
        away = self._day in self.offers.timetable.hours.away
        return "You are away on that day." if away else "You took that day off."

    def _holiday(self) -> str:
        name = holiday_on(self._day, self.offers.timetable.hours.timezone)
        return (
            f"{_day(self._day)} is a public holiday where you live ({name}), and your rules leave those out. "
            "To offer this one alone, give the day hours of its own."
        )

    def _outside_hours(self) -> str:
        hours = self.offers.timetable.hours
        windows = hours.windows_on(self._day)
        if not windows:
            return f"You have no hours on {_day(self._day)}."
        length = _length(self.offers.timetable.rules.length)
        return (
            f"It is outside your hours. On that day they are {in_line(windows)}, "
            f"and a conversation of {length} has to fit into them from beginning to end."
        )

    def _off_grid(self) -> str:
        rules = self.offers.timetable.rules
        return (
            f"Times begin every {_length(rules.increment)} from the start of your hours"
            + (f", the first after {_length(rules.start_offset)}" if rules.start_offset else "")
            + ", and this lies between two of them."
        )

    def _taken(self) -> str:
        end = self.start + self.offers.timetable.rules.length
        for thing in self.around:
            if thing.span.start < end and self.start < thing.span.end:
                return f"{_what(thing)} {self._times(thing)}."
        return "Something else is in your calendar then."

    def _buffer(self) -> str:
        rules = self.offers.timetable.rules
        first, last = self.start - rules.buffer_before, self.start + rules.length + rules.buffer_after
        near = next((t for t in self.around if t.span.start < last and first < t.span.end), None)
        what = f": {_what(near)} {self._times(near)}" if near else ""
        return (
            f"It is too close to something else{what}. You keep {_length(rules.buffer_before)} free before a "
            f"conversation and {_length(rules.buffer_after)} after it."
        )

    def _day_cap(self) -> str:
        cap = self.offers.timetable.rules.per_day
        return f"The day is full: your limit is {_limit(cap.count, cap.time)} a day. {COUNTED}"

    def _week_cap(self) -> str:
        cap = self.offers.timetable.rules.per_week
        return (
            f"The week is full: your limit is {_limit(cap.count, cap.time)} from Monday to Sunday. {COUNTED}"
        )

    def _times(self, thing: Happening) -> str:
        start, end = thing.span.start.astimezone(self.zone), thing.span.end.astimezone(self.zone)
        if start.date() == end.date() == self._day:
            return f"from {start:%H:%M} to {end:%H:%M}"
        return f"from {_day(start.date())}, {start:%H:%M}, to {_day(end.date())}, {end:%H:%M}"

    @property
    def _day(self) -> date:
        return self.start.astimezone(self.zone).date()


COUNTED = "What is agreed counts, and so do times that are held for somebody."
ALWAYS = {
    Reason.PAST: "It is over.",
    Reason.NO_ZONE: "A time without a zone is no time that two people could meet at.",
    Reason.SAME_DAY: "Nobody can book for the same day, however early in the morning.",
}


def _what(thing: Happening) -> str:
    return {
        Kind.TALK: f"You talk to {thing.title}",
        Kind.HOLD: f"You hold a time for {thing.title}",
        Kind.BUSY: "Your calendar has something else",
    }[thing.kind]


def _limit(count: int | None, time: timedelta | None) -> str:
    counted = [] if count is None else ["one conversation" if count == 1 else f"{count} conversations"]
    timed = [] if time is None else [_length(time)]
    return " or ".join(counted + timed)


def _length(duration: timedelta) -> str:
    """ "24 hours", "90 minutes", "3 days": the largest unit that comes out even."""
    minutes = int(duration.total_seconds() // 60)
    for name, size in (("day", 1440), ("hour", 60)):
        if minutes >= 2 * size and minutes % size == 0:
            return f"{minutes // size} {name}s"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
