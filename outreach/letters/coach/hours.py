"""The rule on when to send: in the contact's working hours. Pure."""

from datetime import date
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from outreach.letters.coach.findings import Remark, Severity
from outreach.letters.coach.moments import zone_named
from outreach.letters.coach.page import Page
from outreach.letters.coach.rules import EVERY, Rule, Verdicts

if TYPE_CHECKING:
    from holidays import HolidayBase


def in_their_hours(page: Page) -> Verdicts:
    """L41: on a weekday between seven and nineteen where they are, and not on their holiday."""
    zone, now = zone_named(page.facts.contact.timezone), page.manuscript.now
    if not zone or not now or not now.tzinfo or not page.manuscript.leaves_by_mail:
        return
    there, policy = now.astimezone(zone), page.policy
    if there.weekday() >= 5:
        yield Remark(Severity.T, "Send it on Monday.", f"{there:%A} where they are")
    elif not policy.earliest_hour <= there.hour < policy.latest_hour:
        fix = f"Send it between {policy.earliest_hour} and {policy.latest_hour} o’clock their time."
        yield Remark(Severity.T, fix, f"{there:%H:%M} where they are")
    elif holiday := holiday_on(there.date(), page.facts.contact.timezone):
        yield Remark(Severity.T, "Send it on the next working day.", f"{holiday} where they are")


@lru_cache(maxsize=8192)
def holiday_on(day: date, timezone: str) -> str:
    """The public holiday of that day in the country of a zone; "" if there is none or nobody knows."""
    country = country_of(timezone)
    known = holidays_of(country, day.year) if country else None
    return str(known.get(day) or "") if known is not None else ""


MOSTLY = {"GB": "ENG"}
"""Whose days count where a country keeps few as a whole, and its zone names no part: those of most who live there."""


@lru_cache(maxsize=500)
def holidays_of(country: str, year: int) -> "HolidayBase | None":
    """The public holidays of a country, by its ISO 3166 code, in one year; None where nobody has written them down."""
    # Loading the calendars of the world takes most of a second; few processes come this far.
    import holidays

    try:
        return holidays.country_holidays(country, subdiv=MOSTLY.get(country), years=year)
    except NotImplementedError:
        return None


def country_of(timezone: str) -> str:
    """The ISO 3166 code of the country that a zone lies in; empty for UTC and for names of no place."""
    by_zone = countries_by_zone()
    return by_zone.get(timezone) or by_zone.get(_present_names().get(timezone, ""), "")


@lru_cache(maxsize=1)
def countries_by_zone() -> dict[str, str]:
    """ISO 3166 country code of each zone, from the table zone.tab of the time zone database."""
    rows = (line.split("\t") for line in _lines("zone.tab") if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@lru_cache(maxsize=1)
def _present_names() -> dict[str, str]:
    """The name that stands today for each old spelling of a zone, such as Asia/Calcutta."""
    rows = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {old: present for _, present, old in rows}


def _lines(name: str) -> list[str]:
    return resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8").splitlines()


RULES = (
    Rule(
        "L41", "Their working hours", EVERY,
        why="Mail that arrives at night or on a day off is read last, and asks for attention at the wrong "
            "time.",
        source="LinkedIn’s counts of answered messages; courtesy more than science",
        check=in_their_hours,
        needs_english=False,
    ),
)  # fmt: skip
