"""A month as weeks of days, for calendars that are drawn on a page. Pure."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONDAY_FIRST = Calendar()
YEARS = range(2000, 2101)
A_DAY = timedelta(days=1)
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the calendar; it stays within the years that a page shows."""

    first: date

    @classmethod
    def named(cls, text: str, *, otherwise: date) -> "Month":
        """The month of "2026-12" or of a date in it; that of another date if it is no month, or far away."""
        try:
            day = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
        except ValueError:
            day = otherwise
        return cls((day if day.year in YEARS else otherwise).replace(day=1))

    @property
    def weeks(self) -> list[list[date]]:
        """Whole weeks from Monday on, with the days of other months that fill them."""
        return MONDAY_FIRST.monthdatescalendar(self.first.year, self.first.month)

    @property
    def before(self) -> "Month":
        return Month((self.first - A_DAY).replace(day=1))

    @property
    def after(self) -> "Month":
        return Month((self.first + 31 * A_DAY).replace(day=1))

    @property
    def name(self) -> str:
        return f"{self.first:%B %Y}"

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.first.year, self.first.month)
