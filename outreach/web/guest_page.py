"""What a contact's page shows: free times on their clock, day by day and in a month."""

from calendar import Calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from flask import request

from outreach.bookings.offers import Offers
from outreach.bookings.refusals import NotOnOffer
from outreach.bookings.sight import Sight
from outreach.calendars.links import links_for
from outreach.interviews.stages import Stage
from outreach.timespan import TimeSpan
from outreach.tokens import new_token
from outreach.web.clockface import ClockFace, begins_on_sunday, day_name, reading, reads_twelve_hours
from outreach.zones import known_zone, zone_names

DAYS_SHOWN = 6
NEAR = 3
EARLIEST, LATEST = 7, 21
"""The hours between which people are awake, roughly."""
SUNDAY = 6
A_DAY = timedelta(days=1)
SLOT = "%Y-%m-%dT%H:%MZ"
KEPT_IN_ADDRESS = ("zone", "clock", "all", "from")
"""What a reader chose of how the page looks, and keeps while they go about it."""
ADDRESS, KEY = new_token(), new_token()
"""What stands in a page for its address and for the key of its forms, until it is finished; nobody can guess it."""

OneDay = tuple[date, tuple[datetime, ...]]
"""A date of the guest's calendar, and the free times of it, as instants in UTC: two of one clock reading differ."""


class Time(NamedTuple):
    """One time to choose: as it is sent, as it reads, and what the other one's clock shows then."""

    value: str
    reading: str
    beside: str
    day: str


class Day(NamedTuple):
    """One day of times to choose from."""

    name: str
    times: tuple[Time, ...]


