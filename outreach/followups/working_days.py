"""Which days somebody works: weekends and public holidays of their country. Pure.

The calendars of the world are read from a library that is loaded when a day is
first asked for, which is in the worker or in the answer to a click, never while
the application starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from outreach.letters.coach.hours import country_of, holidays_of

OFFICE_OPENS = time(9)
ONE_DAY = timedelta(days=1)
FURTHEST = 30
"""No country rests longer than this many days on end; so a search for a working day always ends."""


def weekday(day: date) -> bool:
    """Whether a day is one from Monday to Friday: all that is known where no country is."""
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Days:
    """The working days of one contact, and where the asker's own day ends.

    ``works`` tells their working days; ``country`` is the ISO 3166 code that
    it goes by, empty where only weekends are known; ``is_assumed`` whether it
    is the asker's, because the contact's is not known.
    """

    theirs: str
    ours: str
    works: Callable[[date], bool] = weekday
    country: str = ""
    is_assumed: bool = False

    def after(self, moment: datetime, count: int) -> datetime:
        """When the ``count``-th working day after a moment's day begins where the contact is."""
        zone = ZoneInfo(self.theirs)
        return self.opening(self._step(moment.astimezone(zone).date(), count, ONE_DAY))

    def end_of(self, moment: datetime, count: int) -> datetime:
        """The midnight that ends the ``count``-th working day after a moment's day where the contact is."""
        zone = ZoneInfo(self.theirs)
        day = self._step(moment.astimezone(zone).date(), count, ONE_DAY)
        return datetime.combine(day + ONE_DAY, time(0), zone)

    def before(self, moment: datetime) -> datetime:
        """When the working day before a moment's day begins where the contact is."""
        zone = ZoneInfo(self.theirs)
        return self.opening(self._step(moment.astimezone(zone).date(), 1, -ONE_DAY))

    def opening(self, day: date) -> datetime:
        """Nine o'clock of a day, where the contact is."""
        return datetime.combine(day, OFFICE_OPENS, ZoneInfo(self.theirs))

    def end_of_day(self, moment: datetime) -> datetime:
        """The midnight that ends a moment's day where the asker is."""
        zone = ZoneInfo(self.ours)
        return datetime.combine(moment.astimezone(zone).date() + ONE_DAY, time(0), zone)

    def _step(self, day: date, count: int, step: timedelta) -> date:
        while count > 0:
            day = self._next_working(day, step)
            count -= 1
        return day

    def _next_working(self, day: date, step: timedelta) -> date:
        for distance in range(1, FURTHEST):
            if self.works(day + distance * step):
                return day + distance * step
        return day + step


def working_days(timezone: str, *, country: str = "", home: str) -> Days:
    """The working days of a contact in this zone, or in this country if it was told.

    Where neither tells the country, the asker's own at ``home`` stands in for
    it; where that is not known either, every weekday counts.
    """
    known = country.upper() or country_of(timezone)
    found = known or country_of(home)
    return Days(timezone, home, _working_in(found) if found else weekday, found, is_assumed=not known)


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """The English names of the countries by their ISO 3166 codes."""
    return {row[0]: row[1].replace("Britain (UK)", "United Kingdom") for row in _rows("iso3166.tab")}


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in _text(name).splitlines() if line and not line.startswith("#")]


def _text(name: str) -> str:
    return resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=300)
def _working_in(country: str) -> Callable[[date], bool]:
    @lru_cache(maxsize=4096)
    def works(day: date) -> bool:
        return _is_working_day(country, day)

    return works


def _is_working_day(country: str, day: date) -> bool:
    calendar = holidays_of(country, day.year)
    return weekday(day) if calendar is None else bool(calendar.is_working_day(day))


def read_calendars() -> None:
    """Load the public holidays of the world, where nobody waits for it: the first time it takes a third of a second."""
    holidays_of("GB", 2000)
