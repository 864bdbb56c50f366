"""What a contact's page shows: free times on their clock, day by day and in a month."""

from calendar import Calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from flask import request

from outreach.bookings.models import NotOnOffer, PersonalLink
from outreach.bookings.offers import Offers
from outreach.timespan import TimeSpan
from outreach.web.clockface import ClockFace, begins_on_sunday, day_name, reading, reads_twelve_hours
from outreach.zones import zone_names

DAYS_SHOWN = 6
NEAR = 3
EARLIEST, LATEST = 7, 21
"""The hours between which people are awake, roughly."""
SUNDAY = 6
A_DAY = timedelta(days=1)
SLOT = "%Y-%m-%dT%H:%MZ"


class Time(NamedTuple):
    """One time to choose: as it is sent, as it reads, and what the other one's clock shows then."""

    value: str
    reading: str
    beside: str
    day: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of free times on the guest's clock."""

    on: date
    times: tuple[Time, ...]

    @property
    def name(self) -> str:
        return day_name(self.on)

    def chosen(self, value: str) -> str:
        """The time that was asked for, if it is one of this day; "" otherwise."""
        return value if any(time.value == value for time in self.times) else ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a calendar shows it."""

    name: str
    weekdays: list[str]
    weeks: list[list[tuple[int, str, str]]]
    """Each day as its number, its address and its name with how many times are free; "" for what it has not."""
    before: date | None
    """A day of the months before it, and of those after it, that has free times."""
    after: date | None


@dataclass(frozen=True)
class Visit:
    """Who looks at the page, on which clock, and what they asked to see."""

    face: ClockFace
    home: ClockFace
    """The clock of the account, as this guest reads clocks."""
    offers: Offers
    locale: str = ""

    @classmethod
    def of(cls, link: PersonalLink, offers: Offers) -> "Visit":
        locale = request.accept_languages.best or ""
        twelve = {"12": True, "24": False}.get(request.values.get("clock", ""), reads_twelve_hours(locale))
        return cls(
            ClockFace(timezone_of(link), twelve), ClockFace(link.account.timezone, twelve), offers, locale
        )

    @cached_property
    def days(self) -> list[tuple[date, list[datetime]]]:
        """The free times by their day on the guest's clock, from the day that was asked for on."""
        return [day for day in self.all_days if day[0] >= _beginning()]

    @cached_property
    def all_days(self) -> list[tuple[date, list[datetime]]]:
        kept = {span.start for span in self.kept}
        starts = [
            slot.start.astimezone(self.face.zone) for slot in self.offers.times if slot.start not in kept
        ]
        return [(on, list(day)) for on, day in groupby(_decent(starts), key=datetime.date)]

    @cached_property
    def kept(self) -> list[TimeSpan]:
        """The times that a letter named, and that are free for this guest alone."""
        free = set(self.offers.times) if self.offers.kept else ()
        return [span for span in self.offers.kept if span in free]

    @cached_property
    def next_days(self) -> list[Day]:
        return [Day(on, tuple(map(self.time, starts))) for on, starts in self.days[:DAYS_SHOWN]]

    @property
    def later(self) -> str:
        """The first day that is not shown yet, as an address names it; "" if all are."""
        return self.days[DAYS_SHOWN][0].isoformat() if len(self.days) > DAYS_SHOWN else ""

    @cached_property
    def months(self) -> list[Month]:
        """The months of the first and the last day shown, with the free times of each day; none if nothing is free."""
        free = Counter({on: len(starts) for on, starts in self.all_days})
        shown = [day.on for day in self.next_days] or [max(free)] if free else []
        firsts = dict.fromkeys(day.replace(day=1) for day in (shown[0], shown[-1])) if shown else {}
        return [self._month(first, free) for first in firsts]

    def _month(self, first: date, free: Counter[date]) -> Month:
        calendar = Calendar(firstweekday=SUNDAY if begins_on_sunday(self.locale) else 0)
        weeks = calendar.monthdatescalendar(first.year, first.month)
        return Month(
            name=f"{first:%B} {first.year}",
            weekdays=[f"{day:%A}" for day in weeks[0]],
            weeks=[[_cell(day, first, free[day]) for day in week] for week in weeks],
            before=next((d for d in sorted(free) if d < first), None),
            after=next((d for d in sorted(free) if d.replace(day=1) > first), None),
        )

    def time(self, start: datetime) -> Time:
        """One time to choose; ``start`` is an aware instant."""
        return _time(start.astimezone(UTC), self.face, self.home)

    def times(self, spans: Iterable[TimeSpan]) -> list[Time]:
        return [self.time(span.start) for span in spans]

    def both(self, instant: datetime) -> str:
        """ "15:00", and what it is for the other one: "15:00 (20:00 in London)"."""
        beside = self.home.beside(instant, self.face)
        return self.face.time(instant) + (f" ({beside} in {self.home.city})" if beside else "")

    def near(self, value: str) -> list[Time]:
        """The free times nearest to one that was sent; none if it cannot be read."""
        try:
            wanted = slot_of(value)
        except NotOnOffer:
            return []
        starts = [start for _, starts in self.all_days for start in starts] + [
            span.start for span in self.kept
        ]
        return [self.time(start) for start in sorted(sorted(starts, key=lambda s: abs(s - wanted))[:NEAR])]

    def is_free(self, value: str) -> bool:
        return any(slot.start.strftime(SLOT) == value for slot in self.offers.times)

    def shows(self, value: str) -> bool:
        """Whether the time that was asked for can be chosen somewhere on the page."""
        shown = [*self.times(self.kept), *(time for day in self.next_days for time in day.times)]
        return any(time.value == value for time in shown)


@lru_cache(maxsize=8192)
def _time(start: datetime, face: ClockFace, home: ClockFace) -> Time:
    """Put into words once: many guests are offered the same times."""
    local = start.astimezone(face.zone)
    return Time(
        start.strftime(SLOT),
        reading(local, twelve_hours=face.twelve_hours),
        home.beside(local, face),
        day_name(local.date()),
    )


@lru_cache(maxsize=4096)
def _cell(day: date, first: date, free: int) -> tuple[int, str, str]:
    if day.month != first.month:
        return 0, "", ""
    return (day.day, day.isoformat(), f"{day_name(day)}, {free} free") if free else (day.day, "", "")


def slot_of(value: str) -> datetime:
    """The instant that a form sent. Raises NotOnOffer for what cannot be one."""
    try:
        return datetime.strptime(value, SLOT).replace(tzinfo=UTC)
    except ValueError:
        raise NotOnOffer from None


def timezone_of(link: PersonalLink) -> str:
    """The zone that the guest reads times in: the one they chose now or before, else the one we know them by."""
    return zone_chosen() or link.guest_timezone or link.interview.contact.timezone


def zone_chosen() -> str:
    """The zone that the address or the form names; empty if it names none that there is."""
    chosen = request.values.get("zone", "")
    return chosen if chosen in zone_names() else ""


def _decent(starts: Sequence[datetime]) -> Sequence[datetime]:
    """The times within a waking day on this clock; all of them if asked for, or if there are no others."""
    if request.args.get("all"):
        return starts
    return [start for start in starts if EARLIEST <= start.hour < LATEST] or starts


def _beginning() -> date:
    """The day from which times are shown; the first one if the address names none."""
    try:
        return date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return date.min