class Month(NamedTuple):
    """A month as a calendar shows it."""

    name: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[tuple[int, str, str], ...], ...]
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
    sight: Sight
    offers: Offers
    locale: str = ""

    # They are filled in at the very end, so that what says the same to everybody is made once.
    address, key = ADDRESS, KEY

    @classmethod
    def of(cls, sight: Sight, *, now: datetime) -> "Visit":
        locale = request.accept_languages.best or ""
        twelve = {"12": True, "24": False}.get(request.values.get("clock", ""), reads_twelve_hours(locale))
        zone = timezone_of(sight.link.guest_timezone, sight.interview.contact_timezone)
        home = ClockFace(sight.account.timezone, twelve)
        return cls(ClockFace(zone, twelve), home, sight, sight.offers(now=now), locale)

    @property
    def stands_until(self) -> datetime:
        """When the page says something else by itself: a time passes, a day, or the agreed conversation."""
        moments = [self.offers.stand_until, self.sight.link.expires_at]
        if self.sight.booking:
            booked = self.sight.booking.starts_at, self.sight.booking.ends_at
            moments += [at for at in booked if at > self.offers.now]
        return min(moments)

    @property
    def is_over(self) -> bool:
        """Whether the two have talked, or the time to do so has passed."""
        booking = self.sight.booking
        return self.sight.interview.is_held or (booking is not None and booking.ends_at <= self.offers.now)

    @property
    def is_ahead(self) -> bool:
        """Whether an agreed conversation has not begun."""
        return self.sight.booking is not None and self.sight.booking.starts_at > self.offers.now

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that the page shows as things stand, by the names that templates know them by."""
        if self.is_over or (self.sight.booking and not self.is_ahead):
            return ()
        has_ended = self.sight.booking or self.sight.interview.stage in {Stage.DECLINED, Stage.REDIRECTED}
        return ("times",) if has_ended else ("times", "suggestion", "page", "referral")

    @property
    def calendar_links(self) -> dict[str, str]:
        """Links that put the agreed time into the calendars people keep on the web; none while none is agreed."""
        if self.sight.booking is None:
            return {}
        span = TimeSpan(self.sight.booking.starts_at, self.sight.booking.ends_at)
        return links_for(span, self.sight.summary, self.sight.place)

    @property
    def clock(self) -> str:
        """The way to write the time that was chosen, if any."""
        return request.values.get("clock") or ""

    def here(self, **changes: str | None) -> str:
        """The address of the page as it is looked at, with something changed; a blank stands at the end."""
        chosen = {name: request.values.get(name) for name in KEPT_IN_ADDRESS} | changes
        told = {name: value for name, value in chosen.items() if value}
        blank = "".join(f"{name}=" for name, value in changes.items() if value == "")
        query = "&".join(filter(None, [urlencode(told, safe="/"), blank]))
        return f"{self.address}?{query}"

    @cached_property
    def days(self) -> Sequence[OneDay]:
        """The free times by their day on the guest's clock, from the day that was asked for on."""
        beginning = _beginning()
        return [day for day in self.all_days if day[0] >= beginning] if beginning else self.all_days

    @cached_property
    def all_days(self) -> Sequence[OneDay]:
        kept = {span.start for span in self.kept}
        if self.sight.booking:  # what is agreed already is no other time
            kept.add(self.sight.booking.starts_at)
        starts = tuple(slot.start for slot in self.offers.times if slot.start not in kept)
        return _by_day(starts, self.face.timezone, bool(request.args.get("all")))

    @cached_property
    def kept(self) -> list[TimeSpan]:
        """The times that a letter named, and that are free for this guest alone."""
        free = set(self.offers.times) if self.offers.kept else ()
        return [span for span in self.offers.kept if span in free]

    @cached_property
    def next_days(self) -> tuple[Day, ...]:
        """The days that are shown."""
        return _in_words(tuple(self.days[:DAYS_SHOWN]), self.face, self.home)

    @property
    def later(self) -> str:
        """The address from the first day on that is not shown yet; "" if all are."""
        more = self.days[DAYS_SHOWN : DAYS_SHOWN + 1]
        return self.here(**{"from": more[0][0].isoformat()}) if more else ""

    @property
    def first(self) -> str:
        """The address of the page from its first day on; "" if it begins with it."""
        return self.here(**{"from": None}) if request.args.get("from") else ""

    @property
    def everything(self) -> str:
        """The address of the page with the times of the night; "" if they are shown."""
        return "" if request.args.get("all") or self.is_at_night else self.here(all="yes")

    @property
    def is_at_night(self) -> bool:
        """Whether no free time is at a waking hour on the guest's clock, so that those of the night are shown."""
        starts = (start.astimezone(self.face.zone) for _, starts in self.all_days for start in starts)
        return bool(self.all_days) and not any(EARLIEST <= start.hour < LATEST for start in starts)

    @property
    def is_turned(self) -> bool:
        """Whether the guest turned to other times than those of the next days."""
        return bool(request.args.get("from") or request.args.get("all"))

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The months of the first and the last day shown, with the free times of each day; none if nothing is free."""
        free = tuple((on, len(starts)) for on, starts in self.all_days)
        shown = [on for on, _ in self.days[:DAYS_SHOWN]] or [on for on, _ in free[-1:]]
        return _months(free, shown[0], shown[-1], begins_on_sunday(self.locale)) if shown else ()

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
        return bool(self.among_days(value)) or any(time.value == value for time in self.times(self.kept))

    def among_days(self, value: str) -> str:
        """The time that was asked for, if it is one of the days that are shown; "" otherwise."""
        times = (time for _, times in self.next_days for time in times) if value else ()
        return value if any(time.value == value for time in times) else ""


@lru_cache(maxsize=256)
def _by_day(starts: tuple[datetime, ...], timezone: str, everything: bool) -> tuple[OneDay, ...]:
    """The times, all in UTC, by their day in this zone; sorted out once for all guests who live in it."""
    zone = known_zone(timezone)
    read = [(start.astimezone(zone), start) for start in starts]
    decent = read if everything else [both for both in read if EARLIEST <= both[0].hour < LATEST] or read
    days = groupby(decent, key=lambda both: both[0].date())
    return tuple((on, tuple(start for _, start in day)) for on, day in days)


@lru_cache(maxsize=256)
def _in_words(days: tuple[OneDay, ...], face: ClockFace, home: ClockFace) -> tuple[Day, ...]:
    return tuple(
        Day(day_name(on), tuple(_time(start, face, home) for start in starts)) for on, starts in days
    )


@lru_cache(maxsize=256)
def _months(
    days: tuple[tuple[date, int], ...], first: date, last: date, sunday_first: bool
) -> tuple[Month, ...]:
    """The months of two dates, from days and how many times are free on each."""
    free, calendar = Counter(dict(days)), Calendar(firstweekday=SUNDAY if sunday_first else 0)
    return tuple(
        Month(
            name=f"{month:%B} {month.year}",
            weekdays=tuple(f"{day:%A}" for day in weeks[0]),
            weeks=tuple(tuple(_cell(day, month, free[day]) for day in week) for week in weeks),
            before=next((on for on, _ in days if on < month), None),
            after=next((on for on, _ in days if on.replace(day=1) > month), None),
        )
        for month in dict.fromkeys(day.replace(day=1) for day in (first, last))
        for weeks in (calendar.monthdatescalendar(month.year, month.month),)
    )


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


def timezone_of(chosen_before: str, known: str) -> str:
    """The zone that the guest reads times in: the one they chose now or before, else the one we know them by."""
    return zone_chosen() or chosen_before or known


def zone_chosen() -> str:
    """The zone that the address or the form names; empty if it names none that there is."""
    chosen = request.values.get("zone", "")
    return chosen if chosen in zone_names() else ""


def _beginning() -> date | None:
    """The day from which times are shown; None if the address names none."""
    try:
        return date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return None
