"""Days that differ from an ordinary week, as a calendar and as a list. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from outreach.availability.hours import Hours
from outreach.availability.reading import in_line
from outreach.web.moments import zone_name
from outreach.web.month import Month

AWAY, OFF, HOLIDAY, NONE = "away", "off", "holiday", "no hours"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the calendar: what stands in it, and how it differs from an ordinary one."""

    on: date
    hours: str
    note: str
    """What is said of it in its small square: only how it differs."""
    kind: str
    """``usual``, ``other``, ``off``, ``away`` or ``travel``: also the class that it is drawn with."""
    can_change: bool
    is_chosen: bool
    is_today: bool

    @property
    def label(self) -> str:
        """The day in full, for whoever cannot see where it stands."""
        return f"{self.on:%A} {self.on.day} {self.on:%B}: {self.hours}"


@dataclass(frozen=True, slots=True)
class DifferentDay:
    """One date with hours of its own, in words."""

    on: date
    hours: str


def month_of(
    month: Month, hours: Hours, *, today: date, chosen: Collection[date] = ()
) -> list[list[CalendarDay]]:
    """The weeks of a month that are not over, with the hours that are kept on each day."""
    return [
        [
            CalendarDay(
                on=day,
                hours=_in_words(day, hours),
                note=_noted(day, hours),
                kind=_kind(day, hours),
                can_change=day >= today,
                is_chosen=day in chosen,
                is_today=day == today,
            )
            for day in week
        ]
        for week in month.weeks
        if week[-1] >= today
    ]


def ahead(hours: Hours, *, today: date) -> list[DifferentDay]:
    """The dates with hours of their own, from today on."""
    return [
        DifferentDay(on, in_line(windows).replace(", ", " and ") or "Day off")
        for on, windows in sorted(hours.exceptions.items())
        if on >= today
    ]


def _kind(day: date, hours: Hours) -> str:
    if day in hours.away:
        return "away"
    if day in hours.exceptions:
        return "other" if hours.exceptions[day] else "off"
    if hours.rests_on(day):
        return "off"
    return "usual" if hours.timezone_on(day) == hours.timezone else "travel"


def _noted(day: date, hours: Hours) -> str:
    return zone_name(hours.timezone_on(day)) if _kind(day, hours) == "travel" else _in_words(day, hours)


def _in_words(day: date, hours: Hours) -> str:
    if day in hours.away:
        return AWAY
    if hours.rests_on(day):
        return HOLIDAY
    windows = hours.windows_on(day)
    if not windows:
        return OFF if hours.is_off(day) else NONE
    place = "" if (zone := hours.timezone_on(day)) == hours.timezone else f", {zone_name(zone)}"
    return in_line(windows) + place
