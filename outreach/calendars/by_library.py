"""Repetitions worked out by icalendar and recurring-ical-events: slower, and right where we are not sure. Pure.

They are shown one series at a time, rewritten and guarded by us: no zone that
they would have to guess, nothing that repeats within a day.
"""

from datetime import date, timedelta

import recurring_ical_events
from icalendar import Calendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from outreach.timespan import TimeSpan

MARGIN = timedelta(days=2)
MOST = 1000


def expand(text: str, within: TimeSpan) -> list[tuple[date, date]]:
    """Every repetition near a stretch that is not cancelled: two days, or two times, which may be naive.

    Raises ValueError if the libraries give up.
    """
    try:
        found = recurring_ical_events.of(Calendar.from_ical(text)).between(
            within.start - MARGIN, within.end + MARGIN
        )
        return [
            (event["DTSTART"].dt, event["DTEND"].dt)
            for event in found[:MOST]
            if str(event.get("STATUS", "")) != "CANCELLED"
        ]
    except Exception as error:
        # They raise ValueError, KeyError, TypeError, OverflowError and more, each for its own kind of nonsense.
        raise ValueError(str(error)) from error


def windows_zone(named: str) -> str:
    """The IANA name of a zone that Windows has another name for; empty if it has none."""
    return WINDOWS_TO_OLSON.get(named, "")
